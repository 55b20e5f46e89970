"""Conversations on the two sockets: what clients do there, and which of it a check is fed."""

from strategies.conversations.moves import (
    Await,
    AwaitEnd,
    Close,
    Conversation,
    Cut,
    Deaf,
    InPieces,
    Linger,
    Move,
    Pause,
    Ping,
    Play,
    Recording,
    Send,
    SendBytes,
    SendText,
)

__all__ = [
    "Await",
    "AwaitEnd",
    "Close",
    "Conversation",
    "Cut",
    "Deaf",
    "InPieces",
    "Linger",
    "Move",
    "Pause",
    "Ping",
    "Play",
    "Recording",
    "Send",
    "SendBytes",
    "SendText",
]
