"""Years in an office: signs of life for systemd, backups beside a running gateway, drills, restoring, and erasing a person."""

import shutil
import socket
import subprocess
import tempfile
import unittest
from pathlib import Path

from gateway_process import GATEWAY
from loopback_provider import LoopbackProvider
from processes import REPOSITORY, wait_for
from storms import small_gateway

SENDSMS = "/cgi-bin/sendsms"


class Keeping(unittest.TestCase):
    def setUp(self):
        if not GATEWAY.exists():
            raise AssertionError(f"no gateway at {GATEWAY}: build it, or set GATEWAY")
        self.folder = Path(tempfile.mkdtemp(prefix="keeping-"))
        self.addCleanup(shutil.rmtree, self.folder)
        self.provider = self.enterContext(LoopbackProvider({SENDSMS: (202, "text/plain", b"0: Accepted for delivery")}))
        self.notices = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.addCleanup(self.notices.close)
        self.notices.bind(str(self.folder / "notify"))
        self.notices.settimeout(20)
        self.gateway = small_gateway(
            self.folder, self.provider,
            environment={"NOTIFY_SOCKET": str(self.folder / "notify"), "WATCHDOG_USEC": "3000000"})

    def send(self, number, text="dang ky ket hon can gi"):
        self.gateway.text(f"+8491{number:07}", text, f"k{number}")

    def command(self, *arguments):
        """The exit code and the words of a command."""
        result = subprocess.run(
            [GATEWAY, *map(str, arguments), "--config", self.gateway.configuration], cwd=REPOSITORY,
            stdin=subprocess.DEVNULL, capture_output=True, text=True, encoding="utf-8", timeout=120,
            env=self.gateway.environment)
        return result.returncode, result.stdout + result.stderr

    def database(self):
        """All bytes of the database and its journal."""
        data = self.folder / "data"
        return b"".join(path.read_bytes() for path in data.glob("gateway.sqlite*") if path.suffix != ".sqlite-shm")

    def test_systemd_hears_that_it_is_ready_and_lives(self):
        with self.gateway:
            self.assertEqual(self.notices.recv(100), b"READY=1")
            for _ in range(3):
                self.assertEqual(self.notices.recv(100), b"WATCHDOG=1")

    def test_without_age_no_copy_is_made_and_everybody_is_told(self):
        recipients = self.folder / "recipients"
        recipients.write_text("age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p\n")
        text = self.gateway.configuration.read_text(encoding="utf-8")
        text = text.replace("\n  key_file:", f"\n  backup_recipients: {recipients}\n  key_file:")
        self.assertIn("backup_recipients", text)
        self.gateway.configuration.write_text(text, encoding="utf-8")
        # Programs are looked for where none is.
        self.gateway.environment["PATH"] = str(self.folder)
        fix = "apt-get install age"
        with self.gateway:
            line = wait_for(
                lambda: next((line for line in self.gateway.health()[1].splitlines() if fix in line), None), 25,
                "/health to tell")
            self.assertRegex(line, r"^RED Copies .* age is not installed, .*Fix: as root: apt-get install age")
            for arguments, expected in (
                    (["check", "--quiet"], 1), (["backup", "--to", self.folder / "copies"], 74)):
                code, said = self.command(*arguments)
                self.assertEqual(code, expected, said)
                self.assertRegex(said, rf"age is not installed.*[Aa]s root: {fix}")
        self.assertEqual(list((self.folder / "copies").glob("*")), [])

    def test_a_journal_that_was_deleted_after_a_kill_is_missed(self):
        data = self.folder / "data"
        with self.gateway:
            # Whoever ends cleanly folds the journal, with all tables, into the file. Nobody reads the notices to systemd, of
            # which ten fill the socket.
            self.gateway.stop()
            self.gateway.start()
            for number in range(12):
                self.send(number)
            wait_for(lambda: len(self.provider.calls(SENDSMS)) >= 24, 30, "the answers")
            # Twelve messages came, and twelve answers and notices went.
            wait_for(lambda: (data / "gateway.sqlite-reached").read_text() == "36\n", 25, "the mark")
            self.gateway.kill()
            for end in ("-wal", "-shm"):
                (data / f"gateway.sqlite{end}").unlink()
            code, said = self.command("doctor")
            self.assertEqual(code, 1, said)
            self.assertRegex(said, r"FOUND reached: \d+\n    The database had more messages: .*\n.* to 36\n")
            self.gateway.start()
            line = wait_for(
                lambda: next((line for line in self.gateway.health()[1].splitlines() if "are gone" in line), None), 25,
                "/health to tell")
            self.assertRegex(line, r"^RED The messages \d+ to 36 are gone .* Fix: gateway doctor$")
        self.assertIn("Messages are gone from the database", self.gateway.log.read_text(encoding="utf-8"))

    def test_a_crash_leaves_no_core_dump(self):
        with self.gateway:
            limits = Path(f"/proc/{self.gateway._process.popen.pid}/limits").read_text()
        line = next(line for line in limits.splitlines() if line.startswith("Max core file size"))
        self.assertIn(line.split()[4], ("0", "1"))

    def test_a_person_is_erased_also_from_what_is_brought_back(self):
        copies = self.folder / "copies"
        words = "nhà tôi ở bên suối Đăk Bla, số 17"
        with self.gateway:
            for number in range(20):
                self.send(number)
            self.send(99, words)
            wait_for(lambda: len(self.provider.calls(SENDSMS)) >= 40, 30, "the answers")
            code, said = self.command("backup", "--to", copies)
            self.assertEqual(code, 0, said)
            self.assertEqual(len(list(copies.glob("gateway-*.sqlite"))), 1)
            code, said = self.command("restore", "--drill", copies)
            self.assertEqual(code, 0, said)
            self.assertIn("Diễn tập khôi phục: đạt", said)
            code, said = self.command("status")
            self.assertEqual(code, 0, said)
            for line in ("ĐANG CHẠY", "Hôm nay: nhận 21, gửi 42, không gửi được 0", "Bản sao gần nhất: ", "đạt"):
                self.assertIn(line, said)
            code, said = self.command("restore", copies)
            self.assertEqual(code, 75, said)
            self.assertIn("stop it first", said)

            self.assertIn("Đăk Bla".encode(), self.database())
            code, said = self.command("privacy", "export", "0910000099", "--to", self.folder / "export.json")
            self.assertEqual(code, 0, said)
            self.assertIn(words, (self.folder / "export.json").read_text(encoding="utf-8"))
            code, said = self.command("privacy", "erase", "0910000099")
            self.assertEqual(code, 0, said)
            self.assertIn("Thêm --yes", said)
            self.assertIn("Đăk Bla".encode(), self.database())
            code, said = self.command("privacy", "erase", "0910000099", "--yes")
            self.assertEqual(code, 0, said)
            self.assertNotIn("Đăk Bla".encode(), self.database())
            code, said = self.command("privacy", "erase", "0910000099", "--yes")
            self.assertEqual(code, 1, said)
            self.send(100)
            wait_for(lambda: len(self.provider.calls(SENDSMS)) >= 44, 30, "the answer after the erasure")

        code, said = self.command("restore", copies)
        self.assertEqual(code, 0, said)
        self.assertIn("Đăk Bla".encode(), self.database())
        with self.gateway:
            wait_for(lambda: "Đăk Bla".encode() not in self.database(), 20, "the erasure to be done again")
        code, said = self.command("doctor")
        self.assertEqual(code, 0, said)


if __name__ == "__main__":
    unittest.main()
