"""Signs and makes the calls that providers make, with the providers' own libraries where there are any."""

import base64
import hashlib
import json
import urllib.error
import urllib.parse
import urllib.request
from datetime import datetime, timezone

from standardwebhooks import Webhook
from twilio.request_validator import RequestValidator

ACCOUNT = "AC00000000000000000000000000000001"
TOKEN = "twilio-token-of-the-tests"
OLD_TOKEN = "twilio-token-before-that"
SHARED_KEY = "shared-key-of-the-tests"
WHSEC = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
ESMS_KEY = "17417a0d20114d36a902e49cad0e97f3"
VCOM_KEY = "vcom-key-of-the-tests"
# As behind a proxy: the address that Twilio knows is not the one that the gateway listens on.
TWILIO_URL = "https://gw.xa.example/webhooks/twilio"
QUESTION = "đăng ký kết hôn cần giấy tờ gì"


class SigningProviders:
    """The providers of one gateway; every call returns (status, content type, body)."""

    def __init__(self, address):
        self.address = address

    def call(self, path, body=None, headers=None):
        """One call to the gateway: GET without a body, else POST."""
        data = body.encode() if body is not None else None
        request = urllib.request.Request(f"{self.address}/{path}", data=data, headers=headers or {})
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.status, answer.headers.get("Content-Type"), answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.headers.get("Content-Type"), error.read().decode()

    def twilio(self, fields, token=TOKEN, query="", algorithm=None, tampered=None):
        signature = RequestValidator(token).compute_signature(TWILIO_URL + query, fields, algorithm)
        headers = {"Content-Type": "application/x-www-form-urlencoded", "X-Twilio-Signature": signature}
        if algorithm:
            headers["X-Twilio-Webhooks-Signature-Settings"] = f"key=webhooks_sharedkey_1,algorithm={algorithm}"
        return self.call("twilio" + query, urllib.parse.urlencode(fields | (tampered or {})), headers)

    def standard(self, id, payload, at=None, secret=WHSEC, tampered=None):
        body = json.dumps(payload, ensure_ascii=False)
        at = at or datetime.now(tz=timezone.utc)
        headers = {
            "Content-Type": "application/json", "webhook-id": id, "webhook-timestamp": str(int(at.timestamp())),
            "webhook-signature": Webhook(secret).sign(id, at, body),
        }
        return self.call("standard", tampered or body, headers)

    def esms(self, smsid, sender, content):
        time = "20261123214000"
        sign = esms_sign(smsid, content, time)
        return self.call("esms-8079?" + urllib.parse.urlencode({
            "sender": sender, "content": content, "serviceNumber": "8079", "keyword": "XA", "sign": sign,
            "cpid": "cp1", "smsid": smsid, "receiverTime": time}))

    def vcom(self, request_id, phone, message):
        time = 1795444800
        digest = hashlib.sha256(f"c1{request_id}{phone}{VCOM_KEY}{time}".encode()).digest()
        return self.call("v-com-7068", json.dumps({
            "type": "new", "client_id": "c1", "request_id": request_id, "service_id": "7068", "command_code": "XA",
            "message": message, "telco": "VT", "phone": phone, "time": time,
            "checksum": base64.b64encode(digest).decode()}), {"Content-Type": "application/json"})


def esms_sign(smsid, content, time="20261123214000"):
    """The signature, which is also the id of the message."""
    return hashlib.md5(("cp1" + smsid + content + time + ESMS_KEY).encode()).hexdigest()


def message_of_twilio(sid, number):
    return {
        "MessageSid": sid, "SmsSid": sid, "AccountSid": ACCOUNT, "From": number, "To": "+84281234567",
        "Body": QUESTION, "NumMedia": "0", "NumSegments": "1", "SmsStatus": "received", "ApiVersion": "2010-04-01",
    }


def message_of_standard(number):
    return {
        "type": "message.received", "timestamp": "2026-11-23T14:40:00Z", "data": {"from": number, "text": QUESTION},
    }
