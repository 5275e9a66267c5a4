"""The gateway behind a Zalo Official Account, as a process that may be killed at any moment."""

import shutil
import subprocess
import tempfile
import unittest
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from gateway_process import GATEWAY, Gateway, own_files
from processes import REPOSITORY, free_port, wait_for
from zalo_stub import ACCOUNT_ID, APP_ID, APP_SECRET, FIRST_REFRESH, OA_SECRET, ZaloStub, post, text_event


class ZaloAccount(unittest.TestCase):
    def setUp(self):
        if not GATEWAY.exists():
            raise AssertionError(f"no gateway at {GATEWAY}: build it, or set GATEWAY")
        folder = Path(tempfile.mkdtemp(prefix="zalo-"))
        self.addCleanup(shutil.rmtree, folder)
        self.zalo = self.enterContext(ZaloStub())
        port = free_port()
        config = REPOSITORY / "config"
        template = (config / "gateway.yaml").read_text(encoding="utf-8")
        shipped = template[template.index("channels:\n"):]
        self.gateway = Gateway(folder, port, {
            **own_files(folder, port),
            shipped: f"""channels:
  - id: zalo
    kind: zalo
    commune: dak-ha
    spelling: marked
    app_id: "{APP_ID}"
    oa_id: "{ACCOUNT_ID}"
    secret: {OA_SECRET}
    app_secret: {APP_SECRET}
    api_url: {self.zalo.url}
    oauth_url: {self.zalo.url}
""",
        })
        # The command of a technician, before the first start.
        result = subprocess.run(
            [GATEWAY, "zalo", "tokens", "zalo", "--config", self.gateway.configuration], input=FIRST_REFRESH + "\n",
            capture_output=True, text=True, timeout=30)
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertNotIn(FIRST_REFRESH, result.stdout + result.stderr)

    def send(self, user, text, message_id):
        body, headers = text_event(user, text, message_id)
        return post(f"http://127.0.0.1:{self.gateway.port}/webhooks/zalo", body, headers)

    def wait_for_answer(self, user):
        wait_for(lambda: self.zalo.texts_to(user), 30, f"an answer to {user}" + self.gateway.tail())
        return self.zalo.texts_to(user)

    def test_a_token_renewed_before_a_kill_is_used_after_it(self):
        self.zalo.holds.set()
        with self.gateway:
            self.assertEqual(self.send("111", "đăng ký kết hôn cần giấy tờ gì", "m1"), 200)
            wait_for(self.zalo.reached.is_set, 30, "the first message with a renewed token")
            self.assertEqual(self.zalo.exchanges, 1)
            self.gateway.kill()
            self.zalo.holds.clear()

            self.gateway.start()
            self.assertEqual(self.send("222", "đăng ký kết hôn cần giấy tờ gì", "m2"), 200)
            self.assertIn("Tờ khai", self.wait_for_answer("222")[0])
        # A second exchange of the first token would have been refused and the account lost.
        self.assertEqual((self.zalo.exchanges, self.zalo.refusals), (1, 0))
        self.assertEqual({access for _, _, access in self.zalo.sent}, {"access-1"})

    def test_fifty_copies_at_once_are_one_message_and_one_answer(self):
        body, headers = text_event("333", "đăng ký kết hôn cần giấy tờ gì", "same")
        with self.gateway:
            url = f"http://127.0.0.1:{self.gateway.port}/webhooks/zalo"
            with ThreadPoolExecutor(50) as pool:
                statuses = list(pool.map(lambda _: post(url, body, headers), range(50)))
            self.assertEqual(statuses, [200] * 50)
            # The answer and the privacy notice; a second answer would stand between or behind them.
            wait_for(lambda: len(self.zalo.texts_to("333")) >= 2, 30, "the answer and the notice")
        texts = self.zalo.texts_to("333")
        self.assertEqual(len([text for text in texts if "Tờ khai" in text]), 1, texts)

    def test_the_probe_of_the_console_gets_200(self):
        with self.gateway:
            url = f"http://127.0.0.1:{self.gateway.port}/webhooks/zalo"
            self.assertEqual(post(url, b"{}", {"Content-Type": "application/json"}), 200)


if __name__ == "__main__":
    unittest.main()
