"""The commands of an installation: `python -m app.cli COMMAND`."""

from __future__ import annotations

import sys

from app.cli.commands import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
