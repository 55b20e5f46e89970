"""Keeps keys out of all that is written down, also where a target echoes one in another form."""

from __future__ import annotations

import base64
import html
import json
import re
from collections.abc import Iterator, Mapping

import specs

#: Keys of at least this many characters are looked for everywhere, in every form.
SHORTEST_FOUND = 8
#: Shorter ones would be found in the middle of words, so they are looked for as words; below this length
#: only where they were sent.
_SHORTEST_WORD = 4
_CUT = ("…", "...")
#: Secrets that the target gives: they begin like this, or stand in the answers of this operation.
_GIVEN = rf"(?:{'|'.join(map(re.escape, specs.load().limit('client-secret-prefix')))})[\w.~+/-]{{4,}}=*"
_GIVING = "createClientSecret"
_VALUE = re.compile(r'("value"\s*:\s*")(?:[^"\\]|\\.)*')
_CLIENT_SECRET = "$XAI_CLIENT_SECRET"  # noqa: S105 - what stands for one


class Hider:
    """Replaces secrets by what stands for them.

    Args:
        secrets: key → placeholder.
        stand_ins: other text that does not belong into events → what stands for it; as it is, in no other form.
    """

    def __init__(self, secrets: Mapping[str, str], stand_ins: Mapping[str, str] | None = None) -> None:
        self._secrets = dict(secrets)
        found: list[tuple[int, str, str]] = []
        for text, stand_in in (stand_ins or {}).items():
            found.append((len(text), re.escape(text), stand_in))
        for secret, placeholder in secrets.items():
            if len(secret) >= SHORTEST_FOUND:
                found.append((len(secret), f"(?i:{'|'.join(_forms(secret))})", placeholder))
            elif len(secret) >= _SHORTEST_WORD:
                found.append((len(secret), rf"(?<![\w-]){re.escape(secret)}(?![\w-])", placeholder))
        found.append((0, _GIVEN, _CLIENT_SECRET))
        # The longest first: one key may be the beginning of another.
        found.sort(key=lambda each: -each[0])
        self._stand_ins = [placeholder for _, _, placeholder in found]
        pattern = "|".join(f"({pattern})" for _, pattern, _ in found) or r"(?!)"
        self._pattern = re.compile(pattern)
        self._bytes = re.compile(pattern.encode())

    def text(self, text: str) -> str:
        """`text` without secrets."""
        text = self._pattern.sub(lambda found: self._stand_ins[(found.lastindex or 1) - 1], text)
        return _VALUE.sub(_valueless, text) if _GIVING in text else text

    def data(self, data: bytes) -> bytes:
        """`data` without secrets."""
        return self._bytes.sub(lambda found: self._stand_ins[(found.lastindex or 1) - 1].encode(), data)

    def of(self, operation: str) -> Hider:
        """The one for the answers of an operation: some give secrets of any form."""
        return _Discreet(self) if operation == _GIVING else self

    def sent(self, text: str) -> str:
        """A header that we sent, without secrets, however short."""
        for secret, placeholder in self._secrets.items():
            text = text.replace(secret, placeholder)
        return self.text(text)

    def sentence(self, text: str) -> str:
        """`text` for a person, in which an ellipsis may have cut a secret in two."""
        text = self.text(text)
        for secret, placeholder in self._secrets.items():
            if len(secret) < SHORTEST_FOUND or not any(cut in text for cut in _CUT):
                continue
            for length in range(len(secret) - 1, SHORTEST_FOUND // 2, -1):
                for cut in _CUT:
                    text = text.replace(f"{secret[:length]}{cut}", f"{placeholder}{cut}")
                    text = text.replace(f"{cut}{secret[-length:]}", f"{cut}{placeholder}")
        return text


class _Discreet(Hider):
    """Hides the values of an answer that gives secrets, too."""

    def __init__(self, other: Hider) -> None:
        self.__dict__.update(other.__dict__)

    def data(self, data: bytes) -> bytes:
        """`data` without secrets."""
        text = super().data(data).decode("utf-8", "surrogateescape")
        return _VALUE.sub(_valueless, text).encode("utf-8", "surrogateescape")


def _valueless(found: re.Match[str]) -> str:
    return f"{found[1]}{_CLIENT_SECRET}"


def _forms(secret: str) -> Iterator[str]:
    """Patterns for `secret` itself, each character as it is or escaped in any usual way, and for its base64."""
    yield "".join(_character(character) for character in secret)
    # Base64 of a text that holds the key, wherever in it the key begins.
    raw = secret.encode()
    for offset in range(3):
        encoded = base64.b64encode(bytes(offset) + raw).decode("ascii")
        core = encoded[-(-8 * offset // 6) : 8 * (offset + len(raw)) // 6]
        yield re.escape(core).replace(r"\+", "[+-]").replace("/", "[/_]")


def _character(character: str) -> str:
    if character.isalnum():
        return character
    code = ord(character)
    ways = {character, json.dumps(character)[1:-1], rf"\u{code:04x}", html.escape(character), f"%{code:02x}"}
    ways |= {f"%25{code:02x}", f"&#{code};", f"&#x{code:x};", f"\\{character}"}
    return f"(?:{'|'.join(re.escape(way) for way in sorted(ways, key=len, reverse=True))})"
