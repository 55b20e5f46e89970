"""Whole lives of what is generated: fixed ones first, then random ones, held against the reference model."""

from __future__ import annotations

from functools import partial
from typing import Final

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    multiple,
    precondition,
    rule,
)

import specs
from conformance.checks import Untestable, requirement, run_all, run_machine
from conformance.oracle import bounds
from conformance.suite.programs import program_of, shortest
from conformance.suite.storage_options.kept import storing_operations
from conformance.suite.storage_options.loops import PICTURE, STEPS, Loop, replay_program
from strategies.near_misses import near_misses

#: The most images that one edit takes.
MOST_SOURCES = specs.load().limit("edit-source-images")
LENGTH = 12
MOST_FILES = 6
#: A life that generates takes several times as long as one that uploads, so there are fewer.
SHARE = 4
#: Seconds by which the fixed lives keep clear of a deadline.
CLEAR = 20
#: With what every life begins.
FIRST: Final = "generateImage"
#: Which operation a step needs the target to have.
NEEDS: Final = {"edit": "editImage", "animate": "generateVideo", "extend": "extendVideo"}

#: Lives that a rule each has to survive. The words in braces are `numbers()`. What a target does not generate, or
#: cannot turn, leaves out the lives that need it.
SEQUENCES: Final = {
    "one image, from its URL to its end": """
        f1 = life.image(public_url=True)
        life.get(f1)
        life.fetch(f1, url=0)
        life.revoke(f1)
        life.fetch(f1, url=0)
        life.create_url(f1)
        life.fetch(f1, url=1)
        life.fetch(f1, url=0)
        life.delete(f1)
        life.fetch(f1, url=1)
        life.content(f1)
        life.find()
    """,
    "what was shared and revoked stays so when it is used": """
        f1 = life.image(public_url=True)
        f2 = life.edit(f1)
        life.get(f1)
        life.revoke(f1)
        f3 = life.edit(f1, public_url=True)
        life.get(f1)
        life.fetch(f1, url=0)
        life.create_url(f1)
        life.fetch(f1, url=1)
        life.delete(f1)
        life.content(f2)
        life.content(f3)
        life.fetch(f3, url=0)
        life.find()
    """,
    "from image to edit to video to its end": """
        f1 = life.image()
        f2 = life.edit(f1)
        v1 = life.animate(f2, public_url=True)
        f3 = life.finish(v1)
        life.get(f3)
        life.content(f3)
        life.fetch(f3, url=0)
        life.create_url(f3)
        life.create_url(f1)
        life.revoke(f3)
        life.fetch(f3, url=0)
        life.fetch(f1, url=0)
        life.content(f3)
        life.delete(f2)
        life.content(f3)
        life.delete(f3)
        life.content(f3)
        life.find(with_url=True)
        life.find(with_url=False)
    """,
    "several at once are several": """
        f1 = life.image(count=2, public_url=True)
        f1_1 = life.sibling(f1, 1)
        f2 = life.edit(f1, f1_1)
        life.revoke(f1)
        life.fetch(f1_1, url=0)
        life.delete(f1_1)
        life.fetch(f1_1, url=0)
        life.content(f1)
        life.create_url(f1)
        life.find()
    """,
    "what is refused leaves nothing": """
        f1 = life.image(expires_after={file_too_short})
        f2 = life.image(expires_after={file_too_long}, public_url=True)
        f3 = life.image(public_url=True, url_expires_after={url_too_short})
        f4 = life.image(expires_after={file_shortest}, public_url=True, url_expires_after={url_longest})
        f5 = life.image(expires_after={file_longest}, public_url=True, url_expires_after={url_shortest})
        life.get(f5)
        life.find()
    """,
    "a video that is extended is another": """
        f1 = life.image()
        v1 = life.animate(f1)
        f2 = life.finish(v1)
        v2 = life.extend(f2, public_url=True)
        f3 = life.finish(v2)
        life.delete(f2)
        life.fetch(f3, url=0)
        life.content(f3)
        life.find()
    """,
    "URL and file end when they are due": """
        f1 = life.image(expires_after={file_two}, public_url=True, url_expires_after={url_shortest})
        f2 = life.image(expires_after={file_shortest}, public_url=True)
        f3 = life.edit(f1, public_url=True, url_expires_after={url_shortest})
        life.advance({almost})
        life.fetch(f1, url=0)
        life.fetch(f2, url=0)
        life.advance({past})
        life.fetch(f1, url=0)
        life.fetch(f2, url=0)
        life.fetch(f3, url=0)
        life.content(f1)
        life.content(f2)
        life.content(f3)
        f4 = life.edit(f1)
        life.create_url(f3)
        life.fetch(f3, url=1)
        life.find(with_url=True)
        life.advance({file_shortest})
        life.content(f1)
        life.content(f4)
        life.find()
    """,
}
#: The one that is lived where somebody pays: it costs one image.
SPARING: Final = "one image, from its URL to its end"


def numbers() -> dict[str, int]:
    """What the braces of `SEQUENCES` stand for, in seconds."""
    url, file = bounds.of_stored_urls(), bounds.of_stored_files()
    return {
        "url_shortest": url.low,
        "url_longest": url.high,
        "url_too_short": url.low - 1,
        "file_shortest": file.low,
        "file_longest": file.high,
        "file_too_short": file.low - 1,
        "file_too_long": file.high + 1,
        "file_two": 2 * file.low,
        "almost": min(url.low, file.low) - CLEAR,
        "past": 2 * CLEAR + abs(url.low - file.low),
    }


@pytest.mark.alone
@requirement("storage.lives")
def test_generated_files_follow_the_rules(studio, store):
    """Every answer is one that the documented rules allow at that point."""
    able = storing_operations(studio)
    if FIRST not in able:
        raise Untestable(f"needs a generation by {FIRST} that is stored (storage.accepted)")
    try:
        run_all(
            partial(replay_program, studio, store, program_of(sequence.format(**numbers())))
            for name, sequence in SEQUENCES.items()
            if _is_possible(studio, able, name)
        )
        run_machine(lambda: Loops(studio, store, able), steps=LENGTH, share=SHARE)
    except AssertionError as error:
        raise shortest(lambda program: replay_program(studio, store, program), error) from None


def _is_possible(studio, able, name):
    """Whether the target has all that a life needs, and somebody who pays may be asked for it."""
    sequence = SEQUENCES[name]
    steps = {step for step in STEPS if f"life.{step}(" in sequence}
    has_all = {FIRST, *(NEEDS[step] for step in steps & NEEDS.keys())} <= set(able)
    can_turn = "advance" not in steps or studio.api.clock.adjustable
    return has_all and can_turn and (not studio.lean or name == SPARING)


def _storing():
    """How to be stored: what is valid, and times that break a bound or each other."""
    file, url = bounds.of_stored_files(), bounds.of_stored_urls()
    valid = st.sampled_from([None, file.low, 2 * file.low, file.high]) | st.integers(file.low, file.high)
    own = st.sampled_from([None, url.low, url.high]) | st.integers(url.low, url.high)
    missed = near_misses(
        "#/components/schemas/StorageOptions/properties/expires_after", rules=("minimum", "maximum")
    )
    broken = st.deferred(lambda: missed.strategy).map(lambda miss: miss.value)
    right = st.fixed_dictionaries({}, optional={"expires_after": valid, "public_url": st.booleans()})
    timed = st.fixed_dictionaries(
        {"public_url": st.just(True), "url_expires_after": own}, optional={"expires_after": valid}
    )
    return right | timed | st.fixed_dictionaries({"expires_after": broken})


class Loops(RuleBasedStateMachine):
    """Draws the steps. What a step does and whether its answer is right is the life's business.

    Every file is a generated one, and most rules generate: what else can happen to files has lives of its own.
    """

    files = Bundle("files")
    videos = Bundle("videos")
    can_grow = precondition(lambda self: len(self.life.world.files) < MOST_FILES)
    can_advance = precondition(lambda self: self.life.api.clock.adjustable)

    def __init__(self, studio, store, able):
        """Start a life without files."""
        super().__init__()
        self.able = able
        self.life = Loop(studio.api, store, studio=studio)

    def teardown(self):
        """Delete the files that are left."""
        self.life.end()

    @initialize(target=files, public_url=st.booleans())
    def first_image(self, public_url):
        """There is always a file to do something with."""
        return self.life.image(public_url=public_url)

    @can_grow
    @rule(target=files, storing=_storing())
    def image(self, storing):
        """One image, or none where the options break a rule."""
        return _or_nothing(self.life.image(**storing))

    @can_grow
    @precondition(lambda self: "editImage" in self.able)
    @rule(target=files, sources=st.lists(files, min_size=1, max_size=MOST_SOURCES), storing=_storing())
    def edit(self, sources, storing):
        """Of images that are there, or no longer; where all are videos, of nothing."""
        images = [file for file in sources if self._is_image(file)]
        return _or_nothing(self.life.edit(*images, **storing) if images else None)

    @can_grow
    @precondition(lambda self: "generateVideo" in self.able)
    @rule(target=videos, file=files, storing=_storing())
    def animate(self, file, storing):
        """Its file comes when it is polled."""
        return _or_nothing(self.life.animate(file, **storing) if self._is_image(file) else None)

    @rule(target=files, video=consumes(videos))
    def finish(self, video):
        """Whatever has happened since it was started."""
        return _or_nothing(self.life.finish(video))

    @rule(file=files, again=st.booleans())
    def revoke(self, file, again):
        """And create a new one, or not."""
        self.life.revoke(file)
        if again:
            self.life.create_url(file)
        self.look(file)

    @rule(file=files)
    def delete(self, file):
        """Also again."""
        self.life.delete(file)
        self.look(file)

    @rule(file=files)
    def look(self, file):
        """At the metadata, the content, every URL that the file ever had, and in the list."""
        self.life.get(file)
        self.life.content(file)
        for number, _ in enumerate(self.life.state(file).addresses):
            self.life.fetch(file, url=number)
        self.life.find()

    @can_advance
    @rule(file=files, of_url=st.booleans(), after=st.booleans())
    def advance_to_a_deadline(self, file, of_url, after):
        """Clearly before or clearly after something ends, and look at once."""
        seconds = self.life.until_end(file, of_url=of_url, after=after)
        if seconds > 0:
            self.life.advance(seconds)
            self.look(file)

    def _is_image(self, file):
        return self.life.state(file).name.endswith(f".{PICTURE}")


def _or_nothing(made):
    """What a bundle gets: nothing, where nothing was made."""
    return multiple() if made is None else made
