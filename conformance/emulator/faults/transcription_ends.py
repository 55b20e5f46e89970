"""Faults of the end of a transcript, and of what comes after it."""

from __future__ import annotations

from conformance.emulator.faults.fault import Fault, fault

TRANSCRIPTION_ENDS: tuple[Fault, ...] = (
    fault(
        "listen-done-twice",
        "sockets.transcription.done-once",
        "Every transcript gets done twice.",
        boundary=True,
        listen_done_times=2,
    ),
    fault(
        "listen-done-by-utterance",
        "sockets.transcription.done-once",
        "A transcript is done with its first utterance, too.",
        boundary=True,
        listen_done_unasked="utterance",
    ),
    fault(
        "listen-done-by-finalize",
        "sockets.transcription.done-once",
        "A transcript is done when it is finalized, too.",
        boundary=True,
        listen_done_unasked="finalize",
    ),
    fault(
        "listen-done-missing",
        "sockets.transcription.done-each",
        "No transcript gets done.",
        boundary=True,
        listen_done_channels=0,
    ),
    fault(
        "listen-done-once-for-all",
        "sockets.transcription.done-each",
        "Of several channels only the first one's transcript gets done.",
        boundary=True,
        listen_done_channels=1,
    ),
    fault(
        "listen-partial-after-done",
        "sockets.transcription.nothing-after-done",
        "After a transcript is done, another partial comes.",
        boundary=True,
        listen_partial_after_done=True,
    ),
    *(
        fault(
            f"listen-done-without-{field}",
            "sockets.transcription.done-fields",
            f"The end of a transcript has no {field}.",
            boundary=True,
            listen_done_lacking=frozenset({field}),
        )
        for field in ("text", "words", "duration")
    ),
    fault(
        "listen-duration-of-speech",
        "sockets.transcription.done-duration",
        "The duration of a transcript is that of its words.",
        boundary=True,
        listen_duration="spoken",
    ),
    fault(
        "listen-duration-twice",
        "sockets.transcription.done-duration",
        "The duration of a transcript is twice that of its audio.",
        boundary=True,
        listen_duration="twice",
    ),
    fault(
        "listen-frames-rounded",
        "sockets.transcription.chunking",
        "What is left of a window at the end of a frame gets lost.",
        boundary=True,
        listen_frames_rounded=True,
    ),
    fault(
        "listen-done-other-words",
        "sockets.transcription.done-text",
        "The end of a transcript says what nobody has said.",
        boundary=True,
        listen_done_text="other",
    ),
    fault(
        "listen-hangs-after-done",
        "sockets.transcription.after-done",
        "After a transcript is done, the connection stays open and nothing is heard any more.",
        boundary=True,
        listen_after_done="hang",
    ),
    fault(
        "listen-next-turn-unanswered",
        "sockets.transcription.after-done",
        "A next turn on the same connection is heard, and never gets done.",
        boundary=True,
        listen_after_done="reuse",
        listen_next_turn=False,
    ),
    fault(
        "listen-close-unanswered",
        "sockets.transcription.after-close",
        "A client that hangs up waits in vain for an answer.",
        boundary=True,
        listen_answers_close=False,
    ),
    fault(
        "listen-forgets-after-three",
        "sockets.transcription.lives",
        "A turn that was finalized three times never gets done.",
        boundary=True,
        listen_done_forgets="three-finalized",
    ),
    fault(
        "listen-forgets-after-mistake",
        "sockets.transcription.lives",
        "A turn that was finalized, and in which there was a mistake, never gets done.",
        boundary=True,
        listen_done_forgets="finalized-mistaken",
    ),
)
