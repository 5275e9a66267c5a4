"""Content that changes under a running gateway (SIGHUP), and the commands that set a commune up."""

import os
import re
import shutil
import signal
import subprocess
import tempfile
import threading
import unittest
from pathlib import Path

from gateway_process import GATEWAY
from loopback_provider import LoopbackProvider
from processes import REPOSITORY, wait_for
from storms import small_gateway

SENDSMS = "/cgi-bin/sendsms"
THANKS = "Xa chan thanh cam on ba con"


class ContentChanges(unittest.TestCase):
    def setUp(self):
        self.folder = Path(tempfile.mkdtemp(prefix="content-"))
        self.addCleanup(shutil.rmtree, self.folder)
        self.provider = self.enterContext(LoopbackProvider({SENDSMS: (202, "text/plain", b"0: Accepted for delivery")}))
        self.replies = self.folder / "replies.yaml"
        shutil.copy(REPOSITORY / "config" / "replies.yaml", self.replies)
        self.gateway = small_gateway(self.folder, self.provider, {"replies: replies.yaml": f"replies: {self.replies}"})

    def send(self, number, text="cam on"):
        self.gateway.text(f"+8491{number:07}", text, f"h{number}")

    def change(self, new):
        text = self.replies.read_text(encoding="utf-8")
        changed = re.sub(r'(\nthanks:\n  text: )"[^"]*"', rf'\1"{new}"', text)
        self.assertNotEqual(changed, text)
        self.replies.write_text(changed, encoding="utf-8")

    def reload(self):
        os.kill(self.gateway._process.popen.pid, signal.SIGHUP)

    def log(self):
        return self.gateway.log.read_text(encoding="utf-8")

    def test_changed_answers_are_taken_up_and_no_message_is_lost(self):
        with self.gateway:
            self.send(0)
            wait_for(lambda: len(self.provider.calls(SENDSMS)) >= 2, 30, "the first answer and the notice")
            ended = threading.Event()
            sent = []

            def write():
                while not ended.is_set():
                    number = len(sent) + 1
                    self.send(number)
                    sent.append(number)

            writer = threading.Thread(target=write)
            writer.start()
            try:
                for round in range(5):
                    self.change(f"{THANKS} lan {round}.")
                    self.reload()
                    wait_for(lambda: self.log().count("Changed content is in use") == round + 1, 60, "the change")
                self.change("{khong co}")
                self.reload()
                wait_for(lambda: "Changed content is wrong" in self.log(), 60, "the refusal")
            finally:
                ended.set()
                writer.join()
            self.assertRegex(self.log(), r"Changed content is wrong.*replies\.yaml|first=.*replies\.yaml")
            number = len(sent) + 1
            self.send(number)
            # Each has its answer and the notice.
            wait_for(lambda: len(self.provider.calls(SENDSMS)) >= 2 * (number + 1), 60, "all answers")
            self.assertEqual(len(self.provider.calls(SENDSMS)), 2 * (number + 1))
            self.assertEqual(self.gateway.health()[0], 200)
        self.assertGreater(len(sent), 20)
        doctor = self.gateway.run("doctor")
        self.assertIn("well", doctor)

    def test_check_online_asks_hosts_and_sends_nothing(self):
        def check():
            # The small content has problems of its own.
            return subprocess.run(
                [GATEWAY, "check", "--online", "--config", self.gateway.configuration], cwd=REPOSITORY,
                capture_output=True, text=True, encoding="utf-8", timeout=120).stdout

        said = check()
        self.assertIn("1 host asked", said)
        self.assertNotIn("does not answer", said)
        self.assertEqual(self.provider.calls(SENDSMS), [])
        self.provider.__exit__(None, None, None)
        said = check()
        self.assertIn("channel sms-dak-ha: http://127.0.0.1:", said)
        self.assertIn("does not answer", said)
        self.assertNotIn("sample-password", said)

    def test_init_asks_and_writes_a_commune(self):
        shutil.copytree(REPOSITORY / "config", self.folder / "site" / "config")
        shutil.copytree(REPOSITORY / "intents", self.folder / "site" / "intents")
        config = self.folder / "site" / "config" / "gateway.yaml"

        def init(*lines):
            result = subprocess.run(
                [GATEWAY, "init", "--config", config], input="".join(line + "\n" for line in lines), capture_output=True,
                text=True, encoding="utf-8", timeout=60)
            return result.returncode, result.stdout + result.stderr

        code, said = init("xã Kon Đào", "tỉnh Quảng Ngãi")
        self.assertEqual(code, 65, said)
        answers = ["Kon Đào", "xã Kon Đào", "tỉnh Quảng Ngãi", "", "0260 386 1234", "0260 386 1234", "0905 123 456",
                   "Số 1 đường Hùng Vương", "8079", ""]
        code, said = init(*answers)
        self.assertEqual(code, 0, said)
        self.assertIn("Cần một số di động", said)
        entry = said[said.index("  - id: sms-kon-dao"):].split("\n\n")[0].split("\nRồi")[0]
        text = config.read_text(encoding="utf-8").replace("\nchannels:\n", f"\nchannels:\n{entry}\n", 1)
        config.write_text(text, encoding="utf-8")
        result = subprocess.run(
            [GATEWAY, "check", "--config", config], capture_output=True, text=True, encoding="utf-8", timeout=300)
        self.assertEqual(result.returncode, 0, result.stdout + result.stderr)
        self.assertIn("2 channels: 0 problems", result.stdout)
        code, said = init(*answers)
        self.assertEqual(code, 73, said)
        self.assertIn("Fix:", said)


if __name__ == "__main__":
    unittest.main()
