"""The commands of staff and technicians, on a database that is there, that is not, and that is another's."""

import contextlib
import re
import shutil
import sqlite3
import subprocess
import tempfile
import unittest
import urllib.error
from pathlib import Path

from gateway_process import GATEWAY, SIMULATOR
from loopback_provider import LoopbackProvider
from processes import REPOSITORY, wait_for
from storms import small_gateway

SENDSMS = "/cgi-bin/sendsms"


class Commands(unittest.TestCase):
    def setUp(self):
        if not GATEWAY.exists():
            raise AssertionError(f"no gateway at {GATEWAY}: build it, or set GATEWAY")
        self.folder = Path(tempfile.mkdtemp(prefix="commands-"))
        self.addCleanup(shutil.rmtree, self.folder)
        self.provider = self.enterContext(LoopbackProvider({SENDSMS: (202, "text/plain", b"0: Accepted for delivery")}))
        self.gateway = small_gateway(
            self.folder, self.provider, {"    spelling: as_written": "    spelling: unmarked"})
        self.database = self.folder / "data" / "gateway.sqlite"
        self.key = self.folder / "keys" / "gateway.key"

    def command(self, *arguments, text=None):
        result = subprocess.run(
            [GATEWAY, *map(str, arguments), "--config", self.gateway.configuration], cwd=REPOSITORY, input=text or "",
            capture_output=True, text=True, encoding="utf-8", timeout=60)
        return result.returncode, result.stdout + result.stderr

    def answer(self, *arguments, text=None):
        """`--config` before the rest, as nothing may stand behind `--`."""
        result = subprocess.run(
            [GATEWAY, "escalations", "answer", "--config", self.gateway.configuration, *map(str, arguments)],
            cwd=REPOSITORY, input=text or "", capture_output=True, text=True, encoding="utf-8", timeout=60)
        return result.returncode, result.stdout + result.stderr

    def send(self, number, text, part=0):
        self.gateway.text(f"+8491{number:07}", text, f"c{number}-{part}")

    def open_numbers(self):
        return [int(n) for n in re.findall(r"^#(\d+) ", self.command("escalations", "list")[1], re.M)]

    def test_the_version_names_the_commit(self):
        for name, path in [("gateway", GATEWAY), ("simulator", SIMULATOR)]:
            words = subprocess.run([path, "--version"], capture_output=True, text=True, timeout=60, check=True).stdout
            self.assertRegex(words, rf"^{name} \d+\.\d+\.\d+(-dev)? \(commit ([0-9a-f]{{7,40}}(-dirty)?|unknown)\)\n$")

    def test_lists_make_no_database(self):
        for arguments in [("escalations", "list"), ("escalations", "answer", 1, "a"), ("quarantine", "list"),
                          ("interests", "list"), ("dossiers", "list", "--commune", "dak-ha"), ("doctor",)]:
            with self.subTest(arguments):
                code, words = self.command(*arguments)
                self.assertEqual(code, 66, words)
                self.assertIn(str(self.database), words)
        self.assertFalse(self.database.exists())
        self.assertFalse(self.key.exists())

    def test_a_lost_database_is_not_begun_anew_without_a_word(self):
        with self.gateway:
            pass
        self.database.rename(self.folder / "away.sqlite")
        code, words = self.command("serve")
        self.assertEqual(code, 78, words)
        self.assertIn("--new", words)
        self.assertFalse(self.database.exists())
        self.database.touch()
        self.assertEqual(self.command("serve")[0], 78)
        self.database.unlink()
        (self.folder / "away.sqlite").rename(self.database)
        with self.gateway:
            pass

    def test_a_database_that_is_taken_away_is_told(self):
        with self.gateway:
            self.assertTrue(self.gateway.healthy())
            self.database.rename(self.folder / "away.sqlite")
            wait_for(lambda: not self.gateway.healthy(), 20, "/health to fail")
            with self.assertRaises(urllib.error.HTTPError) as refused:
                self.send(1, "dang ky ket hon")
            self.assertEqual(refused.exception.code, 503)
            (self.folder / "away.sqlite").rename(self.database)
            wait_for(self.gateway.healthy, 20, "/health to be well again")

    def test_the_doctor_wants_the_key_of_the_configured_database(self):
        with self.gateway:
            pass
        self.assertEqual(self.command("doctor")[0], 0)
        kept = self.key.read_bytes()
        self.key.unlink()
        code, words = self.command("doctor")
        self.assertEqual(code, 1, words)
        self.assertIn("FOUND key file", words)
        self.key.write_bytes(re.sub(rb"[0-9a-f]{8}", b"00000000", kept))
        self.key.chmod(0o600)
        self.assertEqual(self.command("doctor")[0], 1)
        self.key.write_bytes(kept)
        self.database.chmod(0o644)
        code, words = self.command("doctor")
        self.assertEqual(code, 0, words)
        self.assertIn("chmod 600", words)

    def test_what_an_officer_types_is_sent_or_refused(self):
        with self.gateway:
            for number in range(4):
                self.send(number, "nho giup \x1b[2J\r\n#999 \u202egia")
                self.send(number, "0", part=1)
            wait_for(lambda: len(self.open_numbers()) == 4, 30, "four questions")
            code, words = self.command("escalations", "list")
            self.assertEqual(code, 0)
            self.assertNotRegex(words, r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e\u2028]")
            first, second, third, fourth = self.open_numbers()
            before = len(self.provider.calls(SENDSMS))
            code, words = self.answer(first, "- Giấy khai sinh; – “Sổ hộ khẩu”")
            self.assertEqual(code, 0, words)
            self.assertIn("1 SMS", words)
            self.assertEqual(self.answer(second, "--", "-1 ban sao")[0], 0)
            self.assertEqual(self.answer(third, "-", text="- tu ban phim\n")[0], 0)
            for arguments in [(fourth, ""), (fourth, " "), (fourth, "-"), (fourth, "a" * 2000), (fourth,), (fourth, "--lnog")]:
                code, words = self.answer(*arguments)
                self.assertEqual(code, 64, words)
            self.assertEqual(self.open_numbers(), [fourth])
            self.assertEqual(self.answer(fourth, "a" * 2000, "--long")[0], 0)
            wait_for(lambda: len(self.provider.calls(SENDSMS)) >= before + 4, 30, "the answers")
        with contextlib.closing(sqlite3.connect(self.database)) as connection:
            texts = [row[0] for row in connection.execute("SELECT text FROM message WHERE author IS NOT NULL ORDER BY id")]
        self.assertEqual(texts[:3], ['- Giay khai sinh; - "So ho khau"', "-1 ban sao", "- tu ban phim"])


if __name__ == "__main__":
    unittest.main()
