"""Documents of our own making, over the small catalogue."""

import copy

import pytest

UPLOAD, SIZE, BOUNDS, DEAD, READ = (
    "files.upload.accepted",
    "files.object.size",
    "public-url.expiry.bounds",
    "public-url.expiry.dead",
    "access.team.read",
)
#: What a server could say to do harm where it is shown.
HOSTILE = "<script>alert(1)</script> \x1b[31m | `x` \u202e &amp;"


def deviation(requirement, **changes):
    """A check of the requirement deviated."""
    return {
        "requirement": requirement,
        "check": f"suite/test_x.py::test_{requirement.rpartition('.')[2]}",
        "message": "it answered 200, where it had to refuse",
        "rule": "minimum",
        "seconds": 0.25,
        "requests": 7,
        "size": 30,
        **changes,
    }


def fault(kind, area, *deviating, **changes):
    """A fault that the first of these requirements caught; without any it survived."""
    first = deviating[0] if deviating else None
    of_kind = (
        {"breaks": first, "operations": [], "place": "", "rule": "", "met": None}
        if kind == "written"
        else {
            "breaks": None,
            "operations": ["uploadFile"],
            "place": "#/components/schemas/StoredFile/properties/bytes",
            "rule": "type",
            "met": list(deviating),
        }
    )
    return {
        "kind": kind,
        "area": area,
        "summary": "Something is not as it should be.",
        **of_kind,
        "outcome": "caught" if deviating else "survived",
        "explained": "",
        "caught": deviation(first) if deviating else None,
        "deviating": list(deviating),
        "judged": 1,
        "whole": not deviating,
        "falsely": None,
        "broken": "",
        **changes,
    }


#: Something of everything.
FAULTS = {
    "size-doubled": fault("written", "files", SIZE),
    "upload-refused": fault("written", "files", UPLOAD, SIZE, BOUNDS),
    "url-expiry-below": fault("written", "public-urls", BOUNDS, caught=deviation(BOUNDS, seconds=2.5, requests=90)),
    "url-never-dies": fault("written", "public-urls", breaks=DEAD),
    "another-team-reads": fault(
        "written", "access", UPLOAD, READ, breaks=READ, falsely=UPLOAD, caught=deviation(UPLOAD, message=HOSTILE)
    ),
    "uploadFile.answer.bytes.type-another": fault("generated", "files", SIZE, caught=deviation(SIZE, size=0)),
    "uploadFile.answer.object.const-another": fault("generated", "files", SIZE, explained="Nobody could see it."),
    "uploadFile.answer.media-type": fault("generated", "files", summary=HOSTILE),
    "uploadFile.answer.purpose.presence-left-out": fault(
        "generated", "files", outcome="unmet", met=[], judged=0, explained=f"The docs leave it open. {HOSTILE}"
    ),
    "uploadFile.answer.status.400-accepted": fault(
        "generated", "files", outcome="unjudged", judged=0, whole=False, broken="it took too long and was ended"
    ),
}  # fmt: skip
PEERS = {
    "seconds": 20,
    "rows": [
        {
            "tool": "xai-conformance",
            "version": "0.1.0",
            "control": "",
            "tried": 2,
            "caught": 2,
            "median_seconds": 0.25,
            "areas": {"files": {"tried": 2, "caught": 2}},
        },
        {
            "tool": "schemathesis",
            "version": "4.32.5",
            "control": f"Undocumented HTTP status code {HOSTILE}",
            "tried": 2,
            "caught": 0,
            "median_seconds": None,
            "areas": {"files": {"tried": 2, "caught": 0}},
        },
    ],
    "faults": {"size-doubled": {"xai-conformance": 0.25, "schemathesis": None}},
}


def control(**changes):
    """A run without a fault, in which nothing deviates."""
    return {
        "seed": 1,
        "requests": 17_938,
        "seconds": 61.2,
        "judged": 690,
        "broken": "",
        "deviations": [],
        **changes,
    }


def document(faults=FAULTS, **changes):
    """A strength.json."""
    return copy.deepcopy(
        {
            "version": "0.1.0",
            "spec": "43bb3f886043296c",
            "complete": True,
            "scope": "own",
            "examples": 0,
            "workers": 4,
            "seconds": 123.4,
            "controls": [control()],
            "faults": faults,
            "untripped": ["public-url.fetch.anyone"],
            "peers": PEERS,
            **changes,
        }
    )


CAUGHT = {"size-doubled": FAULTS["size-doubled"]}
EXPLAINED = {**CAUGHT, "x.explained": FAULTS["uploadFile.answer.purpose.presence-left-out"]}
DOCUMENTS = {
    "everything": document(),
    "strong": document(CAUGHT, untripped=[], peers=None),
    "explained": document(EXPLAINED, untripped=[], peers=None),
    "survivor": document({"url-never-dies": FAULTS["url-never-dies"]}, untripped=None, peers=None),
    "dirty": document(CAUGHT, untripped=None, peers=None, controls=[control(deviations=[deviation(BOUNDS)])]),
    "no control": document(CAUGHT, untripped=None, peers=None, controls=[control(broken="it ended with code 3")]),
    "broken off": document({"x.unjudged": FAULTS["uploadFile.answer.status.400-accepted"]}, complete=False,
                           untripped=None, peers=None, controls=[]),
    "unjudged": document({"x.unjudged": FAULTS["uploadFile.answer.status.400-accepted"]}, untripped=None, peers=None),
    "nothing": document({}, untripped=None, peers=None),
}  # fmt: skip
EXITS = {"everything": 1, "strong": 0, "explained": 0, "survivor": 1, "dirty": 1, "no control": 3, "broken off": 3,
         "unjudged": 3, "nothing": 3}  # fmt: skip


@pytest.fixture(params=DOCUMENTS)
def case(request):
    """The name of each document."""
    return request.param


@pytest.fixture
def strength(case):
    """The document of that name."""
    return copy.deepcopy(DOCUMENTS[case])


@pytest.fixture
def everything():
    """The document with something of everything."""
    return document()


@pytest.fixture(scope="session")
def exits():
    """The exit code that each document stands for."""
    return EXITS


@pytest.fixture(scope="session")
def hostile():
    """What the documents have in every text that a target can have written."""
    return HOSTILE
