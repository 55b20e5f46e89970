"""Reading what clients send: numbers as text, JSON bodies, query strings, header parameters."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, unquote_to_bytes

from conformance.emulator.errors import Refusal

_DIGITS = re.compile(r"0|[1-9][0-9]{0,30}", re.ASCII)
_PARAMETER = r"""\s*;\s*
    (?P<name>[!#$%&'*+.^_`|~0-9A-Za-z\[\]-]+)\s*=\s*
    (?:"(?P<quoted>(?:[^"\\]|\\.)*)"|"(?P<raw>{raw})"|(?P<plain>[^\s;"]*))
    (?=\s*(?:;|$))"""
_STRICT = re.compile(_PARAMETER.format(raw="(?!)"), re.VERBOSE | re.DOTALL)
# Browsers, and clients that do as HTML says, escape no backslash in a form: where it cannot escape, it is one.
_OF_FORMS = re.compile(_PARAMETER.format(raw='[^"]*'), re.VERBOSE | re.DOTALL)
_EXTENDED = re.compile(r"(?P<charset>[A-Za-z0-9-]+)'[A-Za-z0-9-]*'(?P<value>[^\s'\"();,\\]*)", re.ASCII)
_CHARSETS = {"utf-8": "utf-8", "iso-8859-1": "latin-1"}


def whole_number(text: str, name: str) -> int:
    """The number that `text` writes in plain digits: no sign, blank, fraction or leading zero.

    Raises:
        Refusal: 400, naming the field.
    """
    if not _DIGITS.fullmatch(text):
        raise Refusal(400, f"{name}: expected a whole number in plain digits, got {shortened(text)}")
    return int(text)


def within(value: int, low: int, high: int, name: str) -> int:
    """`value`, if it lies within the bounds, both included.

    Raises:
        Refusal: 400, naming the field and the bounds.
    """
    if not low <= value <= high:
        raise Refusal(400, f"{name}: must lie between {low} and {high}, got {shortened(value)}")
    return value


def shortened(value: object) -> str:
    """A value as an error message shows it."""
    shown = repr(value)
    return shown if len(shown) <= 60 else f"{shown[:57]}..."


def query(raw: bytes) -> Mapping[str, str]:
    """The parameters of a query string.

    Raises:
        Refusal: 400; a parameter is given twice or the text is not UTF-8.
    """
    if not raw:
        return {}
    try:
        pairs = parse_qsl(raw.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=100)
    except ValueError as error:
        raise Refusal(400, f"query: {error}") from None
    found: dict[str, str] = {}
    for name, value in pairs:
        if name in found:
            raise Refusal(400, f"{shortened(name)}: given more than once in the query")
        found[name] = value
    return found


def json_object(body: bytes) -> Mapping[str, Any]:
    """The JSON object in `body`.

    Raises:
        Refusal: 400; it is no JSON, no object, or repeats a name.
    """
    try:
        value = json.loads(body.decode("utf-8"), object_pairs_hook=_once, parse_constant=_no_constant)
    except RecursionError:
        raise Refusal(400, "body: nested too deeply") from None
    except ValueError as error:
        raise Refusal(400, f"body: not valid JSON: {shortened(str(error))}") from None
    if not isinstance(value, dict):
        raise Refusal(400, f"body: expected a JSON object, got {shortened(value)}")
    return value


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) != len(pairs):
        raise ValueError("a name is given twice in one object")
    return value


def _no_constant(text: str) -> None:
    raise ValueError(f"{text} is no JSON")


def media_type(value: str) -> tuple[str, Mapping[str, str]]:
    """A header such as Content-Type: its value in lower case, and its parameters.

    Names of parameters come in lower case, values unquoted and otherwise untouched.

    Raises:
        Refusal: 400; the parameters are malformed, or one is given twice.
    """
    return _parted(value, _STRICT)


def disposition(value: str) -> tuple[str, Mapping[str, str]]:
    """A Content-Disposition of a form, likewise; a backslash that escapes nothing stands for itself.

    Raises:
        Refusal: as `media_type`.
    """
    return _parted(value, _OF_FORMS)


def _parted(value: str, parameter: re.Pattern[str]) -> tuple[str, Mapping[str, str]]:
    essence, _, _ = value.partition(";")
    found: dict[str, str] = {}
    position = len(essence)
    while position < len(value.rstrip()):
        match = parameter.match(value, position)
        if match is None:
            if not value[position:].strip(" \t;"):
                break  # a semicolon at the end is common and harmless
            raise Refusal(400, f"header: malformed parameter near {shortened(value[position:])}")
        name = match["name"].lower()
        if name in found:
            raise Refusal(400, f"header: parameter {name} is given twice")
        quoted, plain = match["quoted"], match["plain"]
        if quoted is not None:
            found[name] = re.sub(r'\\(["\\])', r"\1", quoted)
        else:
            found[name] = match["raw"] if plain is None else plain
        position = match.end()
    return essence.strip().lower(), found


def extended(value: str, name: str) -> str:
    """A parameter in the extended notation of RFC 8187: charset, language, percent-encoded text.

    Raises:
        Refusal: 400; malformed, or in a charset that nobody has to know.
    """
    match = _EXTENDED.fullmatch(value)
    charset = _CHARSETS.get(match["charset"].lower()) if match else None
    if match is None or charset is None:
        raise Refusal(400, f"{name}: malformed extended notation")
    try:
        return unquote_to_bytes(match["value"]).decode(charset)
    except UnicodeDecodeError:
        raise Refusal(400, f"{name}: not valid {charset}") from None
