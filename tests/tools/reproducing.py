"""A whole run against a server that is broken, and the reproducers in its report, each as its user runs it."""

import subprocess
import sys

COMMAND = "from conformance.cli import main; main()"


def judged(emulator, folder, *options):
    """`folder` with the report of a run that has found something."""
    done = started(
        [
            sys.executable,
            "-P",
            "-c",
            COMMAND,
            "run",
            "--target",
            emulator.url,
            "--report-dir",
            folder,
            *options,
        ],
        emulator,
        folder,
    )
    assert done.returncode == 1, done.stdout + done.stderr
    return folder


def reproduce(command, emulator, folder):
    """The exit code of a reproducer, and what it says."""
    done = started(command, emulator, folder)
    assert "Traceback" not in done.stdout + done.stderr
    return done.returncode, done.stdout


def started(command, emulator, folder):
    """A command that has ended, which knows the emulator and its keys by its environment alone."""
    first, second = emulator.keys.values()
    return subprocess.run(
        command,
        env={
            "XAI_API_KEY": first,
            "XAI_SECOND_API_KEY": second,
            "XAI_BASE_URL": emulator.url,
            "PATH": "/usr/local/bin:/usr/bin:/bin",
        },
        capture_output=True,
        text=True,
        check=False,
        cwd=folder,
    )
