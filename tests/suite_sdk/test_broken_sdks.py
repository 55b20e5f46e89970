"""Each check of SDKs, on a made-up SDK: the honest one keeps every promise, and each way of breaking one is caught.

Ways that have nothing to do with each other are broken together, since every run has an emulator of its own.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

import specs

ROOT = Path(__file__).parents[2]
FAKE = Path(__file__).parent / "fake_sdk.py"
#: What is broken → the requirement that is not kept by it.
FILES = {
    "path-nameless": "sdk.files.upload-path",
    "upload-expiry-dropped": "sdk.files.upload-bytes",
    "get-nameless": "sdk.files.get",
    "delete-nothing": "sdk.files.delete",
    "filter-dropped": "sdk.files.filter",
    "always-has": "sdk.public-url.never-expires",
    "milliseconds": "sdk.public-url.seconds",
    "days-lost": "sdk.public-url.timedelta",
    "inherited-untold": "sdk.public-url.inherited",
    "revoked-url-untold": "sdk.public-url.revoked",
    "revoke-raises": "sdk.public-url.nothing-to-revoke",
}
AGAIN = {
    "url-cut": "sdk.public-url.create",
    "again-refused": "sdk.public-url.again",
    "revoke-looks-first": "sdk.public-url.revoke-deleted",
}
IMAGES = {
    "no-url": "sdk.images.sample",
    "uri-replaced": "sdk.images.data-uri",
    "batch-short": "sdk.images.batch",
    "image-id-dropped": "sdk.inputs.image-file-id",
    "ids-reversed": "sdk.inputs.image-file-ids",
    "public-never-none": "sdk.storage.private",
    "public-url-dropped": "sdk.storage.public",
    "url-expiry-dropped": "sdk.storage.expiries",
    "edits-unstored": "sdk.storage.edit",
}
VIDEOS = {
    "first-frame-dropped": "sdk.inputs.first-frame",
    "video-id-dropped": "sdk.inputs.video-file-id",
    "one-reference": "sdk.inputs.reference-image-file-ids",
    "videos-unstored": "sdk.storage.video",
    "error-untold": "sdk.storage.shortcuts",
    "inherited-untold": "sdk.storage.inherited",
    "conflicts-ignored": "sdk.inputs.conflicting",
}
UNPOLLED = {"unpolled": "sdk.videos.polling"}
ANY = {
    "asks-for-size": "sdk.images.prompt-alone",
    "uri-cut": "sdk.images.inline-edit",
    "references-reversed": "sdk.inputs.reference-urls",
}
#: Judged of all traffic, to which other checks lead.
TRAFFIC = (
    "sdk.answers.unknown-fields", "sdk.files.delete", "sdk.files.filter", "sdk.files.upload-bytes", "sdk.images.sample",
    "sdk.public-url.create", "sdk.public-url.nothing-to-revoke",
)  # fmt: skip
MONITORS = {
    "telemetry": "sdk.wire.operation",
    "limit-too-large": "sdk.wire.query",
    "resolution-number": "sdk.wire.body",
    "file-first": "sdk.wire.part-order",
    "keyless-revocation": "sdk.wire.key",
    "looks-before-deleting": "sdk.wire.unasked",
}
TWICE = {"uploads-twice": "sdk.wire.once", "plain-text": "sdk.wire.content-type"}
MANNERS = {
    "options-dropped": "sdk.wire.options-sent",
    "redirected-key": "sdk.wire.redirected-key",
    "fetches-with-key": "sdk.wire.fetched-key",
    "impolite": "sdk.wire.retry-after",
    "hasty": "sdk.wire.socket-order",
}
ANSWERS = {
    "strict-fields": "sdk.answers.unknown-fields",
    "optional-indexed": "sdk.answers.missing-optional",
    "null-refused": "sdk.answers.null-optional",
    "image-indexed": "sdk.answers.fewer-images",
    "status-indexed": "sdk.answers.unknown-status",
    "rate-limited-is-nothing": "sdk.answers.rate-limited",
    "takes-the-part": "sdk.answers.truncated",
    "untyped-json": "sdk.answers.empty",
}
TIMES = {
    "made-up": "sdk.answers.missing-required",
    "any-status-is-done": "sdk.answers.unknown-status",
    "bare-202": "sdk.answers.pending-bare",
    "impatient": "sdk.answers.late",
    "unavailable-hangs": "sdk.answers.unavailable",
}
#: The same of answers about voice.
VOICE = {
    "strict-transcripts": "sdk.answers.unknown-fields",
    "words-indexed": "sdk.answers.missing-optional",
    "words-counted": "sdk.answers.null-optional",
    "silence-made-up": "sdk.answers.missing-required",
    "refused-is-silence": "sdk.answers.unavailable",
    "hears-twice": "sdk.answers.late",
    "nothing-spoken-indexed": "sdk.answers.empty",
}
SPEECH = {"refused-is-silence": "sdk.answers.rate-limited", "takes-the-beginning": "sdk.answers.truncated"}
GROUPS = {
    "files": FILES, "again": AGAIN, "images": IMAGES, "videos": VIDEOS, "unpolled": UNPOLLED, "any": ANY,
    "monitors": MONITORS, "twice": TWICE, "manners": MANNERS, "answers": ANSWERS, "times": TIMES, "voice": VOICE,
    "speech": SPEECH,
}  # fmt: skip
#: What only tells: its observations are looked at instead.
TOLD = {"sdk.wire.undocumented-fields", "sdk.wire.repeated"}
#: Of gRPC, which the made-up SDK does not speak: `tests/gating` breaks an SDK that does.
OF_GRPC = {"sdk.wire.chunk-order"}


def run(
    folder: Path, requirements: Iterable[str], broken: Iterable[str] = (), timeout: float = 30
) -> dict[str, dict]:
    """Requirement → how its check ended, in a run through the made-up SDK."""
    profile, events = folder / "profile.toml", folder / "events.jsonl"
    text = (ROOT / "conformance" / "targets" / "profiles" / "emulator.toml").read_text(encoding="utf-8")
    profile.write_text(text.replace("timeout = 30", f"timeout = {timeout}"), encoding="utf-8")
    driver = f"{sys.executable} {FAKE} --broken {','.join(broken) or 'nothing'}"
    subprocess.run(
        [
            sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(ROOT / "conformance" / "suite"),
            "--conformance-driver", driver, "--conformance-profile", str(profile), "--conformance-area", "sdk",
            "--conformance-examples", "0", "--conformance-events", str(events),
            *(f"--conformance-requirement={name}" for name in requirements),
        ],
        cwd=folder, check=False, capture_output=True,
    )  # fmt: skip
    ended = [json.loads(line) for line in events.read_text(encoding="utf-8").splitlines()]
    return {event["requirement"]: event for event in ended if event["event"] == "check-finished"}


def test_an_honest_sdk_keeps_all_promises(tmp_path):
    wanted = [r.id for r in specs.load().requirements.values() if r.of_sdks and r.id not in OF_GRPC]
    ended = run(tmp_path, wanted)

    kept = {name: (event["outcome"], event["message"]) for name, event in ended.items()}
    assert set(kept) == set(wanted)
    assert {k: v for k, v in kept.items() if v[0] not in ("conforms", "observed")} == {}


@pytest.mark.parametrize("group", GROUPS)
def test_a_broken_sdk_is_found_out(tmp_path, group):
    broken = GROUPS[group]
    traffic = TRAFFIC if group in ("monitors", "twice") else ()
    # One of them hangs, and that has to be told soon.
    ended = run(tmp_path, {*broken.values(), *traffic}, broken, timeout=1.5 if group == "times" else 30)

    kept = {
        way: ended[name]["outcome"] for way, name in broken.items() if ended[name]["outcome"] != "deviates"
    }
    assert kept == {}, {way: ended[broken[way]]["message"] for way in kept}


def test_every_promise_is_broken_once():
    caught = {name for group in GROUPS.values() for name in group.values()}

    assert caught | TOLD | OF_GRPC == {r.id for r in specs.load().requirements.values() if r.of_sdks}


def test_what_only_tells(tmp_path):
    wanted = [*TOLD, "sdk.images.sample"]
    plain, other = tmp_path / "plain", tmp_path / "other"
    for folder in (plain, other):
        folder.mkdir()
    honest, strange = run(plain, wanted), run(other, wanted, ["own-field", "repeats"])

    def told(ended, requirement):
        return {note["what"]: note["value"] for note in ended[requirement]["observations"]}

    assert told(honest, "sdk.wire.undocumented-fields") == {"undocumented fields in requests": []}
    fields = told(strange, "sdk.wire.undocumented-fields")["undocumented fields in requests"]
    assert fields == ["generateImage: x_of_the_sdk"]
    assert set(told(honest, "sdk.wire.repeated").values()) == {1}
    assert set(told(strange, "sdk.wire.repeated").values()) == {3}
