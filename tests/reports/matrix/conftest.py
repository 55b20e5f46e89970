"""Three SDKs: one deviates in something known and something new, one offers less, and one cannot be had."""

from datetime import date

import pytest

from reports.driver import Driver
from reports.known_failures import Known, KnownFailure
from reports.matrix.build import About, Judged, document

UPLOAD, BOUNDS, SIZE = "files.upload.accepted", "public-url.expiry.bounds", "files.object.size"
SHAPE, EXTRA, DEAD = "files.object.id-shape", "files.object.extra-fields", "public-url.expiry.dead"
AGREE = "files.object.agreement"


@pytest.fixture
def about():
    return About(version="0.1.0", spec="43bb3f886043296c", seed=7, examples=20, seconds=61.25)


@pytest.fixture
def judged(make):
    """Make one SDK of a name, a version and what its requirements came to: a verdict and a message."""

    def judge(name, version="1.0", known=(), problem=None, mode="", **outcomes):
        driver = Driver(name=name, version=version, language="python", runtime="Python 3.11", mode=mode)
        if problem is not None:
            return Judged(driver=driver, problem=problem)
        found = {globals()[key.upper()]: said for key, said in outcomes.items()}
        checks = []
        for id_, said in found.items():
            verdict, _, message = said.partition(": ")
            lacking = {"offered": False} if verdict == "lacking" else {}
            checks.append(make.finished(id_, "untestable" if lacking else verdict, message, **lacking))
        run = make.run(make.started(found, driver=driver.as_json()), *checks, make.ended())
        entry = KnownFailure(
            requirement="*", message="*", reason="because", link="", expires=date(2030, 1, 1)
        )
        return Judged(
            driver=driver,
            run=run,
            folder=f"{name}-{version}",
            known=Known(covered=dict.fromkeys(known, entry)),
        )

    return judge


@pytest.fixture
def several(judged):
    evil = "deviates: It says [200](http://evil.example) <script>alert(1)</script>\x1b[31m."
    return [
        judged(
            "one", upload="conforms", size=evil, shape="deviates: The id is “42”.", extra="observed",
            bounds="deviates: 200 to 3599", dead="conforms", agree="error: KeyError: 'data'",
            known=[BOUNDS], mode="sync",
        ),
        judged(
            "two", upload="conforms", size="conforms", extra="observed",
            bounds="lacking: two 1.0 has no createPublicUrl",
            dead="lacking: two 1.0 has no createPublicUrl", agree="conforms",
        ),
        judged("three", "9", problem="npm is missing: install Node."),
    ]  # fmt: skip


@pytest.fixture
def whole(several, about):
    """The document of them."""
    return document(several, about)
