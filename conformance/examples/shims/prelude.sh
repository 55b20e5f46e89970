# Read by bash before an example: what fails on the way is written down, and changes nothing.
set -o pipefail -o errtrace
__example_failed() {
  printf '{"failed": %d, "line": %d}\n' "$1" "$2" >> "$XAI_EXAMPLES_LOG"
}
command_not_found_handle() {
  case $1 in *[!A-Za-z0-9._-]*) ;; *) printf '{"command": "%s"}\n' "$1" >> "$XAI_EXAMPLES_LOG" ;; esac
  printf 'bash: %s: command not found\n' "$1" >&2
  return 127
}
trap '__example_failed $? $LINENO' ERR
