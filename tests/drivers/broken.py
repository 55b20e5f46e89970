"""A driver that breaks the protocol in one way, by its argument; without one it is orderly. It carries nothing out."""

import json
import os
import sys
import time

HOW = sys.argv[1] if len(sys.argv) > 1 else ""
READY = {
    "protocol": 1, "name": "an-sdk", "version": "1.0", "language": "python", "runtime": "Python",
    "implements": {
        "retrieveFile": {"arguments": ["file_id"], "results": ["id", "filename"]},
        "uploadFile": {"arguments": ["content", "filename"], "results": ["id"]},
        "retrieveFileContent": {"arguments": ["file_id"], "results": ["content"]},
    },
    "features": ["programs"],
}  # fmt: skip


def say(what):
    sys.stdout.write((what if isinstance(what, str) else json.dumps(what)) + "\n")
    sys.stdout.flush()


def start():
    if HOW == "dies at once":
        sys.stderr.write("no module named an_sdk\n")
        os._exit(3)
    if HOW == "never ready":
        time.sleep(3600)
    if HOW == "not ready":
        say({"ready": {**READY, "implements": ["uploadFile"]}})
        return
    say({"ready": READY})
    if HOW == "speaks unasked":
        say("by the way")


def call(message):  # noqa: C901, PLR0912 - one way of being broken a branch
    answer = {"id": message["id"], "result": {"id": "file_1"}}
    if message["operation"] not in READY["implements"]:
        say({"id": message["id"], "error": {"kind": "unsupported", "message": "no such operation"}})
    elif HOW == "hangs":
        time.sleep(3600)
    elif HOW == "dies in the middle":
        sys.stderr.write("Segmentation fault\n")
        os._exit(139)
    elif HOW == "dies afterwards":
        say(answer)
        os._exit(0)
    elif HOW == "garbage":
        say("<html>")
    elif HOW == "half a line":
        sys.stdout.write('{"id": 1,')
        sys.stdout.flush()
        os._exit(0)
    elif HOW == "no object":
        say(["id"])
    elif HOW == "wrong id":
        say({**answer, "id": message["id"] + 1})
    elif HOW == "neither":
        say({"id": message["id"]})
    elif HOW == "unknown kind":
        say({"id": message["id"], "error": {"kind": "bad", "message": ""}})
    elif HOW == "unsupported":
        say({"id": message["id"], "error": {"kind": "unsupported", "message": "not yet"}})
    elif HOW == "tells more":
        say({**answer, "result": {"id": "file_1", "secret": 1}})
    elif HOW == "no bytes":
        say({**answer, "result": {"content": {"base64": "?"}}})
    elif HOW == "foreign file":
        say({**answer, "result": {"content": {"path": "/etc/hostname", "size": 1}}})
    elif HOW == "wrong size":
        path = os.path.join(SCRATCH, "mine")  # noqa: PTH118
        with open(path, "w") as stream:  # noqa: PTH123
            stream.write("four")
        say({**answer, "result": {"content": {"path": path, "size": 5}}})
    elif HOW == "swallows refusals":
        say(answer)
    else:
        refused = {"kind": "refused", "status": 404, "message": "no such file", "type": "NotFound"}
        say({"id": message["id"], "error": refused} if message["operation"] == "retrieveFile" else answer)


SCRATCH = ""
for line in sys.stdin:
    message = json.loads(line)
    if message["command"] == "start":
        SCRATCH = message["scratch"]
        start()
    elif message["command"] == "call":
        call(message)
    elif message["command"] == "program":
        say(
            {
                "program": {
                    "language": "python",
                    "extension": "py" if HOW != "bad program" else "../py",
                    "text": "x",
                }
            }
        )
    elif message["command"] == "reset":
        say({"reset": HOW != "no reset"})
    elif HOW == "never stops":
        time.sleep(3600)
    else:
        sys.exit(7 if HOW == "bad end" else 0)
if HOW == "never stops":
    time.sleep(3600)
