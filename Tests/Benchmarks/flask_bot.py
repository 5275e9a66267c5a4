"""A Zalo bot in the size that people write: verify, store, match keywords, answer, store the answer."""

import hashlib
import os
import sqlite3
import threading

import requests
from flask import Flask, abort, request

APP_ID, SECRET = os.environ["APP_ID"], os.environ["SECRET"]
ANSWERS = {"khai sinh": "Mang giấy chứng sinh đến UBND xã, miễn phí.", "khai tử": "Mang giấy báo tử đến UBND xã.",
           "kết hôn": "Hai người cùng đến UBND xã.", "chứng thực": "Mang bản chính, 2.000 đồng một trang."}
app, local = Flask(__name__), threading.local()


def database():
    if not hasattr(local, "database"):
        local.database, local.session = sqlite3.connect(os.environ["DATABASE"], timeout=30), requests.Session()
        local.database.execute("PRAGMA journal_mode = WAL")
        local.database.execute("PRAGMA synchronous = FULL")
        local.database.execute("CREATE TABLE IF NOT EXISTS message (id TEXT PRIMARY KEY, user TEXT, text TEXT, answer TEXT)")
    return local.database


@app.post("/webhooks/zalo")
def webhook():
    body, event = request.get_data(), request.get_json()
    mac = hashlib.sha256(APP_ID.encode() + body + event["timestamp"].encode() + SECRET.encode()).hexdigest()
    if request.headers.get("X-ZEvent-Signature") != "mac=" + mac:
        abort(401)
    user, message = event["sender"]["id"], event["message"]
    with database() as db:
        added = db.execute("INSERT OR IGNORE INTO message (id, user, text) VALUES (?, ?, ?)",
                           (message["msg_id"], user, message["text"])).rowcount
    if added:
        answer = next((said for word, said in ANSWERS.items() if word in message["text"].lower()), "Xin gọi UBND xã.")
        local.session.post(os.environ["PROVIDER"] + "/v3.0/oa/message/cs", headers={"access_token": "token"},
                           json={"recipient": {"user_id": user}, "message": {"text": answer}}, timeout=10)
        with database() as db:
            db.execute("UPDATE message SET answer = ? WHERE id = ?", (answer, message["msg_id"]))
    return ""
