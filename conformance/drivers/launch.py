"""Starts a driver in Python: `python launch.py NAME [OPTION…]`, in an environment that has its SDK and not us.

Only the drivers can be imported from it: the folder that this project is installed in is never put on the path, since
it may hold other versions of what the SDK needs.
"""

from __future__ import annotations

import importlib
import sys
import types
from pathlib import Path

HERE = Path(__file__).resolve().parent
PACKAGE = "conformance.drivers"


def main(arguments: list[str]) -> int:
    """Run the driver that the first argument names; the exit code."""
    sys.path[:] = [entry for entry in sys.path if Path(entry or ".").resolve() != HERE]
    for name, folder in ((PACKAGE.partition(".")[0], HERE.parent), (PACKAGE, HERE)):
        package = types.ModuleType(name)
        package.__path__ = [str(folder)]
        sys.modules[name] = package
    driver = importlib.import_module(f"{PACKAGE}.{arguments[0]}.driver")
    code: int = driver.main(arguments[1:])
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
