"""Using up a team's quota of public URLs, which takes as many uploads as it has places."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from conformance import waves
from conformance.checks import Untestable
from conformance.client import Api
from conformance.suite.listing import walk
from conformance.suite.stored import Store, Stored
from conformance.targets.call import Answer

#: So many requests are under way at least while the quota is being filled, and so many places are left to fill
#: one by one, so that the edge is exact.
AT_ONCE = 8


@dataclass(frozen=True, slots=True)
class FullQuota:
    """How many URLs there were `before` and `after`, and the files that got a URL between.

    `refused` is the file that was one too many, with the answer that refused its URL; `None` if none was refused.
    """

    before: int
    after: int
    shared: tuple[Stored, ...]
    refused: tuple[Stored, Answer] | None

    @property
    def active(self) -> int:
        """How many URLs are active.

        Raises:
            Untestable: others of the team have made or ended some meanwhile.
        """
        found = self.before + len(self.shared)
        if (self.before or self.after) and self.after != found:  # else no list shows URLs at all
            raise Untestable(
                f"needs a team whose public URLs nobody else changes meanwhile: {self.after} are active, where"
                f" {self.before} and {len(self.shared)} more were to be"
            )
        return found

    def needs_enforcement(self) -> tuple[Stored, ...]:
        """The files with a URL, where the quota is indeed full.

        Raises:
            Untestable: it is not kept at all.
        """
        if not self.shared or self.refused is None or not self.refused[1].refused("quota"):
            raise Untestable("needs the quota to be enforced (public-url.quota.limit)")
        return self.shared


@contextmanager
def full_quota(api: Api, library: Store) -> Iterator[FullQuota]:
    """Fill the quota with files that outlive checks, and delete those again at the end."""
    quota = api.spec.limit("public-urls-per-team")
    before = _active(api)

    def create(_: object) -> tuple[Stored, Answer]:
        file = library.file()
        return file, api.public_urls.create(file.id)

    made = waves.each(create, range(quota - before - AT_ONCE), at_least=AT_ONCE)
    while all(answer.accepted for _, answer in made) and before + len(made) <= quota:
        made.append(create(None))
    shared = tuple(file for file, answer in made if answer.accepted)
    refused = next((each for each in made if not each[1].accepted), None)
    api.eventually(lambda: _active(api) == before + len(shared))
    yield FullQuota(before, _active(api), shared, refused)
    waves.each(lambda file: api.files.delete(file.id), shared, at_least=AT_ONCE)


def _active(api: Api) -> int:
    """Counted without a filter: whether filters work is another requirement."""
    return sum(1 for file in walk(api) if file.get("public_url"))
