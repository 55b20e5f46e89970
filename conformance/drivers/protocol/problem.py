"""What goes wrong with a driver itself, and never says anything about the SDK behind it."""

from __future__ import annotations

from conformance.outcomes import NoVerdict


class DriverProblem(NoVerdict):
    """The driver broke the protocol; the message is one sentence that blames it.

    It is no verdict, so that what a driver does wrong is never taken for a deviation of its SDK.
    """
