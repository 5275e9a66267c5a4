"""Machines for a try: network namespaces on a bridge, whose programs are killed and whose lines are cut."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

USER = "postgres"
NET = "10.77.0"


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


def apart():
    """Begins this program anew in a network of our own, and with mounts of our own; both end with us."""
    if not os.environ.get("FAILOVER_APART"):
        os.environ["FAILOVER_APART"] = "1"
        os.execvp("unshare", ["unshare", "-n", "-m", sys.executable, *sys.argv])
    # Whoever is asked to end takes what was started along.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))


def why_not(*needed):
    """None where namespaces can be made and these programs are there; else why not."""
    if os.geteuid() != 0:
        return "it makes network namespaces, which only root may"
    for program in ("ip", "setpriv", "unshare", *needed):
        if not shutil.which(program):
            return f"{program} is not installed"
    if subprocess.run(["unshare", "-n", "-m", "true"], capture_output=True).returncode != 0:
        return "the system gives no network namespaces"
    return None


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


class Machine:
    """A network namespace with a line of its own."""

    def __init__(self, name, number):
        self.name = name
        self.address = f"{NET}.{10 + number}"
        self.space = f"failover-{name}-{os.getpid()}"
        run("ip", "netns", "add", self.space)
        line = f"line-{name}"
        run("ip", "link", "add", line, "type", "veth", "peer", "name", "eth0", "netns", self.space)
        run("ip", "link", "set", line, "master", "failover0")
        run("ip", "link", "set", line, "up")
        run("ip", "-n", self.space, "addr", "add", f"{self.address}/24", "dev", "eth0")
        run("ip", "-n", self.space, "link", "set", "eth0", "up")
        run("ip", "-n", self.space, "link", "set", "lo", "up")

    def before(self, user=None):
        """What stands before a command that runs here."""
        switch = ["setpriv", f"--reuid={user}", f"--regid={user}", "--clear-groups"] if user else []
        return ["ip", "netns", "exec", self.space, *switch]

    def inside(self, *command, user=USER, **options):
        return run(*self.before(user), *command, **options)

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

    def cut(self):
        run("ip", "link", "set", f"line-{self.name}", "down")

    def mend(self):
        run("ip", "link", "set", f"line-{self.name}", "up")

    def remove(self):
        try:
            self.kill()
        finally:
            run("ip", "netns", "del", self.space, check=False)
