"""Faults of the socket that speaks: its handshakes, what is said, how that sounds, and its limits."""

from __future__ import annotations

import specs
from conformance.emulator.faults.fault import Fault, fault
from conformance.emulator.faults.speech_handshakes import SPEECH_HANDSHAKES

_SPEC = specs.load()
_SOCKET = _SPEC.sockets["speech"]
_CODECS = tuple(_SOCKET.parameter("codec")["enum"])
_MOST = _SOCKET.messages["text.delta"].schema["properties"]["delta"]["maxLength"]
_SESSIONS = _SPEC.limit("speech-sessions")
_STATES = frozenset({"idle", "speaking", "finishing"})

SPEECH_SOCKET: tuple[Fault, ...] = (
    *SPEECH_HANDSHAKES,
    # What is said
    fault(
        "talk-in-binary-frames",
        "sockets.speech.frames",
        "Audio comes in binary frames.",
        talk_in_binary=frozenset({"audio.delta"}),
    ),
    fault(
        "talk-done-in-a-binary-frame",
        "sockets.speech.frames",
        "The end of an utterance comes in a binary frame.",
        talk_in_binary=frozenset({"audio.done"}),
    ),
    fault(
        "talk-events-untyped",
        "sockets.speech.frames",
        "What is said on the socket calls its type otherwise.",
        talk_type_field="event",
    ),
    fault(
        "talk-events-in-lists",
        "sockets.speech.frames",
        "Audio comes as a list of one event.",
        talk_in_list=frozenset({"audio.delta"}),
    ),
    fault(
        "talk-announces-audio",
        "sockets.speech.known-types",
        "Each utterance begins with an event that is not documented.",
        talk_announces="audio.started",
    ),
    fault(
        "talk-base64-url-safe",
        "sockets.speech.base64",
        "Audio comes in the base64 of addresses.",
        talk_base64="url",
    ),
    fault(
        "talk-base64-in-address",
        "sockets.speech.base64",
        "Audio comes in data URIs.",
        talk_base64="address",
    ),
    fault(
        "talk-empty-audio",
        "sockets.speech.base64",
        "Each utterance begins with a piece of audio that has none.",
        talk_empty_first=True,
    ),
    fault(
        "talk-mute",
        "sockets.speech.audio",
        "Utterances are done without any audio.",
        talk_audio_events=0,
    ),
    fault(
        "talk-mute-again",
        "sockets.speech.audio",
        "Only the first utterance of a connection has audio.",
        talk_audio_events=1,
    ),
    fault(
        "talk-short-texts-mute",
        "sockets.speech.audio",
        "A text of one character has no audio.",
        boundary=True,
        talk_says_shortest=2,
    ),
    fault(
        "talk-done-first",
        "sockets.speech.audio",
        "Utterances are said to be done before their audio comes.",
        talk_done_first=True,
    ),
    fault(
        "talk-never-done",
        "sockets.speech.done-each",
        "No utterance is said to be done.",
        talk_done_events=0,
    ),
    fault(
        "talk-done-no-more",
        "sockets.speech.done-each",
        "Only the first utterance of a connection is said to be done.",
        talk_done_events=1,
    ),
    fault(
        "talk-done-twice",
        "sockets.speech.done-once",
        "Each utterance is said to be done twice.",
        talk_done_times=2,
    ),
    fault(
        "talk-done-for-each-piece",
        "sockets.speech.done-once",
        "An utterance is said to be done as often as it has pieces of text.",
        talk_done_for_each_delta=True,
    ),
    fault(
        "talk-audio-after-done",
        "sockets.speech.quiet-between",
        "The last audio of an utterance comes after it was said to be done.",
        talk_done_before_last=True,
    ),
    fault(
        "talk-once",
        "sockets.speech.stays-open",
        "The connection ends after one utterance.",
        talk_closes_after=1,
    ),
    fault(
        "talk-untraceable",
        "sockets.speech.done-fields",
        "The end of an utterance has no id to trace it by.",
        talk_trace_id=False,
    ),
    # The sound
    *(
        fault(
            f"talk-{codec}-not-obeyed",
            "sockets.speech.stream",
            f"Who asks for {codec} hears something else.",
            talk_codec_obeyed=frozenset(_CODECS) - {codec},
        )
        for codec in _CODECS
    ),
    fault(
        "talk-each-piece-a-file",
        "sockets.speech.stream",
        "Every piece of audio is a WAV file of its own.",
        talk_header_of_each=True,
    ),
    fault(
        "talk-one-stream-for-all",
        "sockets.speech.stream",
        "Only the first utterance of a connection begins a stream.",
        talk_header_once=True,
    ),
    fault(
        "talk-bleeds",
        "sockets.speech.stream",
        "The last audio of an utterance comes with the next one.",
        talk_bleeds=True,
    ),
    fault(
        "talk-rate-not-obeyed",
        "sockets.speech.stream.rate",
        "Streams have another sample rate than was asked for.",
        talk_rate_obeyed=frozenset(),
    ),
    fault(
        "talk-timestamps-missing",
        "sockets.speech.timestamps",
        "The socket that speaks gives no timestamps.",
        talk_timestamps_given=False,
    ),
    fault(
        "talk-timestamps-short",
        "sockets.speech.timestamps",
        "Each list of times lacks the last.",
        talk_timestamps_short_by=1,
    ),
    fault(
        "talk-timestamps-turned",
        "sockets.speech.timestamps",
        "Characters end before they start.",
        talk_timestamps_turned=True,
    ),
    fault(
        "talk-timestamps-restart",
        "sockets.speech.timestamps",
        "Times begin anew with every piece of audio.",
        talk_timestamps_restart=True,
    ),
    fault(
        "talk-timestamps-without-blanks",
        "sockets.speech.timestamps-text",
        "Blanks have no timestamps.",
        talk_timestamps_blanks=False,
    ),
    fault(
        "talk-timestamps-end-early",
        "sockets.speech.timestamps-text",
        "The last character of an utterance has no timestamp.",
        talk_timestamps_last=False,
    ),
    fault(
        "talk-joins-with-blanks",
        "sockets.speech.splitting",
        "Pieces of text are put together with a blank between them.",
        talk_joins_with=" ",
    ),
    fault(
        "talk-strips-pieces",
        "sockets.speech.splitting",
        "Blanks at the ends of pieces of text are dropped.",
        talk_strips_deltas=True,
    ),
    # Limits
    fault(
        "talk-total-limited",
        "sockets.speech.total-length",
        "All pieces of an utterance together may only be as long as one.",
        talk_total_longest=_MOST,
    ),
    fault(
        "talk-longest-refused",
        "sockets.speech.longest",
        "A piece of text of exactly the documented length is refused.",
        boundary=True,
        talk_delta_longest=_MOST - 1,
    ),
    fault(
        "talk-one-more-spoken",
        "sockets.speech.oversize",
        "A piece of text may be one character longer than documented.",
        boundary=True,
        talk_delta_longest=_MOST + 1,
    ),
    fault(
        "talk-any-length",
        "sockets.speech.oversize",
        "A piece of text may be of any length.",
        talk_delta_longest=None,
    ),
    fault(
        "talk-cuts-pieces",
        "sockets.speech.oversize",
        "What is too long of a piece of text is left out.",
        talk_delta_cut=True,
    ),
    fault(
        "talk-sessions-too-few",
        "sockets.speech.sessions",
        "A team may have one session less than documented.",
        boundary=True,
        talk_sessions=_SESSIONS - 1,
    ),
    fault(
        "talk-sessions-too-many",
        "sockets.speech.sessions",
        "A team may have one session more than documented.",
        boundary=True,
        talk_sessions=_SESSIONS + 1,
    ),
    fault(
        "talk-last-session-never-ends",
        "sockets.speech.sessions-freed",
        "The last place among a team's sessions stays taken when its session has ended.",
        boundary=True,
        talk_sessions_freed=False,
    ),
    # Errors
    fault(
        "talk-ignores-nonsense",
        "sockets.speech.errors",
        "What is no JSON is passed over.",
        talk_ignored=frozenset({"no-json"}),
    ),
    fault(
        "talk-ignores-unknown-types",
        "sockets.speech.errors",
        "Messages of an unknown type are passed over.",
        talk_ignored=frozenset({"unknown-type"}),
    ),
    fault(
        "talk-ignores-untyped",
        "sockets.speech.errors",
        "Messages without a type are passed over.",
        talk_ignored=frozenset({"no-type", "no-object"}),
    ),
    fault(
        "talk-errors-unexplained",
        "sockets.speech.error-fields",
        "Errors do not say what was wrong.",
        talk_error_message=False,
    ),
    fault(
        "talk-deaf-after-errors",
        "sockets.speech.recovery",
        "After an error nothing is heard any more on a connection that stays open.",
        talk_errors_deafen=True,
    ),
    # Clearing
    fault(
        "talk-clear-unanswered",
        "sockets.speech.clear-each",
        "Nobody confirms that an utterance was dropped while its text came.",
        talk_clear_answered=_STATES - {"speaking"},
    ),
    fault(
        "talk-clear-of-complete-unanswered",
        "sockets.speech.clear-each",
        "Nobody confirms that an utterance was dropped that was complete.",
        boundary=True,
        talk_clear_answered=_STATES - {"finishing"},
    ),
    fault(
        "talk-clear-twice",
        "sockets.speech.clear-once",
        "That an utterance was dropped is confirmed twice.",
        talk_clear_times=2,
    ),
    fault(
        "talk-clear-leaks",
        "sockets.speech.clear-silences",
        "Audio of an utterance comes after it was dropped.",
        talk_clear_leaks=True,
    ),
    fault(
        "talk-clear-done",
        "sockets.speech.clear-silences",
        "An utterance that was dropped is said to be done.",
        talk_clear_done=True,
    ),
    fault(
        "talk-clear-ends",
        "sockets.speech.clear-then",
        "The connection ends when an utterance was dropped.",
        talk_clear_closes=True,
    ),
    fault(
        "talk-clear-keeps-text",
        "sockets.speech.clear-then",
        "What was dropped is spoken with the next utterance.",
        talk_clear_keeps_text=True,
    ),
    # Custom voices
    fault(
        "talk-custom-voices-unknown",
        "sockets.speech.custom-voice",
        "The socket does not know the voices that a team has made.",
        talk_custom_voices=False,
    ),
    fault(
        "talk-voices-of-all-teams",
        "sockets.speech.custom-voice.other-team",
        "The socket speaks in the voices of all teams.",
        talk_voices_of_all_teams=True,
    ),
    # Whole conversations
    fault(
        "talk-tires",
        "sockets.speech.lives",
        "The fifth utterance of a connection has no audio.",
        talk_audio_events=4,
    ),
    fault(
        "talk-tires-and-leaves",
        "sockets.speech.lives",
        "The connection ends after five utterances.",
        talk_closes_after=5,
    ),
)
