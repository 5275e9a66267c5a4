"""The programs of the benchmark as processes, with what the kernel says about their memory."""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from events import ACCOUNT_ID, APP_ID, KANNEL_SECRET, NUMBER, SECRET

ROOT = Path(__file__).resolve().parents[2]
# Another folder is for trying the benchmark itself: what a debug build measures means nothing.
BINARIES = Path(os.environ.get("BINARIES", ROOT / ".build/release")).absolute()
GATEWAY = BINARIES / "gateway"
BENCHMARK = BINARIES / "BenchmarkCommand"
LUA = Path(__file__).with_name("wrk.lua")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


# Seconds until a gateway whose doors are open has made its dialogues, and given back what that took.
SETTLES = 3


def _cpu_seconds(stat):
    """The name of a thread and the processor time that it spent."""
    head, _, tail = stat.read_text().rpartition(")")
    fields = tail.split()
    return head.split("(", 1)[1], (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


class Program:
    """A server that runs until the end of its `with` block and then stops by SIGTERM."""

    def __init__(self, command, port, log, environment=None, settles=0):
        self.port = port
        # Seconds of work that is left when its port is open.
        self._settles = settles
        self.url = f"http://127.0.0.1:{port}"
        self._log = open(log, "ab")
        self._command = [str(part) for part in command]
        self._environment = os.environ | (environment or {})

    def __enter__(self):
        self.process = subprocess.Popen(
            self._command, cwd=ROOT, env=self._environment, stdin=subprocess.DEVNULL, stdout=self._log,
            stderr=self._log)
        end = time.monotonic() + 60
        while True:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    time.sleep(self._settles)
                    return self
            if self.process.poll() is not None or time.monotonic() > end:
                self.process.kill()
                sys.exit(f"{self._command[0]} does not listen; see {self._log.name}")
            time.sleep(0.05)

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(40)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self._log.close()

    def peak_megabytes(self):
        """The most memory that the process and its children ever had resident."""
        return sum(int(re.search(r"VmHWM:\s+(\d+)", status).group(1)) for status in self._statuses()) / 1024

    def _statuses(self):
        mine = str(self.process.pid)
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                status = (folder / "status").read_text()
            except OSError:
                continue
            if folder.name == mine or f"PPid:\t{mine}\n" in status:
                if "VmHWM" in status:
                    yield status

    def cpu_seconds(self):
        return _cpu_seconds(Path(f"/proc/{self.process.pid}/stat"))[1]

    def threads(self):
        """The processor time of each kind of thread so far, in seconds."""
        seconds = {}
        for stat in Path(f"/proc/{self.process.pid}/task").glob("*/stat"):
            name, spent = _cpu_seconds(stat)
            seconds[name] = seconds.get(name, 0) + spent
        return seconds

    def threads_since(self, before):
        """The same without what was spent before, such as for starting."""
        return {name: spent - before.get(name, 0) for name, spent in self.threads().items()}


def bare(log):
    port = free_port()
    return Program([BENCHMARK, "bare", "--port", port], port, log)


def provider(log):
    port = free_port()
    return Program([BENCHMARK, "provider", "--port", port], port, log)


def relay(channel, provider, log):
    port = free_port()
    return Program(
        [BENCHMARK, "relay", "--kind", channel, "--port", port, "--provider-port", provider.port], port, log)


def flask_bot(database, provider, log):
    port = free_port()
    here = Path(__file__).parent
    return Program(
        [sys.executable, "-m", "gunicorn", "--workers", os.cpu_count(), "--threads", 8, "--bind", f"127.0.0.1:{port}",
         "--backlog", 1024, "--log-level", "error", "--chdir", here, "flask_bot:app"], port, log,
        {"PYTHONPATH": str(ROOT / ".build-python-bench"), "APP_ID": APP_ID, "SECRET": SECRET,
         "DATABASE": str(database), "PROVIDER": provider.url})


def counts(provider):
    """What the provider has seen so far: messages, reports taken, refused and lost, and the time of the last of these."""
    with urllib.request.urlopen(provider.url + "/count", timeout=10) as answer:
        return json.loads(answer.read())


class Installation:
    """A gateway's folder: configuration, key and database.

    With `server`, the address of a database on a PostgreSQL server, that keeps the store; `first` is another installation on the same
    database, whose key this one has.
    """

    def __init__(self, folder, provider_port, server=None, standby="none", first=None):
        self.folder = Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.port = free_port()
        self.database = self.folder / "data/gateway.sqlite"
        self.configuration = self.folder / "gateway.yaml"
        self.key = first.key if first else self.folder / "keys/gateway.key"
        store = f", server: \"{server}\", standby: {standby}" if server else ""
        # Without any limit for floods: one machine plays all villagers here.
        self.configuration.write_text(f"""
server:
  host: 127.0.0.1
  port: {self.port}
  office_port: {free_port()}
  public_url: http://127.0.0.1:{self.port}
  log_level: warning
storage: {{ database: {self.folder}/data/gateway.sqlite, key_file: {self.key}{store} }}
content:
  services: {ROOT}/config/services
  communes: {ROOT}/config/communes
  intents: {ROOT}/intents
  replies: {ROOT}/config/replies.yaml
conversation: {{ session_hours: 2 }}
limits:
  # What a machine can do is measured, not what a villager may.
  sender_messages: 1000
  sender_answers_per_day: 0
  segments_per_day: 0
  messages_per_second: 0
channels:
  - id: zalo
    kind: zalo
    commune: dak-ha
    spelling: marked
    app_id: "{APP_ID}"
    oa_id: "{ACCOUNT_ID}"
    secret: {SECRET}
    app_secret: app-secret-of-the-benchmark
    api_url: http://127.0.0.1:{provider_port}
    oauth_url: http://127.0.0.1:{provider_port}
  - id: sms
    kind: kannel
    commune: dak-ha
    spelling: as_written
    number: "{NUMBER}"
    secret: {KANNEL_SECRET}
    send_url: http://127.0.0.1:{provider_port}/cgi-bin/sendsms
    username: nha-rong
    password: sendsms-password-of-the-benchmark
""", encoding="utf-8")
        if self.database.exists() or first:
            return
        self.enter_tokens()

    def enter_tokens(self):
        result = subprocess.run(
            [GATEWAY, "zalo", "tokens", "zalo", "--config", self.configuration], cwd=ROOT,
            input="refresh-token-of-the-benchmark\n", capture_output=True, text=True)
        if result.returncode != 0:
            sys.exit(f"gateway zalo tokens failed:\n{result.stdout}{result.stderr}")

    def gateway(self, log, *options):
        return Program([GATEWAY, "serve", "--config", self.configuration, *options], self.port, log, settles=SETTLES)

    def seed(self, start, end, questions):
        subprocess.run(
            [BENCHMARK, "seed", "--config", self.configuration, "--texts", questions, "--from", str(start), "--to",
             str(end)], cwd=ROOT, check=True)

    def bytes(self):
        """The size of the database; call it while no gateway runs, when the journal is folded in."""
        return sum(f.stat().st_size for f in self.database.parent.iterdir() if not f.name.endswith("-shm"))

    def remove(self):
        shutil.rmtree(self.folder)


def wrk(url, connections, seconds, requests):
    """Figures of one run of wrk in a closed loop; times are in microseconds, `began` is in seconds since 1970."""
    command = ["stdbuf", "-oL", "wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "20s", "-s", LUA, url,
               "--", requests]
    began, lines = None, []
    with subprocess.Popen(
            [str(part) for part in command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        for line in process.stdout:
            # Reading the file of requests takes its time before that.
            if line.startswith("Running "):
                began = time.time()
            lines.append(line)
    found = re.search(r"^JSON (.*)$", "".join(lines), re.MULTILINE)
    if not found or began is None:
        sys.exit("wrk said:\n" + "".join(lines))
    return json.loads(found.group(1)) | {"began": began}


def constant_rate(port, rate, seconds, connections, requests, provider_port=None):
    """Figures of one run at a constant rate; times are in microseconds, from the moment a request was due."""
    command = [BENCHMARK, "rate", "--port", port, "--requests", requests, "--rate", rate, "--seconds", seconds,
               "--connections", connections]
    if provider_port is not None:
        command += ["--provider-port", provider_port]
    result = subprocess.run([str(part) for part in command], capture_output=True, text=True)
    if result.returncode != 0:
        sys.exit(f"the constant-rate client failed:\n{result.stdout}{result.stderr}")
    return json.loads(result.stdout)
