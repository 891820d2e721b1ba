"""Where the frozen measures of typing begin: `measuring editing SIZES OFFICE` prints figures as JSON."""

import sys

import tests.benchmarks.editing
from tests.benchmarks.child import main

if __name__ == "__main__":
    assert tests.benchmarks.editing.measure, "what main() finds by name must be frozen too"
    sys.exit(main(sys.argv[1:]))
