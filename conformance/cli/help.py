"""How help is asked for: the same of every command, also of one that is called on its own."""

from __future__ import annotations

#: click keeps the help option of a command as it was first asked for, so each command says it itself.
HELP = {"help_option_names": ["-h", "--help"]}
