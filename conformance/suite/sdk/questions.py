"""What SDKs are asked again and again, while the answers are spoilt: a stored file, speech, and a transcript."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from conformance.checks import Untestable
from conformance.suite.sdk.asking import Heard, Sdk
from conformance.suite.stored import Store
from strategies import speech
from strategies.audio import AudioFile, Recorded
from strategies.inputs import Inputs
from strategies.transcription import FILE, SHORT

STORED, CONTENT = "a stored file", "the content of a file"
SPEECH, TIMED, TRANSCRIPT = "speech", "speech with timestamps", "a transcript"
_SPEAK, _TRANSCRIBE = "createSpeech", "transcribe"
_FEW = 20  # bytes; fewer than any answer about voice has
#: Of what is no JSON, what an SDK tells.
_CONTENT = {"required": ["content"], "properties": {"content": {}}}

ALL = Inputs.listed("questions", lambda: [STORED, SPEECH, TIMED, TRANSCRIPT])
#: Those whose answers are JSON, so that fields of it can be spoilt.
OF_JSON = Inputs.listed("questions that are answered with JSON", lambda: [STORED, TIMED, TRANSCRIPT])
#: Those whose answers may be without some fields.
OPEN = Inputs.listed(
    "questions whose answers have fields that are not promised", lambda: [STORED, TRANSCRIPT]
)
#: Those of whose answers a part may be taken for the whole.
LONG = Inputs.listed("questions with long answers", lambda: [CONTENT, SPEECH, TIMED, TRANSCRIPT])


@dataclass(frozen=True, slots=True)
class Question:
    """Something that can be asked again and again, and has the same answer; `ask` asks it, `schema` is the answer's."""

    operation: str
    ask: Callable[[], Heard]
    schema: Mapping[str, Any]

    @property
    def promised(self) -> list[str]:
        """The fields of the answer that are promised."""
        return list(self.schema.get("required", ()))

    @property
    def optional(self) -> list[str]:
        """The others."""
        return [name for name in self.schema["properties"] if name not in self.promised]

    @property
    def nullable(self) -> list[str]:
        """Those that may be null."""
        return [name for name, field in self.schema["properties"].items() if "null" in field.get("type", ())]

    def usual(self) -> Heard:
        """What an ordinary answer gives.

        Raises:
            Untestable: it is refused, which is judged by other checks.
        """
        heard = self.ask()
        if not heard.accepted:
            raise Untestable(f"needs an ordinary answer: {heard!r}")
        return heard


def stored(sdk: Sdk, store: Store) -> Question:
    """A look at a stored file, or else the list of them.

    Raises:
        NotOffered: the SDK has neither.
    """
    if sdk.has("retrieveFile") and sdk.has("uploadFile"):
        file = store.file()
        return _question(sdk, "retrieveFile", file_id=file.id)
    return _question(sdk, sdk.first("listFiles"))


def question(sdk: Sdk, store: Store, what: str) -> Question:
    """The question of this name.

    Raises:
        NotOffered: the SDK does not have it.
    """
    if what == STORED:
        return stored(sdk, store)
    if what == TRANSCRIPT:
        return _question(sdk, sdk.first(_TRANSCRIBE), file=_recording(sdk))
    operation = sdk.first(_SPEAK)
    if what == TIMED:
        schema = sdk.api.spec.schema("SpeechWithTimestamps")
        return _question(sdk, operation, schema, body=speech.body(with_timestamps=True))
    return _question(sdk, operation, _CONTENT, body=speech.body())


def long(sdk: Sdk, store: Store, what: str) -> tuple[Question, int]:
    """The same of one that has a long answer, and how many bytes are less than all of it.

    Raises:
        NotOffered: the SDK does not have it.
    """
    if what == CONTENT:
        file = store.file()
        operation = sdk.first("retrieveFileContent")
        return _question(sdk, operation, _CONTENT, file_id=file.id), len(file.content) // 2
    return question(sdk, store, what), _FEW


def _question(
    sdk: Sdk, operation: str, schema: Mapping[str, Any] | None = None, **arguments: Any
) -> Question:
    documented = sdk.api.spec.operations[operation].response_schema
    return Question(operation, lambda: sdk.call(operation, **arguments), schema or documented or {})


def _recording(sdk: Sdk) -> dict[str, Any]:
    """A short recording; its name and its type where the SDK has a place for them."""
    audio = AudioFile("wav", Recorded(SHORT))
    named = {"filename": audio.filename, "content_type": audio.content_type}
    places = {name: value for name, value in named.items() if sdk.has(_TRANSCRIBE, {FILE: {name: value}})}
    return {"content": audio.read(), **places}
