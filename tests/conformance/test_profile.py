"""Profiles say where ephemeral URLs live, which models are asked, what they cost, and how long one waits for them."""

import pytest

import specs
from conformance.targets.profile import AREAS, ProfileError, load_profile

SPEC = specs.load()


@pytest.fixture
def loaded(profile):
    return lambda text: load_profile(str(profile(text)))


def test_what_a_profile_leaves_out_is_documented_or_patient(loaded):
    empty = loaded("")
    assert empty.models == {
        "image": SPEC.limit("image-models")[0],
        "video": SPEC.limit("video-models")[0],
    }
    assert (empty.imgen, empty.vidgen, empty.paid, empty.requests_per_minute) == (None, None, False, {})
    assert (empty.timing.poll, empty.timing.generation) == (0.5, 600)


def test_what_it_names_is_taken(loaded):
    named = loaded(
        'imgen = "https://i.example/"\nvidgen = "https://v.example"\n[models]\nvideo = "other"\n'
        '[prices]\n"other" = 0.5\n[limits.requests_per_minute]\nother = 7\n[timing]\npoll = 3\ngeneration = 9\n'
    )
    assert (named.imgen, named.vidgen) == ("https://i.example", "https://v.example")
    assert named.models == {"image": SPEC.limit("image-models")[0], "video": "other"}
    assert named.paid
    assert named.requests_per_minute == {"other": 7}
    assert (named.timing.poll, named.timing.generation) == (3, 9)


def test_what_is_free_is_not_paid_for(loaded):
    assert not loaded("[prices]\nm = 0\n").paid


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('imgen = "somewhere"', "imgen is not an address"),
        ("vidgen = 5", "vidgen has to be an address"),
        ('[models]\naudio = "m"', "models.audio has to be one of image, video"),
        ('[models]\nimage = ""', "models.image has to be the name of a model"),
        ("[models]\nimage = 5", "models.image has to be the name of a model"),
        ("models = 5", "models has to be a table"),
        ("[limits]\nrequests_per_minute = 5", "limits.requests_per_minute has to be a table of models"),
        ("[limits.requests_per_minute]\nm = 0", "requests_per_minute.m has to be a number from 1 on"),
        ('[limits.requests_per_minute]\nm = "5"', "requests_per_minute.m has to be a number from 1 on"),
        ("[prices]\nm = -1", "prices.m has to be a number of dollars"),
        ("[timing]\npoll = 0", "timing.poll has to be more than 0 seconds"),
        ("[timing]\ngeneration = 0", "timing.generation has to be more than 0 seconds"),
        ("[timing]\ngeneration = inf", "timing.generation has to be a number of seconds"),
    ],
)
def test_what_cannot_be_is_said_in_a_sentence(loaded, text, sentence):
    with pytest.raises(ProfileError) as error:
        loaded(text)
    assert sentence in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("name", ["emulator", "xai"])
def test_shipped_profiles_know_every_area_of_the_catalogue(name):
    areas = {r.area for r in SPEC.requirements.values() if not r.of_sdks}
    assert areas <= set(load_profile(name).areas) <= set(AREAS)


def test_the_real_service_is_paid_for_at_the_documented_pace():
    real = load_profile("xai")
    assert [real.imgen, real.vidgen] == [
        f"https://{SPEC.limit(f'ephemeral-{kind}-host')[0]}" for kind in ("image", "video")
    ]
    models = [*SPEC.limit("image-models"), *SPEC.limit("video-models")]
    assert real.paid
    assert set(models) <= set(real.prices)
    assert real.requests_per_minute == {model: SPEC.limit(f"{model}-requests-per-minute") for model in models}


def test_nobody_pays_for_the_emulator():
    assert not load_profile("emulator").paid


# --- the control plane


def test_it_may_say_where_urls_live(emulator, target_at):
    profile = target_at(emulator.url).profile
    assert (profile.cdn, profile.imgen, profile.vidgen) == (emulator.cdn, emulator.imgen, emulator.vidgen)


def test_what_the_profile_says_goes_before(emulator, target_at):
    profile = target_at(emulator.url, imgen="https://i.example").profile
    assert (profile.imgen, profile.vidgen) == ("https://i.example", emulator.vidgen)


@pytest.mark.parametrize(("able", "expected"), [({}, True), ({"generation": False}, False)])
def test_generating_is_allowed_unless_the_profile_forbids_it(emulator, target_at, able, expected):
    target = target_at(emulator.url, capabilities=able)
    assert ("generation" in target.capabilities) is expected
    missing = target.missing(("generation",))
    assert bool(missing) is not expected
    assert all("capabilities.generation = true" in words for words in missing)
