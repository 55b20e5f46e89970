"""What a run would ask for and cost, told from its rehearsal: for a person, and as `plan.json`."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from reports.events import Verdict
from reports.paragraphs import paragraph
from reports.reasons import because, by_reason, some
from reports.reproducers.jobs import GENERATIONS, GET_VIDEO, VOICED
from reports.usage import Generated, Usage, at_least, money
from reports.verdicts import JUDGED, RequirementVerdict, Run
from reports.words import counted, listed, one_line

if TYPE_CHECKING:
    from rich.console import Console

NOTHING = Usage(requests={}, generated=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The rehearsal of a run.

    `prices` are dollars by model, `rates` requests a minute by kind ("image", "video"), where the profile has any.
    `usual` is how many random examples a run tries that is not told otherwise, `budget` the dollars that are allowed.
    """

    rehearsal: Run
    prices: Mapping[str, float]
    rates: Mapping[str, float]
    usual: int
    budget: float | None = None

    @property
    def usage(self) -> Usage:
        """What the rehearsal used."""
        return self.rehearsal.usage or NOTHING

    @property
    def minutes(self) -> int | None:
        """How long the generations have to wait at least, by the rates; None where there are none.

        Refused requests count, and the first of a minute may come all at once.
        """
        waits = [
            math.ceil(self.asked(kind) / rate) - 1
            for kind, rate in self.rates.items()
            if rate > 0 and self.asked(kind)
        ]
        return max(waits) if waits else None

    @property
    def others(self) -> int:
        """Requests that generate nothing, without the polls of videos, whose number is a matter of time."""
        return sum(
            count
            for operation, count in self.usage.requests.items()
            if operation not in (*GENERATIONS, *VOICED, GET_VIDEO)
        )

    @property
    def decided(self) -> int:
        """How many requirements in scope come to a judgement."""
        return sum(found.verdict in JUDGED for found in self.rehearsal.requirements.values())

    def asked(self, kind: str) -> int:
        """Requests for images or for videos, refused ones too."""
        word = kind.capitalize()
        return sum(n for id_, n in self.usage.requests.items() if id_ in GENERATIONS and id_.endswith(word))


def document(plan: Plan) -> dict[str, Any]:
    """The JSON of `plan.json`."""
    run = plan.rehearsal
    return {
        "target": {"name": run.target.name, "base_url": None if run.target.embedded else run.target.base_url},
        "spec": run.spec,
        "areas": list(run.areas),
        "lean": plan.rehearsal.lean,
        "examples": run.examples,
        "requests": dict(plan.usage.requests),
        "generated": {
            **plan.usage.as_json(),
            "dollars": plan.usage.dollars if plan.prices else None,
            "by_operation": [_row(made) for made in plan.usage.generated],
        },
        "least_budget": plan.usage.needed if plan.prices else None,
        "minutes": plan.minutes,
        "requirements": {
            "in_scope": len(run.requirements),
            "decided": plan.decided,
            "left": {
                id_: one_line(found.message)
                for id_, found in run.requirements.items()
                if found.verdict not in JUDGED
            },
        },
    }


def text(plan: Plan) -> str:
    """The text of `plan.json`."""
    return json.dumps(document(plan), indent=2) + "\n"


def print_plan(plan: Plan, console: Console) -> None:
    """Print requests, what is generated, its price, the time that it takes at least, and what is decided."""
    run = plan.rehearsal
    where = "the emulator of the package" if run.target.embedded else one_line(run.target.base_url, 80)
    named = "" if run.target.embedded else f"{one_line(run.target.name, 60)} "
    lean = " · lean, since it is paid" if plan.rehearsal.lean else ""
    address = where if run.target.embedded else f"({where})"
    paragraph(console, f"Plan of a run on {named}{address} · spec {run.spec}{lean}", "bold")
    paragraph(console)
    for rows in filter(None, (_requests(plan), _prices(plan))):
        for row in _columns(rows):
            paragraph(console, row)
        paragraph(console)
    for sentence in _sentences(plan):
        paragraph(console, sentence)
    _left(plan, console)
    paragraph(console)
    paragraph(console, _nature(plan), "dim")


def _requests(plan: Plan) -> list[tuple[str, str, str]]:
    usage = plan.usage
    rows = [("requests", "", "generated" if usage.generated else "")]
    for operation in (*GENERATIONS, *VOICED):
        if count := usage.requests.get(operation):
            made = tuple(one for one in usage.generated if one.operation == operation)
            rows.append((operation, f"{count:,}", str(Usage(requests={}, generated=made))))
    polls = "and what asks whether a video is done" if usage.count("video") else ""
    return [*rows, ("all others", f"{plan.others:,}", polls)]


def _prices(plan: Plan) -> list[tuple[str, str, str]]:
    if not plan.prices or not plan.usage.generated:
        return []
    rows = [("price", "dollars", "")]
    models = dict.fromkeys(made.model for made in plan.usage.generated)
    for model in models:
        made = tuple(one for one in plan.usage.generated if one.model == model)
        dollars = Usage(requests={}, generated=made).dollars
        shown = "unknown" if dollars is None else money(dollars)
        rows.append((one_line(model, 60), shown, _quantity(made, plan.prices.get(model))))
    if plan.usage.dollars is not None and len(models) > 1:
        rows.append(("in all", money(plan.usage.dollars), ""))
    return rows


def _columns(rows: Sequence[tuple[str, str, str]]) -> Iterator[str]:
    """Text, number, text, one below the other."""
    first, second = (max(len(row[place]) for row in rows) for place in (0, 1))
    for name, number, about in rows:
        yield f"{name:<{first}}  {number:>{second}}  {about}".rstrip()


def _quantity(made: Sequence[Generated], price: float | None) -> str:
    each = "" if price is None else f" at {money(price)}"
    if made[0].kind == "video":
        return f"{sum(one.seconds for one in made):g} s of video{each} a second"
    if made[0].kind == "speech":
        return f"{counted(sum(one.characters for one in made), 'character')}{_million(price)}"
    if made[0].kind == "transcription":
        return f"{sum(one.seconds for one in made):,.4g} s of audio{_hour(price)}"
    inputs = sum(one.inputs for one in made)
    parts = [counted(sum(one.assets for one in made), "image")]
    parts += [counted(inputs, "image") + " to edit"] if inputs else []
    return f"{listed(parts)}{each} each"


def _million(price: float | None) -> str:
    return "" if price is None else f" at {money(price * 1_000_000)} a million"


def _hour(price: float | None) -> str:
    return "" if price is None else f" at {money(price * 3600)} an hour"


def _sentences(plan: Plan) -> list[str]:
    found = []
    usage = plan.usage
    if not plan.prices:
        found.append("The profile has no prices, so nothing is said of dollars.")
    elif usage.unpriced:
        found.append(f"Without a price under [prices]: {listed(usage.unpriced)}.")
    elif usage.needed and usage.dollars is not None:
        if usage.needed > usage.dollars:
            found.append(
                f"A budget has to be at least {at_least(usage.needed)}: the most that a request may cost is set aside "
                "until it is done."
            )
        if plan.budget is not None:
            verb = "fits into" if usage.needed <= plan.budget else "does not fit into"
            found.append(f"It {verb} the budget of {money(plan.budget)}.")
    if plan.minutes:
        rates = listed(
            f"{rate:g} a minute for {kind}s" for kind, rate in plan.rates.items() if plan.asked(kind)
        )
        found.append(
            f"At the profile's rates ({rates}) it takes at least {counted(plan.minutes, 'minute')}; what the "
            "target needs to make them comes on top."
        )
    count = len(plan.rehearsal.requirements)
    left = count - plan.decided
    more = f", and leaves {left}:" if left else "."
    found.append(f"It decides {plan.decided} of {counted(count, 'requirement')} in scope{more}")
    return found


def _left(plan: Plan, console: Console) -> None:
    run = plan.rehearsal
    _group(run.having(Verdict.UNTESTABLE), console)
    if broken := run.having(Verdict.ERROR):
        paragraph(
            console, "The rehearsal broke off here, so that less is counted than is sent:", "bold magenta"
        )
        _group(broken, console)


def _group(found: Sequence[RequirementVerdict], console: Console) -> None:
    for reason, items in by_reason(found).items():
        paragraph(console, because(reason, len(items)), indent=2)
        paragraph(console, some(item.id for item in items), "dim", indent=4)


def _nature(plan: Plan) -> str:
    """What kind of figures these are."""
    examples = plan.rehearsal.examples
    parts = [
        "An estimate: counted by a rehearsal with the emulator of the package, which keeps every promise."
    ]
    if plan.usage.generated:
        parts.append("A target that accepts what it has to refuse generates more.")
        if plan.rehearsal.lean:
            parts.append("The meter stops at --budget-usd.")
    if examples < plan.usual:
        more = "generates nothing for them" if plan.rehearsal.lean else "generates more for them"
        parts.append(
            f"Random examples are left out: a run tries {plan.usual} a check, unless --examples says otherwise, "
            f"sends that much more, and {more}."
        )
    return " ".join(parts)


def _row(made: Generated) -> dict[str, Any]:
    return {
        "kind": made.kind,
        "model": made.model,
        "operation": made.operation,
        "assets": made.assets,
        "inputs": made.inputs,
        "seconds": made.seconds,
        **({"characters": made.characters} if made.characters else {}),
        "dollars": made.dollars,
    }
