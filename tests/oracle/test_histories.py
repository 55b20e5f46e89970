"""The linearizability checker: against small objects, against all permutations, and on what it says."""

import dataclasses
import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import specs
from conformance.monitors.histories import (
    Conflict,
    Interval,
    Order,
    Record,
    apply_model,
    explain,
    judge,
    linearize,
)
from conformance.oracle import (
    CreateUrl,
    Delete,
    FetchUrl,
    FileState,
    Moment,
    Retrieve,
    RevokeUrl,
    World,
    bounds,
)
from conformance.targets.call import Call

SPEC = specs.load()
NAMES = {
    CreateUrl: "createPublicUrl",
    RevokeUrl: "revokePublicUrl",
    Delete: "deleteFile",
    Retrieve: "retrieveFile",
}


@dataclasses.dataclass(frozen=True)
class Access(Interval):
    """A read or a write of a register."""

    write: bool
    value: int


def register(state, access):
    if access.write:
        return (access.value,)
    return (state,) if state == access.value else ()


def write(value, invoked, returned):
    return Access(invoked=invoked, returned=returned, write=True, value=value)


def read(value, invoked, returned):
    return Access(invoked=invoked, returned=returned, write=False, value=value)


@pytest.mark.parametrize(
    ("history", "linearizable"),
    [
        ([], True),
        ([read(0, 1, 2)], True),
        ([read(1, 1, 2)], False),
        ([write(1, 1, 2), read(1, 3, 4)], True),
        ([write(1, 1, 2), read(0, 3, 4)], False),  # stale: the write was over before
        ([write(1, 1, 5), read(0, 2, 3)], True),  # under way, so not yet
        ([write(1, 1, 5), read(1, 2, 3)], True),  # or already
        ([write(1, 1, 9), read(1, 2, 3), read(0, 4, 5)], False),  # seen, then unseen
        ([write(1, 1, 9), read(0, 2, 3), read(1, 4, 5)], True),
        ([write(1, 1, 4), write(2, 1, 4), read(1, 5, 6), read(2, 7, 8)], False),  # both cannot be last
        ([write(1, 1, 4), write(2, 1, 9), read(1, 5, 6), read(2, 7, 8)], True),
    ],
)
def test_a_register(history, linearizable):
    verdict = linearize(history, 0, register)

    assert isinstance(verdict, Order) is linearizable
    if linearizable:
        assert sorted(verdict.records, key=id) == sorted(history, key=id)
    else:
        assert sorted(verdict.history, key=id) == sorted(history, key=id)


accesses = st.builds(
    lambda write, value, start, length: Access(
        invoked=start, returned=start + length, write=write, value=value
    ),
    st.booleans(),
    st.integers(0, 2),
    st.integers(0, 12),
    st.integers(1, 6),
)


def explained_by_some_order(history, state, apply):
    """The definition itself: every permutation, without any cleverness."""
    for order in itertools.permutations(history):
        if any(b.returned < a.invoked for a, b in itertools.combinations(order, 2)):
            continue
        states = [state]
        for record in order:
            states = [after for each in states for after in apply(each, record)]
        if states:
            return True
    return not history


@settings(max_examples=300, deadline=None, database=None)
@given(st.lists(accesses, max_size=6))
def test_agrees_with_the_definition_on_a_register(history):
    verdict = linearize(history, 0, register)
    assert isinstance(verdict, Order) is explained_by_some_order(history, 0, register)


# --- the life of a URL


@st.composite
def schedules(draw):
    """Threads of operations, and the order in which each is sent, takes effect, and is answered."""
    names = st.sampled_from(["create", "create", "create-short", "revoke", "delete", "get"])
    threads = draw(st.lists(st.lists(names, min_size=1, max_size=2), min_size=2, max_size=3))
    events = [number for number, steps in enumerate(threads) for _ in range(3 * len(steps))]
    return threads, draw(st.permutations(events))


class _Interleaving:
    """Carries out a schedule on a service that does one thing after the other."""

    def __init__(self, api):
        self.api = api
        stored = api.files.upload(b"content", "a.png")
        self.file_id = stored["id"]
        self.world = World(
            (FileState(id=stored["id"], name="a.png", content=b"content", created_at=stored["created_at"]),)
        )

    def run(self, threads, events):
        progress = [0] * len(threads)
        sent, answers, history = {}, {}, []
        for instant, thread in enumerate(events):
            place, phase = divmod(progress[thread], 3)
            progress[thread] += 1
            if phase == 0:
                sent[thread] = instant
            elif phase == 1:
                answers[thread] = self.carry_out(threads[thread][place])
            else:
                operation, answer = answers[thread]
                now = Moment.during(answer.sent, answer.received, 5)
                history.append(
                    Record(
                        invoked=sent[thread], returned=instant, thread=thread,
                        operation=operation, answer=answer, now=now,
                    )
                )  # fmt: skip
        return history

    def carry_out(self, name):
        seconds = bounds.of_urls().low if name == "create-short" else None
        operation = {
            "revoke": RevokeUrl(self.file_id),
            "delete": Delete(self.file_id),
            "get": Retrieve(self.file_id),
        }.get(name, CreateUrl(self.file_id, seconds))
        call = Call(
            operation=SPEC.operations[NAMES[type(operation)]],
            path={"file_id": self.file_id},
            json={} if seconds is None else {"expires_after": seconds},
        )
        return operation, self.api.transport.send(call, "first")


@pytest.fixture
def interleave(api_of, service):
    return lambda *traits: _Interleaving(api_of(service(*traits)))


def test_every_interleaving_of_a_right_service_has_an_order(interleave):
    @settings(max_examples=300, deadline=None, database=None)
    @given(schedules())
    def check(schedule):
        lived = interleave()
        assert isinstance(judge(lived.run(*schedule), lived.world), Order)

    check()


@pytest.mark.parametrize(
    "fault", ["a token for life", "revokes twice", "delete does nothing", "deletes twice", None]
)
def test_agrees_with_the_definition_on_urls(interleave, fault):
    seen = set()

    @settings(max_examples=200, deadline=None, database=None)
    @given(schedules(), st.integers(0, 5), st.integers(0, 5))
    def check(schedule, one, other):
        lived = interleave(*filter(None, [fault]))
        history = lived.run(*schedule)
        if fault is None:
            history = swapped(history, one % len(history), other % len(history))
        possible = explained_by_some_order(history, lived.world, apply_model)
        seen.add(possible)
        assert isinstance(judge(history, lived.world), Order) is possible

    check()
    assert seen == {True, False}, "the property has to have seen both"


def swapped(history, one, other):
    """The history with the answers of two like operations exchanged."""
    first, second = history[one], history[other]
    if type(first.operation) is not type(second.operation):
        return history
    history = list(history)
    history[one] = dataclasses.replace(first, answer=second.answer)
    history[other] = dataclasses.replace(second, answer=first.answer)
    return history


def test_two_urls_at_once_in_words(interleave, api_of, service):
    lived = interleave()
    twin = interleave()
    threads = [["create"], ["get"]]
    (mine, look) = lived.run(threads, [0, 0, 0, 1, 1, 1])
    (operation, answer) = twin.carry_out("create")
    answer.content = answer.content.replace(b"token-1", b"token-9")
    theirs = dataclasses.replace(mine, thread=1, operation=operation, answer=answer, invoked=1, returned=3)

    verdict = judge([mine, theirs, look], lived.world)
    assert isinstance(verdict, Conflict)
    assert look not in verdict.history, "a read that takes no part is left out"
    sentence, *lines = explain(verdict, lived.world).splitlines()
    assert sentence.startswith(
        "no order explains the answers: after #1, #2 cannot come next, expected the same URL"
    )
    assert "(public-url.idempotent.same-url)" in sentence
    assert len(lines) == 2
    assert lines[0].startswith("#1 thread 0, 0.00 to 0.00 ms, CreateUrl: createPublicUrl answered 200 ")
    assert lines[1].startswith("#2 thread 1, ")


def test_a_url_that_serves_after_everything_was_revoked(interleave):
    lived = interleave()
    history = lived.run([["create", "revoke"]], [0] * 6)
    url = history[0].answer["public_url"]
    served = lived.api.public_urls.fetch(url)
    assert not served.accepted
    late = Record(
        invoked=90, returned=91, thread=1, operation=FetchUrl(url), answer=served, now=history[-1].now
    )
    assert isinstance(judge([*history, late], lived.world), Order)

    served.status, served.content = 200, b"content"
    assert isinstance(judge([*history, late], lived.world), Conflict)
