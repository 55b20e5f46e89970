"""What the checks of videos rest on: a player, ids that nobody has, and durations to try."""

import contextlib
import uuid

import pytest

from conformance.emulator.imagine import films
from conformance.suite.videos.outcomes import spread
from conformance.suite.videos.playing import NotAVideo, played
from conformance.suite.videos.requests import like
from strategies import videos
from strategies.media import DAMAGES, Clip, Damaged, Media
from titles import titled


@pytest.mark.parametrize("seconds", [1, 2.5, 10])
def test_the_player_finds_how_long_and_how_large_a_video_is(seconds):
    clip = played(Clip(seconds=seconds, width=320, height=240).read())

    assert clip.seconds == pytest.approx(seconds, abs=0.05)
    assert (clip.width, clip.height) == (320, 240)


def test_a_title_in_any_encoding_does_no_harm():
    film = films.film("film", seconds=1, ratio="1:1", resolution="480p").content

    assert played(titled(film, b"caf\xe9")) == played(film)


@pytest.mark.parametrize("media", [Media("png"), Media("text"), Media("empty"), Media("webm")])
def test_the_player_refuses_what_is_no_mp4(media):
    with pytest.raises(NotAVideo):
        played(media.read())


@pytest.mark.parametrize("how", [how for how in DAMAGES if how != "huge"])
def test_the_player_survives_damaged_videos(how):
    with pytest.raises(NotAVideo):
        played(Damaged("mp4", how=how).read())


def test_the_player_counts_only_what_can_be_seen():
    whole = Clip(seconds=4).read()
    noisy = whole[: len(whole) // 2].ljust(len(whole), b"\xff")

    with contextlib.suppress(NotAVideo):  # some decoders give up at once
        assert played(noisy).seconds < 4


def test_ids_that_nobody_has_are_uuids_of_the_same_version():
    for version in (uuid.uuid1(), uuid.uuid4()):
        for made in like(str(version)).cover():
            assert uuid.UUID(made).version == version.version
            assert made != str(version)


@pytest.mark.parametrize("request_id", ["video_8fKx20aQ", "vid-7", "17", "abcDEF123456789", "a_", "…"])
def test_ids_that_nobody_has_look_like_the_others(request_id):
    head = request_id[: max(request_id.rfind("_"), request_id.rfind("-")) + 1]
    for made in like(request_id).cover():
        assert made.startswith(head)
        assert made != request_id
        assert len(made) >= len(request_id)


def test_durations_are_spread_from_end_to_end():
    every = videos.durations()
    shortest, *_, longest = every.cover()

    assert spread(every, sparing=True).cover() == (shortest, longest)
    tried = spread(every, sparing=False).cover()
    assert tried[0] == shortest
    assert tried[-1] == longest
    assert len(tried) > 3
    assert len(set(tried)) == len(tried)
