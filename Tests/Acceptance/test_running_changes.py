"""Portal and provider that change while they run, from another terminal; and a storm that cuts nothing."""

import json
import subprocess
import tempfile
import unittest
import urllib.error
import urllib.request
from pathlib import Path

from gateway_process import GATEWAY, SIMULATOR
from processes import REPOSITORY, free_port, wait_for

CODE = "000.00.53.H48-261120-0001"


def simulator(*arguments):
    return subprocess.run(
        [SIMULATOR, *map(str, arguments)], cwd=REPOSITORY, stdin=subprocess.DEVNULL, capture_output=True, text=True,
        encoding="utf-8", timeout=120)


class RunningChanges(unittest.TestCase):
    def test_a_portal_changes_while_it_runs(self):
        with tempfile.TemporaryDirectory() as folder:
            dossiers, port = Path(folder) / "d.jsonl", free_port()
            dossiers.write_text(json.dumps({"code": CODE, "procedure_name": "Khai sinh", "state": "4"}) + "\n")
            portal = subprocess.Popen(
                [SIMULATOR, "portal", "--dossiers", dossiers, "--port", str(port)], cwd=REPOSITORY,
                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
            self.addCleanup(portal.wait)
            self.addCleanup(portal.terminate)
            self.addCleanup(portal.stdout.close)

            def state():
                request = urllib.request.Request(
                    f"http://127.0.0.1:{port}/dossiers/{CODE}", headers={"Authorization": "Bearer sample-portal-token"})
                try:
                    with urllib.request.urlopen(request, timeout=10) as answer:
                        return json.load(answer)["state"]
                except urllib.error.HTTPError as error:
                    with error:
                        return error.code
                except OSError:
                    return None

            def change(*order):
                return simulator("portal", "change", "--port", port, *order)

            wait_for(lambda: state() == "4", 20, "the portal")
            self.assertEqual(change("state", CODE, "9").returncode, 0)
            self.assertEqual(state(), "9")
            self.assertEqual(change("down").returncode, 0)
            self.assertEqual(state(), 503)
            self.assertEqual(change("refusing").returncode, 0)
            self.assertEqual(state(), 401)
            change("well")
            self.assertIn("state 9", change("list").stdout)
            wrong = change("explode")
            self.assertEqual(wrong.returncode, 64)
            self.assertIn("Fix: write one of", wrong.stderr)
            # A page of a browser cannot order: it cannot send the header.
            request = urllib.request.Request(f"http://127.0.0.1:{port}/simulator/order", data=b"down", method="POST")
            with self.assertRaises(urllib.error.HTTPError) as refusal:
                urllib.request.urlopen(request, timeout=10)
            refusal.exception.close()
            self.assertEqual(refusal.exception.code, 403)

    def test_orders_to_nobody_are_told(self):
        result = simulator("provider", "down", "--port", free_port())
        self.assertEqual(result.returncode, 1)
        self.assertIn("nothing listens", result.stderr)

    def test_a_short_storm_with_a_kill_sends_all_that_was_planned(self):
        result = simulator(
            "storm", "--gateway", GATEWAY, "--villagers", 20, "--messages", 2, "--rate", 10, "--kills", 1, "--json",
            "--seed", 7)
        self.assertEqual(result.returncode, 0, result.stdout + result.stderr)
        report = json.loads(result.stdout)
        self.assertEqual(report["planned"], 40)
        self.assertGreaterEqual(report["verdict"]["accepted"], 40)


if __name__ == "__main__":
    unittest.main()
