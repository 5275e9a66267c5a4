"""The files of deploy/ha on machines of a try: as they stand, but for folders, names and passwords."""

import json
import os
import shutil
import ssl
import subprocess
import sys
import urllib.request
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "Acceptance"))

from machines import USER, Machine, programs  # noqa: E402
from processes import REPOSITORY, substituted, wait_for  # noqa: E402

SAMPLES = REPOSITORY / "deploy" / "ha"
STATE = "nha_rong"
NAMES = ["db1", "db2", "db3"]
PASSWORDS = {"gateway": "mat-khau-gateway", "replicator": "mat-khau-sao-chep", "postgres": "mat-khau-postgres"}


def write(path, text, owner=None, mode=0o644):
    path = Path(path)
    path.write_text(text, encoding="utf-8")
    path.chmod(mode)
    if owner:
        shutil.chown(path, owner, owner)


def for_server(path):
    """A folder of the database's user."""
    for entry in [Path(path), *Path(path).rglob("*")]:
        shutil.chown(entry, USER, USER)
        if entry.suffix == ".key" or entry.name.endswith("-both.pem"):
            entry.chmod(0o600)


def own_first(line, name):
    """A line of the sample that names all machines."""
    hosts = [f"{host}:2379" for host in sorted(NAMES, key=lambda other: other != name)]
    return substituted(line, {"db1:2379,db2:2379,db3:2379": ",".join(hosts)}, "patroni.yml")


class Database(Machine):
    """A machine with etcd, Patroni and PostgreSQL by the samples."""

    def __init__(self, name, number, folder, authority):
        super().__init__(name, number)
        self.folder = Path(folder) / name
        self.folder.mkdir()
        authority.issue(self.folder / "tls", name)
        (self.folder / "socket").mkdir()
        self._begun = []
        replaced = {
            "/etc/ssl/nha-rong": self.folder / "tls", "/etc/patroni/first-start.sh": self.folder / "first-start.sh",
            "/var/lib/postgresql/patroni.pgpass": self.folder / "pgpass", "/var/run/postgresql": self.folder / "socket",
            "/var/lib/postgresql/15/nha-rong": self.folder / "data", "/usr/lib/postgresql/15/bin": programs(),
            "PASSWORD-OF-REPLICATION": PASSWORDS["replicator"], "PASSWORD-OF-POSTGRES": PASSWORDS["postgres"],
            # Nothing resets this machine.
            "mode: required": "mode: 'off'",
            # The try has no repository for backups; Tests/Failover/backup_try.py has.
            "pgbackrest --stanza=nha-rong archive-push %p": "/bin/true",
        }
        text = "".join(
            own_first(line, name) if "# own first" in line else line.replace("db1", name) if "# own" in line else line
            for line in (SAMPLES / "patroni.yml").read_text(encoding="utf-8").splitlines(keepends=True))
        write(self.folder / "patroni.yml", substituted(text, replaced, "patroni.yml"), mode=0o600)
        start = (SAMPLES / "first-start.sh").read_text(encoding="utf-8")
        write(self.folder / "first-start.sh", substituted(
            start, {"/etc/patroni/gateway-password": self.folder / "gateway-password"}, "first-start.sh"), mode=0o755)
        write(self.folder / "gateway-password", PASSWORDS["gateway"] + "\n")
        self.etcd = {}
        for line in (SAMPLES / "etcd").read_text(encoding="utf-8").splitlines():
            if line and not line.startswith("#"):
                key, value = line.split("=", 1)
                value = value if key == "ETCD_INITIAL_CLUSTER" else value.replace("db1", name)
                self.etcd[key] = value.replace("/etc/ssl/nha-rong", str(self.folder / "tls")).replace(
                    "/var/lib/etcd/nha-rong", str(self.folder / "etcd"))
        for_server(self.folder)

    def _begin(self, name, *command, **environment):
        log = open(f"{self.folder}/{name}.log", "ab")
        # What is killed here is collected by nobody until the try ends.
        self._begun.append(subprocess.Popen(
            [*self.before(USER), *map(str, command)], stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=self.folder,
            env=os.environ | {"HOME": str(self.folder)} | environment, start_new_session=True))
        log.close()
        return self._begun[-1]

    def start(self):
        self.start_etcd()
        self.start_patroni()

    def start_etcd(self):
        self._begin("etcd", "etcd", **self.etcd)

    def start_patroni(self):
        self.patroni = self._begin("patroni", "/usr/bin/python3", shutil.which("patroni"), self.folder / "patroni.yml")

    def postmaster(self):
        return int((self.folder / "data" / "postmaster.pid").read_text(encoding="utf-8").split()[0])

    def sql(self, text, database="postgres", seconds=30):
        """Rows as lists of texts, asked on the node itself."""
        out = self.inside(
            programs() / "psql", "-h", self.folder / "socket", "-U", USER, "-d", database, "-XAtq", "-F", "\t", "-c", text,
            seconds=seconds)
        return [line.split("\t") for line in out.splitlines()]

    def control(self, *arguments, seconds=120):
        """patronictl, as an administrator calls it."""
        return self.inside("/usr/bin/python3", shutil.which("patronictl"), "-c", self.folder / "patroni.yml", *arguments,
                           seconds=seconds)


class PatroniCluster:
    def __init__(self, folder, authority):
        self.nodes = {name: Database(name, number, folder, authority) for number, name in enumerate(NAMES, 1)}
        self._tls = ssl.create_default_context(cafile=authority.certificate)

    def begin(self):
        for node in self.nodes.values():
            node.start_etcd()
        wait_for(self._etcd_is_well, 60, "etcd")
        self.nodes["db1"].start_patroni()
        wait_for(lambda: self.members().get("db1", {}).get("role") == "leader", 120, "the first primary")
        for name in NAMES[1:]:
            self.nodes[name].start_patroni()
        self.wait_until_whole()

    def _etcd_is_well(self):
        tls = self.nodes["db1"].folder / "tls"
        endpoints = ",".join(f"https://{name}:2379" for name in NAMES)
        return subprocess.run(
            [*self.nodes["db1"].before(), "etcdctl", f"--cacert={tls}/ca.pem", f"--cert={tls}/machine.pem",
             f"--key={tls}/machine.key", f"--endpoints={endpoints}", "endpoint", "health"],
            capture_output=True, env=os.environ | {"ETCDCTL_API": "3"}).returncode == 0

    def members(self):
        """What Patroni says of each node, asked of the primary: one that was cut off tells what was. Empty where there is none."""
        for name in NAMES:
            try:
                with urllib.request.urlopen(f"https://{name}:8008/primary", timeout=2, context=self._tls):
                    pass
                with urllib.request.urlopen(f"https://{name}:8008/cluster", timeout=2, context=self._tls) as answer:
                    return {member["name"]: member for member in json.load(answer)["members"]}
            except OSError:
                continue
        return {}

    def is_whole(self):
        members = self.members()
        roles = sorted(member.get("role") for member in members.values())
        return roles == ["leader", "replica", "sync_standby"] and all(
            member["state"] in ("running", "streaming") for member in members.values()) and len(
                {member.get("timeline") for member in members.values()}) == 1

    def wait_until_whole(self, seconds=180):
        try:
            wait_for(self.is_whole, seconds, "one primary, a synchronous standby and another")
        except AssertionError as late:
            late.add_note(json.dumps(self.members(), indent=1))
            raise

    def role(self, role):
        """The node that has it, as far as Patroni knows."""
        return self.nodes[next(name for name, member in self.members().items() if member["role"] == role)]

    @property
    def primary(self):
        return self.role("leader")

    @property
    def standbys(self):
        leader = self.primary
        return [node for node in self.nodes.values() if node is not leader]

    def url(self):
        return (f"postgresql://gateway@{','.join(NAMES)}/{STATE}?sslmode=verify-full"
                f"&sslrootcert={self.nodes['db1'].folder.parent}/ca/ca.pem&passfile={self.nodes['db1'].folder.parent}/pgpass")

    def stop(self):
        for node in self.nodes.values():
            node.remove()
