/* Stand-in for icuuc.dll, which Windows has carried since 10 1703 and Wine has
 * not. Qt6Core imports 20 converter functions from it and uses them only for
 * legacy code pages, so it is enough that they exist and report "unsupported".
 * It is put into the Wine prefix only and must never go into a product. */
#define API __declspec(dllexport)

typedef int status_t;                       /* UErrorCode: > 0 is a failure */
enum { UNSUPPORTED = 16 };

static void refuse(status_t *status)
{
    if (status && *status <= 0)
        *status = UNSUPPORTED;
}

/* no converter can be opened, so none is ever in use */
API void *ucnv_open(const char *name, status_t *s) { (void)name; refuse(s); return 0; }
API void ucnv_close(void *cnv) { (void)cnv; }
API void ucnv_reset(void *cnv) { (void)cnv; }

/* names: none */
API int ucnv_countAvailable(void) { return 0; }
API const char *ucnv_getAvailableName(int n) { (void)n; return 0; }
API const char *ucnv_getName(const void *cnv, status_t *s) { (void)cnv; refuse(s); return 0; }
API const char *ucnv_getStandardName(const char *name, const char *standard, status_t *s)
{ (void)name; (void)standard; refuse(s); return 0; }

/* state of a converter */
API signed char ucnv_getMaxCharSize(const void *cnv) { (void)cnv; return 1; }
API int ucnv_fromUCountPending(const void *cnv, status_t *s) { (void)cnv; refuse(s); return 0; }
API int ucnv_toUCountPending(const void *cnv, status_t *s) { (void)cnv; refuse(s); return 0; }

/* conversion */
#define CONVERT(name)                                                           \
    API void name(void *cnv, void *to, const void *to_end, void *from,          \
                  const void *from_end, int *offsets, signed char flush,        \
                  status_t *s)                                                  \
    { (void)cnv; (void)to; (void)to_end; (void)from; (void)from_end;            \
      (void)offsets; (void)flush; refuse(s); }
CONVERT(ucnv_fromUnicode)
CONVERT(ucnv_toUnicode)

/* call-backs */
#define GET_CALLBACK(name)                                                      \
    API void name(const void *cnv, void **action, const void **context)         \
    { (void)cnv; if (action) *action = 0; if (context) *context = 0; }
GET_CALLBACK(ucnv_getFromUCallBack)
GET_CALLBACK(ucnv_getToUCallBack)

#define SET_CALLBACK(name)                                                      \
    API void name(void *cnv, void *action, const void *context, void **was,     \
                  const void **was_context, status_t *s)                        \
    { (void)cnv; (void)action; (void)context; (void)was; (void)was_context;     \
      refuse(s); }
SET_CALLBACK(ucnv_setFromUCallBack)
SET_CALLBACK(ucnv_setToUCallBack)

#define WRITE_BACK(name)                                                        \
    API void name(void *args, const void *source, int length, int offset,       \
                  status_t *s)                                                  \
    { (void)args; (void)source; (void)length; (void)offset; refuse(s); }
WRITE_BACK(ucnv_cbFromUWriteUChars)
WRITE_BACK(ucnv_cbToUWriteUChars)

/* the two standard call-backs are passed on by address, never called here */
API void UCNV_FROM_U_CALLBACK_SUBSTITUTE(void) {}
API void UCNV_TO_U_CALLBACK_SUBSTITUTE(void) {}

int __stdcall DllMain(void *instance, unsigned reason, void *reserved)
{
    (void)instance; (void)reason; (void)reserved;
    return 1;
}
