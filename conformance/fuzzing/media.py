"""Files for the parts of forms: what is sent as a picture is one, and what is sent as a recording plays."""

from __future__ import annotations

import schemathesis
from hypothesis import strategies as st

from strategies.audio import AudioFile, Recorded, Speech
from strategies.media import Picture

_SIDES = (1, 16, 256)
_WORDS = (2, 3)
_PICTURES = st.builds(
    lambda side, seed: Picture("png", seed=seed, width=side, height=side).read(),
    st.sampled_from(_SIDES),
    st.integers(0, 255),
)
_CLIPS = st.builds(
    lambda words, seed: AudioFile("wav", Recorded((Speech(words, seed),))).read(),
    st.sampled_from(_WORDS),
    st.integers(0, 9),
)


def register() -> None:
    """Tell Schemathesis how the media types that the schema names for parts are made."""
    schemathesis.openapi.media_type("image/png", _PICTURES)
    schemathesis.openapi.media_type("audio/wav", _CLIPS)
