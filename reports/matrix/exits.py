"""The exit code of `sdk`: that of the worst of its runs."""

from __future__ import annotations

from reports.matrix.model import Matrix

#: The worst first: what could not be tried outweighs all, so that nobody takes it for a verdict on the SDK.
_ORDER = (2, 1, 3, 0)


def exit_code(matrix: Matrix) -> int:
    """0, 1, 2 or 3; of several runs the worst: unusable, deviates, incomplete, conforms."""
    return min((sdk.exit for sdk in matrix.sdks), key=_ORDER.index, default=2)


def meaning(matrix: Matrix) -> str:
    """Why, in one sentence: those of the runs that have that code."""
    code = exit_code(matrix)
    told = [f"{sdk.key}: {sdk.meaning}" for sdk in matrix.sdks if sdk.exit == code]
    if len(matrix.sdks) == 1:
        return matrix.sdks[0].meaning
    return (
        " ".join(told) if code else "Every MUST in scope that the SDKs offer conforms, or is a known failure."
    )
