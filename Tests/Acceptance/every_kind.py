"""One gateway with a channel of every kind, called with raw bytes as providers call it; answers by the sender's address."""

import base64
import hashlib
import hmac
import json
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request
from datetime import datetime, timezone

from standardwebhooks import Webhook
from twilio.request_validator import RequestValidator

from database import Database
from gateway_process import GATEWAY, Gateway, own_files
from kannel_caller import ANSWERS, SECRET, SENDSMS
from loopback_provider import LoopbackProvider
from processes import REPOSITORY, free_port
from signing_providers import ACCOUNT, TOKEN, TWILIO_URL, WHSEC
from zalo_stub import ACCOUNT_ID, APP_ID, APP_SECRET, FIRST_REFRESH, OA_SECRET, ZaloStub

DUTY_PHONE = "+84900000002"
BOT_TOKEN = "123456789:abc-xyz"
BOT_SECRET = "bot-secret-of-the-tests"
HTTP_KEY = "http-key-of-the-tests"


def channels(provider, zalo):
    return f"""channels:
  - {{id: sms, kind: kannel, commune: dak-ha, spelling: as_written, number: "8079", secret: {SECRET},
      send_url: "{provider.url}{SENDSMS}", username: nha-rong, password: pass}}
  - {{id: zalo, kind: zalo, commune: dak-ha, spelling: marked, app_id: "{APP_ID}", oa_id: "{ACCOUNT_ID}",
      secret: {OA_SECRET}, app_secret: {APP_SECRET}, api_url: "{zalo.url}", oauth_url: "{zalo.url}"}}
  - {{id: bot, kind: zalo_bot, commune: dak-ha, spelling: marked, token: "{BOT_TOKEN}", secret: {BOT_SECRET},
      api_url: "{provider.url}"}}
  - {{id: twilio, kind: twilio, commune: dak-ha, account: {ACCOUNT}, token: {TOKEN}, sender: "+84281234567",
      webhook_url: "{TWILIO_URL}", api_url: "{provider.url}"}}
  - {{id: standard, kind: standard, commune: dak-ha, secret: {WHSEC}, send_url: "{provider.url}/standard"}}
  - id: http
    kind: http
    commune: dak-ha
    secret: {HTTP_KEY}
    receive:
      method: POST
      id: json.id
      sender: json.phone
      text: json.content
      time: json.time
      time_format: epoch_seconds
      signature: {{algorithm: hmac-sha256, output: hex, over: "${{body}}", compare: header.X-Signature}}
      answer: {{status: 200, content_type: text/plain, body: OK}}
    send:
      method: POST
      url: "{provider.url}/http"
      body: '{{"to": "${{recipient}}", "text": "${{text}}"}}'
      success: {{}}
"""


class EveryKind:
    """`with EveryKind(folder) as all:`; each kind of channel has a method that sends a text or raw bytes."""

    def __init__(self, folder):
        self.folder = folder
        self.provider = LoopbackProvider({
            **ANSWERS,
            "/2010-04-01/": (201, "application/json", b'{"sid": "SM00000000000000000000000000000001"}'),
            "/standard": (202, "application/json", b"{}"), "/http": (200, "application/json", b"{}"),
            f"/bot{BOT_TOKEN}/": (200, "application/json", b'{"ok": true, "result": {"message_id": "b1"}}'),
        })
        self.zalo_stub = ZaloStub()
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}/webhooks"
        self.database = Database(folder / "data" / "gateway.sqlite")
        shipped = (REPOSITORY / "config" / "gateway.yaml").read_text(encoding="utf-8")
        self.gateway = Gateway(folder, self.port, {
            **own_files(folder, self.port),
            shipped[shipped.index("\nchannels:\n") + 1:]: channels(self.provider, self.zalo_stub),
        })
        self.count = 0

    def __enter__(self):
        self.provider.__enter__()
        self.zalo_stub.__enter__()
        subprocess.run(
            [GATEWAY, "zalo", "tokens", "zalo", "--config", self.gateway.configuration], input=FIRST_REFRESH + "\n",
            capture_output=True, text=True, timeout=30, check=True)
        self.gateway.__enter__()
        return self

    def __exit__(self, *arguments):
        self.gateway.__exit__(*arguments)
        self.zalo_stub.__exit__()
        self.provider.__exit__()

    def number(self):
        """A phone that nobody used yet."""
        self.count += 1
        return f"+8491{self.count:07d}"

    def next_id(self, kind):
        self.count += 1
        # Twilio's ids have 32 hexadecimal digits.
        return f"SM{self.count:032x}" if kind == "twilio" else f"m{self.count}"

    def call(self, path, body, headers, method="POST"):
        request = urllib.request.Request(f"{self.address}/{path}", data=body, headers=headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.status
        except urllib.error.HTTPError as error:
            with error:
                return error.code

    def sms(self, number, body, content_type='text/plain; charset="UTF-8"', **query):
        """A post of Kannel; `body` in bytes; further values of the query replace the usual ones."""
        values = {"secret": SECRET, "id": self.next_id("sms"), "to": "8079", "ts": int(time.time())} | query
        headers = {"Content-Type": content_type, "X-Kannel-From": number}
        return self.call("sms?" + urllib.parse.urlencode(values), body, headers)

    def zalo(self, user, text):
        """`text` is what stands between the quotes of the JSON, in bytes; the signature is over the very bytes."""
        stamp = str(int(time.time() * 1000))
        body = (b'{"app_id":"%s","event_name":"user_send_text","timestamp":"%s","sender":{"id":"%s"},'
                b'"recipient":{"id":"%s"},"message":{"msg_id":"%s","text":"%s"}}') % (
            APP_ID.encode(), stamp.encode(), user.encode(), ACCOUNT_ID.encode(), self.next_id("zalo").encode(), text)
        mac = hashlib.sha256(APP_ID.encode() + body + stamp.encode() + OA_SECRET.encode()).hexdigest()
        return self.call("zalo", body, {"Content-Type": "application/json", "X-ZEvent-Signature": f"mac={mac}"})

    def bot(self, user, text, date="1787209817225"):
        body = (b'{"ok":true,"result":{"event_name":"message.text.received","message":{"from":{"id":"%s","is_bot":false},'
                b'"chat":{"id":"%s","chat_type":"PRIVATE"},"text":"%s","message_id":"%s","date":%s}}}') % (
            user.encode(), user.encode(), text, self.next_id("bot").encode(), date.encode())
        return self.call("bot", body, {"Content-Type": "application/json", "X-Bot-Api-Secret-Token": BOT_SECRET})

    def standard(self, number, text):
        body = b'{"type":"message.received","timestamp":"2026-11-23T14:40:00Z","data":{"from":"%s","text":"%s"}}' % (
            number.encode(), text)
        id, at = self.next_id("standard"), datetime.now(tz=timezone.utc)
        headers = {
            "Content-Type": "application/json", "webhook-id": id, "webhook-timestamp": str(int(at.timestamp())),
            # The library signs texts; bytes that are none are signed by hand, over the same.
            "webhook-signature": sign_bytes(id, at, body),
        }
        return self.call("standard", body, headers)

    def http(self, number, text, id=None, moment=None):
        id = id or '"%s"' % self.next_id("http")
        body = b'{"id":%s,"phone":"%s","content":"%s","time":%s}' % (
            id.encode(), number.encode(), text, (moment or str(int(time.time()))).encode())
        signature = hmac_hex(HTTP_KEY.encode(), body)
        return self.call("http", body, {"Content-Type": "application/json", "X-Signature": signature})

    def twilio(self, number, text, raw=None, **fields):
        values = {
            "MessageSid": self.next_id("twilio"), "AccountSid": ACCOUNT, "From": number, "To": "+84281234567",
            "Body": text, "NumMedia": "0", "SmsStatus": "received"} | fields
        signature = RequestValidator(TOKEN).compute_signature(TWILIO_URL, values)
        body = urllib.parse.urlencode(values).encode() if raw is None else raw
        return self.call("twilio", body, {
            "Content-Type": "application/x-www-form-urlencoded", "X-Twilio-Signature": signature})

    def answers(self, to):
        """The texts that went to an address, on any channel, in order for each."""
        texts = [
            call.body.decode() for call in self.provider.calls(SENDSMS) if call.headers.get("X-Kannel-To") == to]
        texts += self.zalo_stub.texts_to(to)
        for prefix in ("/standard", "/http", f"/bot{BOT_TOKEN}/", "/2010-04-01/"):
            for call in self.provider.calls(prefix):
                if prefix == "/2010-04-01/":
                    form = dict(urllib.parse.parse_qsl(call.body.decode()))
                    recipient, text = form.get("To"), form.get("Body")
                else:
                    body = json.loads(call.body)
                    content = body.get("data", body)
                    recipient, text = content.get("to", content.get("chat_id")), content.get("text")
                if recipient == to:
                    texts.append(text)
        return texts


def sign_bytes(id, at, body):
    """What Standard Webhooks signs, of any bytes; the same as the library's for a text."""
    key = base64.b64decode(WHSEC.removeprefix("whsec_"))
    digest = hmac.new(key, f"{id}.{int(at.timestamp())}.".encode() + body, hashlib.sha256).digest()
    signature = "v1," + base64.b64encode(digest).decode()
    try:
        assert signature == Webhook(WHSEC).sign(id, at, body.decode())
    except UnicodeDecodeError:
        pass
    return signature


def hmac_hex(key, body):
    return hmac.new(key, body, hashlib.sha256).hexdigest()
