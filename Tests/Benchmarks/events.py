"""Whole requests of both channels in a file, made and signed before any clock runs.

Each stands behind a line `VILLAGER LENGTH`, where VILLAGER is the address to which its answer goes.
"""

import hashlib
import json
import os
import time
from pathlib import Path

CHANNELS = ["zalo", "kannel"]
APP_ID = "1234567890123456789"
ACCOUNT_ID = "3674338702778449434"
SECRET = "oa-secret-of-the-benchmark"
KANNEL_SECRET = "kannel-secret-of-the-benchmark"
NUMBER = "8079"
QUESTIONS = Path(__file__).with_name("questions.txt")
# As in the command that fills databases.
FIRST_VILLAGER = 7_000_000_000_000_000_000
FIRST_PHONE = 84_901_000_000


def write(path, count, run, villager, channel):
    """Writes `count` requests with ids of their own; `villager(number)` is the index of the one who writes number."""
    make = {"zalo": zalo, "kannel": kannel}[channel](run)
    with open(path, "wb") as file:
        for number in range(count):
            address, head, body = make(number, villager(number))
            request = f"{head}Host: 127.0.0.1\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body
            file.write(f"{address} {len(request)}\n".encode() + request)
        # Or the system writes it out during the run, while the servers wait for the same disk.
        file.flush()
        os.fsync(file.fileno())


def zalo(run):
    """Events of a Zalo Official Account, signed with its secret."""
    questions = [json.dumps(line, ensure_ascii=False) for line in QUESTIONS.read_text("utf-8").splitlines()]
    stamp = str(int(time.time() * 1000))
    tail = (stamp + SECRET).encode()

    def make(number, villager):
        user = FIRST_VILLAGER + villager
        body = (
            f'{{"app_id":"{APP_ID}","user_id_by_app":"552177279717587730","event_name":"user_send_text",'
            f'"timestamp":"{stamp}","sender":{{"id":"{user}"}},"recipient":{{"id":"{ACCOUNT_ID}"}},'
            f'"message":{{"msg_id":"{run}{number:012x}","text":{questions[number % len(questions)]}}}}}').encode()
        mac = hashlib.sha256(APP_ID.encode() + body + tail).hexdigest()
        return user, (
            "POST /webhooks/zalo HTTP/1.1\r\nContent-Type: application/json\r\n"
            f"X-ZEvent-Signature: mac={mac}\r\n"), body

    return make


def kannel(run):
    """SMS as Kannel's smsbox posts them: text with marks in UTF-16BE, text without in 7 bits, the secret in the address."""
    questions = []
    for line in QUESTIONS.read_text("utf-8").splitlines():
        coding, charset = ("0", "UTF-8") if line.isascii() else ("2", "UTF-16BE")
        questions.append((coding, charset, line.encode(charset)))
    stamp = int(time.time())

    def make(number, villager):
        phone = f"+{FIRST_PHONE + villager}"
        coding, charset, body = questions[number % len(questions)]
        return phone, (
            f"POST /webhooks/sms?secret={KANNEL_SECRET}&id={run}{number:012x}&to={NUMBER}&ts={stamp}&smsc=bench HTTP/1.1\r\n"
            f'Content-Type: text/plain; charset="{charset}"\r\nX-Kannel-From: {phone}\r\nX-Kannel-To: {NUMBER}\r\n'
            f"X-Kannel-Coding: {coding}\r\nUser-Agent: Kannel/1.4.5\r\n"), body

    return make
