"""Three PostgreSQL servers, each behind a line of its own, and who promotes them: what Patroni does in an office, by hand."""

import os
import pwd
import shutil
import time
from pathlib import Path

from machines import NET, USER, Machine, programs, why_not

DATABASE = "nha_rong"


class Node(Machine):
    """One server on a machine of its own."""

    def __init__(self, name, number, folder, others):
        super().__init__(name, number)
        self.folder = Path(folder) / name
        self.others = others

    def _program(self, name):
        return programs() / name

    def make(self):
        self.inside(self._program("initdb"), "-D", self.folder, "-U", USER, "-A", "trust", "-E", "UTF8", "--locale=C", "-k",
                    "--no-sync")
        with open(self.folder / "pg_hba.conf", "a", encoding="utf-8") as file:
            file.write(f"host all all {NET}.0/24 trust\nhost replication all {NET}.0/24 trust\n")
        with open(self.folder / "postgresql.conf", "a", encoding="utf-8") as file:
            file.write("""
listen_addresses = '*'
unix_socket_directories = ''
wal_log_hints = on
max_wal_senders = 10
max_connections = 100
shared_buffers = 64MB
wal_sender_timeout = 5s
wal_receiver_timeout = 5s
wal_receiver_status_interval = 1s
log_min_messages = warning
include 'node.conf'
""")
        self._own_settings()

    def _own_settings(self):
        names = ", ".join(self.others)
        path = self.folder / "node.conf"
        path.write_text(f"synchronous_standby_names = 'ANY 1 ({names})'\n", encoding="utf-8")
        shutil.chown(path, USER, USER)

    def follow(self, primary):
        """Begins anew as a standby."""
        if self.folder.exists():
            shutil.rmtree(self.folder)
        self.inside(self._program("pg_basebackup"), "-h", primary.address, "-U", USER, "-D", self.folder, "-R", "-X",
                    "stream", "-c", "fast", "--no-sync", seconds=120)
        self._own_settings()
        self.point_at(primary)

    def point_at(self, primary):
        with open(self.folder / "postgresql.auto.conf", "a", encoding="utf-8") as file:
            file.write(f"primary_conninfo = 'host={primary.address} user={USER} application_name={self.name} connect_timeout=2'\n")

    def start(self):
        # What a killed server left is gone in a moment, and a start before that is refused.
        for attempt in range(5):
            try:
                self.inside(self._program("pg_ctl"), "-D", self.folder, "-l", f"{self.folder}.log", "-w", "-t", "30", "start")
                return
            except AssertionError:
                if attempt == 4:
                    raise
                time.sleep(1)

    def reload(self):
        self.inside(self._program("pg_ctl"), "-D", self.folder, "reload")

    def promote(self):
        self.inside(self._program("pg_ctl"), "-D", self.folder, "-w", "promote")

    def signal_receivers(self, number):
        """Freezes what takes the log from the primary, or lets it go on."""
        for pid in self.pids():
            try:
                title = Path(f"/proc/{pid}/cmdline").read_text(encoding="utf-8")
            except OSError:
                continue
            if "walreceiver" in title:
                os.kill(pid, number)

    def sql(self, text, database="postgres", seconds=30):
        """Rows as lists of texts, asked on the node itself."""
        out = self.inside(self._program("psql"), "-h", "127.0.0.1", "-U", USER, "-d", database, "-XAtq", "-F", "\t", "-c",
                          text, seconds=seconds)
        return [line.split("\t") for line in out.splitlines()]

    def received(self):
        """How far its log reaches, as a number."""
        return int(self.sql(
            "SELECT (coalesce(pg_last_wal_receive_lsn(), pg_last_wal_replay_lsn()) - '0/0')::bigint")[0][0])


class Cluster:
    def __init__(self, folder):
        names = ["a", "b", "c"]
        self.nodes = {
            name: Node(name, number, folder, [other for other in names if other != name])
            for number, name in enumerate(names, 1)}
        self.primary = self.nodes["a"]

    def begin(self):
        self.primary.make()
        self.primary.start()
        # Nothing is committed before a standby is there.
        for name in ("b", "c"):
            self.nodes[name].follow(self.primary)
            self.nodes[name].start()
        self.primary.sql(f"CREATE DATABASE {DATABASE} ENCODING 'UTF8' TEMPLATE template0")

    @property
    def standbys(self):
        return [node for node in self.nodes.values() if node is not self.primary]

    def fail_over(self):
        """Promotes the standby whose log reaches farthest, and lets the other follow it; gives the old primary."""
        old = self.primary
        self.primary = max(self.standbys, key=lambda node: node.received())
        self.primary.promote()
        for node in self.standbys:
            if node is not old:
                node.point_at(self.primary)
                node.reload()
        return old

    def rebuild(self, node):
        node.follow(self.primary)
        node.start()

    def url(self):
        hosts = ",".join(node.address for node in self.nodes.values())
        return f"postgresql://{USER}@{hosts}/{DATABASE}"

    def stop(self):
        for node in self.nodes.values():
            node.remove()


def can_run():
    """None where all is there that this needs; else why not."""
    if why := why_not():
        return why
    if not programs():
        return "no PostgreSQL 15 or newer is installed"
    try:
        pwd.getpwnam(USER)
    except KeyError:
        return f"there is no user {USER}"
    return None
