"""`storage_options` as requests write it."""

from __future__ import annotations

from dataclasses import dataclass

from conformance.emulator.behaviour import Behaviour
from conformance.emulator.errors import Refusal
from conformance.emulator.imagine.fields import ILL_TYPED, mapping, text, whole
from conformance.emulator.parameters import shortened
from conformance.emulator.state import Json

OPTIONS = "storage_options"
_AT = f"{OPTIONS}."
_EXPIRES_AFTER = "expires_after"
_PUBLIC_URL = "public_url"


@dataclass(frozen=True, slots=True)
class Storage:
    """How to keep what is generated. Lifetimes are in seconds; None means for ever, or as long as the file."""

    filename: str
    lifetime: int | None
    public: bool
    url_lifetime: int | None


def storage(policy: Behaviour, fields: Json) -> Storage | None:
    """What a request says of storage, if anything. These rules come before all others that are about values.

    Raises:
        Refusal: 422 for another type, 400 for another value.
    """
    if fields.get(OPTIONS) is None:
        return None
    options = mapping(fields[OPTIONS], OPTIONS)
    filename = _filename(policy, options)
    lifetime = whole(
        options, _EXPIRES_AFTER, policy.storage_expiry_minimum, policy.storage_expiry_maximum, _AT
    )
    public, url_lifetime = _public_url(policy, options)
    if lifetime is not None and url_lifetime is not None and url_lifetime > lifetime:
        if policy.storage_url_beyond_file == "refused":
            raise Refusal(
                400,
                f"{_AT}{_PUBLIC_URL}.{_EXPIRES_AFTER}: {url_lifetime} is longer than the file's {lifetime}",
            )
        if policy.storage_url_beyond_file == "shortened":
            url_lifetime = lifetime
    return Storage(filename, lifetime, public, url_lifetime)


def _filename(policy: Behaviour, options: Json) -> str:
    filename = text(options, "filename", _AT)
    if filename is None:
        if policy.storage_needs_filename:
            raise Refusal(ILL_TYPED, f"{_AT}filename: missing")
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
    value = options.get(_PUBLIC_URL)
    if value is None:
        return False, None
    if isinstance(value, bool):
        return value, None
    if not isinstance(value, dict):
        raise Refusal(
            ILL_TYPED, f"{_AT}{_PUBLIC_URL}: expected a truth value or an object, got {shortened(value)}"
        )
    least, most = policy.storage_url_expiry_minimum, policy.storage_url_expiry_maximum
    lifetime = whole(value, _EXPIRES_AFTER, least, most, f"{_AT}{_PUBLIC_URL}.")
    return policy.storage_url_objects or lifetime is not None, lifetime
