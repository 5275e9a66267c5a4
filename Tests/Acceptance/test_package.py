"""The Debian package: built of the programs under test, installed, upgraded, removed and purged in a root of its own."""

import os
import re
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

from gateway_process import GATEWAY, SIMULATOR
from processes import REPOSITORY


def overlay_works():
    """Whether this machine lets a root be laid over its own: for that one must be root, and outside of most containers."""
    script = ("set -e; d=$(mktemp -d); mount -t tmpfs none $d; mkdir $d/u $d/w $d/m;"
              "mount -t overlay overlay -o lowerdir=/,upperdir=$d/u,workdir=$d/w $d/m; chroot $d/m true")
    return os.geteuid() == 0 and subprocess.run(
        ["unshare", "-m", "sh", "-c", script], capture_output=True).returncode == 0


# Commands in a root of its own: install the package, and serve until the gateway listens; $p is the process.
INSTALL = """
export DEBIAN_FRONTEND=noninteractive PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
dpkg --force-depends -i /srv/p.deb
"""
SERVE = """
runuser -u nha-rong -- nha-rong serve --config /etc/nha-rong/gateway.yaml > /tmp/log 2>&1 & p=$!
for i in $(seq 90); do test -f /var/lib/nha-rong/data/gateway.sqlite && grep -q "is listening" /tmp/log && break; sleep 1; done
"""

# What the scripts of the package ask of systemd, for a root without one: the service is started, watched and stopped by its number.
SYSTEMCTL = """#!/bin/sh
alive() { [ -s /run/pid ] && [ -n "$(head -c 1 /proc/$(cat /run/pid)/cmdline 2> /dev/null)" ]; }
case "$*" in
"is-active --quiet nha-rong") alive ;;
"show -p NRestarts --value nha-rong") echo 0 ;;
"stop nha-rong")
    alive && kill $(cat /run/pid)
    while alive; do sleep 0.1; done ;;
"start nha-rong")
    alive && exit 0
    runuser -u nha-rong -- nha-rong serve --config /etc/nha-rong/gateway.yaml > /tmp/log 2>&1 &
    echo $! > /run/pid
    while alive; do grep -q "is listening" /tmp/log && exit 0; sleep 0.2; done
    exit 1 ;;
esac
"""

# A program of a later version, whose fault /srv/fault names; all else is done by the one under test, kept as /srv/real.
FAULTY = """#!/usr/bin/python3
import os, shutil, sqlite3, sys
fault, arguments, LATER = open("/srv/fault").read().strip(), sys.argv[1:], "of a later version"
DATABASE = "/var/lib/nha-rong/data/gateway.sqlite"
def change(path, *statements):
    database = sqlite3.connect(path)
    for statement in statements:
        database.execute(*statement)
    database.commit()
    database.close()
if arguments[0] == "check" and fault == "check":
    sys.exit("fault of the new check")
if arguments[0] == "restore" and fault == "trial":
    sys.exit("fault of the new tables")
if arguments[0] == "serve" and fault in ("start", "late"):
    change(DATABASE, ("INSERT INTO grdb_migrations VALUES (?)", [LATER]))
    if fault == "late":
        change(DATABASE, ("INSERT INTO contact (id, channel, address_index, address_sealed, created_at)"
                " VALUES (1, 'sms-dak-ha', x'01', x'', 1)",),
               ("INSERT INTO conversation (id, contact_id, updated_at) VALUES (1, 1, 1)",),
               ("INSERT INTO message (conversation_id, direction, channel, text, created_at)"
                " VALUES (1, 'in', 'sms-dak-ha', 'x', 1)",))
    sys.exit("fault of the new start")
if arguments[0] == "doctor":
    path = arguments[arguments.index("--database") + 1]
    shutil.copy(path, "/tmp/looked-at")
    change("/tmp/looked-at", ("DELETE FROM grdb_migrations WHERE identifier = ?", [LATER]))
    arguments[arguments.index("--database") + 1] = "/tmp/looked-at"
os.execv("/srv/real", ["gateway", *arguments])
"""

# Upgrades to version 99.N of that program; the answer of dpkg follows, then what runs.
UPGRADE = """
export PATH=/srv/bin:$PATH; mkdir -p /run/systemd/system /srv/bin; mv /srv/systemctl /srv/bin/; chmod 755 /srv/bin/systemctl /srv/faulty
cp /usr/lib/nha-rong/gateway /srv/real
dpkg-deb -R /srv/p.deb /srv/new; cp /srv/faulty /srv/new/usr/lib/nha-rong/gateway; rm /srv/new/usr/lib/nha-rong/simulator
ln -s /srv/real /srv/new/usr/lib/nha-rong/simulator; echo "# of the new version" >> /srv/new/etc/nha-rong/replies.yaml
upgrade() {
    echo "$1" > /srv/fault; number=$((number + 1))
    sed -i "s/^Version: .*/Version: 99.$number/" /srv/new/DEBIAN/control
    dpkg-deb --root-owner-group -Znone -b /srv/new /srv/new.deb > /dev/null
    dpkg --force-depends -i /srv/new.deb 2>&1 && echo "dpkg took 99.$number" || echo "dpkg refused 99.$number"
    systemctl is-active --quiet nha-rong && echo "something runs"
    cmp -s /srv/real /usr/lib/nha-rong/gateway && echo "the old program"
    grep -q "of the new version" /etc/nha-rong/replies.yaml || echo "the old words"
}
"""


class Package(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = Path(tempfile.mkdtemp(prefix="package-"))
        cls.addClassCleanup(shutil.rmtree, folder)
        # All of it lies in /srv of the roots.
        cls.folder = folder
        (folder / "systemctl").write_text(SYSTEMCTL)
        (folder / "faulty").write_text(FAULTY)
        cls.package = folder / "p.deb"
        subprocess.run(
            ["sh", "deploy/debian/package.sh", GATEWAY, SIMULATOR, cls.package, "none"], cwd=REPOSITORY, check=True,
            capture_output=True)

    def in_root(self, script):
        """Runs commands in a root that is laid over this machine's, and is gone afterwards with all that ran in it."""
        whole = f"""
set -e
# Its own 127.0.0.1 too, which has to be switched on: SIOCSIFFLAGS, IFF_UP.
python3 -c 'import fcntl, socket, struct; fcntl.ioctl(socket.socket(), 0x8914, struct.pack("16sh", b"lo", 1))'
d=$(mktemp -d); mount -t tmpfs none $d; mkdir $d/u $d/w $d/m
mount -t overlay overlay -o lowerdir=/,upperdir=$d/u,workdir=$d/w $d/m
mount -t proc none $d/m/proc; mount -t devtmpfs none $d/m/dev 2>/dev/null || mount --bind /dev $d/m/dev
mkdir -p $d/m/run/nothing; mount -t tmpfs none $d/m/run
cp {self.folder}/* $d/m/srv/
chroot $d/m sh -ec '{script}'
"""
        result = subprocess.run(
            ["unshare", "-m", "-n", "-p", "-f", "--kill-child", "sh", "-c", whole], capture_output=True, text=True,
            encoding="utf-8", timeout=300, cwd="/")
        self.assertEqual(result.returncode, 0, result.stdout[-4000:] + result.stderr[-4000:])
        return result.stdout + result.stderr

    def test_it_names_what_it_needs_and_marks_the_configuration(self):
        listing = subprocess.run(
            ["dpkg-deb", "--info", self.package], capture_output=True, text=True, check=True).stdout
        self.assertIn("libsqlite3-0", listing)
        conffiles = subprocess.run(
            ["dpkg-deb", "--ctrl-tarfile", self.package], capture_output=True, check=True).stdout
        self.assertIn(b"/etc/nha-rong/gateway.yaml", conffiles)

    def test_lintian_finds_nothing(self):
        if not shutil.which("lintian"):
            self.skipTest("lintian is not installed")
        # The programs under test have symbols and no fixed places; the package of the tests is not compressed.
        loose = ["uses-no-compression-for-control-tarball", "uses-no-compression-for-data-tarball", "unstripped-binary-or-object",
                 "hardening-no-pie", "custom-library-search-path"]
        result = subprocess.run(
            ["lintian", "--allow-root", "--fail-on", "error,warning", "--suppress-tags", ",".join(loose), self.package],
            capture_output=True, text=True, timeout=600)
        self.assertEqual(result.returncode, 0, result.stdout + result.stderr)
        self.assertNotIn("mismatched-override", result.stdout)

    def test_units_give_the_program_little(self):
        if not shutil.which("systemd-analyze"):
            self.skipTest("systemd-analyze is not installed")
        for unit in sorted((REPOSITORY / "deploy" / "systemd").glob("*.service")):
            # In tenths; 0 is the least that a service can be exposed, 100 the most.
            result = subprocess.run(
                ["systemd-analyze", "security", "--offline=true", "--threshold=15", unit], capture_output=True, text=True)
            if "Unknown option" in result.stderr or "unrecognized option" in result.stderr:
                self.skipTest("systemd-analyze is too old to look at files")
            self.assertEqual(result.returncode, 0, result.stdout[-300:] + result.stderr)

    def test_units_refuse_calls_and_do_not_kill_for_them(self):
        for unit in sorted((REPOSITORY / "deploy" / "systemd").glob("*.service")):
            text = unit.read_text()
            self.assertIn("\nSystemCallFilter=", text, unit.name)
            # Swift's runtime calls setpriority, which none of them allows; killed by SIGSYS it would make no copy.
            self.assertIn("\nSystemCallErrorNumber=EPERM\n", text + "\n", unit.name)

    def test_manual_and_completions_are_in_it(self):
        listing = subprocess.run(
            ["dpkg-deb", "--contents", self.package], capture_output=True, text=True, check=True).stdout
        for file in ("man1/nha-rong.1.gz", "bash-completion/completions/nha-rong", "vendor-completions/_nha-rong",
                     "vendor_completions.d/nha-rong.fish", "doc/nha-rong/examples/Caddyfile",
                     "doc/nha-rong/examples/nginx.conf", "doc/nha-rong/examples/nharong.rules.yml",
                     "doc/nha-rong/examples/nharong.json", "doc/nha-rong/examples/nharong.html"):
            self.assertIn(file, listing)
        folder = self.enterContext(tempfile.TemporaryDirectory())
        subprocess.run(["dpkg-deb", "--extract", self.package, folder], check=True)
        if shutil.which("bash"):
            subprocess.run(
                ["bash", "-n", f"{folder}/usr/share/bash-completion/completions/nha-rong"], check=True)
        unit = Path(folder, "lib/systemd/system/nha-rong.service").read_text()
        self.assertIn("/usr/lib/nha-rong/gateway serve", unit)
        self.assertIn("man:nha-rong(1)", unit)

    def test_proxies_are_configured_as_their_programs_read_it(self):
        samples = REPOSITORY / "deploy" / "proxy"
        if shutil.which("caddy"):
            result = subprocess.run(
                ["caddy", "validate", "--adapter", "caddyfile", "--config", samples / "Caddyfile"], capture_output=True,
                text=True)
            self.assertEqual(result.returncode, 0, result.stderr)
        if not (shutil.which("nginx") and shutil.which("openssl")):
            self.skipTest("nginx or openssl is not installed")
        folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=test", "-keyout",
             folder / "key", "-out", folder / "pem"], check=True, capture_output=True)
        site = re.sub(r"/etc/ssl/nha-rong/\w+\.(pem|key)", rf"{folder}/\1", (samples / "nginx.conf").read_text())
        (folder / "site.conf").write_text(site)
        (folder / "nginx.conf").write_text(
            f"pid {folder}/pid;\nerror_log stderr;\nevents {{}}\nhttp {{ include {folder}/site.conf; }}\n")
        result = subprocess.run(["nginx", "-t", "-c", folder / "nginx.conf"], capture_output=True, text=True)
        self.assertEqual(result.returncode, 0, result.stderr)

    def test_install_use_upgrade_and_purge(self):
        if not overlay_works():
            self.skipTest("no root can be laid over this machine's own: that takes root and overlayfs")
        said = self.in_root(INSTALL + """test "$(stat -c %a:%U /var/lib/nha-rong/keys)" = 700:nha-rong
cd /; runuser -u nha-rong -- nha-rong check --config /etc/nha-rong/gateway.yaml | tail -1
""" + SERVE + """echo "# mine" >> /etc/nha-rong/gateway.yaml
dpkg --force-depends --force-confold -i /srv/p.deb
ls /var/lib/nha-rong/copies | grep -c gateway-
grep -c "# mine" /etc/nha-rong/gateway.yaml
kill $p; wait $p || true
dpkg --purge nha-rong
test ! -e /usr/bin/nha-rong; test ! -e /etc/nha-rong/gateway.yaml
test -f /var/lib/nha-rong/data/gateway.sqlite
echo kept
""")
        self.assertIn("0 problems", said)
        self.assertIn("is kept", said)
        self.assertTrue(said.rstrip().endswith("kept") or "\nkept" in said, said[-2000:])

    def test_an_older_version_over_a_newer_one_keeps_the_data_and_says_so(self):
        if not overlay_works():
            self.skipTest("no root can be laid over this machine's own: that takes root and overlayfs")
        said = self.in_root(INSTALL + "cd /\n" + SERVE + """kill $p; wait $p || true
dpkg-deb -R /srv/p.deb /srv/old; sed -i "s/^Version: .*/Version: 0.0.1/" /srv/old/DEBIAN/control
dpkg-deb --root-owner-group -Znone -b /srv/old /srv/old.deb
dpkg --force-depends -i /srv/old.deb 2>&1
dpkg-query -W -f "now \\${Version}\\n" nha-rong
ls /var/lib/nha-rong/copies | grep -c gateway-
runuser -u nha-rong -- nha-rong doctor --config /etc/nha-rong/gateway.yaml | tail -1
cat > /srv/newer.py <<END
import sqlite3
database = sqlite3.connect("/var/lib/nha-rong/data/gateway.sqlite")
database.execute("INSERT INTO grdb_migrations VALUES (?)", ["of a later version"])
database.commit()
END
python3 /srv/newer.py
set +e; runuser -u nha-rong -- nha-rong serve --config /etc/nha-rong/gateway.yaml 2>&1; echo "ended with $?"; set -e
runuser -u nha-rong -- nha-rong restore /var/lib/nha-rong/copies --config /etc/nha-rong/gateway.yaml
runuser -u nha-rong -- nha-rong doctor --config /etc/nha-rong/gateway.yaml | tail -1
""")
        for words in ("version 0.0.1 replaces the newer", "messages, key and copies stay", "now 0.0.1", "\n1\nAll is well",
                      "ended with 74", "Start the newer version, or restore a backup", "Restored "):
            self.assertIn(words, said)
        self.assertEqual(said.count("All is well"), 2, said[-3000:])

    def test_a_version_that_does_not_work_is_taken_back(self):
        if not overlay_works():
            self.skipTest("no root can be laid over this machine's own: that takes root and overlayfs")
        said = self.in_root(INSTALL + UPGRADE + """cd /; systemctl start nha-rong || cat /tmp/log
upgrade check
echo "again:"; dpkg --configure -a 2>&1 || echo "still refused"
upgrade trial
upgrade start
runuser -u nha-rong -- nha-rong doctor --config /etc/nha-rong/gateway.yaml | tail -1
upgrade none
upgrade late
ls -A /var/lib/nha-rong/data /usr/lib/nha-rong
""")
        parts = re.split(r"(?<=\n)(?=\(Reading database)", said)
        self.assertEqual(len(parts), 7, said)
        check, trial, start, none, late = parts[2:]
        for part, number, words in (
                (check, 1, ["finds problems, and that of", "fault of the new check", "again:", "was taken back when",
                            "still refused"]),
                (trial, 2, ["cannot use a copy of the database", "fault of the new tables", "and the same database"]),
                (start, 3, ["does not start, or does not stay up", "the database of before", "All is well"])):
            for expected in [f"version 99.{number} was not kept", "runs again", f"dpkg refused 99.{number}",
                             "something runs", "the old program", "the old words", *words]:
                self.assertIn(expected, part, part)
        self.assertIn("dpkg took 99.4\nsomething runs\n", none)
        for words in ("the old program", "the old words", "not kept"):
            self.assertNotIn(words, none)
        self.assertIn("has taken in or answered messages already", late)
        self.assertIn("dpkg refused 99.5", late)
        self.assertNotIn("something runs", late)
        self.assertRegex(late, r"gateway\.sqlite\.before-\d+")


if __name__ == "__main__":
    unittest.main()
