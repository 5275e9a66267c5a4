"""PostgreSQL servers of the benchmark: one alone, or a primary with a synchronous standby, each in a folder of its own."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

USER = "postgres"
AS_USER = ["setpriv", f"--reuid={USER}", f"--regid={USER}", "--clear-groups"] if os.geteuid() == 0 else []
# What an administrator sets for a machine of its own; all else is Debian's default, with fsync.
SETTINGS = {"listen_addresses": "", "shared_buffers": "256MB", "max_connections": "60", "max_wal_size": "4GB"}


def programs():
    """The folder of the newest server's programs; None where there is none of 15 or newer."""
    found = sorted(
        (int(path.name), path) for path in Path("/usr/lib/postgresql").glob("*") if path.name.isdigit() and int(path.name) >= 15)
    return found[-1][1] / "bin" if found else None


def _call(name, *arguments):
    result = subprocess.run(
        [*AS_USER, programs() / name, *map(str, arguments)], cwd="/", stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, text=True)
    if result.returncode != 0:
        sys.exit(f"{name} ended with {result.returncode}:\n{result.stdout}")
    return result.stdout.strip()


def _own(folder):
    folder.mkdir(parents=True)
    if AS_USER:
        shutil.chown(folder, USER, USER)


class Server:
    """`with Server(folder) as server:` runs one server by a socket in its folder; data that lies there is taken up."""

    def __init__(self, folder, settings=None):
        self.folder = Path(folder)
        self.data = self.folder / "data"
        self._settings = SETTINGS | (settings or {})
        if not self.folder.exists():
            _own(self.folder)
            _call("initdb", "-D", self.data, "-U", "nharong", "-A", "trust", "-E", "UTF8", "--locale=C", "-k")

    def __enter__(self):
        options = [part for name, value in self._settings.items() for part in ("-c", f"{name}={value}")]
        with open(self.folder.with_suffix(".log"), "ab") as log:
            self.process = subprocess.Popen(
                [*AS_USER, programs() / "postgres", "-D", self.data, "-k", self.folder, *options], cwd="/",
                stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        end = time.monotonic() + 120
        while subprocess.run(
                [programs() / "pg_isready", "-q", "-h", self.folder, "-d", "postgres"]).returncode != 0:
            if self.process.poll() is not None or time.monotonic() > end:
                sys.exit(f"the server does not start; see {self.folder.with_suffix('.log')}")
            time.sleep(0.1)
        return self

    def __exit__(self, *_):
        # Fast: sessions are ended, and a checkpoint is written.
        self.process.send_signal(2)
        self.process.wait(300)

    def sql(self, text, database="postgres"):
        return _call("psql", "-h", self.folder, "-U", "nharong", "-d", database, "-XAtqc", text)

    def url(self, database):
        return f"postgresql:///{database}?host={self.folder}&user=nharong"

    def fresh(self, database):
        """A new and empty database, and nothing left to write of the run before."""
        self.sql(f"DROP DATABASE IF EXISTS {database} WITH (FORCE)")
        self.sql(f"CREATE DATABASE {database} ENCODING 'UTF8' TEMPLATE template0")
        self.sql("CHECKPOINT")

    def processor(self):
        """Seconds of processor time of the server and its sessions so far, those that ended among them."""
        total = 0.0
        for stat in Path("/proc").glob("[0-9]*/stat"):
            try:
                fields = stat.read_text().rpartition(")")[2].split()
            except OSError:
                continue
            pid, parent = int(stat.parent.name), int(fields[1])
            if pid == self.process.pid:
                # Its own, and what its children took that are gone.
                total += sum(map(int, fields[11:15]))
            elif parent == self.process.pid:
                total += int(fields[11]) + int(fields[12])
        return total / os.sysconf("SC_CLK_TCK")


class Pair:
    """A primary whose commits wait for a standby on the same machine; the standby is made anew."""

    def __init__(self, folder):
        self.primary = Server(Path(folder) / "primary", {"synchronous_standby_names": "ANY 1 (b)"})
        self._place = Path(folder) / "standby"

    def __enter__(self):
        self.primary.__enter__()
        shutil.rmtree(self._place, ignore_errors=True)
        _own(self._place)
        _call("pg_basebackup", "-h", self.primary.folder, "-U", "nharong", "-D", self._place / "data", "-R", "-X", "stream", "-c", "fast")
        with open(self._place / "data" / "postgresql.auto.conf", "a", encoding="utf-8") as file:
            file.write(f"primary_conninfo = 'host={self.primary.folder} user=nharong application_name=b'\n")
        self.standby = Server(self._place)
        self.standby.__enter__()
        end = time.monotonic() + 60
        while self.sql("SELECT count(*) FROM pg_stat_replication WHERE sync_state IN ('sync', 'quorum')") != "1":
            if time.monotonic() > end:
                sys.exit(f"the standby does not follow; see {self._place}.log")
            time.sleep(0.1)
        return self

    def __exit__(self, *_):
        # The primary's last words want a standby.
        try:
            self.primary.__exit__()
        finally:
            self.standby.__exit__()

    def sql(self, text, database="postgres"):
        return self.primary.sql(text, database)

    def url(self, database):
        return self.primary.url(database)

    def fresh(self, database):
        self.primary.fresh(database)

    def processor(self):
        return self.primary.processor()
