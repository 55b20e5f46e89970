"""What every answer of voice holds, whatever is asked."""

from conformance.checks import requirement


@requirement("speech.answers.no-server-error")
def test_speech_answers_no_server_error(explored):
    """No request of Schemathesis shows otherwise."""
    explored.nothing_about("speech.answers.no-server-error")


@requirement("speech.answers.statuses")
def test_speech_answers_statuses(explored):
    """No request of Schemathesis shows otherwise."""
    explored.nothing_about("speech.answers.statuses")


@requirement("speech.answers.fields")
def test_speech_answers_fields(explored):
    """No request of Schemathesis shows otherwise."""
    explored.nothing_about("speech.answers.fields")


@requirement("speech.answers.json")
def test_speech_answers_json(explored):
    """No request of Schemathesis shows otherwise."""
    explored.nothing_about("speech.answers.json")


@requirement("speech.answers.error-shape")
def test_speech_answers_error_shape(explored):
    """No request of Schemathesis shows otherwise."""
    explored.nothing_about("speech.answers.error-shape")


@requirement("transcription.answers.no-server-error")
def test_transcription_answers_no_server_error(explored):
    """No request of Schemathesis shows otherwise."""
    explored.nothing_about("transcription.answers.no-server-error")


@requirement("transcription.answers.statuses")
def test_transcription_answers_statuses(explored):
    """No request of Schemathesis shows otherwise."""
    explored.nothing_about("transcription.answers.statuses")


@requirement("transcription.answers.fields")
def test_transcription_answers_fields(explored):
    """No request of Schemathesis shows otherwise."""
    explored.nothing_about("transcription.answers.fields")


@requirement("transcription.answers.error-shape")
def test_transcription_answers_error_shape(explored):
    """No request of Schemathesis shows otherwise."""
    explored.nothing_about("transcription.answers.error-shape")


@requirement("voices.answers.no-server-error")
def test_voices_answers_no_server_error(explored):
    """No request of Schemathesis shows otherwise."""
    explored.nothing_about("voices.answers.no-server-error")


@requirement("voices.answers.success-status")
def test_voices_answers_success_status(explored):
    """No request of Schemathesis shows otherwise."""
    explored.nothing_about("voices.answers.success-status")


@requirement("voices.answers.fields")
def test_voices_answers_fields(explored):
    """No request of Schemathesis shows otherwise."""
    explored.nothing_about("voices.answers.fields")


@requirement("sockets.secret.fields")
def test_sockets_secret_fields(explored):
    """No request of Schemathesis shows otherwise."""
    explored.nothing_about("sockets.secret.fields")
