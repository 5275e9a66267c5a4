"""Three PostgreSQL servers, each behind a line of its own, and who promotes them: what Patroni does in an office, by hand."""

import os
import pwd
import shutil
import signal
import subprocess
import time
from pathlib import Path

USER = "postgres"
NET = "10.77.0"
DATABASE = "nha_rong"


def programs():
    """The folder of the newest server's programs; None where there is none of 15 or newer."""
    found = sorted(
        (int(path.name), path) for path in Path("/usr/lib/postgresql").glob("*")
        if path.name.isdigit() and int(path.name) >= 15)
    return found[-1][1] / "bin" if found else None


def run(*command, check=True, seconds=60):
    result = subprocess.run(
        [str(part) for part in command], stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=seconds)
    if check and result.returncode != 0:
        raise AssertionError(f"{' '.join(map(str, command))}\n{result.stdout}{result.stderr}")
    return result.stdout.strip()


class Lines:
    """A bridge in the network namespace of this process, which is its own."""

    def __enter__(self):
        run("ip", "link", "set", "lo", "up")
        run("ip", "link", "add", "failover0", "type", "bridge")
        run("ip", "addr", "add", f"{NET}.1/24", "dev", "failover0")
        run("ip", "link", "set", "failover0", "up")
        return self

    def __exit__(self, *_):
        # The namespace ends with this process, and takes the bridge with it.
        pass


class Node:
    """One server in a network namespace of its own."""

    def __init__(self, name, number, folder, others):
        self.name = name
        self.address = f"{NET}.{10 + number}"
        self.folder = Path(folder) / name
        self.others = others
        self.space = f"failover-{name}-{os.getpid()}"
        run("ip", "netns", "add", self.space)
        line = f"line-{name}"
        run("ip", "link", "add", line, "type", "veth", "peer", "name", "eth0", "netns", self.space)
        run("ip", "link", "set", line, "master", "failover0")
        run("ip", "link", "set", line, "up")
        run("ip", "-n", self.space, "addr", "add", f"{self.address}/24", "dev", "eth0")
        run("ip", "-n", self.space, "link", "set", "eth0", "up")
        run("ip", "-n", self.space, "link", "set", "lo", "up")

    def _in(self, *command, **options):
        return run("ip", "netns", "exec", self.space, "setpriv", f"--reuid={USER}", f"--regid={USER}", "--clear-groups",
                   *command, **options)

    def _program(self, name):
        return programs() / name

    def make(self):
        self._in(self._program("initdb"), "-D", self.folder, "-U", USER, "-A", "trust", "-E", "UTF8", "--locale=C", "-k",
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
        self._in(self._program("pg_basebackup"), "-h", primary.address, "-U", USER, "-D", self.folder, "-R", "-X", "stream",
                 "-c", "fast", "--no-sync", seconds=120)
        self._own_settings()
        self.point_at(primary)

    def point_at(self, primary):
        with open(self.folder / "postgresql.auto.conf", "a", encoding="utf-8") as file:
            file.write(f"primary_conninfo = 'host={primary.address} user={USER} application_name={self.name} connect_timeout=2'\n")

    def start(self):
        # What a killed server left is gone in a moment, and a start before that is refused.
        for attempt in range(5):
            try:
                self._in(self._program("pg_ctl"), "-D", self.folder, "-l", f"{self.folder}.log", "-w", "-t", "30", "start")
                return
            except AssertionError:
                if attempt == 4:
                    raise
                time.sleep(1)

    def reload(self):
        self._in(self._program("pg_ctl"), "-D", self.folder, "reload")

    def promote(self):
        self._in(self._program("pg_ctl"), "-D", self.folder, "-w", "promote")

    def pids(self):
        return [int(pid) for pid in run("ip", "netns", "pids", self.space).split()]

    def kill(self):
        """As a power cut ends it; nothing of it is left."""
        for _ in range(50):
            pids = self.pids()
            if not pids:
                return
            for pid in pids:
                try:
                    os.kill(pid, signal.SIGKILL)
                except ProcessLookupError:
                    pass
            time.sleep(0.05)
        raise AssertionError(f"{self.name} cannot be killed")

    def signal_receivers(self, number):
        """Freezes what takes the log from the primary, or lets it go on."""
        for pid in self.pids():
            try:
                title = Path(f"/proc/{pid}/cmdline").read_text(encoding="utf-8")
            except OSError:
                continue
            if "walreceiver" in title:
                os.kill(pid, number)

    def cut(self):
        run("ip", "link", "set", f"line-{self.name}", "down")

    def mend(self):
        run("ip", "link", "set", f"line-{self.name}", "up")

    def sql(self, text, database="postgres", seconds=30):
        """Rows as lists of texts, asked on the node itself."""
        out = self._in(self._program("psql"), "-h", "127.0.0.1", "-U", USER, "-d", database, "-XAtq", "-F", "\t", "-c", text,
                       seconds=seconds)
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
            try:
                node.kill()
            finally:
                run("ip", "netns", "del", node.space, check=False)


def can_run():
    """None where all is there that this needs; else why not."""
    if os.geteuid() != 0:
        return "it makes network namespaces, which only root may"
    if not programs():
        return "no PostgreSQL 15 or newer is installed"
    try:
        pwd.getpwnam(USER)
    except KeyError:
        return f"there is no user {USER}"
    for program in ("ip", "setpriv", "unshare"):
        if not shutil.which(program):
            return f"{program} is not installed"
    if subprocess.run(["unshare", "-n", "-m", "true"], capture_output=True).returncode != 0:
        return "the system gives no network namespaces"
    return None
