"""What every answer holds, whatever is asked."""

from conformance.checks import requirement


@requirement("files.answers.no-server-error")
def test_files_answers_no_server_error(explored):
    """No request of Schemathesis shows otherwise."""
    explored.nothing_about("files.answers.no-server-error")


@requirement("files.answers.success-status")
def test_files_answers_success_status(explored):
    """No request of Schemathesis shows otherwise."""
    explored.nothing_about("files.answers.success-status")


@requirement("files.object.fields")
def test_files_object_fields(explored):
    """No request of Schemathesis shows otherwise."""
    explored.nothing_about("files.object.fields")


@requirement("files.answers.json")
def test_files_answers_json(explored):
    """No request of Schemathesis shows otherwise."""
    explored.nothing_about("files.answers.json")


@requirement("files.answers.error-shape")
def test_files_answers_error_shape(explored):
    """No request of Schemathesis shows otherwise."""
    explored.nothing_about("files.answers.error-shape")


@requirement("images.answers.fields")
def test_images_answers_fields(explored):
    """No request of Schemathesis shows otherwise."""
    explored.nothing_about("images.answers.fields")


@requirement("images.answers.refusal-empty")
def test_images_answers_refusal_empty(explored):
    """No request of Schemathesis shows otherwise."""
    explored.nothing_about("images.answers.refusal-empty")


@requirement("images.answers.retention-header")
def test_images_answers_retention_header(explored):
    """No request of Schemathesis shows otherwise."""
    explored.nothing_about("images.answers.retention-header")


@requirement("videos.answers.fields")
def test_videos_answers_fields(explored):
    """No request of Schemathesis shows otherwise."""
    explored.nothing_about("videos.answers.fields")


@requirement("videos.answers.refusal-empty")
def test_videos_answers_refusal_empty(explored):
    """No request of Schemathesis shows otherwise."""
    explored.nothing_about("videos.answers.refusal-empty")


@requirement("videos.answers.retention-header")
def test_videos_answers_retention_header(explored):
    """No request of Schemathesis shows otherwise."""
    explored.nothing_about("videos.answers.retention-header")
