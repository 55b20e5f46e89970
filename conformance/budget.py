"""Whether what a run would generate may be paid for."""

from __future__ import annotations

from collections.abc import Mapping


class BudgetError(Exception):
    """A run does not fit its budget, or its price is unknown; the message is one sentence."""


def check_budget(dollars: float, unpriced: Mapping[str, str], budget: float) -> None:
    """Whether a run that would cost `dollars` fits; `unpriced` are models without a price, with what uses them.

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
            f"the run would cost {dollars:.2f} dollars by the profile's prices, and {budget:.2f} are allowed"
        )
