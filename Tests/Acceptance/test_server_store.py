"""A gateway whose store is kept by a PostgreSQL server: it answers, says what is wrong, goes on by itself, and moves to a file."""

import os
import shutil
import subprocess
import tempfile
import time
import unittest
import urllib.error
from pathlib import Path

from gateway_process import GATEWAY
from loopback_provider import LoopbackProvider
from processes import Process, wait_for
from storms import small_gateway

SENDSMS = "/cgi-bin/sendsms"
USER = "postgres"


def programs():
    """The folder of the newest server's programs; None where there is none of 15 or newer."""
    found = sorted(
        (int(path.name), path) for path in Path("/usr/lib/postgresql").glob("*")
        if path.name.isdigit() and int(path.name) >= 15)
    return found[-1][1] / "bin" if found else None


def why_not():
    """Why this cannot be tried here; None where it can."""
    if not programs():
        return "no PostgreSQL 15 or newer is installed"
    if "libpq" not in subprocess.run(["ldd", GATEWAY], capture_output=True, text=True).stdout:
        return "the gateway was built without the trait PostgreSQL"
    return None


class Server:
    """A server in a folder of its own, reached by a socket there; as a user of its own where we are root."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.before = []
        if os.geteuid() == 0:
            shutil.chown(self.folder, USER, USER)
            self.before = ["setpriv", f"--reuid={USER}", f"--regid={USER}", "--clear-groups"]
        self._run("initdb", "-D", self.folder / "data", "-U", "nharong", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
        self.start()
        self._run("createdb", "-h", self.folder, "-U", "nharong", "store")

    def _run(self, program, *arguments):
        subprocess.run(
            [*self.before, programs() / program, *map(str, arguments)], check=True, cwd=self.folder,
            stdin=subprocess.DEVNULL, capture_output=True)

    def start(self):
        self.process = Process(
            "postgres", [*self.before, programs() / "postgres", "-D", self.folder / "data", "-k", self.folder,
                         "-c", "listen_addresses="], self.folder.parent / "postgres.log", cwd=self.folder)

        def answers():
            self.process.require_running()
            return subprocess.run(
                [programs() / "pg_isready", "-q", "-h", self.folder, "-d", "postgres"]).returncode == 0
        wait_for(answers, 30, "the database server")

    def kill(self):
        self.process.popen.kill()
        self.process.popen.wait(20)
        # Its children see that it is gone.
        time.sleep(1)

    @property
    def url(self):
        return f"postgresql:///store?host={self.folder}&user=nharong"


@unittest.skipIf(why_not(), why_not())
class ServerStore(unittest.TestCase):
    def test_a_server_keeps_the_store_and_comes_back(self):
        with tempfile.TemporaryDirectory(prefix="server-store-", dir="/tmp") as folder, \
                LoopbackProvider({SENDSMS: (202, "text/plain", b"0: Accepted for delivery")}) as provider:
            os.chmod(folder, 0o755)
            place = Path(folder) / "server"
            place.mkdir()
            server = Server(place)
            own = Path(folder) / "gateway"
            own.mkdir()
            try:
                self._play(server, own, provider)
            finally:
                server.process.stop()

    def _play(self, server, folder, provider):
        with small_gateway(folder, provider, {
            "# server: postgresql://gateway@db1,db2,db3/nha_rong": f"server: {server.url}",
            "# standby: required": "standby: none",
        }) as gateway:
            gateway.text("+84912345678", "dang ky ket hon can giay to gi", "1")
            wait_for(lambda: provider.calls(SENDSMS), 30, "an answer")
            wait_for(lambda: "on one machine, as storage.standby says" in gateway.health()[1], 30, "how safe it is")
            self.assertIn("PostgreSQL", gateway.run("status"))

            server.kill()
            with self.assertRaises(urllib.error.HTTPError) as refusal:
                gateway.text("+84912345678", "le phi bao nhieu", "2")
            self.assertEqual(refusal.exception.code, 503)
            refusal.exception.close()
            wait_for(lambda: gateway.health()[0] == 503, 30, "/health to say it")
            self.assertIn("storage.server", gateway.health()[1])

            server.start()
            wait_for(gateway.healthy, 60, "/health to be well again")
            provider.forget()
            gateway.text("+84912345678", "le phi bao nhieu", "2")
            gateway.text("+84912345678", "le phi bao nhieu", "2")
            wait_for(lambda: provider.calls(SENDSMS), 60, "an answer after the restart")
            gateway.run("doctor")
            refused = subprocess.run(
                [GATEWAY, "store", "copy", "--from", "postgresql", "--to", "sqlite", "--config", gateway.configuration],
                stdin=subprocess.DEVNULL, capture_output=True, text=True)
            self.assertEqual(refused.returncode, 75, refused.stderr)

        self.assertIn("compared", gateway.run("store", "copy", "--from", "postgresql", "--to", "sqlite"))
        text = gateway.configuration.read_text(encoding="utf-8")
        gateway.configuration.write_text(
            text.replace(f"  server: {server.url}", "").replace("  standby: none", ""), encoding="utf-8")
        gateway.run("doctor")
        self.assertIn("SQLite", gateway.run("status"))


if __name__ == "__main__":
    unittest.main()
