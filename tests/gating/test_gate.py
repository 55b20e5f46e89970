"""The gate: it lets the published SDK pass, and none in which a behaviour is broken.

Runs of both are compared, as the action does it. A patch is put into the installed SDK when its interpreter starts
(`patched/sitecustomize.py`), so that what is judged is what users have, but for one behaviour.
"""

import importlib.util
import json
import runpy
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PATCHED = Path(__file__).with_name("patched")
LIST = ROOT / "known-failures" / "published.toml"
COMMAND = (sys.executable, "-c", "from conformance.cli import main; main()")

#: Patch → requirements that are judged, the one first that has to be named.
PATCHES = {
    "asks-for-one-less": ("files.list.limit-range",),
    "asks-for-what-nobody-asked": ("sdk.wire.unasked", "sdk.files.get"),
    "counts-images-by-the-dozen": ("sdk.wire.body", "sdk.images.sample"),
    "counts-in-milliseconds": ("sdk.wire.body", "sdk.public-url.seconds"),
    "cuts-content": ("files.content.bytes",),
    "deletes-nothing": ("sdk.files.delete",),
    "drops-expiry-of-uploads": ("sdk.files.upload-bytes",),
    "drops-expiry-of-urls": ("sdk.public-url.seconds",),
    "drops-storage-options": ("sdk.storage.private",),
    "edits-another-file": ("sdk.inputs.image-file-id",),
    "edits-the-first-image-alone": ("sdk.inputs.image-file-ids",),
    "forgets-the-id": ("sdk.wire.operation", "sdk.files.get"),
    "forgets-the-name": ("sdk.wire.body", "sdk.storage.private"),
    "forgets-the-prompt": ("sdk.wire.body", "sdk.images.sample"),
    "has-numbers-without-a-name": ("sdk.wire.body", "sdk.videos.polling"),
    "ignores-order": ("files.list.order",),
    "loses-pages": ("files.list.walk",),
    "makes-one-image": ("sdk.images.batch",),
    "polls-once": ("sdk.videos.polling",),
    "puts-the-key-elsewhere": ("sdk.wire.key", "sdk.images.sample"),
    "revokes-nothing": ("sdk.public-url.revoked",),
    "sends-data-first": ("sdk.wire.chunk-order", "sdk.files.upload-bytes"),
    "sorts-by-nothing-known": ("sdk.wire.query", "files.list.order"),
    "swallows-errors": ("files.get.unknown",),
    "takes-days-for-nothing": ("sdk.public-url.timedelta",),
    "turns-filters-around": ("sdk.files.filter",),
    "uploads-twice": ("sdk.wire.once", "sdk.files.get"),
}
#: What the published SDK is known to deviate in, so that the list has something to excuse.
EXCUSED = ("sdk.answers.fewer-images", "images.aspect-ratio.accepted")

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("xai_sdk") is None, reason="needs xai-sdk, which the extra `sdk` brings"
)


def called(*arguments):
    """Call the command: its exit code, and what it printed."""
    done = subprocess.run(
        [*COMMAND, *map(str, arguments)], capture_output=True, text=True, check=False, cwd=ROOT
    )
    assert "Traceback" not in done.stderr
    return done.returncode, done.stdout


def judged(directory, requirements, *options, patch=""):
    """Judge the SDK that is installed beside us: the exit code, and what was printed."""
    driver = (
        "env", f"SDK_PATCH={patch}", f"PYTHONPATH={PATCHED}", sys.executable, "-P",
        ROOT / "conformance" / "drivers" / "launch.py", "xai_sdk", "--mode", "sync",
    )  # fmt: skip
    named = [word for id_ in requirements for word in ("--requirement", id_)]
    return called(
        "sdk",
        "--driver",
        shlex.join(map(str, driver)),
        *named,
        "--examples",
        "0",
        "--report-dir",
        directory,
        *options,
    )


def compared(before, after, *options):
    """Compare two reports: the exit code, and the one comparison."""
    code, text = called("report", "compare", before, after, "--format", "json", *options)
    (found,) = json.loads(text)["comparisons"]
    return code, found


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    """The report of the SDK as it is published."""
    directory = tmp_path_factory.mktemp("gate") / "published"
    requirements = dict.fromkeys(id_ for named in PATCHES.values() for id_ in named)
    code, text = judged(directory, requirements, "--strict", "--known-failures", LIST)
    assert code == 0, text
    return directory


def test_every_patch_is_tried():
    patches = runpy.run_path(str(PATCHED / "sitecustomize.py"))["PATCHES"]
    assert set(patches) == set(PATCHES)
    assert len(patches) >= 12


def test_the_published_sdk_passes(published, tmp_path):
    code, found = compared(published, published, "--fail-on-new", "--fail-on-lost", "--strict")
    assert (code, found["failing"]) == (0, [])


@pytest.mark.parametrize("patch", PATCHES)
def test_no_broken_sdk_passes(patch, published, tmp_path):
    expected = PATCHES[patch][0]
    judged(tmp_path, PATCHES[patch], "--known-failures", LIST, patch=patch)
    code, found = compared(published, tmp_path, "--fail-on-new", "--strict")
    assert code == 1
    assert expected in found["failing"]
    assert found["requirements"][expected]["before"]["verdict"] == "conforms"


def test_known_failures_excuse_the_published_sdk_and_nothing_else(tmp_path):
    """Without the list it fails, as it deviates; with it, it passes."""
    assert judged(tmp_path / "bare", EXCUSED, "--strict")[0] == 1
    assert judged(tmp_path / "excused", EXCUSED, "--strict", "--known-failures", LIST)[0] == 0


def test_a_deviation_has_a_program_in_the_language_of_the_sdk(tmp_path):
    judged(tmp_path, ("sdk.files.filter",), patch="turns-filters-around")
    (program,) = tmp_path.glob("*/failures/sdk.files.filter/program.py")
    assert "from xai_sdk import" in program.read_text()


def test_a_broken_driver_is_not_blamed_on_the_sdk(tmp_path):
    code, text = called("sdk", "--driver", f"{sys.executable} -c print(1)", "--requirement", "sdk.files.get")
    assert code == 2
    assert "was not judged: the driver" in " ".join(text.split())
