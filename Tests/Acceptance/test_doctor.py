"""`gateway doctor` as a technician uses it: beside a running gateway, and on a copy."""

import contextlib
import json
import shutil
import sqlite3
import subprocess
import tempfile
import unittest
from pathlib import Path

from gateway_process import GATEWAY
from loopback_provider import LoopbackProvider
from processes import REPOSITORY, wait_for
from storms import small_gateway

SENDSMS = "/cgi-bin/sendsms"


def doctor(*arguments):
    """The exit code and the words of the command."""
    result = subprocess.run(
        [GATEWAY, "doctor", *map(str, arguments)], cwd=REPOSITORY, stdin=subprocess.DEVNULL, capture_output=True,
        text=True, encoding="utf-8", timeout=60)
    return result.returncode, result.stdout + result.stderr


class Doctor(unittest.TestCase):
    def setUp(self):
        if not GATEWAY.exists():
            raise AssertionError(f"no gateway at {GATEWAY}: build it, or set GATEWAY")
        self.folder = Path(tempfile.mkdtemp(prefix="doctor-"))
        self.addCleanup(shutil.rmtree, self.folder)
        self.provider = self.enterContext(LoopbackProvider({SENDSMS: (202, "text/plain", b"0: Accepted for delivery")}))
        self.gateway = small_gateway(self.folder, self.provider)

    def send(self, number):
        self.gateway.text(f"+8491{number:07}", "dang ky ket hon can gi", f"d{number}")

    def test_a_live_database_is_sound_and_a_spoilt_copy_is_mended(self):
        with self.gateway:
            for number in range(10):
                self.send(number)
            wait_for(lambda: len(self.provider.calls(SENDSMS)) >= 20, 30, "the answers")
            code, words = doctor("--config", self.gateway.configuration)
            self.assertEqual(code, 0, words)
            self.assertIn("incoming: 10 rows", words)
            self.assertIn("All is well.", words)
            copy = self.folder / "copy.sqlite"
            with contextlib.closing(sqlite3.connect(self.folder / "data" / "gateway.sqlite")) as source, \
                    contextlib.closing(sqlite3.connect(copy)) as target:
                source.backup(target)

        # Without configuration and key, on the copy alone.
        with contextlib.closing(sqlite3.connect(copy)) as connection:
            connection.execute("DELETE FROM incoming WHERE message_id = 1")
            connection.execute(
                "UPDATE outgoing SET state = 'sending', lease_until = NULL "
                "WHERE message_id = (SELECT MIN(message_id) FROM outgoing)")
            connection.commit()
        elsewhere = ("--database", copy, "--config", self.folder / "none.yaml")
        code, words = doctor(*elsewhere)
        self.assertEqual(code, 1, words)
        self.assertIn("FOUND incoming missing: 1, message 1", words)
        self.assertIn("seals were not opened", words)
        code, words = doctor(*elsewhere, "--json")
        self.assertEqual(code, 1)
        self.assertEqual({finding["check"] for finding in json.loads(words)["findings"]},
                         {"incoming missing", "sending without an end"})
        code, words = doctor(*elsewhere, "--repair")
        self.assertEqual(code, 0, words)
        self.assertIn("REPAIRED incoming missing: 1, message 1", words)
        self.assertEqual(doctor(*elsewhere)[0], 0)

    def test_what_cannot_be_used_is_told(self):
        code, words = doctor("--database", self.folder / "none.sqlite")
        self.assertEqual(code, 74)
        self.assertIn("There is no database", words)
        text = self.folder / "text.sqlite"
        text.write_text("no database " * 1000)
        self.assertEqual(doctor("--database", text)[0], 74)


if __name__ == "__main__":
    unittest.main()
