"""A server that is right in another way conforms: the suite does not cry wolf."""

import json
import os
import subprocess
import sys

import pytest

import readings
import specs
from conformance.emulator.process import EmulatorProcess
from conformance.emulator.readings import READINGS

#: Readings that go together, so that a few runs see all of them.
SETS = {
    "sparse": ["no_nulls", "no_last_token", "inherited_expiry_hidden", "bare_deletion", "wrong_key_is_400"],
    "generous": ["all_nulls", "more_fields", "no_purpose", "always_a_token", "wrong_key_is_403", "nested_errors",
                 "charset", "capital_streams", "problems", "finer_times", "dead_is_403"],
}  # fmt: skip
#: The same for what the emulator itself does otherwise, since it goes deeper than what an answer looks like.
EMULATED = {
    "sparse": ["speech-below-limit", "speech-missing-is-422", "speech-listed-languages", "speech-bit-rates-of-mp3",
               "voices-without-languages",
               "pending-is-bare", "media-types-untold", "costs-untold", "models-required", "images-are-png",
               "short-lived-assets", "types-by-bytes", "ill-typed-is-400", "refusals-in-text", "short-reference-videos",
               "unset-labels-absent", "last-page-without-token", "malformed-voices-are-400",
               "transcription-by-chunks", "transcription-ends-empty", "transcription-slower",
               "transcription-finalizes-by-json",
               "transcripts-name-languages", "transcripts-are-unsure", "transcription-looks-past",
               "talk-waits-for-the-end", "talk-errors-drop", "talk-without-clearing", "talk-refuses-with-400"],
    "generous": ["speech-times-as-objects", "speech-latency-wider", "voices-more",
                 "pending-is-200", "inputs-judged-late", "settings-judged-late", "urls-redirect",
                 "missing-inputs-are-400", "unknown-models-are-400",
                 "prompts-may-be-empty", "base64-with-url", "six-seconds", "references-beside-image", "long-edits",
                 "wider-extensions", "cap-told", "no-session-with-secret", "transcription-reuse",
                 "transcription-ends-with-rest", "transcription-finalizes-silence",
                 "transcripts-give-codes", "transcripts-list-no-words", "transcription-reads-on",
                 "transcription-other-languages", "talk-times-as-objects",
                 "talk-times-apart", "talk-errors-end", "talk-of-nothing-is-wrong"],
}  # fmt: skip
#: The first costs a run several times as long, and what it shows is shown by every target that is far away; with the
#: others nothing of custom voices, and little of what comes with images, can be judged; they have tests of their own.
LEFT_OUT = {"videos-take-longer", "no-custom-voices", "urls-fail"}
#: What cannot be judged in a set, because the reading leaves nothing to judge.
UNJUDGED = {
    "sparse": {"images.answers.media-type", "sockets.speech.clear-each", "sockets.speech.clear-once",
               "sockets.speech.clear-silences", "sockets.speech.clear-then"},
    "generous": set(),
}  # fmt: skip


def test_the_sets_hold_every_reading():
    assert {name for names in SETS.values() for name in names} == {r.__name__ for r in readings.READINGS}
    assert {name for names in EMULATED.values() for name in names} | LEFT_OUT == set(READINGS)


@pytest.mark.parametrize("chosen", SETS)
def test_another_reading_conforms(chosen, tmp_path):
    changes = [getattr(readings, name) for name in SETS[chosen]]
    profile = tmp_path / "profile.toml"
    profile.write_text('name = "another reading"', encoding="utf-8")  # without leave to fill the quota
    emulated = EmulatorProcess(readings=EMULATED[chosen])
    with emulated as emulator, readings.proxy(emulator.url, changes) as address:
        first, second = emulator.keys.values()
        run = subprocess.run(
            [sys.executable, "-c", "from conformance.cli import main; main()", "run", "--target", address,
             "--profile", str(profile), "--examples", "0", "--strict", "--report-dir", str(tmp_path)],
            env={**os.environ, "XAI_API_KEY": first, "XAI_SECOND_API_KEY": second},
            capture_output=True, text=True, check=False,
        )  # fmt: skip

    verdicts = json.loads((tmp_path / "verdicts.json").read_text(encoding="utf-8"))["requirements"]
    assert verdicts
    catalogue = specs.load().requirements
    wrong = {
        id_: found["message"]
        for id_, found in verdicts.items()
        if found["verdict"] not in ("conforms", "observed")
        and "quota" not in catalogue[id_].needs
        and id_ not in UNJUDGED[chosen]
    }
    assert wrong == {}
    assert run.returncode == 3, run.stdout + run.stderr  # for the quota alone, which is not judged


def test_images_need_not_have_the_urls_that_they_ask_for(tmp_path):
    """The docs foresee it, also for what is drawn at random."""
    with EmulatorProcess(readings=["urls-fail"]) as emulator:
        first, second = emulator.keys.values()
        subprocess.run(
            [sys.executable, "-c", "from conformance.cli import main; main()", "run", "--target", emulator.url,
             "--requirement", "storage.url.*", "--requirement", "storage.output.*", "--examples", "3", "--seed", "1",
             "--report-dir", str(tmp_path)],
            env={**os.environ, "XAI_API_KEY": first, "XAI_SECOND_API_KEY": second},
            capture_output=True, text=True, check=False,
        )  # fmt: skip

    verdicts = json.loads((tmp_path / "verdicts.json").read_text(encoding="utf-8"))["requirements"]
    assert verdicts
    assert {id_: found["message"] for id_, found in verdicts.items() if found["verdict"] == "deviates"} == {}
