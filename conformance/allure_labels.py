"""Labels and attachments for allure-pytest, where it is loaded and a results folder was asked for."""

from __future__ import annotations

import json
from collections.abc import Callable
from enum import Enum
from typing import Any

import pytest

from specs import Requirement, Spec

#: Level → severity, in Allure's words.
SEVERITY = {"MUST": "critical", "SHOULD": "normal", "OBSERVE": "trivial"}


class AllureLabels:
    """Adds requirement, area and level to each check's result, and its exchanges where it deviates.

    Everything that allure-pytest is about to write goes through `hide` first.
    """

    def __init__(self, spec: Spec, hide: Callable[[str], str]) -> None:
        import allure
        import allure_commons

        self._allure = allure
        self._spec = spec
        allure_commons.plugin_manager.register(_hiding(hide))

    def label(self, requirement: Requirement) -> None:
        """Label the check that is being set up."""
        dynamic = self._allure.dynamic
        dynamic.title(requirement.claim)
        dynamic.label("requirement", requirement.id)
        dynamic.label("area", requirement.area)
        dynamic.label("level", requirement.level.value)
        dynamic.epic(requirement.area)
        dynamic.feature(requirement.id)
        dynamic.severity(SEVERITY[requirement.level])
        dynamic.description(f"{requirement.claim}\n\n{self._spec.location(requirement.id)}")

    def attach(
        self,
        exchanges: list[dict[str, Any]],
        transcripts: list[dict[str, Any]],
        observations: list[dict[str, Any]],
    ) -> None:
        """Attach what was sent and received, what was said on sockets, and what was observed."""
        kinds = {"exchanges": exchanges, "transcripts": transcripts, "observations": observations}
        for kind, content in kinds.items():
            if content:
                # Not ASCII alone, so that it can be read; what no encoding can hold stays escaped.
                text = json.dumps(content, indent=2, ensure_ascii=False).encode("utf-8", "backslashreplace")
                self._allure.attach(text, name=kind, attachment_type=self._allure.attachment_type.JSON)


def _hiding(hide: Callable[[str], str]) -> object:
    """A plugin of Allure's own manager, which sees results before they are written."""
    from allure_commons import hookimpl

    class Hiding:
        @hookimpl(tryfirst=True)
        def report_result(self, result: Any) -> None:
            _scrub(result, hide)

        @hookimpl(tryfirst=True)
        def report_container(self, container: Any) -> None:
            _scrub(container, hide)

    return Hiding()


def _scrub(item: Any, hide: Callable[[str], str]) -> None:
    """Hide what has to be hidden in all texts of a result, and escape what UTF-8 cannot hold."""
    for name, value in vars(item).items():
        setattr(item, name, _scrubbed(value, hide))


def _scrubbed(value: Any, hide: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return hide(value).encode("utf-8", "backslashreplace").decode("utf-8")
    if isinstance(value, list):
        return [_scrubbed(each, hide) for each in value]
    if hasattr(value, "__dict__") and not isinstance(value, Enum):
        _scrub(value, hide)
    return value


def allure_labels(config: pytest.Config, spec: Spec, hide: Callable[[str], str]) -> AllureLabels | None:
    """The labels, if results are being written for Allure."""
    return AllureLabels(spec, hide) if config.getoption("--alluredir", default=None) else None
