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
for i in $(seq 90); do test -f /var/lib/nha-rong/data/gateway.sqlite && grep -q istens /tmp/log && break; sleep 1; done
"""


class Package(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = Path(tempfile.mkdtemp(prefix="package-"))
        cls.addClassCleanup(shutil.rmtree, folder)
        cls.package = folder / "nha-rong.deb"
        subprocess.run(
            ["sh", "deploy/debian/package.sh", GATEWAY, SIMULATOR, cls.package, "none"], cwd=REPOSITORY, check=True,
            capture_output=True)

    def in_root(self, script):
        """Runs commands in a root that is laid over this machine's, and is gone afterwards."""
        whole = f"""
set -e
d=$(mktemp -d); mount -t tmpfs none $d; mkdir $d/u $d/w $d/m
mount -t overlay overlay -o lowerdir=/,upperdir=$d/u,workdir=$d/w $d/m
mount -t proc none $d/m/proc; mount -t devtmpfs none $d/m/dev 2>/dev/null || mount --bind /dev $d/m/dev
mkdir -p $d/m/run/nothing; mount -t tmpfs none $d/m/run
cp {self.package} $d/m/srv/p.deb
chroot $d/m sh -ec '{script}'
"""
        result = subprocess.run(
            ["unshare", "-m", "sh", "-c", whole], capture_output=True, text=True, encoding="utf-8", timeout=600,
            cwd="/")
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

    def test_manual_and_completions_are_in_it(self):
        listing = subprocess.run(
            ["dpkg-deb", "--contents", self.package], capture_output=True, text=True, check=True).stdout
        for file in ("man1/nha-rong.1.gz", "bash-completion/completions/nha-rong", "vendor-completions/_nha-rong",
                     "vendor_completions.d/nha-rong.fish", "doc/nha-rong/examples/Caddyfile",
                     "doc/nha-rong/examples/nginx.conf", "doc/nha-rong/examples/nharong.rules.yml",
                     "doc/nha-rong/examples/nharong.json"):
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


if __name__ == "__main__":
    unittest.main()
