"""Checks of the two sockets: conversations, judged by the automata of their specs."""
