"""Deviations that are known: listed in `known-failures.toml`, explained, and only for a time."""

from __future__ import annotations

import fnmatch
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from reports.events import Verdict
from reports.verdicts import JUDGED, RequirementVerdict, Run
from reports.words import listed, one_line

PLACEHOLDER = "This needs a reason: say why it is accepted, and who mends it."
LIFETIME = timedelta(days=90)
KEYS = ("requirement", "message", "driver", "reason", "link", "expires")
HEADER = """\
# Deviations that are known. A listed deviation does not fail a run, until the entry expires.
# An entry that is stale, expired, or whose message changed fails the run.
# `requirement` may hold wildcards; `message` is a part of what the report says, and * stands for anything.
# `driver`, such as "xai-sdk" or "xai-sdk==1.21.*", says of which SDK alone the entry is.
"""


class KnownFailuresError(Exception):
    """The list cannot be used, or must not be rewritten; the message is one sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownFailure:
    """One entry. `requirement` is a glob of ids; `expires` is the last day on which the entry holds.

    `driver` is a glob of the name of an SDK, or of `NAME==VERSION`; an entry without one is about any target. `line`
    is where the entry begins in its file, from 1; None where that cannot be told.
    """

    requirement: str
    message: str
    reason: str
    link: str
    expires: date
    driver: str = ""
    line: int | None = field(default=None, compare=False)

    def names(self, id_: str) -> bool:
        """Whether the entry is about the requirement called `id_`."""
        return fnmatch.fnmatchcase(id_, self.requirement)

    def expects(self, message: str) -> bool:
        """Whether `message`, as the reports show it, is what the entry says; runs of white space are alike."""
        pattern = ".*?".join(re.escape(one_line(part)) for part in self.message.split("*"))
        return re.search(pattern, one_line(message)) is not None

    def concerns(self, name: str, version: str) -> bool:
        """Whether the entry is about the SDK `name` of that version; an empty name is that of no SDK."""
        if not self.driver:
            return True
        return bool(name) and any(
            fnmatch.fnmatchcase(each, self.driver) for each in (name, f"{name}=={version}")
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What is wrong with an entry, in a sentence; `line` is where the entry begins in its file, if that is known."""

    sentence: str
    line: int | None = None
    entry: KnownFailure | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A list held against a run: what its entries cover, and what is wrong with the others."""

    covered: Mapping[str, KnownFailure] = field(default_factory=dict)
    wrong: tuple[Problem, ...] = ()

    @property
    def problems(self) -> tuple[str, ...]:
        """A sentence for each entry that is wrong."""
        return tuple(problem.sentence for problem in self.wrong)


NONE = Known()


def load(path: Path) -> tuple[KnownFailure, ...]:
    """The entries in `path`, in its order.

    Raises:
        KnownFailuresError: the file cannot be read or is malformed; one sentence says where.
    """
    try:
        text = path.read_text(encoding="utf-8")
        document = tomllib.loads(text)
    except OSError as error:
        raise KnownFailuresError(f"{path} cannot be read: {error.strerror}.") from error
    except ValueError as error:
        raise KnownFailuresError(f"{path} is not TOML: {one_line(str(error))}.") from error
    if unknown := sorted(document.keys() - {"known"}):
        raise KnownFailuresError(f"{path} may hold [[known]] entries alone, and has {listed(unknown)}.")
    entries = document.get("known", [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise KnownFailuresError(f"{path}: `known` is written as [[known]], once an entry.")
    lines = places(text, len(entries))
    return tuple(
        replace(_entry(entry, f"{path}, entry {number}"), line=line)
        for number, (entry, line) in enumerate(zip(entries, lines, strict=True), 1)
    )


def places(text: str, entries: int) -> Sequence[int | None]:
    """In which lines of the TOML `text` its `[[known]]` entries begin, from 1; None where that cannot be told.

    TOML's reader does not say. A heading it is where all that stands before reads as a document of its own, which
    nothing within a text of several lines does, and where it adds an entry.
    """
    lines = text.splitlines(keepends=True)
    found: list[int | None] = []
    for number, line in enumerate(lines, 1):
        if not line.lstrip().startswith("[["):
            continue
        try:
            so_far = tomllib.loads("".join(lines[:number]))
        except ValueError:
            continue
        if len(so_far.get("known", ())) == len(found) + 1:
            found.append(number)
    return found if len(found) == entries else [None] * entries


def judge(
    entries: Sequence[KnownFailure], run: Run, *, today: date | None = None, name: str = "", version: str = ""
) -> Known:
    """What `entries` cover in `run`, and what is wrong with them on the day `today` (UTC).

    `name` and `version` are those of the SDK that was judged. Entries about others, and for what was out of scope, are
    passed over.
    """
    today = today or datetime.now(UTC).date()
    covered: dict[str, KnownFailure] = {}
    wrong: list[Problem] = []
    for entry in entries:
        if not entry.concerns(name, version):
            continue
        found = [item for id_, item in run.requirements.items() if entry.names(id_)]
        deviating = [item for item in found if item.verdict is Verdict.DEVIATES]
        matching = [item for item in deviating if entry.expects(item.message)]
        if matching and entry.expires >= today:
            for item in matching:
                covered.setdefault(item.id, entry)
        elif why := _why_wrong(entry, found, deviating, run, today):
            sentence = f"The known failure {entry.requirement} {why}"
            wrong.append(Problem(sentence=sentence, line=entry.line, entry=entry))
    return Known(covered=covered, wrong=tuple(wrong))


def _why_wrong(
    entry: KnownFailure,
    found: Sequence[RequirementVerdict],
    deviating: Sequence[RequirementVerdict],
    run: Run,
    today: date,
) -> str:
    """What is wrong with an entry that covers nothing, as the rest of a sentence; empty where nothing is."""
    if not found:
        omitted = any(entry.names(id_) for id_ in run.omitted)
        return "" if omitted else "names no requirement of the catalogue; remove it."
    if entry.expires < today:
        return f"expired on {entry.expires}: mend what it excuses, or renew the entry with a reason."
    if deviating:
        item = deviating[0]
        return (
            f"changed: {item.id} was expected to say “{one_line(entry.message, 120)}”, and says "
            f"“{one_line(item.message, 120)}”."
        )
    if _all_judged(entry, found, run):
        return "is stale: nothing that it covers deviates; remove it."
    return ""


def reconciled(known: Sequence[Known]) -> list[Known]:
    """The same list held against several runs: an entry that covers something in one is not wrong in the others."""
    used = [entry for each in known for entry in each.covered.values()]
    return [replace(each, wrong=tuple(p for p in each.wrong if p.entry not in used)) for each in known]


def update(
    path: Path,
    run: Run,
    *,
    today: date | None = None,
    name: str = "",
    version: str = "",
    whole: bool | None = None,
) -> tuple[KnownFailure, ...]:
    """Rewrite `path` so that it lists what deviates in `run` and nothing else, and return the entries.

    For an SDK of that `name` and `version` only the entries are rewritten that are about it. `whole` says whether all
    was in scope that could be; by default the run tells.

    Entries that still fit stay as they are; one that expired is renewed; one whose message changed takes the
    new one. Reasons and links stay. A new entry holds for 90 days and asks for its reason. Entries for
    what the run could not judge stay.

    Raises:
        KnownFailuresError: the run was partial, the file is malformed, or it cannot be written.
    """
    today = today or datetime.now(UTC).date()
    if not (run.whole if whole is None else whole and run.complete):
        why = (
            "was interrupted"
            if run.interrupted
            else f"left out {len(run.omitted)} of the catalogue's requirements"
            if run.omitted
            else "did not reach its end"
        )
        raise KnownFailuresError(
            f"{path} is rewritten from a whole run alone, and this one {why}: nothing was changed."
        )
    entries = load(path) if path.exists() else ()
    mine = _Whose(name, version)
    updated = tuple(_updated(entries, run, today, mine))
    text = HEADER + "".join(_written(entry) for entry in updated)
    beside = path.with_name(path.name + ".new")
    try:
        beside.write_text(text, encoding="utf-8", newline="\n")
        beside.replace(path)
    except OSError as error:
        raise KnownFailuresError(f"{path} cannot be written: {error.strerror}.") from error
    return load(path)


def _entry(record: Mapping[str, Any], where: str) -> KnownFailure:
    if unknown := sorted(record.keys() - set(KEYS)):
        raise KnownFailuresError(f"{where}: {listed(unknown)} is not a key; the keys are {listed(KEYS)}.")
    for key in ("requirement", "message", "reason"):
        if not isinstance(record.get(key), str) or not record[key].strip():
            raise KnownFailuresError(f"{where}: `{key}` is missing or not a text.")
    expires = record.get("expires")
    if isinstance(expires, datetime):
        expires = expires.date()
    if not isinstance(expires, date):
        raise KnownFailuresError(f"{where}: `expires` is missing or not a date such as 2026-12-31.")
    for key in ("link", "driver"):
        if not isinstance(record.get(key, ""), str):
            raise KnownFailuresError(f"{where}: `{key}` is not a text.")
    return KnownFailure(
        requirement=record["requirement"],
        message=record["message"],
        reason=record["reason"],
        link=record.get("link", ""),
        expires=expires,
        driver=record.get("driver", ""),
    )


def _all_judged(entry: KnownFailure, found: Sequence[RequirementVerdict], run: Run) -> bool:
    """Whether the run can tell that nothing of what `entry` names deviates."""
    return all(item.verdict in JUDGED for item in found) and not any(entry.names(id_) for id_ in run.omitted)


@dataclass(frozen=True, slots=True)
class _Whose:
    """Whose entries are rewritten: those of an SDK, or, with an empty name, those that are of none."""

    name: str
    version: str

    def has(self, entry: KnownFailure) -> bool:
        return bool(entry.driver) == bool(self.name) and entry.concerns(self.name, self.version)


def _updated(entries: Sequence[KnownFailure], run: Run, today: date, mine: _Whose) -> Iterator[KnownFailure]:
    deviating = {item.id: item for item in run.requirements.values() if item.verdict is Verdict.DEVIATES}
    covered: set[str] = set()
    for entry in entries:
        if not mine.has(entry):
            yield entry
            continue
        found = [item for id_, item in run.requirements.items() if entry.names(id_)]
        matching = {item.id for item in found if item.id in deviating and entry.expects(item.message)}
        if matching or not all(item.verdict in JUDGED for item in found):
            covered |= matching
            yield entry if entry.expires >= today else replace(entry, expires=today + LIFETIME)
    for id_, item in deviating.items():
        if id_ not in covered:
            former = next((entry for entry in entries if entry.names(id_) and mine.has(entry)), None)
            yield KnownFailure(
                requirement=id_,
                message=lasting(item.message),
                driver=mine.name,
                reason=former.reason if former else PLACEHOLDER,
                link=former.link if former else "",
                expires=former.expires if former and former.expires >= today else today + LIFETIME,
            )


def lasting(message: str) -> str:
    """The first line of `message`, with `*` for what differs between runs: addresses, ids, times."""
    line = next((line for line in message.splitlines() if line.strip()), "")[:1000]
    line = re.sub(r"https?://[^\s'\"]+", "*", line)
    line = re.sub(r"\b[\w-]*(?:[0-9a-f]{8,}|\d{9,})[\w-]*", "*", line)
    return one_line(line, 200).rstrip("…") or "*"


def _written(entry: KnownFailure) -> str:
    lines = [
        "",
        "[[known]]",
        f"requirement = {_toml(entry.requirement)}",
        f"message = {_toml(entry.message)}",
        *([f"driver = {_toml(entry.driver)}"] if entry.driver else []),
        f"reason = {_toml(entry.reason)}",
        f"link = {_toml(entry.link)}",
        f"expires = {entry.expires.isoformat()}",
    ]
    return "\n".join(lines) + "\n"


def _toml(text: str) -> str:
    escapes = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}
    return f'"{"".join(escapes.get(character) or _toml_character(character) for character in text)}"'


def _toml_character(character: str) -> str:
    code = ord(character)
    if 0xD800 <= code <= 0xDFFF:
        return "\N{REPLACEMENT CHARACTER}"
    return f"\\u{code:04x}" if code < 0x20 or 0x7F <= code < 0xA0 else character
