"""Speech, transcription, custom voices, client secrets, and the two sockets: the emulator's side of them."""
