"""What a backup costs the villagers: commits per second and the time until the 200, without a backup and during some.

    GATEWAY=.build/release/gateway SIMULATOR=.build/release/simulator BENCHMARK=.build/release/BenchmarkCommand \\
        python3 Tests/Benchmarks/backup_load.py --megabytes 500 --rate 100 --seconds 30

It fills a database with answered conversations, starts a gateway on it, sends messages at a steady rate, and runs
`gateway backup` again and again in the second half. With --log it measures instead what the log line of each message costs:
processor time of the gateway for each message at the levels info and notice, in turns.
"""

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "Acceptance"))

from gateway_process import GATEWAY, SIMULATOR, Gateway, own_files, program  # noqa: E402
from loopback_provider import LoopbackProvider  # noqa: E402
from processes import REPOSITORY, free_port  # noqa: E402

BENCHMARK = program("BENCHMARK", ".build/debug/BenchmarkCommand")
QUESTIONS = REPOSITORY / "Tests" / "Benchmarks" / "questions.txt"


def commits(gateway):
    """How many commits there were, and how long they took by bucket, as /metrics tells."""
    with urllib.request.urlopen(f"http://127.0.0.1:{gateway.office_port}/metrics", timeout=30) as answer:
        text = answer.read().decode()
    count = float(re.search(r"^nharong_db_commit_duration_seconds_count (\S+)", text, re.MULTILINE)[1])
    buckets = [(float(bound), float(number)) for bound, number in re.findall(
        r'^nharong_db_commit_duration_seconds_bucket\{le="([^"]+)"\} (\S+)', text, re.MULTILINE)]
    return count, buckets


def percentile(before, after, share):
    """The bucket's bound within which that share of the commits between two looks ended, in ms."""
    total = after[0] - before[0]
    for (bound, early), (_, late) in zip(before[1], after[1]):
        if late - early >= share * total:
            return bound * 1000
    return float("inf")


def load(gateway, rate, seconds):
    result = subprocess.run(
        [SIMULATOR, "load", "--config", gateway.configuration, "--rate", str(rate), "--seconds", str(seconds),
         "--connections", "64", "--villagers", "100000", "--json"], cwd=REPOSITORY, capture_output=True, text=True,
        check=True, timeout=seconds + 300)
    return json.loads(result.stdout)


def measured(gateway, rate, seconds, name):
    before, begin = commits(gateway), time.monotonic()
    report = load(gateway, rate, seconds)
    passed, after = time.monotonic() - begin, commits(gateway)
    latency = report["latency"]
    return {"part": name, "commits per second": round((after[0] - before[0]) / passed, 1),
            "commit p99 at most ms": percentile(before, after, 0.99), "taken": latency["taken"],
            "200 p50 ms": latency["p50"], "200 p99 ms": latency["p99"], "200 max ms": latency["max"]}


class Backups:
    """Runs `gateway backup` again and again until the block ends."""

    def __init__(self, gateway, folder):
        self.gateway, self.folder, self.said, self.over = gateway, folder, [], threading.Event()
        self.thread = threading.Thread(target=self.run)

    def run(self):
        while not self.over.is_set():
            result = subprocess.run(
                [GATEWAY, "backup", "--to", self.folder, "--config", self.gateway.configuration], cwd=REPOSITORY,
                capture_output=True, text=True)
            self.said.append((result.stdout + result.stderr).strip() if result.returncode == 0 else
                             f"ENDED WITH {result.returncode}: {result.stdout}{result.stderr}")

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.over.set()
        self.thread.join()


def fill(gateway, megabytes):
    """Adds conversations until the database has its size."""
    database = gateway.folder / "data" / "gateway.sqlite"
    count, step = 0, 20_000
    while not database.exists() or database.stat().st_size < megabytes << 20:
        subprocess.run(
            [BENCHMARK, "seed", "--config", gateway.configuration, "--channel", "sms-dak-ha", "--texts", QUESTIONS, "--from",
             str(count), "--to", str(count + step)], cwd=REPOSITORY, check=True)
        count += step
    print(f"filled: {count} conversations, {database.stat().st_size >> 20} MB", flush=True)


def backup(options, folder, provider):
    port = free_port()
    gateway = Gateway(folder, port, own_files(folder, port) | {
        "http://127.0.0.1:8090": provider.url, "log_level: info": "log_level: warning"})
    fill(gateway, options.megabytes)
    with gateway:
        time.sleep(10)
        print(json.dumps(measured(gateway, options.rate, options.seconds, "before")), flush=True)
        with Backups(gateway, folder / "copies") as backups:
            print(json.dumps(measured(gateway, options.rate, options.seconds, "during backups")), flush=True)
        print(json.dumps(measured(gateway, options.rate, options.seconds, "after")), flush=True)
        print("\n".join(backups.said), flush=True)


def processor(gateway):
    """Seconds of processor time that the gateway took until now."""
    fields = Path(f"/proc/{gateway._process.popen.pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def log(options, folder, provider):
    for turn in range(options.turns):
        for level in ("info", "notice"):
            place = folder / f"{level}-{turn}"
            place.mkdir()
            port = free_port()
            with Gateway(place, port, own_files(place, port) | {
                    "http://127.0.0.1:8090": provider.url, "log_level: info": f"log_level: {level}"}) as gateway:
                load(gateway, options.rate, 3)
                time.sleep(3)
                begin = processor(gateway)
                taken = load(gateway, options.rate, options.seconds)["latency"]["taken"]
                # What was taken last is still answered.
                time.sleep(3)
                used = processor(gateway) - begin
                lines = sum(1 for _ in gateway.log.open())
                print(f"{level}: {taken} messages, {used / taken * 1e6:.0f} µs of processor time each, {lines} log lines",
                      flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--megabytes", type=int, default=500)
    parser.add_argument("--rate", type=float, default=100)
    parser.add_argument("--seconds", type=int, default=30)
    parser.add_argument("--turns", type=int, default=3)
    parser.add_argument("--log", action="store_true")
    options = parser.parse_args()
    answer = {"/cgi-bin/sendsms": (202, "text/plain", b"0: Accepted for delivery")}
    with tempfile.TemporaryDirectory(prefix="backup-load-") as folder, LoopbackProvider(answer) as provider:
        (log if options.log else backup)(options, Path(folder), provider)


if __name__ == "__main__":
    main()
