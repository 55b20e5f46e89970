"""Target profiles: a TOML file that says where a target is and what may be asked of it."""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import specs

SHIPPED = Path(__file__).parent / "profiles"
#: The fixed names of areas: what `areas` in a profile and `--area` may hold.
AREAS = (
    "files", "public-urls", "access", "images", "videos", "storage-options", "file-inputs",
    "speech", "transcription", "voices", "sockets", "schema",
)  # fmt: skip
#: Where URLs live that a target gives out; a control plane may name them, too.
PLACES = ("cdn", "imgen", "vidgen")
ADDRESSES = ("base_url", *PLACES)

#: No time-out of a whole exchange is longer; the system's own limits are not far beyond.
_DAY = 86_400


class ProfileError(Exception):
    """A profile cannot be used; the message is one sentence that says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """Seconds that a target is given. All are the user's to edit; none comes from the docs.

    `timeout` bounds one exchange from connect to the last byte. `generation` bounds what makes images and videos:
    the one exchange that an image takes (where that is longer than `timeout`), and a video's job from its start to
    its end, between whose polls lie `poll` seconds. `clock_tolerance` is how far the target's clock may be off
    ours. `settle` is how long a change may take to show (caches in front of a CDN). `silence` is how long a socket
    may say nothing while an event is awaited.
    """

    timeout: float = 30.0
    clock_tolerance: float = 5.0
    settle: float = 0.0
    poll: float = 0.5
    generation: float = 600.0
    silence: float = 30.0


#: What is generated, by the names that `models` has for it.
KINDS = ("image", "video")


def _first_models() -> dict[str, str]:
    """The documented model of each kind that the docs name first."""
    return {kind: specs.load().limit(f"{kind}-models")[0] for kind in KINDS}


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """One target. No address has a trailing slash.

    Under `cdn` live public URLs, under `imgen` and `vidgen` the ephemeral ones of images and videos. `models` are
    asked for an image and a video. `prices` are dollars by model, for an image or for a second of video;
    under `speech` for a character, and under `transcription` for a second of audio.
    """

    name: str
    base_url: str | None = None
    cdn: str | None = None
    imgen: str | None = None
    vidgen: str | None = None
    models: Mapping[str, str] = field(default_factory=_first_models)
    areas: tuple[str, ...] = AREAS
    capabilities: Mapping[str, bool] = field(default_factory=dict)
    readings: Mapping[str, Any] = field(default_factory=dict)
    limits: Mapping[str, Any] = field(default_factory=dict)
    prices: Mapping[str, float] = field(default_factory=dict)
    timing: Timing = field(default_factory=Timing)

    @property
    def paid(self) -> bool:
        """Whether somebody pays for what is generated, so that no more of it is asked for than needed."""
        return any(self.prices.values())

    @property
    def requests_per_minute(self) -> Mapping[str, float]:
        """How often a minute each model may be asked, where the profile says so."""
        rates: Mapping[str, float] = self.limits.get("requests_per_minute", {})
        return rates

    def at(self, base_url: str) -> Profile:
        """The same profile for a target at another address.

        Raises:
            ProfileError: it is no HTTP address.
        """
        return replace(self, base_url=checked_address(base_url, "the target"))


def checked_address(text: str, what: str) -> str:
    """`text` as an HTTP address without a trailing slash.

    Raises:
        ProfileError: it is none, or holds what does not belong into one, such as a password or a query.
    """
    try:
        parts = urlsplit(text)
        usable = parts.scheme in ("http", "https") and _is_host(parts.hostname or "") and parts.port != 0
    except ValueError:
        usable = False
    if not usable or not text.isascii() or not text.isprintable() or " " in text:
        raise ProfileError(
            f"{what} is not an address: {_without_password(text)!r}; write it like {_like(text)}"
        )
    if parts.username is not None or parts.password is not None:
        raise ProfileError(f"{what} has a user or a password in its address: keys are given by XAI_API_KEY")
    if "?" in text or "#" in text:
        raise ProfileError(
            f"{what} has a query or a fragment in its address {text!r}: name only where the API begins"
        )
    return text.rstrip("/")


def _like(text: str) -> str:
    """An address as it should be: what was given, where only its beginning is missing."""
    if re.fullmatch(
        r"(localhost|[0-9.]+|\[[0-9a-f:]+\]|[a-z0-9-]+(\.[a-z0-9-]+)+)(:[0-9]{1,5})?(/[\w./-]*)?", text
    ):
        return f"http://{text}"
    return "https://api.x.ai"


def _is_host(host: str) -> bool:
    """Whether a name or an IP address could be that of a host; long or empty labels could not."""
    return ":" in host or bool(re.fullmatch(r"[^.:/]{1,63}(\.[^.:/]{1,63})*\.?", host))


def _without_password(text: str) -> str:
    return re.sub(r"//[^/]*@", "//…@", text[:200])


def load_profile(name: str) -> Profile:
    """The profile in the file `name`, or the shipped one of that name.

    Raises:
        ProfileError: there is none, it cannot be read, or it holds what a profile cannot.
    """
    try:
        document = tomllib.loads(_path(name).read_text(encoding="utf-8"))
    except FileNotFoundError:
        shipped = ", ".join(sorted(p.stem for p in SHIPPED.glob("*.toml")))
        raise ProfileError(f"there is no profile {name!r}: name a TOML file, or one of {shipped}") from None
    except OSError as error:
        raise ProfileError(f"profile {name}: {error.strerror}") from None
    except UnicodeDecodeError:
        raise ProfileError(f"profile {name}: not UTF-8 text") from None
    except tomllib.TOMLDecodeError as error:
        raise ProfileError(f"profile {name}: not TOML: {' '.join(str(error).split())}") from None
    except RecursionError:
        raise ProfileError(f"profile {name}: not TOML that could be read: it is nested too deeply") from None
    return _profile(document, name)


def _path(name: str) -> Path:
    if not name:
        raise FileNotFoundError  # and not the folder at hand
    path, shipped = Path(name), SHIPPED / f"{name}.toml"
    return shipped if not path.suffix and not path.exists() and shipped.exists() else path


def _profile(document: dict[str, Any], source: str) -> Profile:
    known = {f.name for f in fields(Profile)}
    if unknown := sorted(set(document) - known):
        raise ProfileError(
            f"profile {source}: unknown key {unknown[0]!r}; known are {', '.join(sorted(known))}"
        )
    values: dict[str, Any] = {"name": source, **document}
    _expect(isinstance(values["name"], str), source, "name", "a text")
    for key in ADDRESSES:
        if values.get(key) is not None:
            _expect(isinstance(values[key], str), source, key, "an address")
            values[key] = checked_address(values[key], f"profile {source}: {key}")
    areas = values.get("areas", list(AREAS))
    _expect(isinstance(areas, list), source, "areas", "a list")
    for area in areas:
        _expect(area in AREAS, source, "areas", f"made of {', '.join(AREAS)}, not {area!r}")
    if not areas:
        raise ProfileError(f"profile {source}: the profile names no area; leave `areas` out for all")
    values["areas"] = tuple(areas)
    _check_tables(values, source)
    values["models"] = {**_first_models(), **values.get("models", {})}
    values["timing"] = _timing(values.get("timing", {}), source)
    return Profile(**values)


def _check_tables(values: dict[str, Any], source: str) -> None:
    for key in ("capabilities", "readings", "limits", "models", "prices", "timing"):
        _expect(isinstance(values.get(key, {}), dict), source, key, "a table")
    for key, value in values.get("capabilities", {}).items():
        _expect(isinstance(value, bool), source, f"capabilities.{key}", "true or false")
    for key, value in values.get("models", {}).items():
        _expect(key in KINDS, source, f"models.{key}", f"one of {', '.join(KINDS)}")
        _expect(isinstance(value, str) and value, source, f"models.{key}", "the name of a model")
    rates = values.get("limits", {}).get("requests_per_minute", {})
    _expect(isinstance(rates, dict), source, "limits.requests_per_minute", "a table of models")
    for key, value in rates.items():
        usable = _is_number(value) and value >= 1
        _expect(usable, source, f"limits.requests_per_minute.{key}", "a number from 1 on")
    for key, value in values.get("prices", {}).items():
        _expect(_is_number(value), source, f"prices.{key}", "a number of dollars")
    statuses = values.get("readings", {}).get("invalid_key_status", [])
    fits = isinstance(statuses, list) and all(type(status) is int for status in statuses)
    _expect(fits, source, "readings.invalid_key_status", "a list of statuses")


def _timing(table: dict[str, Any], source: str) -> Timing:
    known = {f.name for f in fields(Timing)}
    for key, value in table.items():
        _expect(key in known, source, f"timing.{key}", f"one of {', '.join(sorted(known))}")
        _expect(_is_number(value) and value <= _DAY, source, f"timing.{key}", "a number of seconds")
    for key in ("timeout", "poll", "generation", "silence"):
        _expect(table.get(key, 1) > 0, source, f"timing.{key}", "more than 0 seconds")
    return Timing(**{key: float(value) for key, value in table.items()})


def _is_number(value: object) -> bool:
    """Whether it is a finite number from 0 on."""
    return type(value) in (int, float) and math.isfinite(value) and value >= 0  # type: ignore[arg-type,operator]


def _expect(holds: object, source: str, key: str, what: str) -> None:
    if not holds:
        raise ProfileError(f"profile {source}: {key} has to be {what}")
