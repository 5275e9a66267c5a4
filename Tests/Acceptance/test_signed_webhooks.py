"""Signed webhooks: the providers' own libraries sign what comes in and verify what goes out."""

import base64
import hashlib
import json
import re
import shutil
import tempfile
import unittest
import urllib.parse
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta, timezone
from pathlib import Path

from standardwebhooks import Webhook
from twilio.request_validator import RequestValidator

from database import Database
from gateway_process import GATEWAY, Gateway, own_files
from loopback_provider import LoopbackProvider
from processes import REPOSITORY, free_port, wait_for
from signing_providers import (
    ACCOUNT, ESMS_KEY, OLD_TOKEN, QUESTION, SHARED_KEY, TOKEN, TWILIO_URL, VCOM_KEY, WHSEC, SigningProviders,
    esms_sign, message_of_standard, message_of_twilio)


def example(name):
    """The channel entry of a shipped example."""
    text = (REPOSITORY / "config" / "examples" / name).read_text(encoding="utf-8")
    return text.split("channels:\n", 1)[1]


def channels(provider):
    esms = example("esms.yaml").replace("https://rest.esms.vn", provider.url + "/esms")
    vcom = example("v-com.yaml").replace("https://sms-api.v-com.vn", provider.url + "/vcom")
    return f"""channels:
  - id: twilio
    kind: twilio
    commune: dak-ha
    account: {ACCOUNT}
    token: [{TOKEN}, {OLD_TOKEN}]
    shared_key: {SHARED_KEY}
    sender: "+84281234567"
    webhook_url: {TWILIO_URL}
    api_url: {provider.url}
  - id: standard
    kind: standard
    commune: dak-ha
    secret: {WHSEC}
    send_url: {provider.url}/standard
{esms}{vcom}"""


class SignedWebhooks(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        if not GATEWAY.exists():
            raise AssertionError(f"no gateway at {GATEWAY}: build it, or set GATEWAY")
        folder = Path(tempfile.mkdtemp(prefix="gateway-"))
        cls.addClassCleanup(shutil.rmtree, folder)
        cls.provider = LoopbackProvider({
            "/2010-04-01/": (201, "application/json", b'{"sid": "SM0000000000000000000000000000out1"}'),
            "/standard": (202, "application/json", b"{}"),
            "/esms": (200, "application/json", b'{"CodeResult": "100", "SMSID": "esms-1", "CountRegenerate": 0}'),
            "/vcom": (200, "application/json", b'{"data": {"code": 200, "status": "success", "message": ""}}'),
        })
        cls.enterClassContext(cls.provider)
        port = free_port()
        cls.address = f"http://127.0.0.1:{port}/webhooks"
        cls.signed = SigningProviders(cls.address)
        config = REPOSITORY / "config"
        shipped = (config / "gateway.yaml").read_text(encoding="utf-8")
        cls.database = Database(folder / "data" / "gateway.sqlite")
        cls.gateway = Gateway(
            folder, port,
            {
                **own_files(folder, port),
                shipped[shipped.index("\nchannels:\n") + 1:]: channels(cls.provider),
            },
            environment={
                "ESMS_PRIVATE_KEY": ESMS_KEY, "ESMS_API_KEY": "api", "ESMS_SECRET_KEY": "sec", "ESMS_BRANDNAME": "XA",
                "VCOM_SECURE_KEY": VCOM_KEY, "VCOM_CLIENT_ID": "c1", "VCOM_COMMAND_CODE": "XA",
            })
        cls.enterClassContext(cls.gateway)

    def wait(self, predicate, what):
        try:
            return wait_for(predicate, 30, what)
        except AssertionError as error:
            error.add_note(self.gateway.tail())
            raise

    def answers_by_twilio(self, number):
        calls = self.provider.calls("/2010-04-01/")
        forms = [(call, dict(urllib.parse.parse_qsl(call.body.decode()))) for call in calls]
        return [(call, form) for call, form in forms if form["To"] == number]

    def answers_as_json(self, prefix, matches):
        calls = self.provider.calls(prefix)
        return [(call, body) for call in calls if matches(body := json.loads(call.body))]

    # Twilio.

    def test_twilio_message_is_answered_through_its_api_and_reported_delivered(self):
        number = "+84901110001"
        status, kind, body = self.signed.twilio(message_of_twilio("SM1", number))
        self.assertEqual(status, 200)
        self.assertIn("text/xml", kind)
        self.assertTrue(body.endswith("<Response />"), body)

        call, form = self.wait(lambda: self.answers_by_twilio(number), "an answer through Twilio")[0]
        self.assertEqual(call.path, f"/2010-04-01/Accounts/{ACCOUNT}/Messages.json")
        password = base64.b64decode(call.headers["Authorization"].removeprefix("Basic ")).decode()
        self.assertEqual(password, f"{ACCOUNT}:{TOKEN}")
        self.assertEqual(form["From"], "+84281234567")
        self.assertTrue(form["Body"])
        self.assertTrue(form["StatusCallback"].startswith(TWILIO_URL + "?ref="), form["StatusCallback"])

        query = form["StatusCallback"].removeprefix(TWILIO_URL)
        report = {"MessageSid": "SMout1", "MessageStatus": "delivered", "To": number, "From": "+84281234567"}
        self.assertEqual(self.signed.twilio(report, query=query)[0], 200)
        id = int(re.fullmatch(r"\?ref=(\d+)", query).group(1))
        self.wait(lambda: self.database.outgoing_states().get(id) == "delivered", "the state 'delivered'")
        # A late "sent" does not undo it.
        self.assertEqual(self.signed.twilio(report | {"MessageStatus": "sent"}, query=query)[0], 200)
        self.assertEqual(self.database.outgoing_states()[id], "delivered")

    def test_twilio_signs_with_either_token_or_the_shared_key(self):
        for index, (key, algorithm) in enumerate(
                [(TOKEN, None), (OLD_TOKEN, None), (TOKEN, "HMAC_SHA1"), (SHARED_KEY, "HMAC_SHA256")]):
            fields = message_of_twilio(f"SMkey{index}", f"+8490111001{index}")
            self.assertEqual(self.signed.twilio(fields, token=key, algorithm=algorithm)[0], 200, (key, algorithm))

    def test_twilio_message_by_get_is_signed_by_its_address(self):
        query = "?" + urllib.parse.urlencode(message_of_twilio("SMget", "+84901110040"))
        signature = RequestValidator(TOKEN).compute_signature(TWILIO_URL + query, {})
        self.assertEqual(self.signed.call("twilio" + query, headers={"X-Twilio-Signature": signature})[0], 200)
        self.wait(lambda: self.answers_by_twilio("+84901110040"), "an answer through Twilio")

    def test_twilio_forgeries_are_refused_and_not_stored(self):
        fields = message_of_twilio("SMforged", "+84901110020")
        for answer in [
            self.signed.twilio(fields, token="some-other-token-of-nobody"),
            self.signed.twilio(fields, token=TOKEN, algorithm="HMAC_SHA256"),
            self.signed.twilio(fields, tampered={"Body": "khac"}),
            self.signed.call("twilio", urllib.parse.urlencode(fields),
                      {"Content-Type": "application/x-www-form-urlencoded"}),
        ]:
            self.assertEqual(answer[0], 401)
            self.assertNotIn(TOKEN, answer[2])
        self.assertNotIn("SMforged", self.database.incoming_ids("twilio"))

    # Standard Webhooks.

    def test_standard_message_is_answered_with_a_signed_webhook(self):
        number = "+84901110002"
        self.assertEqual(self.signed.standard("msg_in1", message_of_standard(number))[0], 200)
        call, body = self.wait(
            lambda: self.answers_as_json("/standard", lambda body: body["data"]["to"] == number), "a webhook")[0]
        verified = Webhook(WHSEC).verify(call.body, call.headers)
        self.assertEqual(verified, body)
        self.assertEqual(verified["type"], "message.send")
        reference = verified["data"]["reference"]
        headers = {name.lower(): value for name, value in call.headers.items()}
        self.assertEqual(headers["webhook-id"], f"msg_{reference}")

        report = {"type": "message.status", "data": {"reference": reference, "status": "delivered"}}
        self.assertEqual(self.signed.standard("msg_in1_report", report)[0], 200)
        self.wait(lambda: self.database.outgoing_states().get(int(reference)) == "delivered", "the state 'delivered'")

    def test_a_busy_receiver_is_tried_again_not_before_it_asked(self):
        number = "+84901110050"
        self.provider.be_busy_once("/standard", seconds=8)
        self.assertEqual(self.signed.standard("msg_busy", message_of_standard(number))[0], 200)

        def tries():
            calls = self.answers_as_json("/standard", lambda body: body["data"]["to"] == number)
            first = [call for call, body in calls if body["data"]["reference"] == calls[0][1]["data"]["reference"]]
            return first if len(first) > 1 else None
        first, second = self.wait(tries, "a second try")[:2]
        # Our own first wait is at most six seconds.
        self.assertGreaterEqual(second.time - first.time, 7.9)
        self.assertEqual(first.headers["webhook-id"], second.headers["webhook-id"])

    def test_standard_message_signed_long_ago_is_kept_and_noted(self):
        long_ago = datetime.now(tz=timezone.utc) - timedelta(hours=3)
        self.assertEqual(self.signed.standard("msg_late", message_of_standard("+84901110003"), at=long_ago)[0], 200)
        self.assertIn("msg_late", self.database.incoming_ids("standard"))
        self.assertEqual(self.database.audited("message.late"), 1)
        # Repeated by whoever overheard it, it changes nothing.
        self.assertEqual(self.signed.standard("msg_late", message_of_standard("+84901110003"), at=long_ago)[0], 200)
        self.assertEqual(self.database.audited("message.late"), 1)

    def test_standard_forgeries_are_refused_and_not_stored(self):
        payload = message_of_standard("+84901110021")
        other = "whsec_" + base64.b64encode(b"x" * 32).decode()
        for answer in [
            self.signed.standard("msg_forged", payload, secret=other),
            self.signed.standard("msg_forged", payload, tampered="{}"),
            self.signed.call("standard", json.dumps(payload), {"Content-Type": "application/json"}),
        ]:
            self.assertEqual(answer[0], 401)
        self.assertNotIn("msg_forged", self.database.incoming_ids("standard"))

    # Mapped HTTP, by the shipped examples.

    def test_esms_message_is_answered_and_its_report_taken(self):
        status, kind, body = self.signed.esms("mo-1", "84901110004", QUESTION)
        self.assertEqual(status, 200)
        self.assertIn("text/xml", kind)
        self.assertIn("<Smsid>mo-1</Smsid><Receiver>84901110004</Receiver>", body)

        _, sent = self.wait(
            lambda: self.answers_as_json("/esms", lambda body: body["Phone"] == "84901110004"), "an answer by eSMS")[0]
        self.assertEqual((sent["ApiKey"], sent["SecretKey"], sent["IsUnicode"]), ("api", "sec", "1"))
        callback = sent["CallbackUrl"]
        self.assertTrue(callback.startswith(self.address + "/esms-8079?report="), callback)
        id = int(sent["RequestId"].removeprefix("nha-rong-"))
        path = callback.removeprefix(self.address + "/") + "&SMSID=esms-1&SendStatus="
        self.assertEqual(self.signed.call(re.sub("token=.", "token=", path) + "5")[0], 401)
        self.assertEqual(self.signed.call(path + "5")[0], 200)
        self.wait(lambda: self.database.outgoing_states().get(id) == "delivered", "the state 'delivered'")

    def test_vcom_message_is_answered_under_its_request_id(self):
        status, kind, body = self.signed.vcom("r-1", "84901110005", QUESTION)
        self.assertEqual((status, kind), (200, "application/json"))
        self.assertEqual(json.loads(body)["data"]["code"], 200)
        _, sent = self.wait(
            lambda: self.answers_as_json("/vcom", lambda body: body["request_id"] == "r-1"), "an answer by V-COM")[0]
        over = f"c1r-1{sent['mt_code']}{VCOM_KEY}{sent['time']}"
        self.assertEqual(sent["checksum"], base64.b64encode(hashlib.sha256(over.encode()).digest()).decode())
        self.assertIsInstance(sent["time"], int)

    # All kinds.

    def test_fifty_copies_at_once_are_one_message(self):
        at = datetime.now(tz=timezone.utc)
        copies = {
            "twilio": ("SMcopy", lambda: self.signed.twilio(message_of_twilio("SMcopy", "+84901110006"))),
            "standard": ("msg_copy", lambda: self.signed.standard("msg_copy", message_of_standard("+84901110007"), at=at)),
            "esms-8079": (esms_sign("mo-copy", QUESTION), lambda: self.signed.esms("mo-copy", "84901110008", QUESTION)),
            "v-com-7068": ("r-copy", lambda: self.signed.vcom("r-copy", "84901110009", QUESTION)),
        }
        for channel, (id, send) in copies.items():
            with self.subTest(channel), ThreadPoolExecutor(50) as pool:
                statuses = [call.result()[0] for call in [pool.submit(send) for _ in range(50)]]
                self.assertEqual(statuses, [200] * 50)
                self.assertEqual(self.database.incoming_ids(channel).count(id), 1)

    def test_no_secret_and_no_text_in_the_log(self):
        self.signed.twilio(message_of_twilio("SMlog", "+84901110030"))
        self.signed.esms("mo-log", "84901110031", QUESTION)
        self.wait(lambda: self.answers_by_twilio("+84901110030"), "an answer")
        log = self.gateway.log.read_text(encoding="utf-8")
        for private in [TOKEN, OLD_TOKEN, SHARED_KEY, WHSEC, ESMS_KEY, VCOM_KEY, QUESTION, "90111003"]:
            self.assertNotIn(private, log)


if __name__ == "__main__":
    unittest.main()
