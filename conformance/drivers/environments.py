"""Environments of their own for SDKs: made once for a version, kept in a folder, and used again."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from conformance.drivers import node_environments, python_environments
from conformance.drivers.installing import EnvironmentProblem
from conformance.drivers.known import KNOWN

__all__ = ["EnvironmentProblem", "Prepared", "default_folder", "prepare"]

#: Folders of a checkout that do not belong to what is installed from it.
_NOT_OURS = frozenset(
    {".git", ".venv", "node_modules", "__pycache__", ".mypy_cache", ".ruff_cache", ".pytest_cache"}
)
_DIGITS = 10


@dataclass(frozen=True, slots=True)
class Prepared:
    """An SDK that is ready: the command of its driver, how it is called, and which version it is.

    The version of what was installed from a path has a digest of its content behind a plus sign.
    """

    command: tuple[str, ...]
    name: str
    version: str


def default_folder() -> Path:
    """Where environments are kept if nobody says otherwise."""
    cache = os.environ.get("XDG_CACHE_HOME")
    return (Path(cache) if cache else Path.home() / ".cache") / "xai-conformance" / "sdks"


def prepare(name: str, version: str | None = None, folder: Path | None = None) -> Prepared:
    """The SDK `name` of `KNOWN`, in an environment that has `version` of it.

    `version` is a number, or the path of a checkout, a wheel or a package's archive; without one it is the newest that
    the registry has. Two processes may ask for the same at a time: one makes it, the other waits.

    Raises:
        EnvironmentProblem: it cannot be had; the message is one sentence.
    """
    if name not in KNOWN:
        raise EnvironmentProblem(f"no driver for {name!r}; there are some for {', '.join(KNOWN)}")
    known = KNOWN[name]
    folder = (default_folder() if folder is None else folder).absolute()
    kind = node_environments if known.language == "javascript" else python_environments
    path = _path(name, version)
    if path is not None:
        digest = _digest(path)
        wanted, label = str(path), f"path-{digest}"
    else:
        wanted = label = version or kind.newest(known)
        digest = ""
    place = folder / f"{known.package.replace('/', '-').lstrip('@')}-{label}-{kind.runtime()}"
    _made(place, lambda there: kind.install(there, known, wanted, is_path=path is not None))
    installed = kind.installed(place, known)
    try:
        command = kind.command(place, known)
    except OSError as error:
        raise EnvironmentProblem(
            f"the driver cannot be put into {place}: {error.strerror or error}"
        ) from None
    return Prepared(command, name, f"{installed}+{digest}" if digest else installed)


def _path(name: str, version: str | None) -> Path | None:
    """The path that a version is, if it is one."""
    if version is None or not (
        version.startswith((".", "~", "/"))
        or os.sep in version
        or version.endswith((".whl", ".tgz", ".tar.gz"))
    ):
        return None
    path = Path(version).expanduser().absolute()
    if not path.exists():
        raise EnvironmentProblem(f"{name}: there is nothing at {version}")
    return path


def _digest(path: Path) -> str:
    """A short digest of a file, or of all files in a folder that may matter."""
    digest = hashlib.sha256()
    for file in [path] if path.is_file() else _files(path):
        digest.update(str(file.relative_to(path)).encode() + b"\0")
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()[:_DIGITS]


def _files(folder: Path) -> Iterator[Path]:
    for below, folders, names in os.walk(folder):
        folders[:] = sorted(set(folders) - _NOT_OURS)
        yield from (Path(below) / name for name in sorted(names) if (Path(below) / name).is_file())


def _made(place: Path, make: Callable[[Path], None]) -> None:
    """See to it that `place` is there: made under another name, so that it is never half there."""
    if place.is_dir():  # also where nothing can be written any more
        return
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        with _locked(place.with_name(f".{place.name}.lock")):
            if place.is_dir():
                return
            making = Path(tempfile.mkdtemp(prefix=f".{place.name}.", dir=place.parent))
            try:
                make(making)
                making.rename(place)
            finally:
                shutil.rmtree(making, ignore_errors=True)
    except OSError as error:
        raise EnvironmentProblem(
            f"no environment can be made at {place}: {error.strerror or error}"
        ) from None


@contextlib.contextmanager
def _locked(path: Path) -> Iterator[None]:
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
