#!/usr/bin/env python3
"""deploy/ha/pgbackrest.conf at work: a gateway's server is copied, lost, and brought back with all that was acknowledged.

    make backup-try

It needs root, to run the server as another user; elsewhere it says why it is left out.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "Acceptance"))

from gateway_process import GATEWAY  # noqa: E402
from loopback_provider import LoopbackProvider  # noqa: E402
from machines import USER, programs  # noqa: E402
from processes import Process, substituted, wait_for  # noqa: E402
from samples import SAMPLES, write  # noqa: E402
from storms import small_gateway  # noqa: E402

SENDSMS = "/cgi-bin/sendsms"
STANZA = "--stanza=nha-rong"
TEXTS = 20


class CopiedServer:
    """A server in a folder of its own whose log is archived as deploy/ha/patroni.yml says."""

    def __init__(self, folder):
        self.folder = Path(folder)
        (self.folder / "repository").mkdir()
        (self.folder / "lock").mkdir()
        configuration = self.folder / "pgbackrest.conf"
        write(configuration, substituted((SAMPLES / "pgbackrest.conf").read_text(encoding="utf-8"), {
            "/srv/pgbackrest": self.folder / "repository", "/var/lib/postgresql/15/nha-rong": self.data,
            "/var/run/postgresql": self.folder, "PASS-PHRASE-OF-BACKUPS": "rung-gia-bong-nuoc",
        }, configuration.name) + "pg1-user=nharong\n")
        self.environment = os.environ | {
            "PGBACKREST_CONFIG": str(configuration), "PGBACKREST_LOCK_PATH": str(self.folder / "lock")}
        for path in [self.folder, *self.folder.rglob("*")]:
            shutil.chown(path, USER, USER)
        self.run(programs() / "initdb", "-D", self.data, "-U", "nharong", "-A", "trust", "-E", "UTF8", "--locale=C", "-k")
        self.start()
        self.run(programs() / "createdb", "-h", self.folder, "-U", "nharong", "store")

    @property
    def data(self):
        return self.folder / "data"

    def run(self, *command):
        result = subprocess.run(
            [*self.as_user, *map(str, command)], cwd=self.folder, env=self.environment, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        if result.returncode != 0:
            raise AssertionError(f"{command} ended with {result.returncode}\n{result.stdout}")
        return result.stdout

    as_user = ["setpriv", f"--reuid={USER}", f"--regid={USER}", "--clear-groups"]

    def start(self):
        archive = next(
            line.split(": ", 1)[1].strip() for line in (SAMPLES / "patroni.yml").read_text(encoding="utf-8").splitlines()
            if line.strip().startswith("archive_command:"))
        self.process = Process(
            "postgres", [*self.as_user, programs() / "postgres", "-D", self.data, "-k", self.folder, "-c", "listen_addresses=",
                         "-c", "archive_mode=on", "-c", f"archive_command={archive}"],
            self.folder / "postgres.log", cwd=self.folder, env=self.environment)

        def writes():
            self.process.require_running()
            return self.sql("SELECT pg_is_in_recovery()", check=False) == "f"
        wait_for(writes, 120, "the database server")

    def sql(self, text, database="postgres", check=True):
        result = subprocess.run(
            [programs() / "psql", "-h", self.folder, "-U", "nharong", "-d", database, "-XAtqc", text], capture_output=True, text=True)
        if check and result.returncode != 0:
            raise AssertionError(result.stderr)
        return result.stdout.strip()

    def lose(self):
        """The machine is gone, and its disk."""
        self.process.popen.kill()
        self.process.popen.wait(20)
        time.sleep(1)
        shutil.rmtree(self.data)

    def archived(self):
        """Waits until the log up to now lies in the repository."""
        file = self.sql("SELECT pg_walfile_name(pg_switch_wal())")
        wait_for(lambda: self.sql("SELECT last_archived_wal >= '" + file + "' FROM pg_stat_archiver") == "t", 60, "the archive")


def texts(gateway, provider, first):
    for number in range(first, first + TEXTS):
        gateway.text(f"+8491{number:07}", "dang ky ket hon can giay to gi", f"m-{number}")
    wait_for(lambda: len({call.headers["X-Kannel-To"] for call in provider.calls(SENDSMS)}) >= first + TEXTS, 60, "all answers")


def seconds(work):
    begin = time.monotonic()
    work()
    return time.monotonic() - begin


def play(folder):
    place = folder / "server"
    place.mkdir()
    server = CopiedServer(place)
    own = folder / "gateway"
    own.mkdir()
    try:
        with LoopbackProvider({SENDSMS: (202, "text/plain", b"0: Accepted for delivery")}) as provider:
            gateway = small_gateway(own, provider, {
                "# server: postgresql://gateway@db1,db2,db3/nha_rong": f"server: postgresql:///store?host={place}&user=nharong",
                "# standby: required": "standby: none"})
            with gateway:
                server.run("pgbackrest", STANZA, "stanza-create")
                server.run("pgbackrest", STANZA, "check")
                texts(gateway, provider, 0)
                copied = seconds(lambda: server.run("pgbackrest", STANZA, "--type=full", "backup"))
                texts(gateway, provider, TEXTS)
                server.archived()
            server.lose()
            server.data.mkdir(mode=0o700)
            shutil.chown(server.data, USER, USER)
            restored = seconds(lambda: server.run("pgbackrest", STANZA, "restore"))
            server.start()
            gateway.start()
            try:
                # What was acknowledged before the loss is known again.
                texts(gateway, provider, 0)
                gateway.text("+84919999999", "le phi bao nhieu", "after")
                wait_for(lambda: server.sql(
                    "SELECT count(*) FROM incoming WHERE state = 'pending'", "store") == "0", 60, "the message after the loss")
                gateway.run("doctor")
            finally:
                gateway.stop()
            kept = int(server.sql("SELECT count(*) FROM message WHERE direction = 'in'", "store"))
            size = sum(file.stat().st_size for file in (place / "repository").rglob("*") if file.is_file())
            print(f"{2 * TEXTS + 1} messages were acknowledged, {kept} are kept; backup {copied:.1f} s, restore {restored:.1f} s, "
                  f"repository {size / 2**20:.1f} MiB; the doctor finds nothing")
            return 0 if kept == 2 * TEXTS + 1 else 1
    finally:
        server.process.stop()


def main():
    why = "only root may run a server as another user" if os.geteuid() != 0 else next(
        (f"{name} is not installed" for name in ("pgbackrest", "setpriv") if not shutil.which(name)),
        None if programs() else "no PostgreSQL 15 or newer is installed")
    if why:
        print(f"The try of backups is left out: {why}.")
        return 0
    if not GATEWAY.exists():
        print(f"{GATEWAY} is not built; run make backup-try")
        return 1
    with tempfile.TemporaryDirectory(prefix="backup-try-", dir="/var/tmp") as folder:
        os.chmod(folder, 0o755)
        return play(Path(folder))


if __name__ == "__main__":
    sys.exit(main())
