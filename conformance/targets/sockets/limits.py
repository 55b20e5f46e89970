"""How much of a target is borne on a socket, so that none can hang a run or eat its memory.

These numbers are the suite's own. What goes beyond them ends the connection with a line that says which one it was.
"""

from __future__ import annotations

#: The longest incoming message, in bytes, also once it is unpacked: audio of minutes in base64.
MOST_MESSAGE = 16 << 20
#: Frames and bytes (once unpacked) that are taken from one connection, and frames more for each byte of text that it
#: was sent: some twenty characters are spoken in a second, and a second of audio may well come in fifty frames or more.
MOST_FRAMES = 20_000
FRAMES_A_BYTE = 4
MOST_BYTES = 256 << 20
#: So many times the time-out of a profile a whole conversation may take.
CONVERSATION = 5
#: Seconds that a target has for its half of the closing handshake, and for the answer to a ping that is lingered for.
CLOSING = 5.0
MOMENT = 2.0
#: Seconds after which one who sends without listening goes on, though not all has been taken yet.
DEAF = 1.0
#: After so many conversations in a row in which nothing came any more, only this part of the time-out is waited.
TRIP = 3
IMPATIENT = 0.25
SHORTEST = 1.0
#: Seconds for the answer to a close frame where nothing came before; nothing that is judged depends on it.
GLANCE = 0.25
#: Longer binary frames that were sent are kept as size and digest.
KEPT_SENT = 1 << 10


#: How it is told that more came than is borne: in all, and at once.
MORE, LONGER = "the target sent more than", "the target sent a message of more than"


def beyond(text: str | None) -> bool:
    """Whether the text of a line says that it was the suite's own limit which ended a connection."""
    return text is not None and text.startswith((MORE, LONGER))


def lessened(timeout: float) -> float:
    """What is left of a time-out once something was waited for in vain. A target that is only slow still has to do."""
    return min(timeout, max(SHORTEST, IMPATIENT * timeout))
