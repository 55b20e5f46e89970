"""The control plane: what it says, and the clock."""

import pytest

CLOCK = "/.well-known/xai-conformance/clock"


def test_the_description(anyone, emulator):
    """What it is, that it has a clock, and where public URLs live."""
    body = anyone.get("/.well-known/xai-conformance").json()

    where = {"cdn": emulator.cdn, "imgen": emulator.imgen, "vidgen": emulator.vidgen}
    assert body == {"service": body["service"], "clock": True, **where}
    assert emulator.cdn == f"{emulator.url}/cdn"


def test_the_clock_goes_forward(anyone, advance, alpha):
    """By as much as asked for, fractions included; by nothing, it tells the time."""
    start = advance(0)

    assert start + 90.5 <= advance(90.5) < start + 100
    assert 0 <= advance(0) - start - 90.5 < 10
    assert abs(alpha.upload()["created_at"] - advance(0)) < 5


@pytest.mark.parametrize(
    "body", ['{"advance": -1}', '{"advance": "1"}', '{"advance": true}', '{"advance": null}', "{}", "[]", "",
             '{"advance": 1e999}', '{"advance": NaN}', '{"advance": 1e11}', '{"advance": 1' + "0" * 400 + "}"],
)  # fmt: skip
def test_what_the_clock_refuses(anyone, advance, refused, body):
    """It stays where it was."""
    before = advance(0)

    assert refused(anyone.post(CLOCK, content=body, headers={"content-type": "application/json"}), 400)
    assert advance(0) - before < 10
