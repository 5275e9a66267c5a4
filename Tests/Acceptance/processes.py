"""Starting, watching and stopping the programs under test: by process id, with a time limit on every wait."""

import itertools
import os
import random
import socket
import subprocess
import time
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]


def _ports():
    """Ports to be tried: those of ACCEPTANCE_PORTS, each once, so that tests beside these never get the same."""
    first, last = map(int, os.environ.get("ACCEPTANCE_PORTS", "0-0").split("-"))
    start = random.randint(first, last)
    return itertools.cycle([*range(start, last + 1), *range(first, start)])


_ports_to_try = _ports()


def free_port():
    """A TCP port that nobody listens on at the moment."""
    while True:
        with socket.socket() as probe:
            try:
                probe.bind(("", next(_ports_to_try)))
            except OSError:
                continue
            return probe.getsockname()[1]


def wait_for(predicate, seconds, what):
    """The first true value of `predicate()`; an AssertionError that names `what` after `seconds`."""
    end = time.monotonic() + seconds
    while True:
        value = predicate()
        if value:
            return value
        if time.monotonic() > end:
            raise AssertionError(f"waited {seconds} s in vain for {what}")
        time.sleep(0.05)


def substituted(text, replacements, name):
    """`text` with each key of `replacements` exchanged for its value, by exact string, wherever it stands.

    A key that does not occur fails: the file and the tests have then drifted apart.
    """
    for old, new in replacements.items():
        if old not in text:
            raise AssertionError(f"{name} does not contain {old!r}")
        text = text.replace(old, str(new))
    return text


class Process:
    """One program with its output in a log file."""

    def __init__(self, name, command, log, **options):
        self.name = name
        self.log = Path(log)
        with open(self.log, "ab") as output:
            options.setdefault("stdin", subprocess.DEVNULL)
            options.setdefault("stdout", output)
            options.setdefault("stderr", output)
            self.popen = subprocess.Popen([str(part) for part in command], **options)

    @property
    def running(self):
        return self.popen.poll() is None

    def require_running(self):
        if not self.running:
            raise AssertionError(f"{self.name} ended with {self.popen.returncode}\n{self.tail()}")
        return True

    def stop(self, seconds=15):
        """Asks to end, and kills what does not; the exit code, or None for a killed one."""
        if self.running:
            self.popen.terminate()
        try:
            return self.popen.wait(seconds)
        except subprocess.TimeoutExpired:
            self.popen.kill()
            self.popen.wait()
            return None

    def tail(self, lines=40):
        return tail(self.log, lines)


def tail(path, lines=40):
    """The last lines of a log, under its name."""
    path = Path(path)
    if not path.exists():
        return f"--- {path.name}: none\n"
    text = path.read_text(encoding="utf-8", errors="replace")
    return f"--- {path.name}\n" + "\n".join(text.splitlines()[-lines:]) + "\n"
