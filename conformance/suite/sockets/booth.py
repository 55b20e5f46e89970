"""Where conversations with a target's sockets are held, once for all checks that look at the same one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from conformance import trial, waves
from conformance.checks import Untestable
from conformance.client import Api
from conformance.monitors.sockets import Finding, Judge
from conformance.targets.call import Answer, Judgement
from conformance.targets.http import HttpTransport
from conformance.targets.sockets.conversing import held, open_socket
from conformance.targets.sockets.limits import beyond
from conformance.targets.sockets.talk import Talk
from conformance.targets.sockets.transcript import Line, Transcript
from specs import Socket
from strategies.conversations import Conversation


@dataclass(frozen=True, slots=True)
class Held:
    """A conversation that was held, with everything that the judge of its socket has found."""

    transcript: Transcript
    findings: tuple[Finding, ...]

    def keeps(self, requirement: str) -> Judgement:
        """Whether nothing in it breaks `requirement`."""
        found = [finding for finding in self.findings if finding.requirement == requirement]
        self._show(found)
        return Judgement(not found, lambda: str(found[0]))

    def keeps_all(self) -> Judgement:
        """Whether nothing in it breaks any requirement at all."""
        self._show(self.findings)
        return Judgement(not self.findings, lambda: f"{self.findings[0]}: {self.findings[0].requirement}")

    def received(self, kind: str | None = None) -> list[Mapping[str, Any]]:
        """The messages that came, or those of one type."""
        lines = (line for line in self.transcript.lines if line.who == "server")
        messages = [(line.type, line.message) for line in lines]
        return [message for name, message in messages if message is not None and kind in (None, name)]

    @property
    def errors(self) -> list[Mapping[str, Any]]:
        """What the target has complained of."""
        return self.received("error")

    @property
    def waited(self) -> bool:
        """Whether something that was awaited has not come."""
        return any(line.frame == "quiet" for line in self.transcript.lines)

    @property
    def end(self) -> Line | None:
        """The line with which the target, or the network, ended the connection before the client did, or None."""
        for line in self.transcript.lines:
            if line.frame in ("close", "lost"):
                return line if line.who == "server" else None
        return None

    @property
    def ending(self) -> str:
        """How the target, or the network, ended the connection, for a person."""
        if self.end is None:
            return "it has not ended"
        if self.end.frame == "lost":
            return self.end.text or "it broke"
        code = "no code" if self.end.code is None else f"the code {self.end.code}"
        return f"a close frame with {code}" + (f" and the reason {self.end.text!r}" if self.end.text else "")

    @property
    def beyond(self) -> bool:
        """Whether the connection ended since more came than the suite reads, which is no promise of anybody's."""
        return self.end is not None and self.end.frame == "lost" and beyond(self.end.text)

    def _show(self, found: tuple[Finding, ...] | list[Finding]) -> None:
        marks = [(finding.index, finding.sentence) for finding in found]
        trial.current().recall_transcript(self.transcript, marks)


@dataclass(slots=True)
class Booth:
    """Holds conversations as the team under test. What is enumerated is held once a run, and its transcript kept."""

    api: Api
    lean: bool = False
    _judges: dict[str, Judge] = field(default_factory=dict)
    _held: dict[str, Held | Answer] = field(default_factory=dict)
    _locks: waves.Locks = field(default_factory=waves.Locks)

    def held(self, conversation: Conversation) -> Held:
        """The conversation, as it was held.

        Raises:
            Untestable: the target did not open the socket for it.
            NoVerdict: the network broke before it was open.
        """
        found = self.attempted(conversation)
        if isinstance(found, Answer):
            raise Untestable(f"needs a connection (sockets.{conversation.socket}.open): {found!r}")
        return found

    def attempted(self, conversation: Conversation) -> Held | Answer:
        """The conversation, or the answer with which the target refused to open the socket for it.

        Raises:
            NoVerdict: the network broke before it was open.
        """
        key = repr(conversation)
        with self._locks.only(key):
            return self._attempted(conversation, key)

    def _attempted(self, conversation: Conversation, key: str) -> Held | Answer:
        if key in self._held:
            found = self._held[key]
            if isinstance(found, Answer):
                trial.current().recall(found.exchange)
            else:
                trial.current().recall_transcript(found.transcript)
            return found
        said = held(self._transport, self.socket(conversation.socket), conversation)
        found = said if isinstance(said, Answer) else self.judged(said)
        if isinstance(found, Held):
            trial.current().recall_transcript(found.transcript)
        if not trial.current().drawn:
            self._held[key] = found
        return found

    def opened(
        self, name: str, query: Mapping[str, str | tuple[str, ...]], *, identity: str = "first", **more: Any
    ) -> Talk | Answer:
        """A connection of one's own, or the answer with which it was refused; `more` are those of `open_socket`."""
        return open_socket(self._transport, self.socket(name), query, identity=identity, **more)

    @property
    def _transport(self) -> HttpTransport:
        if not isinstance(self.api.transport, HttpTransport):
            raise Untestable("sockets are spoken to directly, and this target is behind a driver")
        return self.api.transport

    def judged(self, transcript: Transcript) -> Held:
        """A transcript with what its judge finds."""
        return Held(transcript, self.judge(transcript.socket).findings(transcript))

    def judge(self, name: str) -> Judge:
        """The judge of a socket, by the readings of the target's profile."""
        if name not in self._judges:
            self._judges[name] = Judge(self.socket(name), self.api.transport.profile.readings)
        return self._judges[name]

    def socket(self, name: str) -> Socket:
        """The socket called `name`, as the specs have it."""
        return self.api.spec.sockets[name]
