"""Whole lives of what is generated: an image, its edit, a video of that, and what becomes of their files.

f1 = life.image(public_url=True)
f2 = life.edit(f1)
v1 = life.animate(f2, expires_after=7200)
f3 = life.finish(v1)
life.revoke(f1)
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

from conformance.checks import Untestable
from conformance.oracle import FinishVideo, Keep, MakeImages, StartVideo, World
from conformance.oracle.statuses import ended_without_result
from conformance.suite.made import body_of
from conformance.suite.programs import live
from conformance.suite.public_urls.lives import STEPS as OF_FILES
from conformance.suite.public_urls.lives import Life, LifeFile
from conformance.suite.stored import Store
from conformance.suite.studio import IMAGES, Studio
from conformance.targets.call import Answer

#: The steps of a loop: those of files, and what makes files.
STEPS: Final = (*OF_FILES, "image", "sibling", "edit", "animate", "extend", "finish")
#: What the names of images and of videos end with.
PICTURE: Final = "jpg"
FILM: Final = "mp4"
#: The operation that tells what has become of a video.
_POLL: Final = "getVideo"
#: How to be stored, as the keywords of steps.
_UNSET: Final = {"expires_after": None, "public_url": False, "url_expires_after": None}


@dataclass(frozen=True, slots=True)
class LifeVideo:
    """A video that was started. `name` is what the program calls it."""

    name: str
    id: str

    def __repr__(self) -> str:
        return self.name


@dataclass(slots=True, kw_only=True)
class Loop(Life):
    """A life in which files are generated, too. Whatever is generated is stored, by a name of its own.

    Steps that generate take `expires_after` and `url_expires_after` (seconds) and `public_url`. They return the
    first file, or the video, or `None` where the request had to be refused.
    """

    studio: Studio
    _videos: int = 0
    _batches: dict[LifeFile, tuple[LifeFile, ...]] = field(default_factory=dict)

    # --- the steps

    def image(self, count: int = 1, **storing: Any) -> LifeFile | None:
        """Generate `count` images."""
        return self._images("image", (), {"n": count} if count > 1 else {}, count=count, storing=storing)

    def sibling(self, file: LifeFile, number: int = 1) -> LifeFile:
        """Another image of the same generation; nothing is sent."""
        sibling = self._batches[file][number]
        self.program.append(f"{sibling} = life.sibling({file}, {number})")
        return sibling

    def edit(self, *files: LifeFile, **storing: Any) -> LifeFile | None:
        """Edit one image, or several into one."""
        sources = [{"file_id": file.id} for file in files]
        fields = {"image": sources[0]} if len(sources) == 1 else {"images": sources}
        return self._images("edit", files, fields, count=1, storing=storing)

    def animate(self, file: LifeFile, **storing: Any) -> LifeVideo | None:
        """Start a video that begins with an image."""
        # Just long enough to be extended.
        fields = {"image": {"file_id": file.id}, "duration": self.api.spec.limit("extended-video-shortest")}
        return self._video("animate", file, "generateVideo", fields, storing)

    def extend(self, file: LifeFile, **storing: Any) -> LifeVideo | None:
        """Start a longer version of a video."""
        return self._video("extend", file, "extendVideo", {"video": {"file_id": file.id}}, storing)

    def finish(self, video: LifeVideo) -> LifeFile | None:
        """Poll a video to its end; `None` if there is none, or it was known before."""
        before = self.world
        name = self._next_name()
        self._step(
            f"{name} = life.finish({video})",
            FinishVideo(video.id),
            lambda: self._finished(video),
        )
        return self._new_files(before, name)[0] if len(self.world.files) > len(before.files) else None

    # --- how they are done

    def _finished(self, video: LifeVideo) -> Answer:
        answer = self.api.videos.finished(video.id)
        job = self.world.job(video.id)
        if job is not None and job.sound and ended_without_result(answer):
            raise Untestable(f"needs a video from a stored file that ends well (inputs.chained): {answer!r}")
        return answer

    def _images(
        self,
        step: str,
        files: tuple[LifeFile, ...],
        fields: dict[str, Any],
        *,
        count: int,
        storing: dict[str, Any],
    ) -> LifeFile | None:
        before, name = self.world, self._next_name()
        keep = self._keep(PICTURE, storing)
        operation = "editImage" if files else "generateImage"
        body = self._body(operation, keep, storing, fields)
        counted = {"count": count} if count > 1 else {}
        self._step(
            f"{name} = life.{step}({_arguments(files, counted, storing)})",
            MakeImages(count=count, inputs=tuple(file.id for file in files), keep=keep),
            lambda: self.api.generate(operation, body),
        )
        if self.world is before:
            return None
        made = self._new_files(before, name)
        self._batches[made[0]] = made
        return made[0]

    def _video(
        self, step: str, file: LifeFile, operation: str, fields: dict[str, Any], storing: dict[str, Any]
    ) -> LifeVideo | None:
        before, name = self.world, f"v{self._videos + 1}"
        self._videos += 1
        keep = self._keep(FILM, storing)
        body = self._body(operation, keep, storing, fields)
        self._step(
            f"{name} = life.{step}({_arguments((file,), {}, storing)})",
            StartVideo(inputs=(file.id,), keep=keep),
            lambda: self.api.generate(operation, body),
        )
        return None if self.world is before else LifeVideo(name, self.world.jobs[-1].id)

    def _keep(self, extension: str, storing: dict[str, Any]) -> Keep:
        wished = {**_UNSET, **storing}
        own = wished["url_expires_after"] if wished["public_url"] else None
        return Keep(
            name=self.studio.name(extension),
            expires_after=wished["expires_after"],
            public_url=bool(wished["public_url"]),
            url_expires_after=own,
        )

    def _body(
        self, operation: str, keep: Keep, storing: dict[str, Any], fields: dict[str, Any]
    ) -> dict[str, Any]:
        options: dict[str, Any] = {"filename": keep.name}
        if "expires_after" in storing:
            options["expires_after"] = keep.expires_after
        if keep.url_expires_after is not None:
            options["public_url"] = {"expires_after": keep.url_expires_after}
        elif "public_url" in storing:
            options["public_url"] = keep.public_url
        return self.studio.body(operation, storage=options, **fields)

    def _new_files(self, before: World, name: str) -> tuple[LifeFile, ...]:
        """The files that a step has made: the first has the step's name, the others that with a letter."""
        ids = [file.id for file in self.world.files[len(before.files) :]]
        return tuple(
            LifeFile(name if number == 0 else f"{name}_{number}", file_id)
            for number, file_id in enumerate(ids)
        )

    def _next_name(self) -> str:
        self._uploads += 1
        return f"f{self._uploads}"

    def heard(self, answer: Answer) -> Answer:
        """The answer, unless it speaks of what is not this life's: a rate, a quota, or bad luck of the service."""
        found = Life.heard(self, answer)  # a class with slots is made anew, and `super()` does not know it
        for entry in _entries(found):
            reason = entry.get("storage_error") or (entry.get("file_output") or {}).get("public_url_error")
            if reason:
                raise Untestable(f"{answer!r}: what was asked for could not be stored or shared ({reason})")
        return found


def replay_program(studio: Studio, store: Store, program: str) -> None:
    """Live the life that `program` describes, and delete its files.

    Raises:
        ProgramError: it holds anything but a loop's steps; nothing was sent.
        AssertionError: the target went wrong (again).
    """
    live(program, lambda: Loop(studio.api, store, studio=studio), STEPS)


def _entries(answer: Answer) -> list[dict[str, Any]]:
    """What an answer has of images, or of a video that was waited for."""
    operation = answer.operation.id
    if operation not in (*IMAGES, _POLL):
        return []  # an SDK does not tell of what nobody expects there
    found = body_of(answer).get("data" if operation in IMAGES else "video")
    return [entry for entry in (found if isinstance(found, list) else [found]) if isinstance(entry, dict)]


def _arguments(files: tuple[LifeFile, ...], more: dict[str, Any], storing: dict[str, Any]) -> str:
    named = {**more, **storing}
    return ", ".join([*map(repr, files), *(f"{name}={value!r}" for name, value in named.items())])
