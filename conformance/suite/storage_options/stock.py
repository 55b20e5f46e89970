"""Stored generations to be used up: checks that revoke, delete or make public take theirs from here.

What one check leaves (a file whose URL was revoked, say) is what another begins with, so that few have to be made.
Any check can come first, alone or again: what is not in stock is made.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Any

from conformance.checks import Untestable
from conformance.client import Api
from conformance.suite.made import Asset, Made, fetched
from conformance.suite.storage_options.kept import storing_operations
from conformance.suite.storage_options.with_url import operations_with_url
from conformance.suite.studio import ABSENT, IMAGES, OPERATIONS, Studio
from conformance.targets.call import Answer
from strategies.inputs import Inputs

#: Other than what images are by default in the docs' examples, and named there: the name does not say the type.
EXTENSION = {"image": "png", "video": "mp4"}


#: So many come from one request where several are wanted: one to delete, one to revoke, and one that has to be left.
FEW = 3


class State(Enum):
    """What has been done to a stored file since it came with its generation."""

    PUBLIC = "it has the URL that it came with"
    PRIVATE = "it came without a URL, and has none"
    REVOKED = "its URL was revoked"
    RENEWED = "it has a URL that was made later"


_AS_IT_CAME = (State.PUBLIC, State.PRIVATE)


@dataclass(frozen=True, slots=True)
class Piece:
    """One stored image or video. `url` is its public URL, or the one that it had last; `None` if it never had one."""

    operation: str
    made: Made
    asset: Asset
    url: str | None

    @property
    def id(self) -> str:
        """The id of its file."""
        found = self.asset.file_id
        assert found is not None  # pieces are made of nothing else
        return found

    def ephemeral(self, api: Api) -> Answer | None:
        """What its ephemeral URL answers now; `None` where it has none."""
        return None if self.asset.url is None else fetched(api, self.asset)


@dataclass(slots=True)
class Stock:
    """Keeps pieces by their state. `lasting` are ids of files that outlive the check that made them."""

    studio: Studio
    lasting: set[str]
    _pieces: list[tuple[Piece, State]] = field(default_factory=list)
    _public: tuple[str, ...] = ()

    @property
    def api(self) -> Api:
        """The target."""
        return self.studio.api

    def public_operations(self) -> tuple[str, ...]:
        """The operations whose results come with a public URL. It is seen once: turned clocks do not change it.

        Raises:
            Untestable: none does.
        """
        self._public = self._public or operations_with_url(self.studio)
        return self._public

    # --- taking; what is taken is in stock no more until it is put back

    def public(self, operation: str) -> Piece:
        """A file with the URL that came with it.

        Raises:
            Untestable: the target makes none.
        """
        return self._found(operation, State.PUBLIC) or self._made(operation, public_url=True)

    def private(self, operation: str) -> Piece:
        """A file that never had a URL.

        Raises:
            Untestable: the target makes none.
        """
        return self._found(operation, State.PRIVATE) or self._made(operation)

    def revoked(self, operation: str) -> Piece:
        """A file whose URL, which came with it, was revoked.

        Raises:
            Untestable: the target makes none, or does not revoke.
        """
        return self._found(operation, State.REVOKED) or self.revoke(self.public(operation))

    def shown(self, operation: str) -> Piece:
        """A file with any URL: one that several checks have used already, if there is such.

        Raises:
            Untestable: the target makes none.
        """
        return self._found(operation, State.RENEWED) or self.public(operation)

    def with_ephemeral(self, operation: str, *, used: bool = False) -> Piece:
        """A file with the URL that came with it, and an ephemeral URL that serves right now.

        If it does not matter whether its public URL was revoked, say so by `used`.

        Raises:
            Untestable: the target makes none, or its ephemeral URL serves nothing.
        """

        def serves(piece: Piece) -> bool:
            answer = piece.ephemeral(self.api)
            return answer is not None and bool(answer.accepted)

        for state in (State.REVOKED, State.PUBLIC) if used else (State.PUBLIC,):
            if found := self._found(operation, state, serves):
                return found
        piece = self._made(operation, public_url=True)
        if not serves(piece):
            rule = "images.ephemeral.fetch" if piece.asset.kind == "image" else "videos.ephemeral.fetch"
            raise Untestable(f"needs an ephemeral URL that serves ({rule}): {piece.made!r}")
        return piece

    def group(self, operation: str, count: int, *, left: int) -> list[Piece]:
        """`left` or more of `count` files that came from one request, for which URLs were asked. They stay in stock.

        Raises:
            Untestable: the target makes none.
        """
        for made in {id(piece.made): piece.made for piece, _ in self._pieces}.values():
            pieces = [p for p, state in self._pieces if p.made is made and state in _AS_IT_CAME]
            if made.operation == operation and made.body.get("n") == count and len(pieces) >= left:
                return pieces
        pieces = self._all_of(operation, public_url=True, n=count)
        if len(pieces) != count:
            raise Untestable(f"needs {count} images from one request (images.generate.count)")
        for piece in pieces:
            self.keep(piece)
        return pieces

    # --- giving back

    def put_back(self, piece: Piece, state: State, *, url: str | None = None) -> None:
        """Keep it for other checks, in its new state and with its new `url` if it has one."""
        self.remove(piece)
        self._pieces.append((replace(piece, url=url or piece.url), state))

    def remove(self, piece: Piece) -> None:
        """Take it out: it is about to be harmed."""
        self._pieces = [(other, state) for other, state in self._pieces if other.id != piece.id]

    def keep(self, piece: Piece) -> None:
        """Keep it for other checks, as it came."""
        self.put_back(piece, State.PUBLIC if piece.url else State.PRIVATE)

    def take_in(self, made: Made) -> None:
        """Keep what a check has had made for itself and not harmed."""
        for piece in self._pieces_of(made):
            self.keep(piece)

    def revoke(self, piece: Piece) -> Piece:
        """Revoke its URL, which has to work for a check of the consequences to mean anything.

        Raises:
            Untestable: it does not.
        """
        self.remove(piece)
        answer = self.api.public_urls.revoke(piece.id)
        if not answer.accepted:
            raise Untestable(f"needs a revocation (storage.file.revoked): {answer!r}")
        return piece

    # --- making

    def _found(
        self, operation: str, state: State, fits: Callable[[Piece], bool] = lambda _: True
    ) -> Piece | None:
        for piece, its_state in self._pieces:
            if piece.operation == operation and its_state is state and fits(piece):
                self.remove(piece)
                return piece
        return None

    def _made(self, operation: str, *, public_url: bool = False) -> Piece:
        # Where somebody pays, those that will be wanted together are made together.
        together = self.studio.lean and public_url and operation in IMAGES
        piece, *others = self._all_of(operation, public_url=public_url, n=FEW if together else ABSENT)
        for other in others:
            self.keep(other)
        if public_url and piece.url is None:
            raise Untestable(f"needs a public URL with it (storage.output.public-url): {piece.made!r}")
        return piece

    def _all_of(self, operation: str, *, public_url: bool = False, **fields: Any) -> list[Piece]:
        kind = "image" if operation in IMAGES else "video"
        options = {"public_url": True} if public_url else {}
        storage = self.studio.storage(EXTENSION[kind], **options)
        return self._pieces_of(self.studio.make(operation, storage=storage, **fields))

    def _pieces_of(self, made: Made) -> list[Piece]:
        made.stored()
        self.lasting.update(made.file_ids)
        return [Piece(made.operation, made, asset, _url_of(asset)) for asset in made.assets]


def _url_of(asset: Asset) -> str | None:
    value = (asset.output or {}).get("public_url")
    return value if isinstance(value, str) and value else None


def used_up(stock: Stock) -> Inputs[str]:
    """Operations whose results a check may use up: all that store, or the cheapest where somebody pays for them.

    Raises:
        Untestable: none stores anything.
    """
    return _usable(stock, OPERATIONS)


def images_used_up(stock: Stock) -> Inputs[str]:
    """Those of images alone.

    Raises:
        Untestable: none stores anything.
    """
    return _usable(stock, IMAGES)


def public_used_up(stock: Stock) -> Inputs[str]:
    """Those whose results come with a public URL: not every type of media may have one.

    Raises:
        Untestable: none does.
    """
    return _usable(stock, stock.public_operations())


def _usable(stock: Stock, operations: Collection[str]) -> Inputs[str]:
    storing = [operation for operation in storing_operations(stock.studio) if operation in operations]
    if not storing:
        raise Untestable(f"needs a generation by {' or '.join(operations)} that is stored (storage.accepted)")
    return Inputs.of(*(storing[:1] if stock.studio.lean else storing))
