"""The clips that voices are made from, and how they come back."""

from __future__ import annotations

from conformance.checks import Untestable, given, observe, requirement
from conformance.suite.twins import accepted_twin
from conformance.targets.call import Answer
from strategies import voice_clips
from strategies.voices import unknown_ids


@requirement("voices.create.containers")
@given(clip=voice_clips.any_clip())
def test_takes_every_container(cast, clip):
    """A clip in any of the documented containers makes a voice."""
    with cast.made(clip) as answer:
        assert answer.accepted


@requirement("voices.create.converted")
@given(clip=voice_clips.converted())
def test_converts_what_it_needs_not(cast, clip):
    """A clip with two channels or at a high rate makes a voice, too."""
    with cast.made(clip) as answer:
        assert answer.accepted


@requirement("voices.create.short")
@given(clip=voice_clips.short())
def test_takes_short_clips(cast, clip):
    """No clip of speech is too short."""
    with cast.made(clip) as answer:
        assert answer.accepted


@requirement("voices.create.long")
@given(clip=voice_clips.exactly_longest())
def test_takes_the_longest_clips(cast, clip):
    """A clip as long as is documented, or a second shorter, makes a voice."""
    with cast.made(clip) as answer:
        assert answer.accepted


@requirement("voices.create.long")
@given(clip=voice_clips.nearly_longest())
def test_takes_clips_that_are_nearly_as_long(cast, clip):
    """A clip as long as is documented, or a second shorter, makes a voice."""
    with cast.made(clip) as answer:
        assert answer.accepted


@requirement("voices.create.too-long")
@given(miss=voice_clips.too_long())
def test_takes_no_longer_clips(cast, miss):
    """A clip that is longer than documented is refused, in every container."""
    with cast.made(miss.twin) as answer:
        accepted_twin(answer)
    with cast.made(miss.value) as answer:
        assert answer.refused(miss)


@requirement("voices.create.padded")
@given(unclear=voice_clips.perhaps_too_long())
def test_clips_that_codecs_have_made_longer(cast, unclear):
    """Clips of the documented length to which the codec may add a little."""
    with cast.made(unclear.value) as answer:
        observe(unclear.what, {"status": answer.status})


@requirement("voices.create.undecodable")
@given(miss=voice_clips.hopeless())
def test_takes_nothing_that_is_no_sound(cast, miss):
    """What is no sound is refused, whatever it is said to be."""
    with cast.made(miss.twin) as answer:
        accepted_twin(answer)
    with cast.made(miss.value) as answer:
        assert answer.refused(miss)


@requirement("voices.create.damaged")
@given(unclear=voice_clips.damaged())
def test_damaged_clips(cast, unclear):
    """What becomes of clips that are cut off, or lack their beginning."""
    with cast.made(unclear.value) as answer:
        observe(unclear.what, {"status": answer.status})


@requirement("voices.audio.answer")
def test_gives_the_clip(cast):
    """The clip of a voice can be had, and is sound rather than JSON."""
    answer = _clip(cast, cast.shared())

    assert answer.accepted
    assert answer.content, "there is no clip"
    assert not answer.headers.get("content-type", "").startswith("application/json"), "the clip is JSON"


@requirement("voices.audio.bytes")
@given(clip=voice_clips.any_clip())
def test_gives_it_as_it_was(cast, clip):
    """The clip comes back byte for byte as it was sent, in every container."""
    with cast.voice(clip) as voice:
        answer = _served(cast, voice)
        assert answer.content == voice.content, (
            f"{len(answer.content)} bytes came back of the {len(voice.content)} that were sent, not the same"
        )


@requirement("voices.audio.media-type")
@given(clip=voice_clips.any_clip())
def test_gives_its_media_type(cast, clip):
    """The clip is served under a media type of its container."""
    with cast.voice(clip) as voice:
        answer = _served(cast, voice)
        told = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
        usual = {*voice_clips.media_types(clip.container), clip.content_type}
        assert told in usual, f"the clip is {told!r}, where one of {', '.join(sorted(usual))} was due"


@requirement("voices.audio.unknown")
@given(voice_id=unknown_ids())
def test_has_no_clip_of_unknown_voices(api, voice_id):
    """The clip of an id that does not exist is not found."""
    assert api.voices.audio(voice_id).refused("unknown-voice")


def _clip(cast, voice):
    """The answer that has the clip, once it does."""
    answers: list[Answer] = []

    def there():
        answers[:] = [cast.api.voices.audio(voice.id)]
        return bool(answers[0].accepted)

    cast.api.eventually(there)
    return answers[0]


def _served(cast, voice):
    answer = _clip(cast, voice)
    if not answer.accepted:
        raise Untestable(f"needs the clip of a voice (voices.audio.answer): {answer!r}")
    return answer
