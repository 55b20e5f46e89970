"""Custom voices of the emulator: made, kept, changed and deleted as documented, and nothing hostile gets through."""

import re

import httpx
import pytest

import specs
from conformance.emulator.process import EmulatorProcess
from strategies.audio import AudioFile, DamagedAudio, Recorded, Speech, Tone, lasting
from strategies.voice_clips import CLIP, containers

PATH = "/v1/custom-voices"
CAP = specs.load().limit("custom-voices-per-team")


def make(team, clip=CLIP, **labels):
    """The answer to a creation."""
    return team.http.post(PATH, data=labels, files={"file": (clip.filename, clip.read(), clip.content_type)})


def made(team, clip=CLIP, **labels):
    """The voice that a creation makes."""
    response = make(team, clip, **labels)
    assert response.status_code == 201, response.text
    return response.json()


def change(team, voice, **labels):
    """The answer to a change."""
    return team.http.patch(f"{PATH}/{voice['voice_id']}", json=labels)


def delete(team, voice):
    """The answer to a deletion."""
    return team.http.delete(f"{PATH}/{voice['voice_id']}")


@pytest.fixture
def voice(alpha):
    """A voice for one test."""
    found = made(alpha, name="a", tone="calm")
    yield found
    delete(alpha, found)


def test_a_voice_is_what_was_sent(alpha, voice):
    assert re.fullmatch("[a-z0-9]{8}", voice["voice_id"])
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", voice["created_at"])
    assert (voice["name"], voice["tone"], voice["age"]) == ("a", "calm", None)
    assert alpha.http.get(f"{PATH}/{voice['voice_id']}").json() == voice
    assert voice in alpha.http.get(PATH).json()["voices"]


@pytest.mark.parametrize("container", containers())
def test_a_clip_comes_back_as_it_was(alpha, container):
    clip = AudioFile(container, Recorded((Speech(),)))
    voice = made(alpha, clip)
    answer = alpha.http.get(f"{PATH}/{voice['voice_id']}/audio")
    assert (answer.content, answer.headers["content-type"]) == (clip.read(), clip.content_type)
    delete(alpha, voice)
    assert alpha.http.get(f"{PATH}/{voice['voice_id']}/audio").status_code == 404


def test_a_clip_without_a_type_has_that_of_its_container(alpha):
    response = alpha.http.post(PATH, files={"file": ("a.bin", CLIP.read(), "application/octet-stream")})
    voice = response.json()
    audio = alpha.http.get(f"{PATH}/{voice['voice_id']}/audio")
    assert audio.headers["content-type"] == "audio/wav"
    delete(alpha, voice)


@pytest.mark.parametrize("container", containers())
def test_a_clip_is_measured_by_its_sound(alpha, refused, container):
    longest = specs.load().limit("custom-voice-clip-seconds")
    delete(alpha, made(alpha, lasting(container, longest)))
    assert refused(make(alpha, lasting(container, longest + 1)), 400, "file", "longer")


@pytest.mark.parametrize("how", ["noise", "text", "empty", "headless"])
def test_what_is_no_sound_makes_no_voice(alpha, refused, how):
    for container in containers():
        assert refused(make(alpha, DamagedAudio(container, how)), 400, "file")


def wav(rate=8000, channels=1, size=0xFFFFFFFF, bits=16):
    """A WAV whose header says what it likes."""
    align = channels * bits // 8
    return (
        b"RIFF" + size.to_bytes(4, "little") + b"WAVEfmt " + (16).to_bytes(4, "little")
        + (1).to_bytes(2, "little") + channels.to_bytes(2, "little") + rate.to_bytes(4, "little")
        + (rate * align & 0xFFFFFFFF).to_bytes(4, "little") + (align & 0xFFFF).to_bytes(2, "little")
        + bits.to_bytes(2, "little") + b"data" + size.to_bytes(4, "little") + bytes(4000)
    )  # fmt: skip


HOSTILE = {
    "a header that lies about its size": (wav(), {201, 400}),
    "no samples a second": (wav(rate=0), {400}),
    "a sample a second": (wav(rate=1), {400}),
    "no channels": (wav(channels=0), {400}),
    "thousands of channels": (wav(channels=60000), {400}),
    "a playlist": (b"#EXTM3U\nfile:///etc/passwd\n", {400}),
    "a list of files": (b"ffconcat version 1.0\nfile /etc/passwd\n", {400}),
    "an endless tag": (b"ID3\x04\x00\x00\x7f\x7f\x7f\x7f" + bytes(64), {400}),
    "a film's tables": (b"\0\0\0\x18ftypM4A \0\0\0\0M4A isom" + b"\0\0\0\x08moov", {400}),
    "frames of nothing": (b"\xff\xf1\x50\x80\x00\x1f\xfc" * 20000, {400}),
    "Matroska without end": (b"\x1a\x45\xdf\xa3" + b"\x01" + b"\xff" * 7 + bytes(64), {400}),
    "Ogg of no stream": (b"OggS" * 5000, {400}),
    "half a FLAC": (b"fLaC\x80\xff\xff\xff" + bytes(64), {400}),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_clip_is_refused_in_time(alpha, what):
    content, statuses = HOSTILE[what]
    response = alpha.http.post(PATH, files={"file": ("a.wav", content, "audio/wav")}, timeout=30)
    assert response.status_code in statuses, response.text
    if response.status_code == 201:
        delete(alpha, response.json())


def test_silence_that_is_packed_tightly_is_not_unpacked_to_its_end(alpha, refused):
    hours = AudioFile("flac", Recorded((Tone(3600, 0),), rate=8000))
    assert refused(make(alpha, hours), 400, "longer")


def test_a_clip_without_end_is_too_large(alpha, refused):
    def body():
        yield b'--x\r\ncontent-disposition: form-data; name="file"; filename="a.wav"\r\n\r\n'
        for _ in range(70):
            yield bytes(1 << 20)

    response = alpha.http.post(
        PATH, content=body(), headers={"content-type": "multipart/form-data; boundary=x"}
    )
    assert refused(response, 413, "file")


@pytest.mark.parametrize(
    ("labels", "words"),
    [
        ({"gender": "none"}, ["gender", "female"]),
        ({"age": "Old"}, ["age"]),
        ({"tone": "calm "}, ["tone"]),
        ({"use_case": "social media"}, ["use_case"]),
        ({"language": "en-us"}, ["language"]),
        ({"name": "x" * 5000}, ["name"]),
    ],
)
def test_a_label_that_cannot_be_is_refused(alpha, refused, labels, words):
    before = alpha.http.get(PATH).json()
    assert refused(make(alpha, **labels), 400, *words)
    assert alpha.http.get(PATH).json() == before


def test_a_form_without_a_clip_is_refused(alpha, refused):
    assert refused(alpha.http.post(PATH, files={"name": (None, "a")}), 400, "file")
    assert refused(alpha.http.post(PATH, json={"name": "a"}), 415)


def test_a_change_sets_clears_and_keeps(alpha, refused, voice):
    changed = change(alpha, voice, name=None, age="old").json()
    assert changed == {**voice, "name": None, "age": "old"}
    assert alpha.http.get(f"{PATH}/{voice['voice_id']}").json() == changed
    assert change(alpha, voice).json() == changed
    assert refused(change(alpha, voice, description="new", tone=""), 400, "tone")
    assert refused(change(alpha, voice, description="new", tone="loud"), 400, "tone")
    assert refused(change(alpha, voice, description="new", tone=5), 422, "tone")
    assert alpha.http.get(f"{PATH}/{voice['voice_id']}").json() == changed


def test_a_team_has_only_its_own(alpha, beta, refused, voice):
    place = f"{PATH}/{voice['voice_id']}"
    assert voice not in beta.http.get(PATH).json()["voices"]
    for answer in (
        beta.http.get(place),
        beta.http.get(f"{place}/audio"),
        beta.http.patch(place, json={"name": "b"}),
        beta.http.delete(place),
    ):
        assert refused(answer, 404, "voice_id")
    assert alpha.http.get(place).json() == voice


def test_a_list_goes_on_where_it_ended(alpha, refused):
    voices = [made(alpha, name=str(number)) for number in range(5)]
    listed, token = [], ""
    while token is not None:
        page = alpha.http.get(PATH, params={"limit": 2, "pagination_token": token}).json()
        assert len(page["voices"]) <= 2
        listed += page["voices"]
        token = page["pagination_token"]
        if len(listed) == 2:
            delete(alpha, voices[1])  # what the token stands on may go
    assert [voice["name"] for voice in listed] == ["0", "1", "2", "3", "4"]
    for wrong in ({"limit": 0}, {"limit": 1001}, {"limit": "many"}):
        assert refused(alpha.http.get(PATH, params=wrong), 400, *wrong)
    assert refused(alpha.http.get(PATH, params={"pagination_token": "x"}), 404, "pagination_token")
    for voice in voices:
        delete(alpha, voice)


def test_a_team_may_have_so_many_and_no_more(beta, refused):
    voices = [made(beta) for _ in range(CAP)]
    assert refused(make(beta), 400, str(CAP))
    delete(beta, voices.pop())
    voices.append(made(beta))
    for voice in voices:
        delete(beta, voice)


def test_a_voice_speaks_until_it_is_deleted(alpha, beta, refused, voice):
    body = {"text": "hello", "language": "en", "voice_id": voice["voice_id"]}
    assert alpha.http.post("/v1/tts", json=body).status_code == 200
    assert refused(beta.http.post("/v1/tts", json=body), 404, "voice_id")
    delete(alpha, voice)
    assert refused(alpha.http.post("/v1/tts", json=body), 404, "voice_id")


def test_voices_outlive_a_kill(tmp_path):
    with EmulatorProcess(data=tmp_path) as emulator:
        headers = {"authorization": f"Bearer {emulator.keys['alpha']}"}
        with httpx.Client(base_url=emulator.url, headers=headers) as client:
            files = {"file": (CLIP.filename, CLIP.read(), CLIP.content_type)}
            kept, gone = (client.post(PATH, data={"name": n}, files=files).json() for n in ("a", "b"))
            client.delete(f"{PATH}/{gone['voice_id']}")
        emulator.kill()
    with EmulatorProcess(data=tmp_path) as emulator:
        headers = {"authorization": f"Bearer {emulator.keys['alpha']}"}
        with httpx.Client(base_url=emulator.url, headers=headers) as client:
            assert client.get(PATH).json()["voices"] == [kept]
            assert client.get(f"{PATH}/{kept['voice_id']}/audio").content == CLIP.read()
    assert [path.name for path in (tmp_path / "content").iterdir()] == [f"voice-{kept['voice_id']}"]


def test_a_team_may_have_none_at_all(alpha_with, refused):
    with alpha_with(readings=["no-custom-voices"]) as team:
        assert refused(make(team), 403, "not enabled")
