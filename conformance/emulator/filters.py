"""The filter language: AIP-160 as far as the documented fields and operators go, as a predicate over files.

Readings, where the docs are silent: OR binds tighter than AND (as in AIP-160); comparisons side by side are
joined by AND; `name` and `file_name` match a part of the name whatever its case, and `content_type` a part of
the type; `:` means "has", and `:*` "is set"; an unset field is unequal to every value and neither above
nor below one.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from lark import Lark, Token, Transformer, v_args
from lark.exceptions import LarkError, UnexpectedInput, UnexpectedToken, VisitError

from conformance.emulator.behaviour import Behaviour
from conformance.emulator.errors import Refusal
from conformance.emulator.parameters import shortened

LENGTH = 32 * 1024  # characters of a filter
DEPTH = 40  # levels of NOT, AND and OR inside each other

_GRAMMAR = r"""
?start: expression
expression: sequence ("AND" sequence)*  -> every
sequence: factor+                       -> every
factor: term ("OR" term)*               -> some
?term: simple
    | "NOT" simple                      -> negation
    | "-" simple                        -> negation
?simple: restriction
    | "(" expression ")"
restriction: FIELD OPERATOR value
value: STRING | NUMBER | NULL | TIME | WORD | STAR

FIELD: /[A-Za-z_][A-Za-z0-9_]*/
OPERATOR: /!=|>=|<=|[=><:]/
STRING: /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/s
TIME.3: /[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+(?:Z|[+-][0-9]{2}:[0-9]{2})?/
NUMBER.2: /-?[0-9]+(?![A-Za-z0-9_.\/-])/
NULL: "null"
STAR: "*"
WORD: /[A-Za-z0-9_][A-Za-z0-9_.\/+-]*/
%import common.WS
%ignore WS
"""

Record = Mapping[str, Any]
_ORDERING: Mapping[str, Callable[[Any, Any], bool]] = {
    ">": operator.gt,
    ">=": operator.ge,
    "<": operator.lt,
    "<=": operator.le,
}

# How a field compares: exactly, by a part whatever its case, as a number, or as a time.
_KINDS: Mapping[str, str] = {
    "name": "part",
    "file_name": "part",
    "file_id": "exact",
    "size_bytes": "number",
    "content_type": "part",
    "created_at": "time",
    "expires_at": "time",
    "upload_status": "exact",
    "public_url": "exact",
    "public_url_expires_at": "time",
}


@dataclass(frozen=True, slots=True)
class Predicate:
    """A compiled filter. `holds` takes a file's fields by their filter names, times in Unix seconds."""

    holds: Callable[[Record], bool]
    depth: int = 1


def compiled(text: str, policy: Behaviour) -> Predicate:
    """The predicate that `text` writes.

    Raises:
        Refusal: 400, with the column where the text goes wrong.
    """
    if len(text) > LENGTH:
        raise _wrong(1, f"longer than {LENGTH} characters")
    try:
        result: Predicate = _Compiler(policy).transform(_PARSER.parse(text))
    except UnexpectedInput as error:
        raise _wrong(*_place(error, text)) from None
    except VisitError as error:
        if isinstance(error.orig_exc, Refusal):
            raise error.orig_exc from None
        raise
    except RecursionError:
        raise _wrong(1, "nested too deeply") from None
    except LarkError:
        raise _wrong(1, "cannot be read") from None
    return result


def _wrong(column: int, what: str) -> Refusal:
    return Refusal(400, f"filter: column {column}: {what}")


def _place(error: UnexpectedInput, text: str) -> tuple[int, str]:
    ended = isinstance(error, UnexpectedToken) and error.token.type == "$END"
    position = cast("int | None", error.pos_in_stream)
    if ended or position is None or position >= len(text):
        return len(text) + 1, "unexpected end"
    return position + 1, f"unexpected {shortened(text[position : position + 20])}"


@v_args(inline=True)
class _Compiler(Transformer[Token, Predicate]):
    def __init__(self, policy: Behaviour) -> None:
        super().__init__()
        self._policy = policy

    def every(self, *parts: Predicate) -> Predicate:
        if len(parts) == 1:
            return parts[0]
        tests = tuple(part.holds for part in parts)
        return self._level(lambda record: all(test(record) for test in tests), *parts)

    def some(self, *parts: Predicate) -> Predicate:
        if len(parts) == 1:
            return parts[0]
        if self._policy.filter_or_is_and:
            return self.every(*parts)
        tests = tuple(part.holds for part in parts)
        return self._level(lambda record: any(test(record) for test in tests), *parts)

    def negation(self, part: Predicate) -> Predicate:
        if not self._policy.filter_not_negates:
            return part
        holds = part.holds
        return self._level(lambda record: not holds(record), part)

    def _level(self, holds: Callable[[Record], bool], *parts: Predicate) -> Predicate:
        depth = 1 + max(part.depth for part in parts)
        if depth > DEPTH:
            raise Refusal(400, f"filter: more than {DEPTH} levels deep")
        return Predicate(holds, depth)

    def value(self, token: Token) -> Token:
        return token

    def restriction(self, field: Token, sign: Token, value: Token) -> Predicate:
        name, comparison = str(field), str(sign)
        kind = _KINDS.get(name)
        if kind is None or name not in self._policy.filter_fields:
            raise _wrong(field.column or 1, f"unknown field {shortened(name)}")
        if comparison not in self._policy.filter_operators and comparison != ":":
            raise _wrong(sign.column or 1, f"unknown operator {comparison}")
        if value.type == "NULL":
            return Predicate(self._against_null(name, comparison, sign))
        if value.type == "STAR":
            if comparison != ":":
                raise _wrong(value.column or 1, "* stands only after :")
            return Predicate(lambda record: record[name] is not None)
        expected = _literal(name, kind, value)
        if comparison in ("=", ":", "!="):
            equal = self._equal(name, kind, expected, has=comparison == ":")
            return Predicate(equal if comparison != "!=" else lambda record: not equal(record))
        if comparison not in self._policy.filter_or_equal:
            comparison = comparison.rstrip("=")
        compare = _ORDERING[comparison]
        return Predicate(lambda record: record[name] is not None and compare(record[name], expected))

    def _against_null(self, name: str, comparison: str, sign: Token) -> Callable[[Record], bool]:
        policy = self._policy
        if comparison not in ("=", "!="):
            raise _wrong(sign.column or 1, f"null compares with = and != only, not with {comparison}")
        unset, always = comparison == "=", name in policy.filter_always_set
        if name != "public_url":
            return lambda record: always is not unset if always else (record[name] is None) is unset

        def holds(record: Record) -> bool:
            if policy.filter_hides_inherited and record["(inherited)"]:
                return False
            if record["(revoked)"] and (
                policy.filter_hides_revoked if unset else policy.filter_shows_revoked
            ):
                return not unset
            return (record[name] is None) is unset

        return holds

    def _equal(self, name: str, kind: str, expected: Any, *, has: bool) -> Callable[[Record], bool]:
        if (kind == "part" and self._policy.filter_matches_parts) or (has and kind == "exact"):
            part = str(expected).casefold()
            return lambda record: record[name] is not None and part in record[name].casefold()
        if name == "file_id":
            length = self._policy.filter_id_length
            return lambda record: bool(record[name][:length] == expected[:length])
        return lambda record: bool(record[name] == expected)


def _literal(name: str, kind: str, token: Token) -> Any:
    text = str(token)
    if token.type == "STRING":
        text = _unquoted(text)
    if kind == "number":
        if token.type != "NUMBER":
            raise _wrong(token.column or 1, f"{name} compares with whole numbers, not with {shortened(text)}")
        return int(text) if len(text) < 32 else float(text)
    if kind == "time":
        return _time(name, text, token)
    return text


def _unquoted(text: str) -> str:
    parts = text[1:-1].split("\\\\")
    return "\\".join(part.replace("\\", "") for part in parts)


def _time(name: str, text: str, token: Token) -> float:
    problem = f"{name} compares with times as in RFC 3339, not with {shortened(text)}"
    try:
        moment = datetime.fromisoformat(text)
        if token.type not in ("STRING", "TIME") or moment.tzinfo is None or "T" not in text.upper():
            raise _wrong(token.column or 1, problem)
        return moment.timestamp()
    except (ValueError, OverflowError):
        raise _wrong(token.column or 1, problem) from None


_PARSER = Lark(_GRAMMAR, parser="lalr", maybe_placeholders=False)
