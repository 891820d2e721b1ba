/* Stand-in for bcryptprimitives.dll, which Windows has and Wine 8 has not. Rust's
 * standard library (the wheel of "cryptography" is Rust) takes its random bytes
 * from the one function below; they come from the system's generator here too.
 * It is put into the Wine prefix only and must never go into a product. */
#include <windows.h>

/* RtlGenRandom by its exported name */
__declspec(dllimport) BOOLEAN WINAPI SystemFunction036(void *buffer, ULONG length);

__declspec(dllexport) BOOL WINAPI ProcessPrng(BYTE *data, SIZE_T length)
{
    while (length > 0) {
        ULONG part = length > 0x10000 ? 0x10000 : (ULONG)length;

        if (!SystemFunction036(data, part))
            return FALSE;
        data += part;
        length -= part;
    }
    return TRUE;
}

BOOL WINAPI DllMain(HINSTANCE instance, DWORD reason, void *reserved)
{
    (void)instance; (void)reason; (void)reserved;
    return TRUE;
}
