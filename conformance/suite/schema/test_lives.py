"""What is created is there, what is deleted is not, and no other method does anything."""

from conformance.checks import requirement


@requirement("files.delete.gone")
def test_files_delete_gone(explored):
    """No request of Schemathesis shows otherwise."""
    explored.nothing_about("files.delete.gone")


@requirement("voices.delete.gone")
def test_voices_delete_gone(explored):
    """No request of Schemathesis shows otherwise."""
    explored.nothing_about("voices.delete.gone")


@requirement("files.upload.accepted")
def test_files_upload_accepted(explored):
    """No request of Schemathesis shows otherwise."""
    explored.nothing_about("files.upload.accepted")


@requirement("voices.create.accepted")
def test_voices_create_accepted(explored):
    """No request of Schemathesis shows otherwise."""
    explored.nothing_about("voices.create.accepted")


@requirement("files.answers.wrong-method")
def test_files_answers_wrong_method(explored):
    """No request of Schemathesis shows otherwise."""
    explored.nothing_about("files.answers.wrong-method")


@requirement("images.method.wrong")
def test_images_method_wrong(explored):
    """No request of Schemathesis shows otherwise."""
    explored.nothing_about("images.method.wrong")


@requirement("videos.method.wrong")
def test_videos_method_wrong(explored):
    """No request of Schemathesis shows otherwise."""
    explored.nothing_about("videos.method.wrong")
