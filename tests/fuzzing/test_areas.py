"""Schemathesis asks about the areas of the run alone: a target need not have what nobody asked about."""

from types import SimpleNamespace

import pytest

import specs
from conformance.fuzzing.engine import left_out
from conformance.selection import Selection, family

SPEC = specs.load()
TARGET = SimpleNamespace(capabilities={"generation", "custom-voices"})


def _areas(**selected):
    return {requirement.area for requirement in Selection(**selected).requirements(SPEC)}


@pytest.mark.parametrize(
    ("selected", "areas"),
    [
        ({"areas": ("files", "schema")}, {"files", "schema"}),
        ({"areas": ("schema",)}, {SPEC.requirements[each].area for each in family()}),
        ({"areas": ("schema",), "offered": ("files", "images", "schema")}, {"files", "images", "schema"}),
    ],
)
def test_requirements_of_other_areas_are_not_in_scope(selected, areas):
    assert _areas(**selected) == areas


@pytest.mark.parametrize(
    ("areas", "asked", "left"),
    [
        (("files",), {"uploadFile", "createPublicUrl"}, {"generateImage", "createSpeech", "transcribe"}),
        (("storage-options",), {"generateImage", "extendVideo"}, {"uploadFile", "createSpeech"}),
        (("speech", "sockets"), {"createSpeech", "createClientSecret"}, {"transcribe", "createCustomVoice"}),
        (("access",), set(SPEC.operations), set()),
        ((), set(SPEC.operations), set()),
    ],
)
def test_operations_of_other_areas_are_not_asked_for(areas, asked, left):
    barred = set(left_out(TARGET, lean=False, areas=areas))
    assert not barred & asked
    assert barred >= left


def test_a_profile_says_what_the_family_alone_may_ask_about():
    selection = Selection(areas=("schema",), offered=("files", "schema"))
    assert selection.explored == {"files"}
