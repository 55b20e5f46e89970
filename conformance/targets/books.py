"""What has to be written down, waited for and held back around one exchange: ledger, meter and pacing together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from conformance.targets import generated, made_voices, uploaded, voiced
from conformance.targets.call import Answer, Call
from conformance.targets.clock import Clock
from conformance.targets.ledger import FILE, VOICE, Ledger
from conformance.targets.meter import KIND_OF, Meter, generation
from conformance.targets.pacing import Pacing
from conformance.targets.profile import Profile

#: What is to be done with the answer.
Entry = Callable[[Answer], None]


@dataclass(slots=True, kw_only=True)
class Books:
    """Keeps the accounts of a worker. Every call is opened before it is sent, and its answer is entered."""

    ledger: Ledger
    meter: Meter
    pacing: Pacing
    clock: Clock
    _began: dict[str, float] = field(default_factory=dict)

    def open(self, call: Call, identity: str, profile: Profile) -> Entry:
        """Write down what the call may create; it may wait for its turn. Gives what enters the answer.

        Raises:
            BudgetSpent: it may cost more than is left of the budget.
        """
        operation = call.operation
        if call.method not in (None, operation.method):
            return _nothing
        if operation.id == "uploadFile":
            return self._upload(call, identity, profile.timing.clock_tolerance)
        if operation.id in KIND_OF:
            return self._generation(call, identity, profile)
        if operation.id in voiced.VOICED:
            return voiced.opened(call, self.meter)
        if operation.id == "getVideo":
            request_id = call.path["request_id"]
            return lambda answer: self._poll(request_id, answer, identity)
        if operation.id == "deleteFile":
            return lambda answer: self._deletion(call.path["file_id"], answer, identity)
        if operation.id == made_voices.CREATE:
            return self._voice(call, identity, profile.timing.clock_tolerance)
        if operation.id == made_voices.DELETE:
            return lambda answer: self._deletion(call.path["voice_id"], answer, identity, kind=VOICE)
        return _nothing

    def _upload(self, call: Call, identity: str, tolerance: float) -> Entry:
        name = _name_of(call)
        number = self.ledger.intend(identity, name, self.clock.now())
        return lambda answer: uploaded.settle(self.ledger, number, name, answer, tolerance=tolerance)

    def _voice(self, call: Call, identity: str, tolerance: float) -> Entry:
        name = made_voices.name_of(call)
        number = self.ledger.intend(identity, name, self.clock.now(), kind=VOICE)
        return lambda answer: made_voices.settle(self.ledger, number, name, answer, tolerance=tolerance)

    def _deletion(self, id_: str, answer: Answer, identity: str, *, kind: str = FILE) -> None:
        if answer.status in answer.operation.success and self.ledger.owner(id_, kind=kind) == identity:
            self.ledger.gone(id_, kind=kind)

    def _generation(self, call: Call, identity: str, profile: Profile) -> Entry:
        body: Any = call.json if call.has_json else None
        wanted = generation(call.operation, body, profile.models)
        dollars = self.meter.admit(wanted)
        self.pacing.wait(wanted.model)
        name = generated.wished_name(body)
        number = None if name is None else self.ledger.intend(identity, name, self.clock.now(), slow=True)

        def enter(answer: Answer) -> None:
            made, job = wanted, None
            if wanted.kind == "image":
                generated.settle_images(self.ledger, number, answer, identity)
                made = replace(wanted, assets=generated.count_of_images(answer, wanted.assets))
            elif (job := generated.settle_start(self.ledger, number, answer)) is not None:
                self._began[job] = answer.sent
            if 200 <= answer.status < 300:
                self.meter.made(made, job=job)
            elif 400 <= answer.status < 500:
                self.meter.refund(dollars)

        return enter

    def _poll(self, request_id: str, answer: Answer, identity: str) -> None:
        since = self._began.get(request_id, answer.sent)
        generated.settle_poll(self.ledger, self.meter, request_id, answer, identity=identity, since=since)


def _nothing(_: Answer) -> None:
    """There is nothing to enter."""


def _name_of(call: Call) -> str:
    if call.upload is not None:
        return call.upload.filename
    for part in call.form.parts if call.form is not None else ():
        if part.filename is not None:
            return part.filename
    return ""
