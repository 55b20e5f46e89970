"""What breaks a documented bound is not taken."""

from conformance.checks import requirement


@requirement("public-url.expiry.bounds")
def test_public_url_expiry_bounds(explored):
    """No request of Schemathesis shows otherwise."""
    explored.nothing_about("public-url.expiry.bounds")


@requirement("images.generate.count-bounds")
def test_images_generate_count_bounds(explored):
    """No request of Schemathesis shows otherwise."""
    explored.nothing_about("images.generate.count-bounds")


@requirement("images.aspect-ratio.unknown")
def test_images_aspect_ratio_unknown(explored):
    """No request of Schemathesis shows otherwise."""
    explored.nothing_about("images.aspect-ratio.unknown")


@requirement("images.resolution.unknown")
def test_images_resolution_unknown(explored):
    """No request of Schemathesis shows otherwise."""
    explored.nothing_about("images.resolution.unknown")


@requirement("videos.aspect-ratio.unknown")
def test_videos_aspect_ratio_unknown(explored):
    """No request of Schemathesis shows otherwise."""
    explored.nothing_about("videos.aspect-ratio.unknown")


@requirement("images.fields.ill-typed")
def test_images_fields_ill_typed(explored):
    """No request of Schemathesis shows otherwise."""
    explored.nothing_about("images.fields.ill-typed")


@requirement("storage.expiry.bounds")
def test_storage_expiry_bounds(explored):
    """No request of Schemathesis shows otherwise."""
    explored.nothing_about("storage.expiry.bounds")


@requirement("videos.duration.bounds")
def test_videos_duration_bounds(explored):
    """No request of Schemathesis shows otherwise."""
    explored.nothing_about("videos.duration.bounds")


@requirement("videos.resolution.unknown")
def test_videos_resolution_unknown(explored):
    """No request of Schemathesis shows otherwise."""
    explored.nothing_about("videos.resolution.unknown")


@requirement("videos.fields.ill-typed")
def test_videos_fields_ill_typed(explored):
    """No request of Schemathesis shows otherwise."""
    explored.nothing_about("videos.fields.ill-typed")


@requirement("storage.filename.required")
def test_storage_filename_required(explored):
    """No request of Schemathesis shows otherwise."""
    explored.nothing_about("storage.filename.required")


@requirement("storage.url.bounds")
def test_storage_url_bounds(explored):
    """No request of Schemathesis shows otherwise."""
    explored.nothing_about("storage.url.bounds")


@requirement("speech.text.empty")
def test_speech_text_empty(explored):
    """No request of Schemathesis shows otherwise."""
    explored.nothing_about("speech.text.empty")


@requirement("speech.text.missing")
def test_speech_text_missing(explored):
    """No request of Schemathesis shows otherwise."""
    explored.nothing_about("speech.text.missing")


@requirement("speech.language.missing")
def test_speech_language_missing(explored):
    """No request of Schemathesis shows otherwise."""
    explored.nothing_about("speech.language.missing")


@requirement("speech.format.codec-unknown")
def test_speech_format_codec_unknown(explored):
    """No request of Schemathesis shows otherwise."""
    explored.nothing_about("speech.format.codec-unknown")


@requirement("speech.format.sample-rate-unknown")
def test_speech_format_sample_rate_unknown(explored):
    """No request of Schemathesis shows otherwise."""
    explored.nothing_about("speech.format.sample-rate-unknown")


@requirement("speech.format.bit-rate-unknown")
def test_speech_format_bit_rate_unknown(explored):
    """No request of Schemathesis shows otherwise."""
    explored.nothing_about("speech.format.bit-rate-unknown")


@requirement("speech.speed.bounds")
def test_speech_speed_bounds(explored):
    """No request of Schemathesis shows otherwise."""
    explored.nothing_about("speech.speed.bounds")


@requirement("voices.update.empty-text")
def test_voices_update_empty_text(explored):
    """No request of Schemathesis shows otherwise."""
    explored.nothing_about("voices.update.empty-text")


@requirement("sockets.secret.lifetime-bounds")
def test_sockets_secret_lifetime_bounds(explored):
    """No request of Schemathesis shows otherwise."""
    explored.nothing_about("sockets.secret.lifetime-bounds")
