"""The same file's URL, from several threads at once."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier

from conformance import trial
from conformance.checks import NoVerdict, Untestable, given, requirement
from conformance.monitors.histories import Record, explain, judge
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
    is_read,
)
from conformance.suite.times import tolerance
from strategies.inputs import Inputs

#: A race is lost by chance, so each batch is run so many times, with a new file each time.
ROUNDS = 10
THREADS = 8
#: What a thread may do; `create-…` asks for an expiry.
STEPS = ("create", "create-short", "create-long", "revoke", "delete", "get")

#: What one thread does first, then what several do at once, each its steps one after the other.
BATCHES = (
    {"first": (), "at_once": (("create",), ("create",))},
    {"first": ("create",), "at_once": (("revoke",), ("revoke",))},
    {"first": ("create",), "at_once": (("create",), ("revoke",))},
    {"first": (), "at_once": (("create",), ("delete",))},
    {"first": ("create",), "at_once": (("delete",), ("get",))},
    {"first": ("create",), "at_once": (("delete",), ("delete",), ("revoke",))},
    {"first": ("create", "revoke"), "at_once": (("create",), ("create",), ("revoke",), ("revoke",))},
    {"first": (), "at_once": (("create", "revoke"), ("create", "revoke"))},
    {"first": ("create",), "at_once": (("create-short", "get"), ("create-long", "get"), ("create", "get"))},
    {"first": ("create",), "at_once": (("create", "get"), ("delete", "get"), ("revoke", "get"))},
)


def batches():
    """What several threads do with one file: the batches that are worth the most, then any."""

    def strategy():
        from hypothesis import strategies as st

        steps = st.sampled_from(STEPS)
        threads = st.lists(st.lists(steps, min_size=1, max_size=3).map(tuple), min_size=3, max_size=4)
        first = st.sampled_from([(), ("create",), ("create", "revoke")])
        return st.fixed_dictionaries({"first": first, "at_once": threads.map(tuple)})

    return Inputs("batches()", lambda: BATCHES, strategy)


@requirement("public-url.concurrent.one-url")
def test_creations_at_once_give_one_url(api, store, sharing):
    """All that are accepted name the same URL, and it serves the file."""
    for _ in range(ROUNDS):
        file = store.file()
        answers = _at_once(THREADS, lambda _, file=file: _granted(api.public_urls.create(file.id)))
        urls = {answer["public_url"] for answer in answers if answer.accepted}

        assert urls - {None}, f"of {THREADS} creations at once, none gave a URL: {answers[0]!r}"
        assert len(urls) == 1, f"{THREADS} creations at once gave {len(urls)} URLs: {sorted(map(str, urls))}"
        assert api.files.get(file.id)["public_url"] in urls, "the metadata show another URL than was answered"
        (url,) = urls
        assert api.eventually(lambda url=url: api.public_urls.fetch(url).accepted), f"{url} does not serve"
        api.files.delete(file.id)


@requirement("public-url.concurrent.linearizable")
@given(batch=batches())
def test_what_happens_at_once_has_an_order(api, store, sharing, batch):
    """Some order of the operations, each within the time it took, explains every answer and what is left."""
    for _ in range(ROUNDS):
        file = store.file()
        before = _world(file)
        history = _history(api, file, batch)
        if conflict := explain(judge(history, before), before):
            raise AssertionError(conflict)
        with suppress(NoVerdict):
            api.files.delete(file.id)


def _history(api, file, batch):
    """Carry out a batch, and look at what is left of it."""
    threads = batch["at_once"]
    history = [_record(api, 0, file, step) for step in batch["first"]]
    for records in _at_once(len(threads), lambda n: [_record(api, n + 1, file, step) for step in threads[n]]):
        history += records
    if api.transport.profile.timing.settle:
        # What is read may lag behind where a profile says so, and the promise is about what is written.
        return [record for record in history if not is_read(record.operation)]
    return [*history, *_aftermath(api, file, history)]


def _world(file):
    """What is known before the threads begin."""
    created_at = file.answer["created_at"]
    if not isinstance(created_at, int):
        raise Untestable(f"needs a creation time (files.object.created-at): {file.answer!r}")
    return World((FileState(id=file.id, name=file.name, content=file.content, created_at=created_at),))


def _at_once(threads, act):
    """What `act(n)` gives in each of `threads` threads, which all begin together."""
    barrier = Barrier(threads)

    def run(number):
        barrier.wait()
        return act(number)

    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(trial.carried(run), range(threads)))


def _granted(answer):
    """The answer, unless it speaks of the team's other URLs."""
    if answer.status in answer.operation.refusals.get("quota", ()):
        raise NoVerdict(f"{answer!r}: a rate limit or the team's quota of URLs stands in the way")
    return answer


def _record(api, thread, file, step):
    """Carry out one step of a thread and write down when."""
    limits = bounds.of_urls()
    seconds = {"create-short": limits.low, "create-long": limits.high}.get(step)
    body = {} if seconds is None else {"expires_after": seconds}
    operation, act = {
        "revoke": (RevokeUrl(file.id), lambda: api.public_urls.revoke(file.id)),
        "delete": (Delete(file.id), lambda: api.files.delete(file.id)),
        "get": (Retrieve(file.id), lambda: api.files.get(file.id)),
    }.get(step, (CreateUrl(file.id, seconds), lambda: _granted(api.public_urls.create(file.id, body))))
    return _timed(api, thread, operation, act)


def _timed(api, thread, operation, act):
    invoked = time.monotonic_ns()
    answer = act()
    returned = time.monotonic_ns()
    now = Moment.during(answer.sent, answer.received, tolerance(api))
    return Record(
        thread=thread, operation=operation, answer=answer, invoked=invoked, returned=returned, now=now
    )


def _aftermath(api, file, history):
    """What is left when all is quiet: the metadata, and every URL that was handed out."""
    yield _record(api, 0, file, "get")
    told = [
        r.answer["public_url"] for r in history if isinstance(r.operation, CreateUrl) and r.answer.accepted
    ]
    for url in dict.fromkeys(filter(None, told)):
        yield _timed(api, 0, FetchUrl(url), lambda url=url: api.public_urls.fetch(url))
