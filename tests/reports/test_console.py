"""What a person reads in the terminal."""

import io
from datetime import date
from pathlib import Path

import pytest
from rich.console import Console

from reports.console import print_summary
from reports.events import event
from reports.known_failures import Known, KnownFailure, Problem
from reports.progress import Progress

UPLOAD, BOUNDS = "files.upload.accepted", "public-url.expiry.bounds"


def console(width=80, *, terminal=False):
    """A console that writes into memory."""
    return Console(
        file=io.StringIO(),
        width=width,
        force_terminal=terminal,
        color_system="standard" if terminal else None,
        legacy_windows=False,
        _environ={},
    )


def printed(run, width=80, *, terminal=False, **options):
    """The summary as text."""
    target = console(width, terminal=terminal)
    print_summary(run, target, **options)
    return target.file.getvalue()


@pytest.mark.parametrize("width", [80, 120])
@pytest.mark.parametrize("terminal", [False, True])
def test_the_summary(sample, snapshot, width, terminal):
    """Something of everything."""
    assert printed(sample, width, terminal=terminal, directory=Path("conformance-report")) == snapshot


def test_the_summary_of_a_clean_run(make, snapshot):
    """Nothing to say is said shortly."""
    ids = [id_ for id_, _, level, *_ in make.CATALOGUE if level == "MUST"]
    run = make.run(make.started(ids), *(make.finished(id_) for id_ in ids), make.ended())
    assert printed(run) == snapshot


def test_the_summary_with_known_failures(sample, snapshot):
    """A known deviation is named once, and what is wrong with the list in a sentence each."""
    entry = KnownFailure(
        requirement="files.upload.*",
        message="201",
        reason="The mock was written before the docs.",
        link="https://example/1",
        expires=date(2026, 12, 31),
    )
    known = Known(
        covered={UPLOAD: entry}, wrong=(Problem(sentence="The known failure files.* is stale; remove it."),)
    )
    assert printed(sample, known=known) == snapshot


def test_the_summary_of_an_embedded_target(make, snapshot):
    """Its address is gone, so that a line to paste names a variable."""
    target = {"name": "emulator", "base_url": make.BASE, "embedded": True}
    run = make.run(
        make.started([UPLOAD], target=target),
        make.finished(UPLOAD, "deviates", "bad", exchanges=[make.upload(201)]),
        make.ended(interrupted=True, complete=False),
    )
    assert printed(run) == snapshot


@pytest.mark.parametrize("width", [20, 40, 60, 80, 200])
def test_any_width_will_do(sample, width):
    """Words wrap; only lines to paste run over, whole."""
    text = printed(sample, width)
    for line in text.splitlines():
        assert len(line) <= width or "curl" in line or line.startswith("  "), line
        assert line == line.rstrip()
    assert text.count("curl -i") == 3


def test_nothing_depends_on_colour(sample):
    """Without its control sequences, the terminal's text is the plain text."""
    from rich.text import Text

    assert Text.from_ansi(printed(sample, terminal=True)).plain.strip() == printed(sample).strip()


def test_a_target_cannot_steer_the_terminal(make):
    """Escape sequences and markup in a message are shown, and do nothing."""
    hostile = "\x1b]0;owned\x07 \u202e [red]x[/red] [/nonsense]"
    counterexample = {"kind": "arguments", "source": hostile, "imports": []}
    run = make.run(
        make.started([UPLOAD]),
        make.finished(
            UPLOAD,
            "deviates",
            hostile,
            counterexample=counterexample,
            exchanges=[make.upload(200, {"id": hostile}, url=f"https://x/{hostile}")],
        ),
        make.cleaned(left=[hostile], message=hostile),
        make.ended(),
    )
    text = printed(run)
    assert "\x1b" not in text
    assert "\x07" not in text
    assert "\u202e" not in text
    assert "[red]x[/red]" in text


def test_progress_in_a_log_is_a_line_an_area_and_a_deviation(sample_events, spec, snapshot):
    """No control sequences where nobody could see them."""
    target = console()
    with Progress(target, spec) as progress:
        for record in sample_events:
            progress.handle(event(record))
    assert target.file.getvalue() == snapshot


def test_progress_in_a_terminal_shows_the_current_check(make, spec):
    """Bars by area, which are gone in the end."""
    target = console(100, terminal=True)
    with Progress(target, spec) as progress:
        progress.handle(event(make.started([UPLOAD, BOUNDS])))
        progress.handle(event(make.finished(UPLOAD, "deviates", "bad")))
        progress.handle(event(make.begun(BOUNDS, "suite/test_x.py::test_refuses_[an]_expiry[3599]")))
        progress._bars.refresh()
        text = target.file.getvalue()
    assert "public-urls" in text
    assert "1 deviate" in text
    assert "refuses " in text
    assert "3599" not in text


def test_progress_survives_events_in_any_order(make, spec):
    """Such as those of a run whose beginning was lost."""
    target = console()
    with Progress(target, spec) as progress:
        progress.handle(event(make.ended()))
        progress.handle(event(make.finished("unknown.thing", "deviates", "what")))
        progress.handle(event(make.cleaned()))
    assert (
        target.file.getvalue()
        == "deviates: unknown.thing: what\nunknown: 1 of 1 requirements reached, 1 of them deviating\n"
    )
