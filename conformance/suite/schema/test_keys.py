"""Nothing without the right key, and nothing of another team."""

from conformance.checks import requirement


@requirement("access.key.required")
def test_access_key_required(explored):
    """No request of Schemathesis shows otherwise."""
    explored.nothing_about("access.key.required")


@requirement("access.key.wrong")
def test_access_key_wrong(explored):
    """No request of Schemathesis shows otherwise."""
    explored.nothing_about("access.key.wrong")


@requirement("access.generation.key")
def test_access_generation_key(explored):
    """No request of Schemathesis shows otherwise."""
    explored.nothing_about("access.generation.key")


@requirement("access.voice.key")
def test_access_voice_key(explored):
    """No request of Schemathesis shows otherwise."""
    explored.nothing_about("access.voice.key")


@requirement("access.voice.wrong-key")
def test_access_voice_wrong_key(explored):
    """No request of Schemathesis shows otherwise."""
    explored.nothing_about("access.voice.wrong-key")


@requirement("transcription.key.missing")
def test_transcription_key_missing(explored):
    """No request of Schemathesis shows otherwise."""
    explored.nothing_about("transcription.key.missing")


@requirement("transcription.key.unknown")
def test_transcription_key_unknown(explored):
    """No request of Schemathesis shows otherwise."""
    explored.nothing_about("transcription.key.unknown")


@requirement("access.team.read")
def test_access_team_read(explored):
    """No request of Schemathesis shows otherwise."""
    explored.nothing_about("access.team.read")


@requirement("access.team.videos")
def test_access_team_videos(explored):
    """No request of Schemathesis shows otherwise."""
    explored.nothing_about("access.team.videos")


@requirement("voices.team.get")
def test_voices_team_get(explored):
    """No request of Schemathesis shows otherwise."""
    explored.nothing_about("voices.team.get")


@requirement("voices.team.audio")
def test_voices_team_audio(explored):
    """No request of Schemathesis shows otherwise."""
    explored.nothing_about("voices.team.audio")
