"""Signed Zalo events in a file, made before any clock runs: signature, villager and body on each line."""

import hashlib
import json
import os
import time
from pathlib import Path

APP_ID = "1234567890123456789"
ACCOUNT_ID = "3674338702778449434"
SECRET = "oa-secret-of-the-benchmark"
QUESTIONS = Path(__file__).with_name("questions.txt")
# As in the command that fills databases.
FIRST_VILLAGER = 7_000_000_000_000_000_000


def write(path, count, run, villager):
    """Writes `count` events with ids of their own; `villager(number)` is the index of the one who writes number."""
    questions = [json.dumps(line, ensure_ascii=False) for line in QUESTIONS.read_text("utf-8").splitlines()]
    stamp = str(int(time.time() * 1000))
    tail = (stamp + SECRET).encode()
    with open(path, "wb") as file:
        for number in range(count):
            user = FIRST_VILLAGER + villager(number)
            body = (
                f'{{"app_id":"{APP_ID}","user_id_by_app":"552177279717587730","event_name":"user_send_text",'
                f'"timestamp":"{stamp}","sender":{{"id":"{user}"}},"recipient":{{"id":"{ACCOUNT_ID}"}},'
                f'"message":{{"msg_id":"{run}{number:012x}","text":{questions[number % len(questions)]}}}}}').encode()
            mac = hashlib.sha256(APP_ID.encode() + body + tail).hexdigest()
            file.write(f"mac={mac}\t{user}\t".encode() + body + b"\n")
        # Or the system writes it out during the run, while the servers wait for the same disk.
        file.flush()
        os.fsync(file.fileno())
