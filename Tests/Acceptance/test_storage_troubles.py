"""The disk is full, the database is held by somebody else, or cannot be written: what provider, villager and staff see."""

import errno
import os
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

from database import Database
from gateway_process import GATEWAY, Gateway
from kannel_caller import ANSWERS, KannelCaller, answers_to, kannel_replacements
from loopback_provider import LoopbackProvider
from processes import REPOSITORY, free_port, wait_for

CANNOT = "The database cannot be written"
AGAIN = "The database can be written again"
HOLDER = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None, timeout=30)
connection.execute("BEGIN EXCLUSIVE")
print("held", flush=True)
sys.stdin.read()
connection.execute("ROLLBACK")
"""


class StorageTroubles(unittest.TestCase):
    def setUp(self):
        if not GATEWAY.exists():
            raise AssertionError(f"no gateway at {GATEWAY}: build it, or set GATEWAY")
        self.folder = Path(tempfile.mkdtemp(prefix="gateway-"))
        self.addCleanup(shutil.rmtree, self.folder)
        self.data = self.folder / "data"
        self.database = Database(self.data / "gateway.sqlite")
        self.provider = self.enterContext(LoopbackProvider(ANSWERS))
        self.port = free_port()
        self.caller = KannelCaller(self.port)

    def start(self, environment=None):
        self.gateway = Gateway(
            self.folder, self.port, kannel_replacements(self.folder, self.port, self.provider), environment)
        self.enterContext(self.gateway)

    def wait(self, predicate, what, seconds=30):
        try:
            return wait_for(predicate, seconds, what)
        except AssertionError as error:
            error.add_note(self.gateway.tail())
            raise

    def wait_for_answers(self, numbers, seconds=30):
        self.wait(
            lambda: all(answers_to(self.provider, number) for number in numbers), f"answers to {numbers}", seconds)

    def log(self):
        return self.gateway.log.read_text(encoding="utf-8", errors="replace")

    def assert_ill(self):
        """Staff see it at /health and in the log, without a path of the machine."""
        self.wait(lambda: self.gateway.health()[0] == 503, "/health to tell it")
        status, text = self.gateway.health()
        self.assertEqual(status, 503)
        self.assertIn("The database", text)
        self.assertNotIn(str(self.folder), text)

    def assert_well(self):
        self.wait(lambda: self.gateway.health()[0] == 200, "/health to be well again, without a restart")

    def refused(self, number, id):
        status, retry_after, text = self.caller.ask(number, id)
        self.assertEqual(status, 503, text)
        self.assertEqual(retry_after, "10")

    def taken_by_retry(self, number, id):
        self.assertEqual(self.caller.ask(number, id)[0], 200)
        self.wait_for_answers([number])
        self.assertEqual(self.database.incoming_ids("sms-dak-ha").count(id), 1)

    def test_database_held_by_another_process(self):
        self.start()
        self.assertEqual(self.caller.ask("+84901300001", "before")[0], 200)
        holder = subprocess.Popen(
            [sys.executable, "-c", HOLDER, str(self.database.path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            text=True)
        self.addCleanup(holder.wait)
        self.addCleanup(holder.stdin.close)
        self.assertEqual(holder.stdout.readline(), "held\n")
        holder.stdout.close()
        self.refused("+84901300002", "meanwhile")
        self.assert_ill()
        holder.stdin.close()
        holder.wait(timeout=30)
        self.assert_well()
        self.taken_by_retry("+84901300002", "meanwhile")
        self.wait_for_answers(["+84901300001"])

    def test_disk_full(self):
        environment = self.small_disk()
        self.start(environment)
        self.assertEqual(self.caller.ask("+84901310000", "first")[0], 200)
        self.wait_for_answers(["+84901310000"])
        self.fill()
        # The journal may have some room left: what got a 200 must be there, whatever comes after.
        taken, refused = ["first"], None
        for index in range(1, 2000):
            status, retry_after, _ = self.caller.ask(f"+849013{10000 + index}", f"m{index}")
            if status == 503:
                self.assertEqual(retry_after, "10")
                refused = index
                break
            self.assertEqual(status, 200)
            taken.append(f"m{index}")
        self.assertIsNotNone(refused, "the disk was never full")
        self.assert_ill()
        self.assertIn(CANNOT, self.log())
        self.make_room()
        self.assert_well()
        self.assertIn(AGAIN, self.log())
        self.taken_by_retry(f"+849013{10000 + refused}", f"m{refused}")
        self.assertEqual(sorted(self.database.incoming_ids("sms-dak-ha")), sorted(taken + [f"m{refused}"]))
        # What was being handled when the disk ran full is taken up again when its lease ends.
        self.wait_for_answers([f"+849013{10000 + index}" for index in range(1, refused)], seconds=150)

    def small_disk(self):
        """A disk of its own for the database; without the right to mount one, writes fail as on a full disk."""
        self.data.mkdir(mode=0o700)
        mount = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=3m,mode=0700", "tmpfs", self.data], capture_output=True, text=True)
        if mount.returncode == 0:
            self.addCleanup(subprocess.run, ["umount", "-l", self.data], check=True)
            filler = self.data / "filler"
            self.fill = lambda: self.write_until_full(filler)
            self.make_room = filler.unlink
            return None
        print(f"\nno small disk ({mount.stderr.strip()}): its fullness is played by failing writes", file=sys.stderr)
        environment, flag = self.failing_writes()
        self.fill = lambda: flag.write_text(str(errno.ENOSPC))
        self.make_room = flag.unlink
        return environment

    def write_until_full(self, path):
        with open(path, "wb", buffering=0) as file:
            try:
                while True:
                    file.write(bytes(4096))
            except OSError as error:
                self.assertEqual(error.errno, errno.ENOSPC)

    def test_file_system_turned_read_only(self):
        environment, flag = self.failing_writes()
        self.start(environment)
        self.assertEqual(self.caller.ask("+84901320001", "before")[0], 200)
        self.wait_for_answers(["+84901320001"])
        flag.write_text(str(errno.EROFS))
        self.refused("+84901320002", "meanwhile")
        self.assert_ill()
        self.assertIn(CANNOT, self.log())
        flag.unlink()
        self.assert_well()
        self.assertIn(AGAIN, self.log())
        self.taken_by_retry("+84901320002", "meanwhile")

    def failing_writes(self):
        """The environment in which writes to the database fail while a file stands, and that file."""
        compiler = shutil.which("gcc") or shutil.which("cc")
        if not compiler:
            self.skipTest("NOT TESTED: no C compiler, so no file system can be played (apt-get install gcc)")
        library = self.folder / "write_errors.so"
        source = REPOSITORY / "Tests" / "Acceptance" / "write_errors.c"
        subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", library, source, "-ldl"], check=True)
        flag = self.folder / "write-errors"
        return {"LD_PRELOAD": str(library), "WRITE_ERRORS": str(flag)}, flag

    def test_read_only_file_at_the_start(self):
        self.gateway = Gateway(
            self.folder, self.port, kannel_replacements(self.folder, self.port, self.provider))
        # Only a gateway that serves makes the database.
        with self.gateway:
            pass
        # Root may write everything, so the gateway runs as nobody then.
        user = {"user": 65534, "group": 65534, "extra_groups": []} if os.geteuid() == 0 else {}
        if user:
            os.chmod(self.folder, 0o755)
            for path in [self.folder / "keys", *(self.folder / "keys").iterdir()]:
                os.chown(path, 65534, 65534)
        for path in [*self.data.iterdir(), self.data]:
            os.chmod(path, 0o555 if path.is_dir() else 0o444)
        self.addCleanup(os.chmod, self.data, 0o700)
        result = subprocess.run(
            [GATEWAY, "serve", "--config", self.gateway.configuration], cwd=self.folder, capture_output=True, text=True,
            timeout=60, **user)
        self.assertEqual(result.returncode, 74, result.stdout + result.stderr)
        self.assertIn("Let the user of the gateway read and write the file and its folder", result.stderr)


if __name__ == "__main__":
    unittest.main()
