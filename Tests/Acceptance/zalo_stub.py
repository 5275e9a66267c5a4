"""Zalo as a stub: tokens that are good once, errors inside a 200, and events signed as Zalo signs them."""

import hashlib
import json
import threading
import time
import urllib.parse
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

APP_ID = "1234567890123456789"
ACCOUNT_ID = "3674338702778449434"
OA_SECRET = "oa-secret-of-the-tests"
APP_SECRET = "app-secret-of-the-tests"
FIRST_REFRESH = "first-refresh-token"


class ZaloStub:
    """`with ZaloStub() as zalo:` answers at `zalo.url` for both openapi.zalo.me and oauth.zaloapp.com."""

    def __init__(self):
        self._lock = threading.Lock()
        self.refresh = FIRST_REFRESH
        self.access = None
        self.exchanges = 0
        self.refusals = 0
        self.sent = []
        # While it is set, a message that came is not answered: the moment in which a gateway may die.
        self.holds = threading.Event()
        self.reached = threading.Event()
        stub = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                if self.path.startswith("/v4/oa/access_token"):
                    answer = stub._exchange(dict(urllib.parse.parse_qsl(body.decode())), self.headers)
                else:
                    answer = stub._message(json.loads(body), self.headers)
                if answer is None:
                    return
                data = json.dumps(answer).encode()
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, *_):
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self):
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_):
        self.holds.clear()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _exchange(self, form, headers):
        with self._lock:
            if form.get("refresh_token") != self.refresh or headers.get("secret_key") != APP_SECRET:
                self.refusals += 1
                return {"error": -14014, "error_name": "Invalid refresh token"}
            self.exchanges += 1
            self.access = f"access-{self.exchanges}"
            self.refresh = f"refresh-{self.exchanges}"
            return {"access_token": self.access, "refresh_token": self.refresh, "expires_in": "90000"}

    def _message(self, body, headers):
        with self._lock:
            if headers.get("access_token") != self.access:
                return {"error": -216, "message": "Access token is invalid"}
        self.reached.set()
        if self.holds.is_set():
            # Nothing is answered; the caller is killed meanwhile.
            for _ in range(100):
                if not self.holds.is_set():
                    return None
                time.sleep(0.1)
            return None
        with self._lock:
            self.sent.append((body["recipient"]["user_id"], body["message"]["text"], headers.get("access_token")))
            number = len(self.sent)
        return {"error": 0, "message": "Success", "data": {"message_id": f"sent-{number}"}}

    def texts_to(self, user):
        with self._lock:
            return [text for to, text, _ in self.sent if to == user]


def text_event(user, text, message_id):
    """The body and headers of a user_send_text event: SHA-256 over app id, body, timestamp and the OA secret."""
    stamp = str(int(time.time() * 1000))
    body = json.dumps({
        "app_id": APP_ID, "user_id_by_app": "552177279717587730", "event_name": "user_send_text", "timestamp": stamp,
        "sender": {"id": user}, "recipient": {"id": ACCOUNT_ID}, "message": {"msg_id": message_id, "text": text},
    }, ensure_ascii=False).encode()
    mac = hashlib.sha256(APP_ID.encode() + body + stamp.encode() + OA_SECRET.encode()).hexdigest()
    return body, {"Content-Type": "application/json", "X-ZEvent-Signature": f"mac={mac}"}


def post(url, body, headers):
    """The status of one webhook call."""
    with urllib.request.urlopen(urllib.request.Request(url, data=body, headers=headers), timeout=30) as answer:
        return answer.status
