"""What checks of custom voices start from: voices that can be spoken with, of the run's own."""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from conformance import trial, waves
from conformance.checks import NoVerdict, Untestable
from conformance.client import Api
from conformance.targets.call import Answer
from strategies import voices
from strategies.multipart import Body, Form
from strategies.voice_clips import CLIP
from strategies.voices import NAME

#: Beside other checks it is asked so often for a place among the voices of the team, with so many seconds in between.
_PATIENCE = 20
_PAUSE = 1.0


@dataclass(frozen=True, slots=True)
class Voice:
    """A voice that the target has. `labels` are those that it was made with, `answer` is that of its creation."""

    id: str
    labels: Mapping[str, str]
    clip: Body
    answer: Answer

    @property
    def content(self) -> bytes:
        """The bytes of the clip that were sent."""
        return self.clip if isinstance(self.clip, bytes) else self.clip.read()


@dataclass(slots=True, kw_only=True)
class Cast:
    """Makes voices. Names carry the run's tag, so that clean-up can tell them from others'.

    A team may have few, so that each goes when the check is done with it, unless it is the one that all share; the
    ids of those that outlive a check are in `lasting`.
    """

    api: Api
    tag: str
    lasting: set[str]
    _shared: Voice | None = None
    _locks: waves.Locks = field(default_factory=waves.Locks)
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def name(self) -> str:
        """A name that no other voice has."""
        return f"{self.tag}-voice-{next(self._numbers)}"

    def named(self, labels: Mapping[str, str]) -> dict[str, str]:
        """`labels`, with a name of the run's own; one that is among them stands behind it."""
        given = labels.get(NAME)
        name = self.name()
        return {
            NAME: name if given is None else f"{name} {given}",
            **{k: v for k, v in labels.items() if k != NAME},
        }

    def ask(self, form: Form, api: Api | None = None) -> Answer:
        """Send the form of a creation.

        Raises:
            Untestable: the team may not make voices, or has as many as it may.
        """
        api = api or self.api
        for _ in range(_PATIENCE if waves.width() > 1 else 0):
            answer = api.voices.create_form(form)
            if answer.status not in answer.operation.refusals["quota"] or not is_full(api):
                break
            with waves.waiting():
                time.sleep(_PAUSE)  # others are at work, who soon make room
        else:
            answer = api.voices.create_form(form)
        return self.heard(answer, api)

    def heard(self, answer: Answer, api: Api | None = None) -> Answer:
        """The answer to a creation, unless it speaks of the team rather than of what was asked for.

        Raises:
            Untestable: as for `ask`.
        """
        if answer.status in answer.operation.refusals["not-enabled"]:
            raise Untestable(f"needs a team that may make custom voices (voices.create.gated): {answer!r}")
        if answer.status in answer.operation.refusals["quota"] and is_full(api or self.api):
            raise Untestable(f"needs a place for another voice (voices.quota.limit): {answer!r}")
        return answer

    @contextmanager
    def made(
        self,
        clip: Body = CLIP,
        labels: Mapping[str, str] | None = None,
        *,
        named: bool = True,
        api: Api | None = None,
    ) -> Iterator[Answer]:
        """The answer to a creation, whatever it is; what was made goes at the end of the block.

        Unless it is `named`, the voice gets no name beyond what `labels` say.

        Raises:
            Untestable: as for `ask`.
        """
        given = labels or {}
        form = voices.creation_form(clip, self.named(given) if named else given)
        with self.made_of(form, api=api) as answer:
            yield answer

    @contextmanager
    def made_of(self, form: Form, *, api: Api | None = None) -> Iterator[Answer]:
        """The same for a form as it stands.

        Raises:
            Untestable: as for `ask`.
        """
        api = api or self.api
        answer = self.ask(form, api)
        try:
            yield answer
        finally:
            self.dismiss(answer, api)

    def dismiss(self, answer: Answer, api: Api | None = None) -> None:
        """Delete what a creation has made, if anything; what resists is left to the end of the run."""
        voice_id = answer["voice_id"] if answer.accepted else None
        if isinstance(voice_id, str):
            with suppress(NoVerdict, Untestable):
                (api or self.api).voices.delete(voice_id)

    @contextmanager
    def voice(
        self, clip: Body = CLIP, labels: Mapping[str, str] | None = None, *, api: Api | None = None
    ) -> Iterator[Voice]:
        """A voice for the block.

        Raises:
            Untestable: the target refuses to make it.
        """
        given = self.named(labels or {})
        with self.made_of(voices.creation_form(clip, given), api=api) as answer:
            yield _voice(answer, given, clip)

    def shared(self) -> Voice:
        """A voice with every label, that nobody may change.

        Raises:
            Untestable: the target refuses to make it.
        """
        with self._locks.only("shared"):
            if self._shared is None:
                given = self.named(voices.all_labels())
                answer = self.ask(voices.creation_form(CLIP, given))
                self._shared = _voice(answer, given, CLIP)
                self.lasting.add(self._shared.id)
        trial.current().recall(self._shared.answer.exchange)
        return self._shared


def _voice(answer: Answer, labels: Mapping[str, str], clip: Body) -> Voice:
    if not answer.accepted or not isinstance(answer["voice_id"], str):
        raise Untestable(f"needs a custom voice (voices.create.accepted): {answer!r}")
    return Voice(answer["voice_id"], labels, clip, answer)


def is_full(api: Api) -> bool:
    """Whether the team has as many voices as it may."""
    try:
        return len(walk(api)) >= api.spec.limit("custom-voices-per-team")
    except AssertionError:
        return False


def walk(api: Api, **query: str | int) -> list[dict[str, Any]]:
    """Every listed voice, page by page.

    Raises:
        AssertionError: a page is refused, or has no voices.
    """
    listed: list[dict[str, Any]] = []
    for page in api.voices.pages(**query):
        assert page.accepted, repr(page.accepted)
        found = page["voices"]
        assert isinstance(found, list), f"{page!r}: no array of voices"
        listed += [voice for voice in found if isinstance(voice, dict)]
    return listed


def listed(api: Api, voice_id: str) -> list[dict[str, Any]]:
    """A voice as often as the list has it, once it does.

    Raises:
        AssertionError: as for `walk`.
    """
    found: list[dict[str, Any]] = []

    def shown() -> bool:
        found[:] = [voice for voice in walk(api) if voice.get("voice_id") == voice_id]
        return bool(found)

    api.eventually(shown)
    return found


def retrieved(api: Api, voice_id: str) -> Answer:
    """A voice, once it can be retrieved, or the last refusal."""
    answers: list[Answer] = []

    def there() -> bool:
        answers[:] = [api.voices.get(voice_id)]
        return bool(answers[0].accepted)

    api.eventually(there)
    return answers[0]


def changed(api: Api, voice_id: str, due: Mapping[str, Any]) -> Answer:
    """A voice, once it has the labels that are `due`, or as it was shown last."""
    answers: list[Answer] = []

    def has_them() -> bool:
        answers[:] = [api.voices.get(voice_id)]
        shown = labels_of(answers[0]) if answers[0].accepted else {}
        return all(shown.get(name, ...) == value for name, value in due.items())

    api.eventually(has_them)
    return answers[0]


def labels_of(voice: Answer | Mapping[str, Any]) -> dict[str, Any]:
    """All labels, as an answer or an item of a list has them; what is absent is `None`."""
    fields = voice.json if isinstance(voice, Answer) else voice
    known = fields if isinstance(fields, dict) else {}
    return {name: known.get(name) for name in voices.labels()}


def same(one: Answer | Mapping[str, Any], other: Answer | Mapping[str, Any]) -> bool:
    """Whether both show the same voice: its id, its time of creation, and its labels."""
    kept = ("voice_id", "created_at")
    fields = [each.json if isinstance(each, Answer) else each for each in (one, other)]
    if not all(isinstance(each, dict) for each in fields):
        return False
    return labels_of(one) == labels_of(other) and all(
        fields[0].get(name) == fields[1].get(name) for name in kept
    )
