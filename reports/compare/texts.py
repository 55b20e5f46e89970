"""A comparison for a terminal, for a job summary, and for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from reports.compare.comparison import Change, Comparison, Pairing
from reports.compare.exits import WORSE, Gate, exit_code, meaning
from reports.compare.sections import Section, headline, remarks, sections, some
from reports.compare.sides import Found, Side
from reports.markdown import code, escaped
from reports.paragraphs import paragraph

if TYPE_CHECKING:
    from rich.console import Console

_INDENT = 12
#: Requirements that a section of Markdown shows one by one.
_SHOWN = 60
_STYLES = {Change.NEW: "bold red", Change.CHANGED: "bold yellow", Change.FIXED: "bold green"}
_MARKS = {
    Change.NEW: "❌",
    Change.CHANGED: "⚠️",
    Change.FIXED: "✅",
    Change.VANISHED: "⚠️",
    Change.APPEARED: "🆕",
}
_SAME = "Nothing differs."


def print_comparison(pairing: Pairing, console: Console, gate: Gate) -> None:
    """Print what differs, pair by pair, and what the exit code means."""
    for comparison in pairing.comparisons:
        paragraph(console)
        paragraph(console, headline(comparison), "bold")
        for remark in remarks(comparison):
            paragraph(console, remark, "yellow")
        shown = list(sections(comparison))
        for section in shown:
            _print_section(section, console)
        if not shown:
            paragraph(console, _SAME, indent=2)
    for sentence in _alone(pairing):
        paragraph(console)
        paragraph(console, sentence, "yellow")
    exit_ = exit_code(pairing, gate)
    paragraph(console)
    style = "bold green" if exit_ == 0 else "bold red" if exit_ == WORSE else "bold yellow"
    paragraph(console, f"Exit {exit_}: {meaning(pairing, gate)}", style)


def markdown(pairing: Pairing, gate: Gate) -> str:
    """The comparison as Markdown."""
    blocks = ["# Compared with the run before", f"**{escaped(meaning(pairing, gate))}**"]
    for comparison in pairing.comparisons:
        blocks.append(f"## {escaped(headline(comparison))}")
        blocks += [f"> {escaped(remark)}" for remark in remarks(comparison)]
        shown = [_section(section) for section in sections(comparison)]
        blocks += shown or [_SAME]
    blocks += [escaped(sentence) for sentence in _alone(pairing)]
    return "\n\n".join(blocks) + "\n"


def document(pairing: Pairing, gate: Gate) -> dict[str, Any]:
    """The comparison as JSON; `comparison.schema.json` describes it."""
    return {
        "exit": exit_code(pairing, gate),
        "meaning": meaning(pairing, gate),
        "comparisons": [_comparison(comparison, gate) for comparison in pairing.comparisons],
        "only_before": [_side(side) for side in pairing.only_before],
        "only_after": [_side(side) for side in pairing.only_after],
    }


def text(pairing: Pairing, gate: Gate) -> str:
    """The text of the JSON."""
    return json.dumps(document(pairing, gate), indent=2) + "\n"


def _comparison(comparison: Comparison, gate: Gate) -> dict[str, Any]:
    return {
        "before": _side(comparison.before),
        "after": _side(comparison.after),
        "same_catalogue": comparison.same_catalogue,
        "totals": {change.value: len(comparison.having(change)) for change in Change},
        "failing": [row.id for row in gate.failing(comparison)],
        "requirements": {
            row.id: {
                "change": row.change.value,
                "level": row.level.value,
                "before": _found(row.before),
                "after": _found(row.after),
            }
            for row in comparison.rows
        },
    }


def _side(side: Side) -> dict[str, Any]:
    return {
        "path": str(side.path),
        "name": side.name,
        "version": side.release or None,
        "spec": side.spec,
        "complete": side.whole,
    }


def _found(found: Found | None) -> dict[str, Any] | None:
    if found is None:
        return None
    return {"verdict": found.verdict.value, "message": found.message, "known": found.known}


def _alone(pairing: Pairing) -> Iterator[str]:
    for where, sides in (("first", pairing.only_before), ("second", pairing.only_after)):
        for side in sides:
            yield f"{side.title} is in the {where} folder alone, so it has nothing to be compared with."


def _print_section(section: Section, console: Console) -> None:
    paragraph(console)
    paragraph(console, section.title, _STYLES.get(section.change, "bold"))
    for entry in section.entries:
        paragraph(console, f"{entry.level}  {entry.id}", "", 2)
        for name, said in entry.fields:
            paragraph(console, said, "dim", _INDENT, f"    {name}")
    for reason, ids in section.groups:
        if reason:
            paragraph(console, f"{len(ids)}: {reason}", "", 2)
        paragraph(console, some(ids), "dim", 4)


def _section(section: Section) -> str:
    lines = [f"### {_MARKS.get(section.change, '')} {escaped(section.title)}".replace("  ", " "), ""]
    for entry in section.entries[:_SHOWN]:
        lines.append(f"- {entry.level} {code(entry.id)}")
        lines += [f"  - {name}: {escaped(said)}" for name, said in entry.fields]
    if len(section.entries) > _SHOWN:
        lines.append(f"- and {len(section.entries) - _SHOWN} more")
    for reason, ids in section.groups:
        named = ", ".join(code(id_) for id_ in ids[:_SHOWN])
        more = f" and {len(ids) - _SHOWN} more" if len(ids) > _SHOWN else ""
        lines.append(f"- {f'{len(ids)}: {escaped(reason)}: ' if reason else ''}{named}{more}")
    return "\n".join(lines)
