"""What monitoring asks a running gateway: /health in sentences, /metrics, and the files under deploy/ that read them."""

import json
import re
import shutil
import subprocess
import tempfile
import unittest
import urllib.error
import urllib.request
from pathlib import Path

from loopback_provider import LoopbackProvider
from processes import REPOSITORY, wait_for
from storms import small_gateway

SENDSMS = "/cgi-bin/sendsms"
PROMETHEUS = REPOSITORY / "deploy" / "prometheus"
DASHBOARD = REPOSITORY / "deploy" / "grafana" / "nharong.json"
# Debian's, installed or as `make test-packages` takes it out of its package.
PROMTOOL = shutil.which("promtool") or shutil.which("promtool", path=REPOSITORY / ".build-prometheus" / "usr" / "bin")


def promtool(*arguments, **options):
    return subprocess.run(
        [PROMTOOL, *map(str, arguments)], capture_output=True, text=True, encoding="utf-8", timeout=120, **options)


class Seeing(unittest.TestCase):
    def setUp(self):
        self.folder = Path(tempfile.mkdtemp(prefix="seeing-"))
        self.addCleanup(shutil.rmtree, self.folder)
        self.provider = self.enterContext(LoopbackProvider({SENDSMS: (202, "text/plain", b"0: Accepted for delivery")}))
        self.gateway = small_gateway(self.folder, self.provider)

    def send(self, number, text):
        self.gateway.text(f"+8491{number:07}", text, f"s{number}")

    def get(self, path):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.gateway.office_port}{path}", timeout=30) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as refusal:
            return refusal.code, refusal.read().decode()

    def samples(self):
        lines = self.get("/metrics")[1].splitlines()
        return {name: float(value) for name, value in (line.rsplit(" ", 1) for line in lines if not line.startswith("#"))}

    def test_a_gateway_tells_of_itself(self):
        with self.gateway:
            wait_for(lambda: self.get("/health/ready")[0] == 200, 20, "the gateway to be ready")
            self.assertEqual(self.get("/health/live"), (200, "ok\n"))
            before = self.samples()
            self.assertEqual(before['nharong_messages_received_total{channel="sms-dak-ha"}'], 0)
            self.assertEqual(before['nharong_sends_total{channel="sms-dak-ha",outcome="retry"}'], 0)
            for number in range(5):
                self.send(number, "dang ky ket hon can gi")
            self.send(9, "0")
            wait_for(lambda: len(self.provider.calls(SENDSMS)) >= 12, 30, "the answers")
            wait_for(
                lambda: self.samples()['nharong_sends_total{channel="sms-dak-ha",outcome="sent"}'] == 12, 20,
                "the answers to be counted")
            after = self.samples()
            self.assertEqual(set(after), set(before), "a label that was not there from the start")
            self.assertEqual(after['nharong_messages_received_total{channel="sms-dak-ha"}'], 6)
            self.assertEqual(after['nharong_messages_handled_total{result="answered"}'], 5)
            self.assertEqual(after['nharong_messages_handled_total{result="to_staff"}'], 1)
            self.assertEqual(after["nharong_answer_delay_seconds_count"], 12)
            self.assertGreater(after["nharong_db_commit_duration_seconds_count"], 0)
            self.assertEqual(after["nharong_database_writable"], 1)
            wait_for(
                lambda: sum(value for name, value in self.samples().items()
                            if name.startswith("nharong_escalations_waiting")) == 1, 20, "the matter to be counted")
            status, text = self.get("/health")
            self.assertEqual((status, text.splitlines()[0]), (200, "ok"))
            self.assertIn("RED There is no backup yet.", text)
            self.assertIn("Channel sms-dak-ha works.", text)
            self.gateway.run("backup", "--to", self.folder / "copies")
            self.gateway.run("restore", "--drill", self.folder / "copies")
            wait_for(lambda: "The last trial to bring a backup back passed" in self.get("/health")[1], 25,
                     "the drill to be told")
            self.assertNotIn("RED", self.get("/health")[1].replace("RED The disk", ""))
            self.assertGreater(self.samples()["nharong_backup_last_success_timestamp_seconds"], 1.7e9)
            status = self.gateway.run("status")
            self.assertRegex(status, r"Kênh sms-dak-ha: chạy, nhận gần nhất \d\d:\d\d \d+/\d+/\d+, gửi gần nhất \d\d:\d\d ")
            self.assertRegex(status, r"Phiên bản: gateway .*SQLite \d")
            shown = self.get("/metrics")[1]
            for secret in ("8491", "ket hon", "sample-secret"):
                self.assertNotIn(secret, shown)
            if PROMTOOL:
                checked = promtool("check", "metrics", input=shown)
                self.assertEqual((checked.returncode, checked.stdout), (0, ""), checked.stderr)
        log = self.gateway.log.read_text(encoding="utf-8")
        self.assertEqual(len(re.findall(r"A message was handled\.", log)), 6)
        self.assertEqual(len(re.findall(r"A message was handed over\.", log)), 12)
        self.assertNotIn("8491", log.replace("sms-dak-ha", ""))
        self.assertNotIn("ket hon", log)

    def test_rules_and_dashboard_ask_for_what_there_is(self):
        with self.gateway:
            # How much room there is is told once it was looked at, for a 0 would alarm.
            shown = wait_for(
                lambda: (text := self.get("/metrics")[1]) and "nharong_disk_free_bytes" in text and text, 30,
                "the disk to be looked at")
        known = set(re.findall(r"^# TYPE (\S+)", shown, re.MULTILINE))
        # Only where the office has a certificate.
        known.add("nharong_certificate_expiry_timestamp_seconds")
        for file in (PROMETHEUS / "nharong.rules.yml", PROMETHEUS / "consoles" / "nharong.html", DASHBOARD):
            asked = set(re.findall(r"nharong_\w+", file.read_text(encoding="utf-8")))
            asked = {re.sub("_bucket$", "", name) for name in asked}
            self.assertGreater(len(asked), 8)
            self.assertEqual(asked - known, set(), file.name)
        panels = json.loads(DASHBOARD.read_text(encoding="utf-8"))["panels"]
        self.assertEqual(len({panel["id"] for panel in panels}), len(panels))

    def test_prometheus_takes_the_rules_and_they_warn_in_time(self):
        if not PROMTOOL:
            self.skipTest("promtool is not there: `make test-packages` takes it out of Debian's package prometheus")
        # What the dashboard asks is read as rules are.
        asked = [target["expr"] for panel in json.loads(DASHBOARD.read_text(encoding="utf-8"))["panels"]
                 for target in panel.get("targets", [])]
        self.assertGreater(len(asked), 15)
        rules = [{"record": f"panel:{number}", "expr": expression} for number, expression in enumerate(asked)]
        written = self.folder / "dashboard.yml"
        written.write_text(json.dumps({"groups": [{"name": "dashboard", "rules": rules}]}), encoding="utf-8")
        result = promtool("check", "rules", written)
        self.assertEqual(result.returncode, 0, result.stdout + result.stderr)
        for arguments in (["check", "config", "prometheus.yml"], ["check", "rules", "--lint-fatal", "nharong.rules.yml"],
                          ["test", "rules", "nharong.rules.test.yml"]):
            result = promtool(*arguments, cwd=PROMETHEUS)
            self.assertEqual(result.returncode, 0, result.stdout + result.stderr)


if __name__ == "__main__":
    unittest.main()
