"""The labels of custom voices: what may be set, and what a change makes of what is there."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Any

from conformance.emulator.behaviour import Behaviour
from conformance.emulator.errors import Refusal
from conformance.emulator.imagine import fields
from conformance.emulator.parameters import shortened
from conformance.emulator.voice.policy.voices import LABELS, LANGUAGE, LANGUAGE_PATTERN

_LANGUAGE = re.compile(LANGUAGE_PATTERN)
MOST_CHARACTERS = 4096  # of one label; a limit of the emulator's own


def judged(policy: Behaviour, name: str, value: str, *, choices: bool, language: bool) -> str:
    """`value`, if the label `name` may have it. `choices` and `language` say what is looked at.

    Raises:
        Refusal: 400, naming the label.
    """
    if len(value) > MOST_CHARACTERS:
        raise Refusal(400, f"{name}: longer than {MOST_CHARACTERS} characters")
    allowed = policy.voice_choices.get(name)
    if choices and allowed is not None and value not in allowed:
        raise Refusal(400, f"{name}: must be one of {', '.join(sorted(allowed))}, got {shortened(value)}")
    if name == LANGUAGE:
        if language and not _LANGUAGE.fullmatch(value):
            raise Refusal(400, f"{name}: expected a code such as en or en-US, got {shortened(value)}")
        if not policy.voice_language_regions and "-" in value:
            raise Refusal(400, f"{name}: without a region, got {shortened(value)}")
    return value


def given(policy: Behaviour, texts: Mapping[str, str]) -> dict[str, str]:
    """The labels of a new voice, from the texts of its form. An empty one is none.

    Raises:
        Refusal: 400, naming the label.
    """
    labels: dict[str, str] = {}
    for name in LABELS:
        if name in policy.voice_required and not texts.get(name):
            raise Refusal(400, f"{name}: missing")
        if value := texts.get(name, ""):
            labels[name] = judged(
                policy,
                name,
                value,
                choices=name in policy.voice_choices_checked,
                language=policy.voice_language_checked,
            )
    return {name: value for name, value in labels.items() if name in policy.voice_labels_kept}


def change(policy: Behaviour, labels: dict[str, str], body: Mapping[str, Any], name: str) -> None:
    """Change the label `name` of `labels` as `body` says: absent keeps, null clears, a text sets.

    Raises:
        Refusal: 400 for a value that the label cannot have, 422 for another type.
    """
    changes, value = _change(policy, body, name)
    cleared = f"({name})"  # counted under a name that is never shown
    clears = int(labels.get(cleared, 0))
    if changes and value is None:
        labels.pop(name, None)
        if policy.voice_clears_for_good is not None:
            labels[cleared] = str(clears + 1)
    elif changes and value is not None and clears < (policy.voice_clears_for_good or math.inf):
        labels[name] = value


def _change(policy: Behaviour, body: Mapping[str, Any], name: str) -> tuple[bool, str | None]:
    """Whether `body` changes the label `name`, and what to; None clears it.

    Raises:
        Refusal: 400 for a value that the label cannot have, 422 for another type.
    """
    if name not in body:
        return not policy.voice_update_keeps, None
    value = fields.text(body, name)
    if value is None:
        return policy.voice_update_clears, None
    if not value:
        if name in policy.voice_update_empty_refused:
            raise Refusal(400, f"{name}: must not be empty; null clears it")
        return True, None
    judged(
        policy,
        name,
        value,
        choices=policy.voice_update_choices_checked,
        language=policy.voice_update_language_checked,
    )
    return name in policy.voice_update_sets, value
