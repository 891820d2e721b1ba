"""Where the frozen program begins: the same command line as `sobaocao`."""

import multiprocessing
import sys

from app.cli import main

if __name__ == "__main__":
    # Workbooks are read in a child process, which begins here too.
    multiprocessing.freeze_support()
    sys.exit(main())
