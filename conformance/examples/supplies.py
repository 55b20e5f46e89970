"""What a page takes for granted: files that are stored, voices, jobs, addresses. Made when they are needed."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Any

import httpx

from conformance.examples.media import AUDIO, DEFAULTS, PICTURE, Made, media, sort_of
from conformance.examples.outside import Outside
from specs import Spec

FOLDER = "supplied"
_SECONDS = 30.0


class SupplyError(Exception):
    """Something that a page needs could not be made; the message names it."""


class Supplies:
    """Makes what a block needs, each thing once: by the emulator at `url` with `key`, and in `folder`.

    `told` are sentences about what was made, in order.
    """

    def __init__(self, url: str, key: str, folder: Path, outside: Outside, spec: Spec) -> None:
        self.key = key
        self.told: list[str] = []
        self._folder = folder
        self._outside = outside
        self._spec = spec
        self._made: dict[tuple[str, ...], str] = {}
        self._own: set[str] = set()
        self._client = httpx.Client(
            base_url=url, headers={"authorization": f"Bearer {key}"}, timeout=_SECONDS, trust_env=False
        )

    def close(self) -> None:
        """Close the connection."""
        self._client.close()

    def is_own(self, text: str) -> bool:
        """Whether it was supplied already, and stands for nothing else."""
        return text in self._own

    def stored(self, sort: str, called: str) -> str:
        """The id of a stored file of that sort, for the placeholder `called`."""
        return self._once(("stored", sort, called), lambda: self._upload(DEFAULTS[sort]), f"a stored {sort}")

    def public_url(self, name: str, called: str) -> str:
        """The public URL of a stored file with the extension of `name`."""
        sort = sort_of(name) or PICTURE
        name = DEFAULTS[sort] if sort_of(name) is None else PurePosixPath(name).name

        def make() -> str:
            answer = self._asked("createPublicUrl", path={"file_id": self._upload(name)}, json={})
            return str(answer["public_url"])

        return self._once(("public URL", name, called), make, f"the public URL of a stored {sort}")

    def address(self, name: str, called: str) -> str:
        """An address that serves a file with the extension of `name`."""
        sort = sort_of(name)
        return self._once(
            ("address", name), lambda: self._outside.address(name), f"the address of a {sort}", called
        )

    def voice(self, called: str) -> str:
        """The id of a custom voice."""
        return self._once(("voice", called), self._clone, "a custom voice")

    def job(self, called: str) -> str:
        """The id of a video that has been asked for."""
        return self._once(("job", called), self._begin, "a video that was asked for")

    def file(self, name: str) -> Path:
        """A file of that name in a folder of its own."""
        path = self._folder / FOLDER / PurePosixPath(name).name
        self._once(("file", name), lambda: self._write(path), "a file made for it")
        return path

    def file_at(self, relative: str) -> None:
        """A file at that place beneath the folder in which the block runs, unless it leads out of it."""
        path = (self._folder / relative).resolve()
        if path.is_relative_to(self._folder.resolve()):
            self._once(("file", relative), lambda: self._write(path), "a file made for it")

    def is_built_in(self, voice: str) -> bool:
        """Whether the service has a voice of that id by itself."""
        known = self._once(("voices",), self._built_in, "")
        return voice.lower() in known.split()

    def _once(self, key: tuple[str, ...], make: Any, what: str, called: str = "") -> str:
        if key not in self._made:
            self._made[key] = made = make()
            self._own.add(made)
            if what:
                self.told.append(f"{called or key[-1]}: {what}")
        return self._made[key]

    def _upload(self, name: str) -> str:
        made = media(name)
        answer = self._asked(
            "uploadFile", files={"file": (PurePosixPath(name).name, made.data, made.content_type)}
        )
        return str(answer["id"])

    def _clone(self) -> str:
        made: Made = media(DEFAULTS[AUDIO])
        answer = self._asked(
            "createCustomVoice",
            data={"name": "Example"},
            files={"file": (DEFAULTS[AUDIO], made.data, made.content_type)},
        )
        return str(answer["voice_id"])

    def _begin(self) -> str:
        schema = self._spec.operations["generateVideo"].request_schema or {}
        model = schema.get("properties", {}).get("model", {}).get("x-example")
        body = {"prompt": "An example", **({"model": model} if model else {})}
        return str(self._asked("generateVideo", json=body)["request_id"])

    def _built_in(self) -> str:
        answer = self._asked("listVoices")
        return " ".join(str(voice["voice_id"]).lower() for voice in answer["voices"])

    def _write(self, path: Path) -> str:
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            path.write_bytes(media(path.name).data)
        return str(path)

    def _asked(self, operation: str, path: Mapping[str, str] | None = None, **content: Any) -> dict[str, Any]:
        known = self._spec.operations[operation]
        try:
            answer = self._client.request(known.method, known.path.format(**(path or {})), **content)
            if answer.is_success:
                with contextlib.suppress(ValueError):
                    found = answer.json()
                    if isinstance(found, dict):
                        return found
        except httpx.HTTPError as error:
            raise SupplyError(f"{operation}: {type(error).__name__}") from error
        raise SupplyError(f"{operation}: answered with {answer.status_code}")
