"""What checks of images and videos start from: bodies that ask for little, and generations to look at.

A generation takes time and may cost money. So a check that only looks takes a `shared` one, which all checks with
the same wishes get, and which none may harm: no revoking, no new URL, no deletion. A check that needs one of its
own has it made, and what it stored is deleted when the check ends.
"""

from __future__ import annotations

import contextlib
import itertools
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, Final

from conformance import trial, waves
from conformance.checks import NoVerdict, Untestable
from conformance.client import Api, StillPending
from conformance.outcomes import NotOffered
from conformance.suite.made import Asset, Made, with_result
from conformance.suite.sources import as_sent, media_of
from conformance.suite.stored import Store, Stored
from strategies.media import Media

#: What can be asked for, cheapest first.
OPERATIONS: Final = ("generateImage", "editImage", "generateVideo", "editVideo", "extendVideo")
IMAGES: Final = OPERATIONS[:2]
VIDEOS: Final = OPERATIONS[2:]
#: As a value of a field: leave the field out.
ABSENT: Final[Any] = type("Absent", (), {"__repr__": lambda _: "ABSENT"})()
#: The requirement that is not kept where an ordinary request for an operation has no result.
_RESTS_ON = {
    "generateImage": "images.generate.accepted",
    "editImage": "inputs.image-edit",
    "generateVideo": "videos.generate.accepted",
    "editVideo": "inputs.video-edit",
    "extendVideo": "inputs.video-extension",
}
_PROMPT = "A red apple on a white table"
#: So many videos may stay pending until the next is given up before it is started.
_MOST_STALLED = 2
#: A target's clock may be turned by so many seconds before what was shared counts as too old.
_SAME_TIME = 60.0
#: So many videos are begun before the first of them is waited for.
_SIDE_BY_SIDE = 8


@dataclass(slots=True)
class _Production:
    """A generation that is shared.

    `offset` is by how much the target's clock was ahead of ours, `until` when the first thing that it stored
    expires, in Unix seconds by that clock.
    """

    made: Made
    offset: float
    until: float


@dataclass(frozen=True, slots=True)
class _Wish:
    """What is asked for. `options` are the storage options, without a file name; `key` tells equal wishes."""

    operation: str
    options: dict[str, Any] | None
    fields: dict[str, Any]
    key: str

    @staticmethod
    def of(operation: str, storage_options: dict[str, Any] | None, fields: dict[str, Any]) -> _Wish:
        options = None
        if storage_options is not None:
            options = {name: value for name, value in storage_options.items() if name != "filename"}
        key = json.dumps([operation, options, fields], sort_keys=True, default=repr)
        return _Wish(operation, options, fields, key)


@dataclass(slots=True, kw_only=True)
class Studio:
    """Has images and videos made. `lean` says that somebody pays for them.

    `able` says whether the profile lets anything be generated at all. `library` stores sources that all checks
    share; ids in its `lasting` outlive the check.
    """

    api: Api
    tag: str
    library: Store
    lean: bool = False
    able: bool = True
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))
    _sources: dict[Media, Stored] = field(default_factory=dict)
    _links: dict[Media, str] = field(default_factory=dict)
    _productions: dict[str, _Production] = field(default_factory=dict)
    _stalled: list[str] = field(default_factory=list)
    _awaited: dict[str, _Wish] = field(default_factory=dict)
    _under_way: dict[str, Made] = field(default_factory=dict)
    _locks: waves.Locks = field(default_factory=waves.Locks)

    def name(self, extension: str = "jpg") -> str:
        """A file name that nothing else has, and by which clean-up knows it."""
        return f"{self.tag}-{next(self._numbers)}.{extension}"

    def storage(self, extension: str = "jpg", /, **options: Any) -> dict[str, Any]:
        """Storage options: a name of our own, and `options` as they stand."""
        return {"filename": self.name(extension), **options}

    def source(self, what: str | Media) -> Stored:
        """A stored file, or one of a kind of `strategies.media`: the same for all checks, which none may harm.

        Raises:
            Untestable: the target stores none.
        """
        media = media_of(what)
        with self._locks.only(("source", media)):
            if media not in self._sources:
                self._sources[media] = self.library.file(media)
            return self._sources[media]

    def link(self, what: str | Media) -> str:
        """The public URL of another such file.

        Raises:
            Untestable: the target stores none, or makes no public URL.
        """
        media = media_of(what)
        with self._locks.only(("link", media)):
            if media not in self._links:
                self._links[media] = self.library.shared(media).url
            return self._links[media]

    # --- asking

    def body(self, operation: str, *, storage: Any = ABSENT, **fields: Any) -> dict[str, Any]:
        """The smallest valid body for `operation`, with `fields` as they stand; one that is `ABSENT` is left out.

        Without `storage` the generation is not stored. An edit or an extension is of a shared stored source, unless
        `fields` has one, as it is sent or as one of `suite.sources`.

        Raises:
            Untestable: the target does not store the source.
        """
        kind = kind_of(operation)
        body: dict[str, Any] = {"model": self.api.transport.profile.models[kind], "prompt": _PROMPT}
        schema = self.api.spec.operations[operation].request_schema or {}
        properties = schema["properties"]
        if "duration" in properties:
            body["duration"] = properties["duration"]["minimum"]
        if kind == "video" and "resolution" in properties:
            body["resolution"] = properties["resolution"]["enum"][0]
        body |= self._input(operation, fields)
        body |= as_sent(self, fields)
        if storage is not ABSENT:
            body["storage_options"] = storage
        return {name: value for name, value in body.items() if value is not ABSENT}

    def _input(self, operation: str, fields: dict[str, Any]) -> dict[str, Any]:
        if operation == "editImage" and not fields.keys() & {"image", "images"}:
            return {"image": {"file_id": self.source("png").id}}
        if operation in ("editVideo", "extendVideo") and "video" not in fields:
            return {"video": {"file_id": self.source("mp4").id}}
        return {}

    def send(self, operation: str, body: Any) -> Made:
        """Ask for it, and wait for its end; the answer may be anything.

        Raises:
            NoVerdict: the network broke, or the video did not end in time.
            Untestable: the profile lets nothing be generated.
            BudgetSpent: it may cost more than is left.
        """
        return self._ended(self._begun(operation, body))

    def _begun(self, operation: str, body: Any) -> Made:
        if not self.able:
            raise Untestable("needs leave to generate (capabilities.generation = true in the profile)")
        kind = kind_of(operation)
        if kind == "video" and len(self._stalled) >= _MOST_STALLED:
            raise NoVerdict(f"videos of this target do not end: {self._stalled[-1]}")
        answer = self.api.generate(operation, body)
        return Made(operation=operation, kind=kind, body=body, answer=answer, final=answer)

    def _ended(self, begun: Made) -> Made:
        if not begun.answer.accepted or begun.request_id is None:
            return begun
        try:
            return replace(begun, final=self.api.videos.finished(begun.request_id))
        except StillPending as error:
            self._stalled.append(str(error))
            raise

    def make(self, operation: str, *, storage: Any = ABSENT, **fields: Any) -> Made:
        """Have it made for this check alone; arguments as for `body`.

        Raises:
            Untestable: there is no result, which is judged by the requirement that is named.
            NoVerdict: as for `send`.
        """
        return _with_result(self.send(operation, self.body(operation, storage=storage, **fields)))

    # --- sharing

    def shared(self, operation: str, *, storage_options: dict[str, Any] | None = None, **fields: Any) -> Made:
        """Have it made once for all checks with these wishes, which must not harm it.

        `storage_options` go without a file name: one is filled in, in the place of any that is there.

        Raises:
            Untestable: there is no result; for every check with these wishes, from one request.
            NoVerdict: as for `send`; the next check asks again.
        """
        return _with_result(self.tried(operation, storage_options=storage_options, **fields))

    def tried(self, operation: str, *, storage_options: dict[str, Any] | None = None, **fields: Any) -> Made:
        """The same, whatever has become of it: for checks that judge whether there is a result at all.

        Raises:
            Untestable, NoVerdict: as for `send`.
        """
        wish = _Wish.of(operation, storage_options, fields)
        with self._locks.only(wish.key):
            return self._tried(wish)

    def _tried(self, wish: _Wish) -> Made:
        key, passing = wish.key, trial.current().kept
        known: _Production | None = self._productions.get(key) or passing.get(key)
        if known is not None and self._is_fresh(known):
            trial.current().recall(known.made.answer.exchange, known.made.final.exchange)
            return known.made
        begun = self._under_way.pop(key, None)
        if begun is not None:
            trial.current().recall(begun.answer.exchange)
        made = self._ended(begun or self._begun(wish.operation, self._wished_for(wish)))
        if begun is not None:
            self._begin_more()
        production = _Production(made, self.api.clock.offset, min(_ends(made), default=float("inf")))
        if trial.current().drawn:
            passing[key] = production
        else:
            self._productions[key] = production
            if self.library.lasting is not None:
                self.library.lasting.update(asset.file_id or "" for asset in _told(made))
        return made

    def available(self, operation: str) -> bool:
        """Whether the target has `operation` at all: the smallest request for it has had a result.

        Where somebody pays, it is any request that has.

        Raises:
            NoVerdict: as for `send`.
        """
        if any(known.made.accepted for known in self._known(operation)):
            return True
        try:
            return any(self.tried(operation, **wishes).accepted for wishes in self._ordinary(operation))
        except Untestable:
            return False

    def _known(self, operation: str) -> list[_Production]:
        """What tells whether there is `operation`, as far as it is known."""
        if self.lean:
            return [known for known in [*self._productions.values()] if known.made.operation == operation]
        known = self._productions.get(_Wish.of(operation, None, {}).key)
        return [] if known is None else [known]

    def _ordinary(self, operation: str) -> list[dict[str, Any]]:
        """What is asked for to see whether there is `operation`; where somebody pays, what is needed anyway."""
        if not self.lean:
            return [{}]
        from conformance.suite.asked import LEAN

        planned = [asked for asked in LEAN if asked.operation == operation]
        return [{"storage_options": asked.options, **asked.fields} for asked in planned]

    def _wished_for(self, wish: _Wish) -> dict[str, Any]:
        extension = "mp4" if wish.operation in VIDEOS else "jpg"
        storage = ABSENT if wish.options is None else self.storage(extension, **wish.options)
        return self.body(wish.operation, storage=storage, **wish.fields)

    def ahead(self, wishes: Iterable[tuple[str, dict[str, Any] | None, dict[str, Any]]]) -> None:
        """Start the videos among `wishes` (what `tried` takes), some at a time, so that they are made side by side.

        It begins when an operation is known to bring videos to an end; where somebody pays, nothing is begun that
        may not be asked for after all.

        Raises:
            Untestable, NoVerdict: as for `send`.
        """
        if self.lean or waves.width() > 1:  # then others are at work meanwhile
            return
        for wish in (_Wish.of(*each) for each in wishes):
            known = self._productions.get(wish.key)
            if wish.operation in VIDEOS and not (known and self._is_fresh(known)):
                self._awaited[wish.key] = wish
        self._begin_more()

    def _begin_more(self) -> None:
        able = {known.made.operation for known in [*self._productions.values()] if known.made.accepted}
        for wish in [wish for wish in self._awaited.values() if wish.operation in able]:
            if len(self._under_way) >= _SIDE_BY_SIDE:
                return
            del self._awaited[wish.key]
            if wish.key not in self._under_way:
                # What an SDK has no words for is told to the example that needs it, and to no other.
                with contextlib.suppress(NotOffered):
                    self._under_way[wish.key] = self._begun(wish.operation, self._wished_for(wish))

    def _is_fresh(self, known: _Production) -> bool:
        """Whether it is still there: nobody has turned the clock, and what expires has time left."""
        clock = self.api.clock
        turned = abs(clock.offset - known.offset) >= _SAME_TIME
        return not turned and clock.now() < known.until - _SAME_TIME


def kind_of(operation: str) -> str:
    """What `operation` makes: `image` or `video`."""
    return "image" if operation in IMAGES else "video"


def _with_result(made: Made) -> Made:
    is_stored = made.body.get("storage_options") is not None
    return with_result(made, "storage.accepted" if is_stored else _RESTS_ON[made.operation])


def _told(made: Made) -> Iterator[Asset]:
    """Its assets that are told to be stored; an SDK that has no place for storing tells nothing of it."""
    with contextlib.suppress(NotOffered):
        yield from (asset for asset in made.assets if asset.file_id is not None)


def _ends(made: Made) -> Iterator[float]:
    """When what it has stored expires, in Unix seconds by the target's clock."""
    for asset in _told(made):
        for name in ("expires_at", "public_url_expires_at"):
            value = (asset.output or {}).get(name)
            if isinstance(value, int | float):
                yield value
