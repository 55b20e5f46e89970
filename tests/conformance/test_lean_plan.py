"""Where somebody pays, storing and stored inputs are decided with a few images and videos."""

import json

import specs
from specs import Level

#: As a service that takes money is: without a clock to turn, and with a quota that nobody fills by the way.
PAID = """
name = "paid"
base_url = "{url}"

[capabilities]
clock = false
quota = false

[prices]
"grok-imagine-image" = 0.02
"grok-imagine-video" = 0.05

[timing]
poll = 0.05
"""
AREAS = ("storage-options", "file-inputs")
IMAGES, VIDEOS = 16, 4


def test_both_areas_are_decided_within_the_plan(run, profile, emulator, keys):
    scope = [word for area in AREAS for word in ("--area", area)]
    ended = run("--profile", profile(PAID.format(url=emulator.url), "paid.toml"), *scope, env=keys)

    document = json.loads((ended.report / "verdicts.json").read_text())
    generated = document["generated"]
    assert generated["images"] <= IMAGES, generated
    assert generated["videos"] <= VIDEOS, generated
    assert generated["video_seconds"] <= 4 * VIDEOS, generated

    requirements = specs.load().requirements
    assert {requirements[id_].area for id_ in ended.verdicts} == set(AREAS)
    undecided = {
        id_: found["message"]
        for id_, found in document["requirements"].items()
        if found["verdict"] not in ("conforms", "observed")
        and requirements[id_].level != Level.OBSERVE
        and not {"clock", "quota"} & set(requirements[id_].needs)
    }
    assert undecided == {}
