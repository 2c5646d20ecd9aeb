"""Where a process begins as ``venus-log``: Control-C is one line also while the command line is still being loaded."""

from __future__ import annotations

import sys

try:
    from venus_logging.cli.main import main
except KeyboardInterrupt:
    sys.stderr.write("error: interrupted\n")
    sys.exit(130)

__all__ = ["main"]

if __name__ == "__main__":
    main()
