"""Verdicts of runs, written down as `run` does it."""

import json

import pytest

from reports import json_verdicts


def finished(make, id_, verdict, message=""):
    """A check that came to this; `lacking` is what an SDK does not offer."""
    lacking = {"offered": False} if verdict == "lacking" else {}
    return make.finished(id_, "untestable" if lacking else verdict, message, **lacking)


@pytest.fixture
def reported(make, tmp_path):
    """Write the report of a run with these outcomes, by requirement: a verdict, and a message if there is one.

    `sdk` is its name and version, `ending` changes how the run ended, `known` are ids of known failures, `changes` are
    made to the document. Returns the folder.
    """

    def write(name, outcomes, *, sdk=None, ending=None, known=(), scope=None, **changes):
        run = make.run(
            make.started(scope or outcomes),
            *(finished(make, id_, *said.split(": ", 1)) for id_, said in outcomes.items() if said),
            make.ended(**(ending or {})),
        )
        document = json_verdicts.document(run)
        document["known_failures"]["covered"] = list(known)
        if sdk is not None:
            document["driver"] = {"name": sdk[0], "version": sdk[1]}
        folder = tmp_path / name
        folder.mkdir(parents=True)
        (folder / "verdicts.json").write_text(json.dumps(document | changes))
        return folder

    return write
