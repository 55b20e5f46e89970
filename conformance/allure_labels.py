"""Labels and attachments for allure-pytest, where it is loaded and a results folder was asked for."""

from __future__ import annotations

import json
from typing import Any

import pytest

from specs import Requirement, Spec

#: Level → severity, in Allure's words.
SEVERITY = {"MUST": "critical", "SHOULD": "normal", "OBSERVE": "trivial"}


class AllureLabels:
    """Adds requirement, area and level to each check's result, and its exchanges where it deviates."""

    def __init__(self, spec: Spec) -> None:
        import allure

        self._allure = allure
        self._spec = spec

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

    def attach(self, exchanges: list[dict[str, Any]], observations: list[dict[str, Any]]) -> None:
        """Attach what was sent and received, and what was observed."""
        for kind, content in (("exchanges", exchanges), ("observations", observations)):
            if content:
                text = json.dumps(content, indent=2, ensure_ascii=False)
                self._allure.attach(text, name=kind, attachment_type=self._allure.attachment_type.JSON)


def allure_labels(config: pytest.Config, spec: Spec) -> AllureLabels | None:
    """The labels, if results are being written for Allure."""
    return AllureLabels(spec) if config.getoption("--alluredir", default=None) else None
