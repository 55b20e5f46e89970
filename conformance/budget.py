"""What generated images and videos cost, by the prices of a profile."""

from __future__ import annotations

from collections.abc import Mapping


class BudgetError(Exception):
    """A run does not fit its budget, or its price is unknown; the message is one sentence."""


def price(
    prices: Mapping[str, float], *, kind: str, model: str, assets: int, inputs: int, seconds: float
) -> float | None:
    """Dollars for what was generated with one model; `None` where the profile has no price for it.

    Images are paid for one by one, those that an edit starts from as well (docs: Imagine, pricing); videos by the
    second.
    """
    each = prices.get(model)
    if each is None:
        return None
    return each * (assets + inputs if kind == "image" else seconds)


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
