"""What a run costs before it is started: the catalogue names what a requirement uses, the profile its price."""

from __future__ import annotations

from collections.abc import Sequence

from conformance.targets.profile import Profile
from specs import Requirement

FREE = "free"


class BudgetError(Exception):
    """A run does not fit its budget, or its price is unknown; the message is one sentence."""


def check_budget(requirements: Sequence[Requirement], profile: Profile, budget: float | None) -> float:
    """The price of judging `requirements`, in dollars, by the prices of `profile`.

    Raises:
        BudgetError: it exceeds `budget`, or a price is needed to know and the profile has none.
    """
    total = 0.0
    for requirement in requirements:
        if requirement.cost == FREE:
            continue
        price = profile.prices.get(requirement.cost)
        if price is None:
            if budget is None:
                continue
            raise BudgetError(
                f"the profile has no price for {requirement.cost!r}, which {requirement.id} uses, "
                "so a budget cannot be kept: add it under [prices]"
            )
        total += price
    if budget is not None and total > budget:
        raise BudgetError(f"the run would cost {total:.2f} dollars, and {budget:.2f} are allowed")
    return total
