"""Judges a transcript by the spec of its socket: the rules about messages, and an automaton for each channel."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, Final

from conformance.monitors.sockets.automaton import Automaton, Stand
from conformance.monitors.sockets.events import (
    CLOSE,
    NO_MESSAGE,
    QUIET,
    SENT,
    UNKNOWN,
    Event,
    Reader,
)
from conformance.monitors.sockets.finding import Finding
from conformance.monitors.sockets.protocol import Debt, protocol_of
from conformance.monitors.sockets.rules import Memory, rules_of
from conformance.monitors.sockets.settings import Settings
from conformance.targets.sockets.transcript import Transcript
from specs import Socket

#: Seconds of silence after which a connection may end for no reason that anybody describes.
_IDLE: Final = 30.0
#: So many channels are told apart at most; a transcript may say anything.
_MOST_CHANNELS: Final = 64
#: Of what breaks the same requirement again and again only the first lines are told.
_MOST_FINDINGS: Final = 5
#: So much of an explanation is shown: it repeats the value that it complains of.
_SHOWN: Final = 200


class Judge:
    """Judges the transcripts of one socket.

    `readings` are those of a profile: name → which of the allowed behaviours it is. What is not chosen allows all.
    """

    def __init__(self, socket: Socket, readings: Mapping[str, Any] | None = None) -> None:
        chosen = {name: value for name, value in (readings or {}).items() if name in socket.readings}
        self.socket = socket
        self.reader = Reader(socket)
        self.rules = rules_of(socket.protocol)
        self.protocol = protocol_of(socket.protocol, chosen)

    def findings(self, transcript: Transcript) -> tuple[Finding, ...]:
        """The violations in the order of the lines: the first few of each requirement, of one line one at most."""
        return tuple(_Judgement(self, transcript).findings())


def judged(
    transcript: Transcript, socket: Socket, readings: Mapping[str, Any] | None = None
) -> tuple[Finding, ...]:
    """Every violation in a single transcript; see `Judge`."""
    return Judge(socket, readings).findings(transcript)


class _Judgement:
    """One transcript while it is judged."""

    def __init__(self, judge: Judge, transcript: Transcript) -> None:
        self._transcript = transcript
        self._document = judge.socket.protocol
        self._reader, self._rules, self._protocol = judge.reader, judge.rules, judge.protocol
        self._settings = Settings(judge.socket, transcript.query)
        count = self._channels()
        self._channelled = count is not None
        self._automata = [Automaton(self._protocol) for _ in range(count or 1)]
        self._memories = [Memory() for _ in self._automata]
        self._found: set[tuple[str, int]] = set()
        self._told: Counter[str] = Counter()
        self._blamed: set[tuple[str, int]] = set()
        self._leaving = self._gone = False
        self._last = 0.0

    def _channels(self) -> int | None:
        projection = self._document.get("projection")
        if projection is None or not self._settings.on(projection["when"]):
            return None
        count = self._settings.get(projection["count"])
        return min(max(count, 1), _MOST_CHANNELS) if type(count) is int else 1

    def findings(self) -> Iterator[Finding]:
        """The violations, each once."""
        for event in self._reader.events(self._transcript):
            for finding in self._judge(event):
                key = (finding.requirement, finding.index)
                if key not in self._found and self._told[finding.requirement] < _MOST_FINDINGS:
                    self._found.add(key)
                    self._told[finding.requirement] += 1
                    yield finding
            self._last = event.at

    def _judge(self, event: Event) -> Iterator[Finding]:
        if event.direction == SENT:
            yield from self._sent(event)
        elif self._gone and event.name != CLOSE:
            requirement = self._document["after-close"]
            yield self._finding(
                event, requirement, "after-close", None, "it came after the server's close frame"
            )
        elif event.name == CLOSE:
            yield from self._closed(event)
        elif event.name == NO_MESSAGE:
            what = "a binary frame" if event.line.frame == "binary" else "no JSON object with a type"
            sentence = f"it is {what}, where every frame has to be a JSON message in a text frame"
            yield self._finding(event, self._document["frames"], "frames", None, sentence)
        elif event.name == UNKNOWN:
            sentence = f"no document knows the type {event.line.type!r}"
            yield self._finding(event, self._document["types"], "types", None, sentence)
        elif not self._leaving:
            yield from self._received(event)

    def _sent(self, event: Event) -> Iterator[Finding]:
        if event.name == QUIET:
            if not self._leaving:
                yield from self._waited(event)
        elif event.name == CLOSE:
            self._leaving = True  # what is under way may still arrive, and nothing is owed any more
        else:
            for channel in self._concerned(event):
                self._automata[channel].send(event.name)
                self._remember(event, channel)

    def _received(self, event: Event) -> Iterator[Finding]:
        channels = self._concerned(event)
        for channel in channels:
            found = self._by_automaton(event, channel)
            if found is not None:
                yield found
            yield from self._by_rules(event, channel, alone=found is not None)
            self._remember(event, channel)
        if not channels:  # of a channel that there is not: only the message itself can be judged
            yield from self._by_rules(event, 0, alone=True)

    def _by_rules(self, event: Event, channel: int, *, alone: bool = False) -> Iterator[Finding]:
        """What the message breaks; `alone` leaves out what it breaks only by what came before it."""
        for rule in self._rules:
            if rule.concerns(event, self._settings) and not (alone and rule.remembers):
                sentence = rule.broken(event, self._settings, self._memories[channel], self._valid)
                if sentence is not None:
                    yield self._finding(event, rule.requirement, rule.kind, channel, sentence)

    def _by_automaton(self, event: Event, channel: int) -> Finding | None:
        stand = self._automata[channel].receive(event.name)
        if stand is None:
            return None
        requirement = self._protocol.blamed(event.name, stand.state, stand.counts)
        if requirement is None:
            return None
        what = "the connection may not end" if event.name == CLOSE else "it may not come"
        sentence = f"{what} while {self._protocol.means[stand.state]}"
        return self._finding(event, requirement, "unexpected", channel, sentence, stand)

    def _closed(self, event: Event) -> Iterator[Finding]:
        """The server has hung up, or the network: both leave owing what was owed."""
        leaving = self._gone or self._leaving
        self._gone = self._gone or event.line.frame == "close"
        if leaving or event.at - self._last > _IDLE:
            return
        for channel in range(len(self._automata)):
            if (found := self._by_automaton(event, channel)) is not None:
                yield found

    def _waited(self, event: Event) -> Iterator[Finding]:
        for channel, automaton in enumerate(self._automata):
            owed = automaton.debt()
            if owed is None:
                continue
            debt, stand = owed
            if (debt.requirement, channel) not in self._blamed:
                self._blamed.add((debt.requirement, channel))
                yield self._missing(event, channel, debt, stand)

    def _missing(self, event: Event, channel: int, debt: Debt, stand: Stand) -> Finding:
        sentence = f"{debt.event} has not come in {event.line.seconds:.1f} s, while {self._protocol.means[stand.state]}"
        return self._finding(event, debt.requirement, "missing", channel, sentence, stand)

    def _concerned(self, event: Event) -> list[int]:
        every = list(range(len(self._automata)))
        if not self._channelled or event.channel is None:
            return every
        return [event.channel] if event.channel in every else []

    def _remember(self, event: Event, channel: int) -> None:
        for rule in self._rules:
            rule.remember(event, self._memories[channel])

    def _valid(self, event: Event) -> str | None:
        validator = self._reader.validators[event.name]
        if validator.is_valid(event.message):
            return None
        error = next(iter(validator.iter_errors(event.message)))
        place = ".".join(str(part) for part in error.instance_path)
        return f"{place + ': ' if place else ''}{error.message[:_SHOWN]}"

    def _finding(
        self,
        event: Event,
        requirement: str,
        rule: str,
        channel: int | None,
        sentence: str,
        stand: Stand | None = None,
    ) -> Finding:
        stand = stand or self._automata[channel or 0].likeliest
        name = event.name if event.name not in (UNKNOWN, NO_MESSAGE) else event.line.type or event.line.frame
        return Finding(
            requirement=requirement,
            rule=rule,
            state=stand.state,
            event=name,
            index=event.index,
            sentence=sentence,
            channel=channel if self._channelled else None,
        )
