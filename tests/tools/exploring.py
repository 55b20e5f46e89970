"""One run of Schemathesis against an emulator with faults, and all that was created cleaned up."""

import specs
from conformance.emulator.process import EmulatorProcess
from conformance.fuzzing.engine import explore
from conformance.targets.cleanup import clean_up
from conformance.targets.ledger import Ledger
from conformance.targets.profile import load_profile
from conformance.targets.target import connect
from readings import proxy

EXAMPLES = 20
SEED = 1


def explored(*faults, readings=(), changes=(), examples=EXAMPLES, lean=False):
    """The findings, what came of the clean-up, and the number of requests of each operation.

    `changes` are made to the answers on their way.
    """
    emulated = EmulatorProcess(faults=faults, readings=readings)
    with emulated as emulator, proxy(emulator.url, changes) as address:
        first, second = emulator.keys.values()
        profile = load_profile("emulator").at(address if changes else emulator.url)
        ledger = Ledger(path=None, tag="xc-test")
        keys = {"first": first, "second": second}
        target = connect(profile, keys, specs.load(), ledger=ledger, allowance=None)
        findings = explore(target, seed=SEED, examples=examples, lean=lean)
        assert not target.ledger.jobs, "whoever turns the clock next would lose what became of a video"
        cleaned = clean_up(target)
        target.transport.close()
        return findings, cleaned, dict(target.transport.meter.requests)
