"""Voices are accounted for like files: written down first, deleted at the end, and nobody else's is touched."""

import json
import signal
from dataclasses import replace

import httpx
import pytest

from conformance.emulator.process import EmulatorProcess
from conformance.outcomes import NoVerdict, Untestable
from conformance.recovery import recover
from conformance.running import Plan
from conformance.selection import Selection
from conformance.targets.cleanup import clean_up, delete_outstanding
from conformance.targets.ledger import VOICE, Ledger
from specs import load
from strategies.voice_clips import CLIP

TAG = "xc-test"
PATH = "/v1/custom-voices"
KEY = "emulator-key-alpha"


class Company:
    """The user's own voices."""

    def __init__(self, url):
        self.http = httpx.Client(base_url=url, headers={"authorization": f"Bearer {KEY}"})

    def put(self, **labels):
        """A voice of the user's."""
        files = {"file": (CLIP.filename, CLIP.read(), CLIP.content_type)}
        return self.http.post(PATH, data=labels, files=files).json()

    def all(self):
        """Every voice by id."""
        return {v["voice_id"]: v for v in self.http.get(PATH, params={"limit": 1000}).json()["voices"]}


@pytest.fixture
def mine(emulator):
    """Voices of the user's own, one of them under a name like those of runs."""
    shelf = Company(emulator.url)
    with shelf.http:
        if not shelf.all():
            shelf.put(name="a")
            shelf.put(name="xc-holiday-voice-1")
        yield shelf


@pytest.fixture
def slow():
    """An emulator that is slow enough to be met in the middle of something, its keys, and the user's own voices."""
    with EmulatorProcess(latency=20) as process:
        company = Company(process.url)
        first, second = process.keys.values()
        with company.http:
            company.put(name="a")
            yield process.url, {"XAI_API_KEY": first, "XAI_SECOND_API_KEY": second}, company


@pytest.fixture
def forbidden():
    """Address and keys of an emulator whose teams may not make voices."""
    with EmulatorProcess(readings=["no-custom-voices"]) as process:
        first, second = process.keys.values()
        yield process.url, {"XAI_API_KEY": first, "XAI_SECOND_API_KEY": second}


def is_creation(request):
    """Whether the request makes a voice."""
    return request.method == "POST" and request.target == PATH


def lose_the_answer(request, reply):
    """The voice is made, and nobody hears of it."""
    yield "reset" if is_creation(request) else reply.raw()


def create(target, name, **labels):
    """The answer to a creation by the client of the suite."""
    return target.api.voices.create(CLIP, {"name": name, **labels})


def test_a_voice_is_no_file(tmp_path):
    account = Ledger(tmp_path / "ledger", tag=TAG)
    number = account.intend("first", "a", 5.0, kind=VOICE)
    account.settle(number, "same")
    account.settle(account.intend("second", "b", 5.0), "same")
    assert (account.voices, account.outstanding, account.created) == (
        {"same": "first"},
        {"same": "second"},
        2,
    )
    account.gone("same")
    assert (account.voices, account.outstanding) == ({"same": "first"}, {})
    account.disown(account.intend("first", "c", 5.0, kind=VOICE), "older")
    assert (account.is_foreign("older", kind=VOICE), account.is_foreign("older")) == (True, False)
    account.intend("first", "lost", 7.0, kind=VOICE)
    account.gone("same", kind=VOICE)
    account.close()
    again = Ledger.load(account.path)
    assert (again.voices, again.has_had("same", kind=VOICE), again.is_foreign("older", kind=VOICE)) == (
        {},
        True,
        True,
    )
    assert [(intent.name, intent.kind) for intent in again.unanswered] == [("lost", VOICE)]


def test_what_was_made_is_deleted(target_at, emulator, mine):
    before = mine.all()
    target = target_at(emulator.url, timeout=10)
    kept, _ = (create(target, f"{TAG}-voice-{n}")["voice_id"] for n in (2, 3))
    delete_outstanding(target, keep={kept})
    assert mine.all().keys() - before.keys() == {kept}
    result = clean_up(target)
    assert (result.created, result.deleted, result.left, result.message) == (2, 2, (), "")
    assert mine.all() == before


def test_creations_that_were_never_answered_are_found_by_name(target_at, twisted, mine):
    before = mine.all()
    target = target_at(twisted.url, timeout=10)
    twisted.twist = lose_the_answer
    for name in (f"{TAG}-voice-4", f"{TAG}-voice-5"):
        with pytest.raises(NoVerdict):
            create(target, name)
    assert len(mine.all()) == len(before) + 2

    result = clean_up(target)
    assert (result.created, result.deleted, result.left, result.message) == (2, 2, (), "")
    assert mine.all() == before


@pytest.mark.parametrize("status", [500, 301])
def test_a_creation_that_was_answered_with_an_error_may_have_made_one(target_at, twisted, mine, status):
    before = mine.all()
    target = target_at(twisted.url, timeout=10)
    twisted.twist = lambda request, reply: [
        (replace(reply, status=status) if is_creation(request) else reply).raw()
    ]
    create(target, f"{TAG}-voice-6")
    assert clean_up(target).deleted == 1
    assert mine.all() == before


def test_a_creation_that_was_refused_may_have_made_one_all_the_same(target_at, twisted, mine):
    before = mine.all()
    target = target_at(twisted.url, timeout=10)
    twisted.twist = lambda request, reply: [
        (replace(reply, status=400, body=b"{}") if is_creation(request) else reply).raw()
    ]
    create(target, f"{TAG}-voice-12")
    result = clean_up(target)
    assert (result.created, result.deleted, result.left, result.message) == (1, 1, (), "")
    assert mine.all() == before


def test_what_others_may_have_named_alike_is_told_and_left_alone(target_at, twisted, mine):
    before = mine.all()
    target = target_at(twisted.url, timeout=10)
    twisted.twist = lose_the_answer
    with pytest.raises(NoVerdict):
        create(target, "a")
    result = clean_up(target)
    assert result.left == ()
    assert "whose voices' names others may have given" in result.message
    assert before.items() <= mine.all().items()
    for voice_id in mine.all().keys() - before.keys():
        mine.http.delete(f"{PATH}/{voice_id}")


def test_a_voice_that_was_there_before_is_never_changed(target_at, twisted, mine):
    """Not one that is called by its id, nor one that a target passes off as new."""
    older = next(voice for voice in mine.all().values() if voice["name"] == "a")
    target = target_at(twisted.url, timeout=10)
    acts = (target.api.voices.delete, lambda voice_id: target.api.voices.update(voice_id, {"name": "b"}))
    for api in (target.api, target.api.as_("none"), target.api.as_("wrong"), target.api.as_("second")):
        with pytest.raises(Untestable, match="was there before"):
            api.voices.delete(older["voice_id"])
    for act in acts:
        with pytest.raises(Untestable, match="was there before"):
            act(older["voice_id"])
        assert act("0q7x1vz9").status == 404

    shown = {**older, "created_at": "2020-01-01T00:00:00Z"}
    twisted.twist = lambda request, reply: [
        (replace(reply, body=json.dumps(shown).encode()) if is_creation(request) else reply).raw()
    ]
    assert create(target, f"{TAG}-voice-7")["voice_id"] == older["voice_id"]
    for act in acts:
        with pytest.raises(Untestable, match="was there before"):
            act(older["voice_id"])
    clean_up(target)
    assert older in mine.all().values()
    for voice in mine.all().values():
        if voice["name"] == f"{TAG}-voice-7":
            mine.http.delete(f"{PATH}/{voice['voice_id']}")


def test_a_voice_of_the_run_may_be_touched_as_anyone(target_at, emulator, mine):
    target = target_at(emulator.url, timeout=10)
    voice_id = create(target, f"{TAG}-voice-8")["voice_id"]
    assert target.api.as_("second").voices.delete(voice_id).status == 404
    assert target.api.as_("none").voices.delete(voice_id).status == 401
    assert target.api.voices.delete(voice_id).accepted
    assert target.api.voices.delete(voice_id).status == 404
    assert (clean_up(target).left, target.ledger.voices) == ((), {})


def test_what_cannot_be_deleted_is_named(target_at, twisted, mine):
    target = target_at(twisted.url, timeout=10)
    voice_id = create(target, f"{TAG}-voice-9")["voice_id"]
    twisted.twist = lambda request, reply: [
        (replace(reply, status=500, body=b"") if request.method == "DELETE" else reply).raw()
    ]
    result = clean_up(target)
    assert (result.created, result.deleted, result.left) == (1, 0, (f"voice {voice_id}",))
    assert result.message.startswith("deleteCustomVoice answered 500")
    mine.http.delete(f"{PATH}/{voice_id}")


def test_a_search_without_end_ends(target_at, twisted, mine):
    """A list that goes in circles, and one that is no list."""
    before = mine.all()
    target = target_at(twisted.url, timeout=10)
    twisted.twist = lose_the_answer
    with pytest.raises(NoVerdict):
        create(target, f"{TAG}-voice-10")
    page = {"voices": [{"voice_id": "x", "name": "y"}] * 100, "pagination_token": "again"}
    for body in (page, [], {"voices": 5}, {"voices": [5, None]}, {"voices": [{"name": f"{TAG}-voice-10"}]}):
        twisted.twist = lambda _request, reply, body=body: [
            replace(reply, body=json.dumps(body).encode()).raw()
        ]
        sent = len(twisted.requests)
        assert clean_up(target).left == ()
        assert len(twisted.requests) - sent <= 3
    twisted.twist = lambda _request, reply: [reply.raw()]
    assert clean_up(target).deleted == 1
    assert mine.all() == before


@pytest.mark.parametrize("delete", [True, False])
def test_what_a_lost_worker_left_is_deleted_or_named(target_at, emulator, mine, tmp_path, delete):
    before = mine.all()
    ledger = Ledger(tmp_path / "ledger", tag=TAG)
    target = target_at(emulator.url, timeout=30, ledger=ledger)
    voice_id = create(target, f"{TAG}-voice-11")["voice_id"]
    spec = load()
    plan = Plan(
        selection=Selection(), requirements=list(spec.requirements.values()), seed=1, examples=0,
        target=emulator.url, keys={"XAI_API_KEY": KEY},
    )  # fmt: skip
    result = recover(plan, spec, ledger.path, delete=delete)
    assert (result.created, result.left) == (1, () if delete else (f"voice {voice_id}",))
    assert set(mine.all()) - set(before) == (set() if delete else {voice_id})
    target.api.voices.delete(voice_id)


def test_a_run_leaves_the_team_as_it_was(run, emulator, keys, mine):
    before = mine.all()
    globs = (
        "voices.create.labels",
        "voices.delete.*",
        "voices.lives",
        "voices.team.*",
        "voices.list.agreement",
    )
    scope = [word for glob in globs for word in ("--requirement", glob)]
    ended = run("--target", emulator.url, *scope, "--examples", "2", "--workers", "2", env=keys)
    assert ended.code == 0, ended.stdout
    assert mine.all() == before


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_run_that_is_interrupted_leaves_it_so_too(starting, slow, until, tmp_path, number):
    url, keys, mine = slow
    before = mine.all()
    process = starting("--target", url, "--requirement", "voices.*", "--examples", "1", env=keys)
    until(lambda: process.poll() is not None or len(mine.all()) > len(before))
    process.send_signal(number)
    stdout, stderr = process.communicate()
    assert (process.returncode, stderr) == (3, ""), stdout
    assert mine.all() == before


def test_where_no_voice_may_be_made_nothing_deviates(run, forbidden):
    """A team without leave is no fault of the target's."""
    url, keys = forbidden
    scope = ["--requirement", "voices.*", "--examples", "0"]
    ended = run("--target", url, *scope, env=keys)
    verdicts = ended.verdicts
    assert set(verdicts.values()) <= {"untestable", "conforms", "observed"}
    assert verdicts["voices.create.accepted"] == "untestable"
    assert {id_ for id_, verdict in verdicts.items() if verdict == "conforms"} == {
        "voices.audio.unknown", "voices.get.malformed-id", "voices.get.unknown",
        "voices.list.limit-bounds", "voices.list.limits", "voices.list.unknown-token", "voices.update.unknown",
    }  # fmt: skip
    assert ended.code == 3
    assert "may make custom voices" in " ".join(ended.stdout.split())
