"""Whole lives: fixed ones first, then random ones, every answer held against the reference model."""

from __future__ import annotations

from functools import partial
from typing import Final

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, precondition, rule

from conformance.checks import requirement, run_all, run_machine
from conformance.oracle import bounds
from conformance.suite.programs import program_of, shortest
from conformance.suite.public_urls.lives import EXPIRES_AFTER, OMITTED, Life, replay_program
from strategies.near_misses import near_misses

STEPS = 30
MOST_FILES = 3
NOBODYS = "file_00000000-0000-0000-0000-000000000000"
#: Seconds by which the fixed lives keep clear of a deadline. Where a target's clock may be further off, the
#: model allows both sides, so too few would judge less and never wrongly.
CLEAR = 20

#: Lives that a rule each has to survive. The words in braces are `numbers()`; those that turn the clock are
#: left out where it cannot be turned.
SEQUENCES: Final = {
    "once more is the same, after a revocation another, each time": """
        f1 = life.upload()
        life.create_url(f1)
        life.create_url(f1)
        life.revoke(f1)
        life.create_url(f1)
        life.revoke(f1)
        life.create_url(f1)
        life.fetch(f1, url=0)
        life.fetch(f1, url=1)
        life.fetch(f1, url=2)
        life.get(f1)
    """,
    "a revocation says what it did, once": """
        f1 = life.upload()
        life.revoke(f1)
        life.create_url(f1, expires_after={shortest})
        life.revoke(f1)
        life.revoke(f1)
        life.get(f1)
        life.content(f1)
        life.fetch(f1, url=0)
    """,
    "an expiry moves in place, also on a later URL": """
        f1 = life.upload()
        life.create_url(f1, expires_after={longest})
        life.create_url(f1, expires_after={shortest})
        life.get(f1)
        life.revoke(f1)
        life.create_url(f1, expires_after={longer})
        life.create_url(f1, expires_after={longest})
        life.create_url(f1, expires_after={longest})
        life.create_url(f1)
        life.create_url(f1, expires_after=None)
        life.get(f1)
        life.fetch(f1, url=0)
        life.fetch(f1, url=1)
    """,
    "what is refused changes nothing": """
        f1 = life.upload()
        life.create_url(f1, expires_after={too_short})
        life.get(f1)
        life.create_url(f1, expires_after={longer})
        life.create_url(f1, expires_after={too_long})
        life.create_url(f1, expires_after=0)
        life.create_url(f1, expires_after=-1)
        life.get(f1)
        life.fetch(f1, url=0)
        f2 = life.upload(expires_after={file_too_short})
        f3 = life.upload(expires_after={file_too_long})
        life.find()
    """,
    "no URL outlives its file": """
        f1 = life.upload(expires_after={file_long})
        life.create_url(f1, expires_after={longest})
        life.get(f1)
        life.create_url(f1)
        life.get(f1)
        life.create_url(f1, expires_after={shortest})
        life.create_url(f1, expires_after={longest})
        life.get(f1)
        life.revoke(f1)
        life.create_url(f1)
        life.fetch(f1, url=0)
        life.fetch(f1, url=1)
        f2 = life.upload(expires_after={file_two})
        life.create_url(f2, expires_after={a_little_more_than_two})
        life.get(f2)
        life.create_url(f2, expires_after={shortest})
        life.get(f2)
        life.create_url(f2, expires_after={a_little_more_than_two})
        life.create_url(f2, expires_after={a_little_less_than_two})
        life.get(f2)
    """,
    "a deletion ends everything, and stays": """
        f1 = life.upload()
        life.create_url(f1)
        life.delete(f1)
        life.fetch(f1, url=0)
        life.revoke(f1)
        life.create_url(f1)
        life.create_url(f1, expires_after={shortest})
        life.create_url(f1, expires_after={too_long})
        life.get(f1)
        life.content(f1)
        life.delete(f1)
        life.revoke(f1)
        life.fetch(f1, url=0)
        life.find()
    """,
    "revoked, then deleted": """
        f1 = life.upload(expires_after={file_long})
        life.create_url(f1)
        life.revoke(f1)
        life.delete(f1)
        life.revoke(f1)
        life.fetch(f1, url=0)
    """,
    "what happens to one file happens to no other": """
        f1 = life.upload()
        f2 = life.upload()
        f3 = life.upload(expires_after={file_long})
        life.create_url(f1)
        life.create_url(f2)
        life.create_url(f3)
        life.find(with_url=True)
        life.find(with_url=False)
        life.revoke(f1)
        life.fetch(f2, url=0)
        life.delete(f2)
        life.fetch(f1, url=0)
        life.fetch(f2, url=0)
        life.fetch(f3, url=0)
        life.content(f1)
        life.content(f3)
        life.find(with_url=True)
        life.find(with_url=False)
        life.find()
        life.create_url(f1)
        life.fetch(f1, url=1)
        life.get(f3)
    """,
    "a file that never was": f"""
        life.get({NOBODYS!r})
        life.content({NOBODYS!r})
        life.create_url({NOBODYS!r})
        life.revoke({NOBODYS!r})
        life.delete({NOBODYS!r})
    """,
    "an expired URL is dead, and the next one is another": """
        f1 = life.upload()
        life.create_url(f1, expires_after={shortest})
        life.advance({almost})
        life.fetch(f1, url=0)
        life.find(with_url=True)
        life.advance({past})
        life.fetch(f1, url=0)
        life.get(f1)
        life.content(f1)
        life.find(with_url=False)
        life.create_url(f1)
        life.fetch(f1, url=0)
        life.fetch(f1, url=1)
        life.advance({longest})
        life.fetch(f1, url=1)
    """,
    "an expiry that was moved counts, and the former one does not": """
        f1 = life.upload()
        f2 = life.upload()
        life.create_url(f1, expires_after={shortest})
        life.create_url(f1, expires_after={longer})
        life.create_url(f2, expires_after={longer})
        life.create_url(f2, expires_after={shortest})
        life.advance({past_shortest})
        life.fetch(f1, url=0)
        life.fetch(f2, url=0)
        life.revoke(f2)
        life.advance({longer})
        life.fetch(f1, url=0)
        life.get(f1)
    """,
    "file and inheriting URL end together": """
        f1 = life.upload(expires_after={file_long})
        life.create_url(f1)
        life.advance({file_almost})
        life.fetch(f1, url=0)
        life.get(f1)
        life.create_url(f1, expires_after={shortest})
        life.create_url(f1)
        life.advance({past})
        life.fetch(f1, url=0)
        life.get(f1)
        life.content(f1)
        life.create_url(f1)
        life.revoke(f1)
        life.find()
        life.delete(f1)
    """,
    "nothing brings a dead URL back": """
        f1 = life.upload()
        life.create_url(f1, expires_after={shortest})
        life.advance({past_shortest})
        life.create_url(f1, expires_after={longer})
        life.revoke(f1)
        life.create_url(f1, expires_after={shortest})
        life.create_url(f1, expires_after={longest})
        life.advance({past_shortest})
        life.fetch(f1, url=0)
        life.fetch(f1, url=1)
        life.fetch(f1, url=2)
        life.delete(f1)
        life.fetch(f1, url=0)
        life.fetch(f1, url=1)
        life.fetch(f1, url=2)
    """,
}


def numbers() -> dict[str, int]:
    """What the braces of `SEQUENCES` stand for, in seconds."""
    url, file = bounds.of_urls(), bounds.of_files()
    file_long = (file.low + file.high) // 2
    return {
        "shortest": url.low,
        "longer": 2 * url.low,
        "longest": url.high,
        "too_short": url.low - 1,
        "too_long": url.high + 1,
        "file_long": file_long,
        "file_too_short": file.low - 1,
        "file_too_long": file.high + 1,
        "file_two": 2 * file.low,
        "a_little_more_than_two": 2 * file.low + CLEAR,
        "a_little_less_than_two": 2 * file.low - CLEAR,
        "almost": url.low - CLEAR,
        "past_shortest": url.low + CLEAR,
        "past": 2 * CLEAR,
        "file_almost": file_long - CLEAR,
    }


@pytest.mark.alone
@requirement("public-url.life.sequences")
def test_lives_follow_the_rules(api, store, sharing):
    """Every answer is one that the documented rules allow at that point."""
    try:
        run_all(
            partial(replay_program, api, store, program_of(sequence.format(**numbers())))
            for sequence in SEQUENCES.values()
            if api.clock.adjustable or "advance" not in sequence
        )
        run_machine(lambda: Lives(api, store), steps=STEPS)
    except AssertionError as error:
        raise shortest(lambda program: replay_program(api, store, program), error) from None


def _lifetimes(limits):
    """Seconds within the bounds, mostly short ones: a life turns the clock past many of them."""
    edges = [limits.low, limits.low + 1, 2 * limits.low, 24 * limits.low, limits.high]
    return st.sampled_from(edges) | st.integers(limits.low, limits.high)


def _misses(schema):
    """Seconds outside the bounds that the parameter would take as a number."""
    misses = near_misses(
        f"#/components/schemas/{schema}/properties/{EXPIRES_AFTER}", rules=("minimum", "maximum")
    )
    return st.deferred(lambda: misses.strategy).map(lambda miss: miss.value)


class Lives(RuleBasedStateMachine):
    """Draws the steps. What a step does and whether its answer is right is the life's business.

    The files are few, so that much happens to each, and what matters most is a rule of its own, since all
    rules are drawn equally often.
    """

    files = Bundle("files")
    can_advance = precondition(lambda self: self.life.api.clock.adjustable)

    def __init__(self, api, store):
        """Start a life without files."""
        super().__init__()
        self.life = Life(api, store)

    def teardown(self):
        """Delete the files that are left."""
        self.life.end()

    @initialize(target=files)
    def first_upload(self):
        """There is always a file to do something with."""
        return self.life.upload()

    @precondition(lambda self: len(self.life.world.files) < MOST_FILES)
    @rule(target=files, seconds=st.none() | _lifetimes(bounds.of_files()))
    def upload(self, seconds):
        """With and without an expiry."""
        return self.life.upload(expires_after=seconds)

    @rule(file=files, seconds=st.just(OMITTED) | st.none())
    def create_url(self, file, seconds):
        """Left out, or null."""
        self.life.create_url(file, expires_after=seconds)

    @rule(file=files, seconds=_lifetimes(bounds.of_urls()))
    def create_url_with_expiry(self, file, seconds):
        """Within the bounds; whether the file lives so long is another matter."""
        self.life.create_url(file, expires_after=seconds)

    @rule(file=files, of_url=_misses("CreatePublicUrl"), of_file=_misses("UploadFile"), url=st.booleans())
    def break_the_bounds(self, file, of_url, of_file, url):
        """Refused, and nothing changes."""
        if url:
            self.life.create_url(file, expires_after=of_url)
            self.look(file)
        else:
            self.life.upload(expires_after=of_file)

    @rule(file=files)
    def revoke(self, file):
        """Whether or not there is a URL."""
        self.life.revoke(file)

    @rule(file=files)
    def revoke_and_look_around(self, file):
        """What is revoked is gone from everywhere, and nothing else is."""
        self.life.revoke(file)
        self.look(file)
        self.look_around()

    @rule(file=files)
    def delete(self, file):
        """Also again."""
        self.life.delete(file)
        self.look(file)

    @rule(file=files)
    def look(self, file):
        """At the metadata, the content, and every URL that the file ever had."""
        self.life.get(file)
        self.life.content(file)
        for number, _ in enumerate(self.life.state(file).addresses):
            self.life.fetch(file, url=number)

    @rule()
    def look_around(self):
        """In the list, and in what the filters find."""
        for with_url in (None, True, False):
            self.life.find(with_url=with_url)

    @rule(step=st.sampled_from(["get", "content", "create_url", "revoke", "delete"]))
    def meddle_with_nothing(self, step):
        """A file that never was."""
        getattr(self.life, step)(NOBODYS)

    @can_advance
    @rule(file=files, seconds=st.integers(1, 2 * bounds.of_urls().low))
    def advance(self, file, seconds):
        """By any time."""
        self.life.advance(seconds)
        self.look(file)

    @can_advance
    @rule(file=files, of_url=st.booleans(), after=st.booleans())
    def advance_to_a_deadline(self, file, of_url, after):
        """Clearly before or clearly after something ends, and look at once."""
        seconds = self.life.until_end(file, of_url=of_url, after=after)
        if seconds > 0:
            self.life.advance(seconds)
            self.look(file)
