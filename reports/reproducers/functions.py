"""The shell functions of `repro.sh`, as they stand in it."""

from __future__ import annotations

FUNCTIONS = r"""
stop() {
  printf '\n%s\n' "$1" >&2
  exit 2
}

differs() {
  printf '\n%s The deviation does not show.\n' "$1"
  exit 0
}

# show FILE: the first lines of an answer, without what could steer a terminal.
show() {
  head -c 1000 "$1" | LC_ALL=C tr -c '\11\12\40-\176' '?' | head -n 6 | cut -c 1-200 |
    awk '{ print "       " $0 }'
}

# send ARGUMENT...: sends a request; its status is in $now.
send() {
  : > "$work/$step.answer"
  now=$(curl --silent --show-error --globoff --path-as-is --max-time 600 -H 'Expect:' \
    --output "$work/$step.answer" --write-out '%{http_code}' "$@")
  failed=$?
  [ "$failed" -eq 0 ] || now=000
}

# compare: shows the answer and compares its status with the recorded one.
compare() {
  printf '   now: %s\n' "$now"
  show "$work/$step.answer"
  case $failed in 5 | 6 | 7) stop "$unreachable" ;; esac
  [ "$now" = "$recorded" ] && return
  same=no
  case $identity,$now in
    first,401 | second,401) stop "The target does not know the key of the $identity team." ;;
    *,429) [ "$step" = "$last" ] || stop 'The target limits the rate of requests: try again later.' ;;
  esac
}

# ask STEP RECORDED IDENTITY ARGUMENT...: sends a request and compares its status with the recorded one.
ask() {
  step=$1 recorded=$2 identity=$3
  shift 3
  send "$@"
  compare
}
"""

POLL = r"""
# pending: whether the answer says that a video is still being made.
pending() {{
  case $now in 2??) ;; *) return 1 ;; esac
  case $(pick "$step" whole plain status) in
    {pending}) return 0 ;;
    {others}) return 1 ;;
    *) [ "$now" = {status} ] ;;
  esac
}}

# poll STEP RECORDED IDENTITY ARGUMENT...: like ask, again and again until a video is no longer pending.
poll() {{
  step=$1 recorded=$2 identity=$3 pause=1
  shift 3
  began=$(date +%s)
  send "$@"
  while pending; do
    [ "$(($(date +%s) - began))" -lt 900 ] || stop 'The video was not done within a quarter of an hour.'
    sleep "$pause"
    [ "$pause" -ge 5 ] || pause=$((pause + 1))
    send "$@"
  done
  compare
}}
"""

PICK = r"""
# pick STEP PART ENCODING KEY...: prints a text of a JSON answer, and fails when it is not there.
pick() {
  python3 - "$work/$1.answer" "$@" <<'END'
import json, sys, urllib.parse

file, _, part, encoding, *path = sys.argv[1:]
try:
    with open(file, encoding="utf-8") as stream:
        value = json.load(stream)
    for key in path:
        value = value[int(key)] if isinstance(value, list) else value[key]
    if not isinstance(value, str):
        raise TypeError
    url = urllib.parse.urlsplit(value)
    if part == "origin":
        value = f"{url.scheme}://{url.netloc}"
    elif part.startswith("segment"):
        value = url.path.split("/")[int(part.split()[1])]
    sys.stdout.write(urllib.parse.quote(value, safe="") if encoding == "encoded" else value)
except (OSError, ValueError, LookupError, TypeError, AttributeError):
    sys.exit(1)
END
}
"""

CREATED = r"""
# created STEP IDENTITY id|file_output: notes the files that an answer names, so that they are deleted at the end.
created() {
  for id in $(named "$1" "$3"); do
    case " $files " in *" $2=$id "*) ;; *) files="$2=$id $files" ;; esac
  done
}

# named STEP id|file_output: prints the ids of the files that an answer names, as far as they are plain text.
named() {
  python3 - "$work/$1.answer" "$2" <<'END'
import json, re, sys

def outputs(value):
    if isinstance(value, dict):
        for key, item in value.items():
            yield from [item.get("file_id")] if key == "file_output" and isinstance(item, dict) else outputs(item)
    elif isinstance(value, list):
        for item in value:
            yield from outputs(item)

try:
    with open(sys.argv[1], encoding="utf-8") as stream:
        answer = json.load(stream)
except (OSError, ValueError, RecursionError):
    sys.exit()
upload = sys.argv[2] == "id"
for name in [answer.get("id") if isinstance(answer, dict) else None] if upload else outputs(answer):
    if isinstance(name, str) and name not in (".", "..") and re.fullmatch(r"[A-Za-z0-9._:~-]+", name):
        print(name)
    elif name is not None:
        print("   not deleted later: its id is no plain text", file=sys.stderr)
END
}
"""

FINISH = """
files=''

finish() {{
  for entry in $files; do
    case $entry in second=*) key=${{XAI_SECOND_API_KEY:-}} ;; *) key=${{XAI_API_KEY:-}} ;; esac
    answer=$(curl --silent --globoff --path-as-is --max-time 60 --output /dev/null \\
      --write-out '%{{http_code}}' -X {method} -H "Authorization: Bearer $key" "$base{path}")
    printf 'Cleaned up %s: {method} answered %s.\\n' "${{entry#*=}}" "$answer"
  done
  rm -rf "$work"
}}
"""
