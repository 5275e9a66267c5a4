"""The gateway behind a bot of the Zalo Bot Platform, whose token stands in the address and in no log."""

import json
import shutil
import tempfile
import unittest
import urllib.error
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from gateway_process import GATEWAY, Gateway, own_files
from loopback_provider import LoopbackProvider
from processes import REPOSITORY, free_port, wait_for
from zalo_stub import post

TOKEN = "123456789:abc-xyz"
SECRET = "bot-secret-of-the-tests"


class ZaloBot(unittest.TestCase):
    def setUp(self):
        if not GATEWAY.exists():
            raise AssertionError(f"no gateway at {GATEWAY}: build it, or set GATEWAY")
        folder = Path(tempfile.mkdtemp(prefix="zalo-bot-"))
        self.addCleanup(shutil.rmtree, folder)
        answer = json.dumps({"ok": True, "result": {"message_id": "b1", "date": 1787209817225}}).encode()
        self.bot = self.enterContext(LoopbackProvider({f"/bot{TOKEN}/": (200, "application/json", answer)}))
        port = free_port()
        config = REPOSITORY / "config"
        template = (config / "gateway.yaml").read_text(encoding="utf-8")
        self.gateway = self.enterContext(Gateway(folder, port, {
            **own_files(folder, port),
            template[template.index("channels:\n"):]: f"""channels:
  - id: bot
    kind: zalo_bot
    commune: dak-ha
    spelling: marked
    token: "{TOKEN}"
    secret: {SECRET}
    api_url: {self.bot.url}
""",
        }))

    def event(self, text, message_id, secret=SECRET):
        body = json.dumps({"ok": True, "result": {"event_name": "message.text.received", "message": {
            "from": {"id": "u1", "display_name": "A", "is_bot": False}, "chat": {"id": "c1", "chat_type": "PRIVATE"},
            "text": text, "message_id": message_id, "date": 1787209817225}}}, ensure_ascii=False).encode()
        headers = {"Content-Type": "application/json", "X-Bot-Api-Secret-Token": secret}
        return post(f"http://127.0.0.1:{self.gateway.port}/webhooks/bot", body, headers)

    def sent(self):
        return [json.loads(call.body) for call in self.bot.calls(f"/bot{TOKEN}/sendMessage")]

    def test_fifty_copies_are_one_answer_and_the_token_stands_in_no_log(self):
        with ThreadPoolExecutor(50) as pool:
            statuses = list(pool.map(lambda _: self.event("đăng ký kết hôn cần giấy tờ gì", "same"), range(50)))
        self.assertEqual(statuses, [200] * 50)
        wait_for(lambda: len(self.sent()) >= 2, 30, "the answer and the notice")
        answers = [message for message in self.sent() if "Tờ khai" in message["text"]]
        self.assertEqual(len(answers), 1)
        self.assertEqual(answers[0]["chat_id"], "c1")
        log = self.gateway.log.read_text(encoding="utf-8")
        self.assertNotIn(TOKEN, log)
        self.assertNotIn(SECRET, log)

    def test_a_wrong_secret_is_refused(self):
        with self.assertRaises(urllib.error.HTTPError) as refused:
            self.event("xin chào", "x", secret="wrong-secret")
        self.assertEqual(refused.exception.code, 401)
        refused.exception.close()


if __name__ == "__main__":
    unittest.main()
