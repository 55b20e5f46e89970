"""How a check can end other than by conforming or by a failed assertion."""

from __future__ import annotations

from _pytest.outcomes import Skipped


class Untestable(Skipped):
    """A prerequisite is missing, named in the message; pytest sees a skip.

    It derives from pytest's own exception so that a fixture, a check and a Hypothesis example can all
    raise it and nothing in between swallows it.
    """


class NotOffered(Untestable):
    """The SDK at hand has no place for something that is needed, or does not tell it; the message names both.

    An example that needs it is passed over; a check is untestable that has no other.
    """


class BudgetSpent(Skipped):
    """What is asked for next may cost more than is left: the check at hand is untestable, whatever it has seen so far.

    It is no `Untestable`, so that a check which passes over what its target cannot do does not pass over this.
    """


class NoVerdict(Skipped):
    """The network broke, the target stalled or a rate limit was hit: nothing can be said of the promise.

    It derives from pytest's exception for the same reason: Hypothesis would take any other for a failure of
    the check, and send all of it again and again to find a smaller one.
    """
