"""The rules of custom voices as a model: pure values, and which answers each operation may have.

A label holds every value that it may have by now: one, unless the docs leave open what became of it. What an
answer shows narrows it down to that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from conformance.oracle.outcomes import Demand, equal
from conformance.oracle.statuses import accepted, any_refusal, refused
from conformance.targets.call import Answer
from strategies import voices

Possible: TypeAlias = frozenset[str | None]
UNKNOWN = "unknown-voice"
_EMPTY = "minLength"


@dataclass(frozen=True, slots=True, kw_only=True)
class VoiceState:
    """One voice: what each label may be, and whether the voice is deleted. `created_at` is as the target told it."""

    id: str
    created_at: Any
    labels: Mapping[str, Possible]
    deleted: bool = False

    def told(self, shown: Mapping[str, Any] | Answer) -> VoiceState:
        """The voice, with what an answer has shown of its labels."""
        return replace(self, labels={name: frozenset([shown[name]]) for name in self.labels})


@dataclass(frozen=True, slots=True)
class Company:
    """All voices that the model has heard of, deleted ones too, in the order of their making."""

    voices: tuple[VoiceState, ...] = ()

    def voice(self, voice_id: str) -> VoiceState | None:
        """The voice with this id, if there ever was one."""
        return next((voice for voice in self.voices if voice.id == voice_id), None)

    def holding(self, state: VoiceState) -> Company:
        """The company with `state` in place of the voice with its id, or in addition."""
        if self.voice(state.id) is None:
            return Company((*self.voices, state))
        return Company(tuple(state if voice.id == state.id else voice for voice in self.voices))


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One way in which an operation may be answered, and the company that follows from it."""

    says: str
    rule: str
    status: Callable[[Answer], bool]
    then: Callable[[Answer], Company]
    demands: tuple[Demand, ...] = ()

    def complaint(self, answer: Answer) -> str:
        """What is wrong with the body of an answer whose status is right; empty if nothing."""
        return next((each.complaint(answer) for each in self.demands if not each.met(answer)), "")


@dataclass(frozen=True, slots=True)
class Ways:
    """All ways in which an operation may be answered at this point."""

    ways: tuple[Way, ...]

    def match(self, answer: Answer) -> Way | None:
        """The way that `answer` is, or `None` if it is not allowed.

        Raises:
            Malformed: the answer should be JSON and is none.
        """
        return next((way for way in self.ways if way.status(answer) and not way.complaint(answer)), None)

    def complaint(self, answer: Answer) -> str:
        """In words, what was expected and what came."""
        due = " or ".join(f"{way.says} ({way.rule})" for way in self.ways)
        details = [way.complaint(answer) for way in self.ways if way.status(answer)]
        detail = f"; {' and '.join(filter(None, details))}" if any(details) else ""
        return f"expected {due}, got: {answer!r}{detail}"


def create(company: Company, labels: Mapping[str, str]) -> Ways:
    """A new voice with an id of its own and the labels that were sent."""
    known = {voice.id for voice in company.voices}
    due = {name: labels.get(name) for name in voices.labels()}
    new_id = Demand(
        rule="voices.object.id",
        name="voice_id",
        due="a new id",
        holds=lambda seen: isinstance(seen, str) and seen != "" and seen not in known,
    )
    told = [
        equal("voices.create.unset-labels" if value is None else "voices.create.labels", name, value)
        for name, value in due.items()
    ]

    def made(answer: Answer) -> Company:
        return company.holding(
            VoiceState(
                id=answer["voice_id"],
                created_at=answer["created_at"],
                labels={name: frozenset([value]) for name, value in due.items()},
            )
        )

    return Ways((_way("a new voice", "voices.create.accepted", accepted, made, (new_id, *told)),))


def get(company: Company, voice_id: str) -> Ways:
    """The voice as it is; not found once it is gone."""
    voice = company.voice(voice_id)
    if voice is None or voice.deleted:
        return _absent(company, voice, "voices.get.unknown")
    return Ways((_seen(company, voice, "the voice", "voices.get.agreement"),))


def audio(company: Company, voice_id: str) -> Ways:
    """The clip; not found once the voice is gone."""
    voice = company.voice(voice_id)
    if voice is None or voice.deleted:
        return _absent(company, voice, "voices.audio.unknown")
    return Ways((_way("the clip", "voices.audio.answer", accepted, lambda _: company),))


def update(company: Company, voice_id: str, changes: Mapping[str, str | None]) -> Ways:
    """The voice with the changes; refused where one is empty; not found once it is gone."""
    voice = company.voice(voice_id)
    if voice is None or voice.deleted:
        absent = _absent(company, voice, "voices.update.unknown")
        # Which of two faults of a request is told first is nowhere said.
        either = _way("a refusal", "voices.update.empty-text", refused([_EMPTY]), lambda _: company)
        return Ways((*absent.ways, either)) if "" in changes.values() else absent
    if "" in changes.values():
        perhaps = {
            name: possible | _after_refusal(changes[name]) if name in changes else possible
            for name, possible in voice.labels.items()
        }
        unclear = company.holding(replace(voice, labels=perhaps))
        return Ways((
            _way("a refusal", "voices.update.empty-text", refused([_EMPTY]), lambda _: unclear),
        ))  # fmt: skip
    after = {
        name: frozenset([changes[name]]) if name in changes else old for name, old in voice.labels.items()
    }
    seen = _seen(company, replace(voice, labels=after), "the changed voice", "voices.update.answer")
    if not changes:
        nothing = _way("a refusal", "voices.update.nothing", any_refusal, lambda _: company)
        return Ways((seen, nothing))
    return Ways((seen,))


def _after_refusal(value: str | None) -> Possible:
    """What a label may be after a change to `value` was refused; that it is as before is no MUST."""
    return frozenset([value or None])


def delete(company: Company, voice_id: str) -> Ways:
    """The word that it is deleted; not found when it is gone already."""
    voice = company.voice(voice_id)
    if voice is None or voice.deleted:
        return Ways((_way("not found", "voices.delete.again", refused([UNKNOWN]), lambda _: company),))
    gone = company.holding(replace(voice, deleted=True))
    said = equal("voices.delete.answer", "deleted", value=True)
    return Ways((
        _way("the word that it is deleted", "voices.delete.answer", accepted, lambda _: gone, (said,)),
    ))  # fmt: skip


def listing_complaint(company: Company, listed: Iterable[Mapping[str, Any]]) -> str:
    """What is wrong with the voices listed, in words; empty if nothing. Voices of others do not matter."""
    found: dict[str, list[Mapping[str, Any]]] = {}
    for item in listed:
        found.setdefault(str(item.get("voice_id")), []).append(item)
    for voice in company.voices:
        items = found.get(voice.id, [])
        if len(items) > 1:
            return f"{voice.id} is listed {len(items)} times (voices.list.walk)"
        if voice.deleted and items:
            return f"{voice.id} is listed (voices.delete.unlisted)"
        if not voice.deleted and not items:
            return f"{voice.id} is missing (voices.list.created)"
        for demand in _demands(voice, "voices.list.agreement") if items else ():
            if not demand.met(_Item(items[0])):
                return f"{voice.id} is listed with other labels: {demand.complaint(_Item(items[0]))}"
    return ""


@dataclass(frozen=True, slots=True)
class _Item:
    """A listed voice, whose absent fields read as `None`."""

    fields: Mapping[str, Any]

    def __getitem__(self, name: str, /) -> Any:
        return self.fields.get(name)


def _demands(voice: VoiceState, rule: str) -> tuple[Demand, ...]:
    fixed = [equal(rule, "voice_id", voice.id), equal(rule, "created_at", voice.created_at)]
    return (*fixed, *(_one_of(rule, name, possible) for name, possible in voice.labels.items()))


def _one_of(rule: str, name: str, possible: Possible) -> Demand:
    due = " or ".join("nothing" if value is None else repr(value) for value in possible)
    return Demand(rule=rule, name=name, due=due, holds=lambda seen: seen in possible)


def _seen(company: Company, voice: VoiceState, says: str, rule: str) -> Way:
    return _way(
        says, rule, accepted, lambda answer: company.holding(voice.told(answer)), _demands(voice, rule)
    )


def _absent(company: Company, voice: VoiceState | None, never: str) -> Ways:
    rule = never if voice is None else "voices.delete.gone"
    return Ways((_way("not found", rule, refused([UNKNOWN]), lambda _: company),))


def _way(
    says: str,
    rule: str,
    status: Callable[[Answer], bool],
    then: Callable[[Answer], Company],
    demands: tuple[Demand, ...] = (),
) -> Way:
    return Way(says=says, rule=rule, status=status, then=then, demands=demands)
