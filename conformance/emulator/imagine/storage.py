"""`storage_options` as requests write it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from conformance.emulator.behaviour import Behaviour
from conformance.emulator.errors import Refusal
from conformance.emulator.imagine.fields import ILL_TYPED, mapping, text, whole
from conformance.emulator.parameters import shortened
from conformance.emulator.state import Json

OPTIONS = "storage_options"
_AT = f"{OPTIONS}."
_FILENAME = "filename"
_EXPIRES_AFTER = "expires_after"
_PUBLIC_URL = "public_url"


@dataclass(frozen=True, slots=True)
class Storage:
    """How to keep what is generated. Lifetimes are in seconds; None means for ever, or as long as the file."""

    filename: str
    lifetime: int | None
    public: bool
    url_lifetime: int | None
    told: bool = True


def storage(policy: Behaviour, fields: Json) -> Storage | None:
    """What a request says of storage, if anything. These rules come before all others that are about values.

    Raises:
        Refusal: 422 for another type, 400 for another value.
    """
    if (found := _found(policy, fields, OPTIONS, "", dict)) is None:
        if policy.storage_unasked:
            return Storage("unasked", None, False, None, policy.storage_unasked_told)
        return None
    options = mapping(found, OPTIONS)
    filename = _filename(policy, options)
    low, high = policy.storage_expiry_minimum, policy.storage_expiry_maximum
    lifetime = _seconds(policy, options, low, high, _AT)
    public, url_lifetime = _public_url(policy, options)
    if lifetime is not None and url_lifetime is not None:
        url_lifetime = _within_file(policy, lifetime, url_lifetime)
    if lifetime is None:
        lifetime = policy.storage_expiry_default
    return Storage(filename, lifetime, public, url_lifetime)


def _within_file(policy: Behaviour, lifetime: int, url_lifetime: int) -> int:
    longest = lifetime + policy.storage_url_beyond_file_slack
    if url_lifetime < longest or (url_lifetime == longest and policy.storage_url_with_file):
        return url_lifetime
    if policy.storage_url_beyond_file == "refused":
        raise Refusal(
            409, f"{_AT}{_PUBLIC_URL}.{_EXPIRES_AFTER}: {url_lifetime} is longer than the file's {lifetime}"
        )
    return lifetime if policy.storage_url_beyond_file == "shortened" else url_lifetime


def _found(policy: Behaviour, fields: Json, name: str, place: str, *types: type) -> Any:
    """The value called `name`, which has its place in the options; None is as good as absent."""
    value = fields.get(name)
    if value is None and name in fields and place in policy.storage_null_refused:
        raise Refusal(ILL_TYPED, f"{name}: must not be null")
    return None if place in policy.storage_ill_typed_ignored and type(value) not in types else value


def _seconds(policy: Behaviour, fields: Json, low: int, high: int, at: str) -> int | None:
    place = f"{at.removeprefix(OPTIONS)}{_EXPIRES_AFTER}".replace(".", "/")
    value = _found(policy, fields, _EXPIRES_AFTER, place, int)
    if isinstance(value, str) and place in policy.storage_texts_read and value.isdecimal():
        value = int(value)
    return whole({_EXPIRES_AFTER: value}, _EXPIRES_AFTER, low, high, at)


def _filename(policy: Behaviour, options: Json) -> str:
    filename = text({_FILENAME: _found(policy, options, _FILENAME, f"/{_FILENAME}", str)}, _FILENAME, _AT)
    if filename is None:
        if policy.storage_needs_filename and (_FILENAME not in options or options[_FILENAME] is None):
            raise Refusal(ILL_TYPED, f"{_AT}{_FILENAME}: missing")
        return "unnamed"
    if not filename:
        raise Refusal(400, f"{_AT}filename: must not be empty")
    if len(filename) > policy.filename_length:
        raise Refusal(400, f"{_AT}filename: longer than {policy.filename_length} characters")
    for character in filename:
        if character in policy.filename_forbidden or character < " " or character == "\x7f":
            raise Refusal(400, f"{_AT}filename: must not contain {character!r}")
    return filename


def _public_url(policy: Behaviour, options: Json) -> tuple[bool, int | None]:
    """Whether a public URL is wanted, and for how long."""
    value = _found(policy, options, _PUBLIC_URL, f"/{_PUBLIC_URL}", bool, dict)
    if value is None:
        return False, None
    if isinstance(value, bool):
        return value or policy.storage_url_false, None
    if not isinstance(value, dict):
        raise Refusal(
            ILL_TYPED, f"{_AT}{_PUBLIC_URL}: expected a truth value or an object, got {shortened(value)}"
        )
    least, most = policy.storage_url_expiry_minimum, policy.storage_url_expiry_maximum
    lifetime = _seconds(policy, value, least, most, f"{_AT}{_PUBLIC_URL}.")
    return policy.storage_url_objects or lifetime is not None, lifetime
