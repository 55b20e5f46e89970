"""What all tests share: tools of the environment are found, and missing ones are noticed where they must be there."""

import os
import sys
from pathlib import Path

import pytest

# Tools that come with the development extra lie beside the interpreter, whether or not its environment is active.
# Set before any module asks what there is.
os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
# The commands that tests call are none of the job that runs the tests: it is not to be annotated by them.
for name in ("GITHUB_ACTIONS", "GITHUB_STEP_SUMMARY"):
    os.environ.pop(name, None)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """A test that lacks a tool skips on a stranger's machine, and fails where CI says that the tools are there."""
    report = yield
    if report.skipped and "CONFORMANCE_TOOLS_REQUIRED" in os.environ and isinstance(report.longrepr, tuple):
        reason = report.longrepr[2].removeprefix("Skipped: ")
        if reason.startswith("needs "):
            report.outcome, report.longrepr = "failed", f"{item.nodeid} {reason}, which has to be here"
    return report
