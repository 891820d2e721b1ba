/* A console python.exe for the test runtime: loads the interpreter DLL that
 * lies beside it and hands the command line over. Test use only. */
#include <stdio.h>
#include <wchar.h>
#include <windows.h>

typedef int (*py_main_t)(int, wchar_t **);

int wmain(int argc, wchar_t **argv)
{
    HMODULE interpreter = LoadLibraryW(L"python311.dll");
    py_main_t py_main = NULL;

    if (interpreter != NULL)
        py_main = (py_main_t)(void *)GetProcAddress(interpreter, "Py_Main");
    if (py_main == NULL) {
        fprintf(stderr, "python311.dll cannot be used: error %lu\n", GetLastError());
        return 120;
    }
    return py_main(argc, argv);
}
