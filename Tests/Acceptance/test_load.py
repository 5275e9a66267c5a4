"""`simulator load`: calls that every kind of channel takes, in both loops, and figures that add up."""

import json
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

from database import Database
from gateway_process import GATEWAY, SIMULATOR, TEMPLATE, Gateway, own_files
from loopback_provider import LoopbackProvider
from processes import REPOSITORY, free_port
from storms import small_content, storm

COUNT = 60


class Load(unittest.TestCase):
    def setUp(self):
        if not GATEWAY.exists() or not SIMULATOR.exists():
            raise AssertionError("the programs are not built: run make test, or set GATEWAY and SIMULATOR")
        self.folder = Path(tempfile.mkdtemp(prefix="load-"))
        self.addCleanup(shutil.rmtree, self.folder)
        provider = self.enterContext(LoopbackProvider({
            "/cgi-bin/sendsms": (202, "text/plain", b"0: Accepted for delivery"),
            "/hooks": (200, "application/json", b"{}"),
        }))
        port = free_port()
        text = TEMPLATE.read_text(encoding="utf-8")
        self.gateway = Gateway(self.folder, port, {
            **own_files(self.folder, port),
            text[text.index("channels:\n"):]: f"""channels:
  - id: kannel
    kind: kannel
    commune: dak-ha
    number: "8079"
    secret: sample-secret-change-me
    send_url: {provider.url}/cgi-bin/sendsms
    username: u
    password: p
  - id: zalo
    kind: zalo
    commune: dak-ha
    app_id: "123"
    oa_id: "456"
    secret: oa-secret-of-the-test
    app_secret: app-secret-of-the-test
    api_url: {provider.url}
    oauth_url: {provider.url}
  - id: standard
    kind: standard
    commune: dak-ha
    secret: whsec_c3Rvcm1zdG9ybXN0b3Jtc3Rvcm1zdG9ybXN0b3Jt
    send_url: {provider.url}/hooks
  - id: twilio
    kind: twilio
    commune: dak-ha
    account: AC00000000000000000000000000000000
    token: token-of-the-test-account
    sender: "+84281234567"
    api_url: {provider.url}
""",
        })

    def load(self, *arguments):
        result = subprocess.run(
            [SIMULATOR, "load", "--config", self.gateway.configuration, "--count", str(COUNT), "--json",
             *map(str, arguments)],
            cwd=REPOSITORY, stdin=subprocess.DEVNULL, capture_output=True, text=True, encoding="utf-8", timeout=120)
        self.assertEqual(result.returncode, 0, result.stdout + result.stderr)
        return json.loads(result.stdout)

    def test_both_loops_on_every_kind_of_channel(self):
        database = Database(self.folder / "data" / "gateway.sqlite")
        with self.gateway:
            for channel in ("kannel", "zalo", "standard", "twilio"):
                with self.subTest(channel=channel):
                    closed = self.load("--channel", channel, "--connections", 4)
                    self.assertEqual((closed["loop"], closed["latency"]["outcomes"]), ("closed", {"200": COUNT}))
                    self.assertEqual(len(database.incoming_ids(channel)), COUNT)
            opened = self.load("--channel", "kannel", "--rate", 200)
            self.assertEqual((opened["loop"], opened["latency"]["outcomes"]), ("open", {"200": COUNT}))
            latency = opened["latency"]
            ranks = [latency[name] for name in ("p50", "p90", "p99", "p999", "max")]
            self.assertEqual(ranks, sorted(ranks))
            # All calls cannot be sooner than the last of them is due.
            self.assertGreaterEqual(opened["seconds"], (COUNT - 1) / 200)

    def test_a_storm_over_a_running_gateway_counts_its_own_messages(self):
        folder = self.folder / "storm"
        folder.mkdir()
        port, kannel = free_port(), free_port()
        gateway = Gateway(folder, port, {**own_files(folder, port), "127.0.0.1:8090": f"127.0.0.1:{kannel}"})
        with gateway:
            # Other words each time: villagers who repeat theirs a third time are left in silence.
            for seed in (1, 2):
                result = subprocess.run(
                    [SIMULATOR, "storm", "--running", "--config", gateway.configuration, "--seed", str(seed), "--json",
                     "--villagers", "20", "--rate", "40", "--failing", "0"],
                    cwd=REPOSITORY, stdin=subprocess.DEVNULL, capture_output=True, text=True, encoding="utf-8",
                    timeout=120)
                self.assertEqual(result.returncode, 0, result.stdout + result.stderr)
                self.assertEqual(json.loads(result.stdout)["verdict"]["accepted"], 60)
            self.assertEqual(len(Database(folder / "data" / "gateway.sqlite").incoming_ids("sms-dak-ha")), 120)

    def test_villagers_who_say_the_same_again_and_again_lose_nothing(self):
        texts = self.folder / "texts.tsv"
        texts.write_text("khai sinh can giay to gi\n", encoding="utf-8")
        report = storm(
            small_content(self.folder / "content"), "--texts", texts, "--villagers", 2, "--messages", 4, "--rate", 100,
            "--reordered", 0.3, "--failing", 0, seconds=120)
        self.assertEqual((report["verdict"]["accepted"], report["verdict"]["lost"]), (8, 0))

    def test_a_gateway_that_does_not_run_is_told(self):
        result = subprocess.run(
            [SIMULATOR, "load", "--config", self.gateway.configuration, "--count", "3"],
            cwd=REPOSITORY, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60)
        self.assertEqual(result.returncode, 1)
        self.assertIn(f"No call was taken at http://127.0.0.1:{self.gateway.port}", result.stderr)
        self.assertIn("make run", result.stderr)
        self.assertIn("server.port", result.stderr)


if __name__ == "__main__":
    unittest.main()
