"""Which requirements are in scope, and which checks of them a worker runs."""

from __future__ import annotations

import difflib
import fnmatch
import functools
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from specs import Level, Requirement, Spec

#: Needs whose checks disturb every other user of the same target, and so cannot run beside others.
DISTURBING = frozenset({"clock", "quota"})
#: What a requirement costs whose checks generate nothing.
FREE = "free"
#: The area whose checks judge by Schemathesis alone, and the folder of them; they share one run of it.
FAMILY = "schema"
FAMILY_FOLDER = f"conformance/suite/{FAMILY}/"
_NAMED = re.compile(r'^@requirement\("([^"]+)"\)', re.MULTILINE)


def of_family(check: str) -> bool:
    """Whether `check` is one of the family's."""
    return check.startswith(FAMILY_FOLDER)


@functools.cache
def family() -> frozenset[str]:
    """The requirements that the checks of the family judge."""
    folder = Path(__file__).parent / "suite" / FAMILY
    return frozenset(
        name for path in folder.glob("test_*.py") for name in _NAMED.findall(path.read_text(encoding="utf-8"))
    )


def generates(requirement: Requirement) -> bool:
    """Whether its checks ask for images, videos, speech or transcripts, be it to be refused."""
    return requirement.cost != FREE or "generation" in requirement.needs


class SelectionError(Exception):
    """The selection makes no sense; the message is one sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """What a run is about. Empty means everything. `shard` is (k, n), with k from 1 to n.

    In a `lean` run all that generates is in one shard and one phase, since its checks share what is generated. What is
    promised of SDKs alone is in scope where one is `driven`. `offered` are the areas that the profile says are there,
    which matter where the family is asked for alone.
    """

    areas: tuple[str, ...] = ()
    globs: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    shard: tuple[int, int] = (1, 1)
    phase: str = "all"
    lean: bool = False
    driven: bool = False
    offered: tuple[str, ...] = ()

    @property
    def explored(self) -> frozenset[str]:
        """The areas that the family may ask about; empty means every one.

        A target need not have what nobody asked about, and what it then answers would be held against it.
        """
        asked = {area for area in self.areas if area != FAMILY}
        return frozenset(asked or {area for area in self.offered if area != FAMILY})

    def requirements(self, spec: Spec) -> list[Requirement]:
        """The requirements in scope, in the order of the catalogue; excluded ones are never in scope.

        Raises:
            SelectionError: a level, area or pattern matches nothing.
        """
        for level in self.levels:
            if level not in list(Level):
                raise SelectionError(f"there is no level {level!r}: use {', '.join(Level)}")
        for area in self.areas:
            if area not in spec.areas:
                raise SelectionError(f"the catalogue has no area {area!r}: it has {', '.join(spec.areas)}")
        for glob in self.globs:
            if not fnmatch.filter(spec.requirements, glob):
                raise SelectionError(f"no requirement matches {glob!r}{_suggestion(glob, spec)}")
        chosen = [r for r in spec.requirements.values() if self._holds(r)]
        if not chosen:
            raise SelectionError("the options leave no requirement to judge")
        return chosen

    def _holds(self, requirement: Requirement) -> bool:
        return (
            requirement.excluded is None
            and ("sdk" if self.driven else "rest") in requirement.surfaces
            and (self._asked(requirement) or self._of_family_alone(requirement))
            and (not self.levels or requirement.level in self.levels)
            and (not self.globs or any(fnmatch.fnmatchcase(requirement.id, glob) for glob in self.globs))
        )

    def _asked(self, requirement: Requirement) -> bool:
        return not self.areas or requirement.area in self.areas

    def _of_family_alone(self, requirement: Requirement) -> bool:
        return (
            FAMILY in self.areas
            and requirement.id in family()
            and (not self.explored or requirement.area in self.explored)
        )

    def judges(self, check: str, requirement: Requirement) -> bool:
        """Whether `check` is one of those that judge a requirement in scope.

        The family judges all at once and for a while, so it does so only where the whole of it, or of the run, is asked
        for; and what is in scope for its sake alone is judged by nobody else.
        """
        if not of_family(check):
            return self._asked(requirement)
        if self.globs and requirement.area != FAMILY:
            return FAMILY in self.areas and len(self.areas) == 1
        return not self.areas or FAMILY in self.areas

    def has(self, check: str, requirement: Requirement, *, alone: bool = False) -> bool:
        """Whether this shard and phase run the check `check` of a requirement in scope.

        `alone` says that it disturbs others where it can, although its requirement does not need to.
        """
        paid = self.lean and generates(requirement)
        late = paid or alone or bool(DISTURBING.intersection(requirement.needs))
        if of_family(check):
            late, paid, check = self.lean, self.lean, FAMILY_FOLDER
        if self.phase != "all" and late != (self.phase == "serial"):
            return False
        k, n = self.shard
        # Who shares what is dear to have stays together: a full quota, generated images and videos.
        if paid:
            check = "generation"
        elif "quota" in requirement.needs:
            check = check.partition("::")[0]
        return int.from_bytes(hashlib.sha256(check.encode()).digest()[:8], "big") % n == k - 1


def parse_shard(text: str | None) -> tuple[int, int]:
    """`K/N` as numbers.

    Raises:
        SelectionError: it is none.
    """
    if text is None:
        return 1, 1
    k, slash, n = text.partition("/")
    if not (slash and k.isdecimal() and n.isdecimal() and 1 <= int(k) <= int(n)):
        raise SelectionError(f"a shard is written K/N with 1 <= K <= N, not {text!r}")
    return int(k), int(n)


def _suggestion(glob: str, spec: Spec) -> str:
    near: Sequence[str] = difflib.get_close_matches(glob, list(spec.requirements), n=3, cutoff=0.5)
    return f"; did you mean {' or '.join(near)}?" if near else ""
