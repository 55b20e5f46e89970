"""The rules of public URLs: creating, revoking, opening."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from conformance.oracle import bounds
from conformance.oracle.files import UNKNOWN, served, unchanged
from conformance.oracle.moment import Moment, Passed, is_time
from conformance.oracle.operations import CreateUrl, FetchUrl, RevokeUrl
from conformance.oracle.outcomes import Demand, Expectation, Outcome, equal
from conformance.oracle.state import FileState, Url, World
from conformance.oracle.statuses import accepted, any_refusal, not_served, refused
from conformance.targets.call import Answer


def create(world: World, operation: CreateUrl, now: Moment) -> Expectation:
    """The active URL, or a fresh one; refused where the file is gone or the expiry does not fit."""
    file, seconds = world.file(operation.file_id), operation.expires_after
    broken = bounds.of_urls().broken(seconds)
    if file is None or file.deleted:
        rule = "public-url.create.unknown-file" if file is None else "public-url.delete.no-create"
        return Expectation((unchanged(world, "a refusal", rule, refused((UNKNOWN, *broken))),))
    if file.gone(now) is Passed.YES:
        # Not found, or an expiry that no longer fits: nothing names the status for a file that has expired.
        return Expectation((unchanged(world, "a refusal", "files.expiry.gone", any_refusal),))
    fits = Passed.YES if seconds is None else now.fits_before(seconds, file.expires_at)
    outcomes = list(_refusals(world, file, now, broken, fits))
    if not broken:
        outcomes += _grants(world, file, seconds, now, fits)
    return Expectation(tuple(outcomes))


def _refusals(
    world: World, file: FileState, now: Moment, broken: tuple[str, ...], fits: Passed
) -> Iterator[Outcome]:
    rules = list(broken)
    if fits is not Passed.YES:
        rules.append("outlives-file")
    if file.gone(now) is not Passed.NO:
        rules.append(UNKNOWN)
    if rules:
        rule = "public-url.expiry.bounds" if broken else "public-url.expiry.beyond-file"
        yield unchanged(world, "a refusal", rule, refused(rules))


def _grants(
    world: World, file: FileState, seconds: int | None, now: Moment, fits: Passed
) -> Iterator[Outcome]:
    ended = file.url_ended(now)
    if file.url is not None and ended is not Passed.YES:
        again = _ends_again(file, file.url, seconds, now, fits)
        if again is not None:
            yield _kept(world, file, file.url, seconds, again)
    if ended is not Passed.NO and fits is not Passed.NO:
        yield _fresh(world, file, seconds, now)


def _kept(world: World, file: FileState, url: Url, seconds: int | None, expiry: Demand) -> Outcome:
    """The same URL again, its expiry moved where another one was asked for."""
    same = equal("public-url.idempotent.same-url", "public_url", url.address)

    def then(answer: Answer) -> World:
        told = answer["expires_at"]
        ends: tuple[int | None, ...] = (told,)
        if told is None and url.ends != (None,):
            # An answer without a time leaves open which of the possible ends it is.
            ends = tuple(dict.fromkeys((*url.ends, file.expires_at)))
        asked = url.asked if seconds is None else seconds
        return world.holding(file.with_url(Url(address=url.address, ends=ends, asked=asked)))

    return Outcome(
        says="the same URL as before",
        rule=same.rule,
        status=accepted,
        demands=(same, expiry),
        then=then,
    )


def _ends_again(file: FileState, url: Url, seconds: int | None, now: Moment, fits: Passed) -> Demand | None:
    """When a URL that is created again may end; `None` if the request can only be refused."""
    kept = _is_one_of(url.ends)
    if seconds is None:
        if url.asked is None:
            # Nothing was ever asked for, so nothing changes.
            return _expiry("public-url.expiry.inherited", _words(url.ends), kept)
        # Silent: the explicit expiry may be kept, or be reset to what the file gives it.
        either = _is_one_of((*url.ends, file.expires_at, None))
        return _expiry("public-url.idempotent.omitted-expiry", _words((*url.ends, file.expires_at)), either)
    moved = _within(now.later(seconds), file.expires_at) if fits is not Passed.NO else _never
    if url.asked is not None and url.asked != seconds:
        if fits is Passed.NO:
            return None
        return _expiry("public-url.idempotent.update-in-place", f"{seconds} s from now", moved)
    if url.asked is None and fits is Passed.NO:
        return None
    # Silent or no more than a SHOULD: the same expiry again, and an expiry for a URL that had none of its own.
    rule = "public-url.idempotent.gains-expiry" if url.asked is None else "public-url.idempotent.same-expiry"
    due = f"{seconds} s from now or {_words(url.ends)}"
    return _expiry(rule, due, lambda seen: moved(seen) or kept(seen))


def _fresh(world: World, file: FileState, seconds: int | None, now: Moment) -> Outcome:
    """A URL that never was before."""
    known = world.addresses
    fresh = Demand(
        rule="public-url.revoke.fresh-token" if file.addresses else "public-url.create.accepted",
        name="public_url",
        due="a URL that never was before",
        holds=lambda seen: isinstance(seen, str) and seen != "" and seen not in known,
    )
    if seconds is None:
        rule = "public-url.expiry.never" if file.expires_at is None else "public-url.expiry.inherited"
        expiry = _expiry(rule, _words((file.expires_at,)), _is_one_of((file.expires_at,)))
    else:
        rule = "public-url.expiry.own" if file.expires_at is None else "public-url.expiry.within-file"
        expiry = _expiry(rule, f"{seconds} s from now", _within(now.later(seconds), file.expires_at))

    def then(answer: Answer) -> World:
        url = Url(address=answer["public_url"], ends=(answer["expires_at"],), asked=seconds)
        return world.holding(file.with_url(url))

    return Outcome(says="a new URL", rule=fresh.rule, status=accepted, demands=(fresh, expiry), then=then)


def revoke(world: World, operation: RevokeUrl, now: Moment) -> Expectation:
    """Whether there was a URL to end, and which."""
    file = world.file(operation.file_id)
    if file is None:
        # Silent: harmless, or not found.
        return Expectation(
            (
                _nothing_revoked(world, operation.file_id, "public-url.revoke.unknown-file"),
                unchanged(world, "a refusal", "public-url.revoke.unknown-file", any_refusal),
            )
        )
    if file.deleted:
        rule = "public-url.revoke.deleted-file"
        harmless = _not("revoked", rule, value=True)
        return Expectation(
            (Outcome(says="no error", rule=rule, status=accepted, demands=(harmless,), then=lambda _: world),)
        )
    over = world.holding(file.without_url())
    ended = file.url_ended(now)
    outcomes = []
    if file.url is not None:
        # Also when it has ended by itself: that there is then nothing to revoke is no more than a SHOULD.
        outcomes.append(_revoked(over, file, file.url))
    if ended is not Passed.NO:
        outcomes.append(_nothing_revoked(over, file.id, "public-url.revoke.none-active"))
    if file.gone(now) is not Passed.NO:
        # Silent: an expired file may be as harmless as a deleted one, or not found.
        outcomes.append(unchanged(world, "a refusal", "files.expiry.gone", any_refusal))
    return Expectation(tuple(outcomes))


def _revoked(over: World, file: FileState, url: Url) -> Outcome:
    rule = "public-url.revoke.answer"
    return Outcome(
        says="the word that the URL was revoked",
        rule=rule,
        status=accepted,
        demands=(
            equal(rule, "id", file.id),
            equal(rule, "revoked", value=True),
            equal(rule, "public_url", url.address),
        ),
        then=lambda _: over,
    )


def _nothing_revoked(world: World, file_id: str, rule: str) -> Outcome:
    return Outcome(
        says="the word that nothing was revoked",
        rule=rule,
        status=accepted,
        demands=(
            equal(rule, "id", file_id),
            equal(rule, "revoked", value=False),
            equal(rule, "public_url", None),
        ),
        then=lambda _: world,
    )


def fetch(world: World, operation: FetchUrl, now: Moment) -> Expectation:
    """The stored bytes while the URL is the file's active one, nothing at any other time."""
    file = world.owner(operation.address)
    if file is None:
        return Expectation((unchanged(world, "nothing", "public-url.fetch.secrecy", not_served),))
    if file.url is None or file.url.address != operation.address:
        rule = "public-url.delete.dead" if file.deleted else "public-url.revoke.final"
        return Expectation((unchanged(world, "nothing", rule, not_served),))
    ended = file.url_ended(now)
    outcomes = []
    if ended is not Passed.YES:
        outcomes.append(served(world, file, "public-url.fetch.bytes"))
    if ended is Passed.YES and file.gone(now) is Passed.NO:
        outcomes.append(unchanged(world, "not found", "public-url.expiry.dead", refused(("expired",))))
    elif ended is not Passed.NO:
        outcomes.append(unchanged(world, "nothing", "public-url.expiry.with-file", not_served))
    return Expectation(tuple(outcomes))


def _expiry(rule: str, due: str, holds: Callable[[Any], bool]) -> Demand:
    return Demand(rule=rule, name="expires_at", due=due, holds=holds)


def _not(name: str, rule: str, *, value: object) -> Demand:
    return Demand(rule=rule, name=name, due=f"anything but {value!r}", holds=lambda seen: seen is not value)


def _words(ends: tuple[int | None, ...]) -> str:
    return " or ".join(dict.fromkeys("nothing" if end is None else str(end) for end in ends))


def _is_one_of(ends: tuple[int | None, ...]) -> Callable[[Any], bool]:
    return lambda seen: (seen is None or is_time(seen)) and seen in ends


def _within(span: Moment, latest: int | None) -> Callable[[Any], bool]:
    """Whether a time lies within `span` and not after `latest`: a URL never outlives its file."""
    return lambda seen: span.shows_as(seen) and (latest is None or seen <= latest)


def _never(_: Any) -> bool:
    return False
