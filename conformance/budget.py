"""Whether what a run would generate may be paid for."""

from __future__ import annotations

from collections.abc import Mapping


class BudgetError(Exception):
    """A run does not fit its budget, or its price is unknown; the message is one sentence."""


def check_budget(dollars: float, needed: float, unpriced: Mapping[str, str], budget: float) -> None:
    """Whether a run that would cost `dollars` fits, of which `needed` are spent or set aside at once.

    `unpriced` are models without a price, with what uses them.

    Raises:
        BudgetError: it exceeds `budget`, or a price is missing.
    """
    for model, operation in unpriced.items():
        raise BudgetError(
            f"the profile has no price for {model!r}, which {operation} uses, so a budget cannot be kept: "
            "add it under [prices]"
        )
    if dollars > budget:
        raise BudgetError(
            f"the run would cost {_shown(dollars)} dollars by the profile's prices, and {_shown(budget)} are allowed"
        )
    if needed > budget:
        raise BudgetError(
            f"the run would cost {_shown(dollars)} dollars by the profile's prices, but the most that a request may "
            f"cost is set aside until it is done, so {_shown(needed)} have to be allowed, and {_shown(budget)} are"
        )


def _shown(dollars: float) -> str:
    """With cents, or all that there is."""
    return f"{dollars:.2f}" if round(dollars, 2) == dollars else f"{dollars:g}"
