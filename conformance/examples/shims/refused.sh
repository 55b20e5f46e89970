#!/bin/sh
# Stands before tools that install software or speak to anybody.
printf '{"tool": "%s"}\n' "${0##*/}" >> "$XAI_EXAMPLES_LOG"
printf '%s: not called from an example\n' "${0##*/}" >&2
exit 126
