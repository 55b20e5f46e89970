"""The stock of generations to be used up: what one check leaves is what another begins with."""

from dataclasses import replace

import pytest

import specs
from conformance import trial
from conformance.emulator.process import EmulatorProcess
from conformance.outcomes import Untestable
from conformance.suite.storage_options.stock import FEW, State, Stock, images_used_up, public_used_up, used_up
from conformance.suite.stored import Store
from conformance.suite.studio import OPERATIONS, Studio
from conformance.targets.ledger import Ledger
from conformance.targets.profile import Timing, load_profile
from conformance.targets.target import connect

IMAGE = "generateImage"


@pytest.fixture(scope="module")
def target():
    with EmulatorProcess() as emulator:
        profile = replace(load_profile("emulator").at(emulator.url), timing=Timing(poll=0.02))
        keys = dict(zip(("first", "second"), emulator.keys.values(), strict=True))
        target = connect(profile, keys, specs.load(), ledger=Ledger(tag="xc-test"))
        yield target
        target.transport.close()


@pytest.fixture
def made(target):
    """The bodies of the generations that were asked for in this test."""
    bodies = []

    def watch(exchange, operation):
        if operation is not None and operation.id in OPERATIONS:
            bodies.append(exchange)

    target.transport.watchers.append(watch)
    yield bodies
    target.transport.watchers.remove(watch)


@pytest.fixture
def stock_of(target):
    def make(*, lean=False):
        trial.start("a check", "")
        library = Store(target.api, "xc-test-shared", set())
        studio = Studio(api=target.api, tag="xc-test-made", library=library, lean=lean)
        return Stock(studio, set())

    return make


def test_what_is_put_back_is_taken_again(stock_of, made):
    stock = stock_of()
    piece = stock.public(IMAGE)
    stock.keep(piece)

    assert stock.public(IMAGE).id == piece.id
    assert len(made) == 1
    assert stock.public(IMAGE).id != piece.id, "what was taken is in stock no more"
    assert len(made) == 2


def test_what_was_revoked_is_kept_as_such(stock_of, made):
    stock = stock_of()
    piece = stock.revoke(stock.public(IMAGE))
    stock.put_back(piece, State.REVOKED)

    assert stock.revoked(IMAGE).id == piece.id
    assert stock.api.files.get(piece.id)["public_url"] is None
    assert len(made) == 1
    assert stock.revoked(IMAGE).id != piece.id


def test_a_new_url_is_remembered(stock_of):
    stock = stock_of()
    piece = stock.private(IMAGE)
    url = stock.api.public_urls.create(piece.id)["public_url"]
    stock.put_back(piece, State.RENEWED, url=url)

    assert stock.shown(IMAGE).url == url


def test_a_group_is_shared_until_too_few_are_left(stock_of, made):
    stock = stock_of()
    group = stock.group(IMAGE, FEW, left=FEW)

    assert [piece.id for piece in stock.group(IMAGE, FEW, left=FEW)] == [piece.id for piece in group]
    stock.remove(group[0])
    assert len(stock.group(IMAGE, FEW, left=2)) == 2
    assert len(made) == 1
    assert len(stock.group(IMAGE, FEW, left=FEW)) == FEW
    assert len(made) == 2


def test_what_it_keeps_outlives_the_check(stock_of):
    stock = stock_of()
    pieces = [stock.public(IMAGE), *stock.group(IMAGE, FEW, left=FEW)]

    assert {piece.id for piece in pieces} <= stock.lasting


def test_an_ephemeral_url_has_to_serve(stock_of, target, made):
    stock = stock_of()
    piece = stock.with_ephemeral(IMAGE)
    stock.keep(piece)
    assert stock.with_ephemeral(IMAGE).id == piece.id
    stock.keep(piece)

    target.api.clock.advance(10 * 86_400)
    assert stock.with_ephemeral(IMAGE).id != piece.id
    assert len(made) == 2


def test_where_somebody_pays_several_are_made_at_once(stock_of, made):
    stock = stock_of(lean=True)
    piece = stock.public(IMAGE)
    stock.keep(piece)

    assert piece.id in {each.id for each in stock.group(IMAGE, FEW, left=FEW)}
    assert len(made) == 1
    assert len(used_up(stock).cover()) == len(public_used_up(stock).cover()) == 1


def test_what_does_not_exist_is_left_out(stock_of, monkeypatch):
    stock = stock_of()
    monkeypatch.setattr(
        "conformance.suite.storage_options.stock.storing_operations", lambda _: ("editImage", "editVideo")
    )
    assert used_up(stock).cover() == ("editImage", "editVideo")
    assert images_used_up(stock).cover() == ("editImage",)
    monkeypatch.setattr(
        "conformance.suite.storage_options.stock.storing_operations", lambda _: ("editVideo",)
    )
    with pytest.raises(Untestable, match=r"storage\.accepted"):
        images_used_up(stock)
