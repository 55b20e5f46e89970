"""Target profiles: a TOML file that says where a target is and what may be asked of it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

SHIPPED = Path(__file__).parent / "profiles"
#: The fixed names of areas: what `areas` in a profile and `--area` may hold.
AREAS = (
    "files", "public-urls", "access", "images", "videos", "storage-options", "file-inputs",
    "speech", "transcription", "voices", "sockets", "schema",
)  # fmt: skip


class ProfileError(Exception):
    """A profile cannot be used; the message is one sentence that says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """Seconds that a target is given. All are the user's to edit; none comes from the docs.

    `timeout` bounds one exchange from connect to the last byte. `clock_tolerance` is how far the target's
    clock may be off ours. `settle` is how long a change may take to show (caches in front of a CDN).
    """

    timeout: float = 30.0
    clock_tolerance: float = 5.0
    settle: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """One target. `base_url` has no trailing slash; `cdn` is the address under which public URLs live."""

    name: str
    base_url: str | None = None
    cdn: str | None = None
    areas: tuple[str, ...] = AREAS
    capabilities: Mapping[str, bool] = field(default_factory=dict)
    readings: Mapping[str, Any] = field(default_factory=dict)
    limits: Mapping[str, Any] = field(default_factory=dict)
    prices: Mapping[str, float] = field(default_factory=dict)
    timing: Timing = field(default_factory=Timing)

    def at(self, base_url: str) -> Profile:
        """The same profile for a target at another address.

        Raises:
            ProfileError: it is no HTTP address.
        """
        return replace(self, base_url=checked_address(base_url, "the target"))


def checked_address(text: str, what: str) -> str:
    """`text` as an HTTP address without a trailing slash.

    Raises:
        ProfileError: it is none.
    """
    try:
        parts = urlsplit(text)
        usable = (
            parts.scheme in ("http", "https") and parts.hostname and (parts.port is None or parts.port > 0)
        )
    except ValueError:
        usable = False
    if not usable:
        raise ProfileError(f"{what} is not an address: {text!r}; write it like https://api.x.ai")
    return text.rstrip("/")


def load_profile(name: str) -> Profile:
    """The profile in the file `name`, or the shipped one of that name.

    Raises:
        ProfileError: there is none, it cannot be read, or it holds what a profile cannot.
    """
    path = Path(name)
    if not path.suffix and not path.exists() and (SHIPPED / f"{name}.toml").exists():
        path = SHIPPED / f"{name}.toml"
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        shipped = ", ".join(sorted(p.stem for p in SHIPPED.glob("*.toml")))
        raise ProfileError(f"there is no profile {name!r}: name a TOML file, or one of {shipped}") from None
    except OSError as error:
        raise ProfileError(f"profile {name}: {error.strerror}") from None
    except UnicodeDecodeError:
        raise ProfileError(f"profile {name}: not UTF-8 text") from None
    except tomllib.TOMLDecodeError as error:
        raise ProfileError(f"profile {name}: not TOML: {error}") from None
    return _profile(document, name)


def _profile(document: dict[str, Any], source: str) -> Profile:
    known = {f.name for f in fields(Profile)}
    if unknown := sorted(set(document) - known):
        raise ProfileError(
            f"profile {source}: unknown key {unknown[0]!r}; known are {', '.join(sorted(known))}"
        )
    values: dict[str, Any] = {"name": source, **document}
    _expect(isinstance(values["name"], str), source, "name", "a text")
    for key in ("base_url", "cdn"):
        if values.get(key) is not None:
            _expect(isinstance(values[key], str), source, key, "an address")
            values[key] = checked_address(values[key], f"profile {source}: {key}")
    areas = values.get("areas", list(AREAS))
    _expect(isinstance(areas, list), source, "areas", "a list")
    for area in areas:
        _expect(area in AREAS, source, "areas", f"made of {', '.join(AREAS)}, not {area!r}")
    values["areas"] = tuple(areas)
    for key in ("capabilities", "readings", "limits", "prices", "timing"):
        _expect(isinstance(values.get(key, {}), dict), source, key, "a table")
    for key, value in values.get("capabilities", {}).items():
        _expect(isinstance(value, bool), source, f"capabilities.{key}", "true or false")
    values["timing"] = _timing(values.get("timing", {}), source)
    return Profile(**values)


def _timing(table: dict[str, Any], source: str) -> Timing:
    known = {f.name for f in fields(Timing)}
    for key, value in table.items():
        _expect(key in known, source, f"timing.{key}", f"one of {', '.join(sorted(known))}")
        number = isinstance(value, (int, float)) and not isinstance(value, bool) and value >= 0
        _expect(number, source, f"timing.{key}", "a number of seconds")
    return Timing(**{key: float(value) for key, value in table.items()})


def _expect(holds: object, source: str, key: str, what: str) -> None:
    if not holds:
        raise ProfileError(f"profile {source}: {key} has to be {what}")
