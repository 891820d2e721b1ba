"""Where the frozen program begins: the version that is to run, with the same command line as `sobaocao`."""

import multiprocessing
import sys

if __name__ == "__main__":
    # Workbooks are read in a child process, which begins here too.
    multiprocessing.freeze_support()

    from app.cli.launch import launched

    sys.exit(launched())
