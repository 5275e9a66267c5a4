"""Writes what was measured as docs/performance.md."""

import datetime
import os
import platform
import re
import sqlite3
import statistics
import subprocess
import time
from pathlib import Path

from programs import ROOT

ROLES = {
    "event loops": r"^NIO-",
    "database writer": r"overcommit$",
    "tasks": r"default-qos$",
}
TARGETS = [
    ("accepting ÷ bare handler", 0.5), ("webhook to delivered ÷ bare handler", 0.2),
    ("webhook to delivered ÷ Flask bot", 4.0),
]


def output(*command):
    try:
        return subprocess.run(command, capture_output=True, text=True, timeout=60).stdout.strip()
    except OSError:
        return ""


def sync_milliseconds(folder):
    """The median time of a write of 8 KiB with fdatasync."""
    path, times = Path(folder) / "sync", []
    with open(path, "wb") as file:
        for _ in range(200):
            file.write(bytes(8192))
            file.flush()
            start = time.perf_counter()
            os.fdatasync(file.fileno())
            times.append(time.perf_counter() - start)
    path.unlink()
    return statistics.median(times) * 1000


def machine(folder):
    model = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text())
    memory = int(re.search(r"MemTotal:\s+(\d+)", Path("/proc/meminfo").read_text()).group(1)) / 2**20
    system = re.search(r'PRETTY_NAME="(.*)"', Path("/etc/os-release").read_text())
    swift = re.search(r"Swift version (\S+)", output("swift", "--version"))
    return [
        ("date", datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%d %H:%M UTC")),
        ("commit", output("git", "-C", str(ROOT), "describe", "--always", "--dirty")),
        ("processor", f"{model.group(1) if model else platform.machine()}, {os.cpu_count()} cores"),
        ("memory", f"{memory:.0f} GiB"),
        ("system", f"{system.group(1) if system else ''}, Linux {platform.release()}"),
        ("disk", f"{sync_milliseconds(folder):.2f} ms for 8 KiB with fdatasync (median)"),
        ("versions", f"Swift {swift.group(1) if swift else '?'}, SQLite {sqlite3.sqlite_version} (Python's), "
                     f"Python {platform.python_version()}, {python_versions()}"),
        ("load before", f"{os.getloadavg()[2]:.2f} (mean of 15 minutes, with the benchmark itself)"),
    ]


def python_versions():
    names = sorted(path.name for path in (ROOT / ".build-python-bench").glob("*.dist-info"))
    wanted = [name.removesuffix(".dist-info").replace("-", " ") for name in names
              if name.split("-")[0] in ("flask", "gunicorn", "requests")]
    return ", ".join(wanted)


def ratios(middle):
    return [
        middle["accept"]["rate"] / middle["bare"]["rate"], middle["way"]["rate"] / middle["bare"]["rate"],
        middle["way"]["rate"] / middle["flask"]["rate"],
    ]


def milliseconds(microseconds):
    return f"{microseconds / 1000:.1f}"


def verdict(reached):
    return "reached" if reached else "**not reached**"


def table(head, rows):
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return "\n".join(lines + ["| " + " | ".join(str(cell) for cell in row) + " |" for row in rows])


def targets(middle, half, growth):
    rows = [(name, f"≥ {target:g}", f"{ratio:.2f}", verdict(ratio >= target))
            for (name, target), ratio in zip(TARGETS, ratios(middle))]
    p99 = half["webhook"]["p99"] / 1000
    rows.append(("p99 of accepting at half of its peak rate", "≤ 25 ms", f"{p99:.1f} ms", verdict(p99 <= 25)))
    memory = middle["way"]["memory"]
    rows.append(("memory under load", "≤ 150 MB", f"{memory:.0f} MB", verdict(memory <= 150)))
    if len(growth) > 1:
        ratio = growth[-1]["rate"] / growth[0]["rate"]
        rows.append((
            f"{growth[-1]['size']:,} conversations ÷ {growth[0]['size']:,}", "≥ 0.8", f"{ratio:.2f}",
            verdict(ratio >= 0.8)))
    return rows


def summary(middle, half, growth):
    return "\n".join(f"{name}: {measured} (aim {aim}): {word.strip('*')}"
                     for name, aim, measured, word in targets(middle, half, growth))


def rates(runs, middle):
    names = {
        "bare": "(a) bare Hummingbird handler: reads the body, answers 200",
        "relay": "(a+) the same handler, which also posts one message to the provider with the gateway's HTTP client",
        "accept": "(b) the gateway accepting: verified, read, committed; answering switched off",
        "way": "(c) the gateway, webhook to answer delivered",
        "flask": "(d) Flask, gunicorn, sqlite3: answer delivered within the request",
    }
    rows = []
    for kind, name in names.items():
        run = middle[kind]
        spread = f"{min(r['rate'] for r in runs[kind]):,.0f}–{max(r['rate'] for r in runs[kind]):,.0f}"
        rows.append((
            name, f"{run['rate']:,.0f}", spread, milliseconds(run["p50"]), milliseconds(run["p99"]),
            milliseconds(run["p99.9"]), f"{run['memory']:.0f}"))
    return table(["", "per second", "all rounds", "p50 ms", "p99 ms", "p99.9 ms", "peak memory MB"], rows)


def steady(half, steady):
    rows = []
    for name, figures, rate in [
        ("accepting, half of (b)", half["webhook"], half["rate"]),
        ("webhook's 200 while all is answered, half of (c)", steady["webhook"], steady["rate"]),
        ("webhook to answer at the provider, half of (c)", steady["delivery"], steady["rate"]),
    ]:
        rows.append((name, f"{rate:,.0f}", *(milliseconds(figures[key]) for key in ("p50", "p99", "p99.9", "max"))))
    return table(["", "per second", "p50 ms", "p99 ms", "p99.9 ms", "longest ms"], rows)


def all_p99(run):
    return ", ".join(f"{value:.1f}" for value in run["all_p99"])


def profile(middle):
    """Where the processors' time of each message goes, by kind of thread: what bounds the rate."""
    kinds = ["bare", "relay", "accept", "way"]
    columns = {kind: spent(middle[kind]) for kind in kinds}
    rows = [(part, *(f"{columns[kind][part]:.0f}" for kind in kinds)) for part in columns["way"]]
    rows.append(("**all**", *(f"**{sum(columns[kind].values()):.0f}**" for kind in kinds)))
    return table(["µs of processor time per message", "(a)", "(a+)", "(b)", "(c)"], rows)


def spent(run):
    """Microseconds per message of each part."""
    left, parts = dict(run["threads"]), {"wrk": run["cpu"] / run["answered"]}
    count = run.get("delivered", run["answered"])
    for role, pattern in ROLES.items():
        parts["server: " + role] = sum(left.pop(name) for name in list(left) if re.search(pattern, name)) / count
    parts["server: others"] = sum(left.values()) / count
    parts["the provider"] = run.get("provider_cpu", 0) / count
    return {part: seconds * 1e6 for part, seconds in parts.items()}


def page(options, runs, middle, half, at_rate, growth, folder):
    way = middle["way"]
    cores = os.cpu_count()
    budget = cores / (0.2 * middle["bare"]["rate"]) * 1e6
    parts = [f"""# Performance

Written by `make bench`; never by hand. A shorter run is `make bench SECONDS=5 SIZES=`.

{table(["", ""], machine(folder))}

## Aims

{table(["", "aim", "measured", ""], targets(middle, half, growth))}

## Side by side

wrk with {options.connections} connections in a closed loop, one thread, {options.seconds} s, {options.rounds} rounds in
turns; the round whose rate is in the middle counts. All get the same kind of signed Zalo events with new ids, from
villagers who write {3} messages each, signed beforehand and read from a file. Load, provider and server share the
machine's {cores} cores.

{rates(runs, middle)}

(b) is `gateway serve --accept-only`, so it shows what accepting costs alone; while all is answered, the same wrk run gets
{way["accepted_rate"]:,.0f} webhooks per second accepted and {way["meanwhile"]:,.0f} answers delivered meanwhile. The rate of (c) counts from the
first webhook to the last answer at the provider, the queue that is left after wrk included; its latencies are those of the
200. (d) posts its answers to the same provider. Latencies in a closed loop at the limit say little: see the next table.

Database: {way["bytes"]:,.0f} bytes for a message with its answer, understanding, state and audit.

## At half of the rate

A client that sends at a constant rate whatever the server does, on {options.connections} connections; each time counts from the moment at
which the request was due. Of {options.rounds} runs that with the middle p99 of the 200 counts.

{steady(half, at_rate)}

p99 of all runs in ms: accepting {all_p99(half)}; while all is answered {all_p99(at_rate)}.

## What bounds it

{profile(middle)}

The threads of a server are counted from the first request on. 0.2 × the bare handler on {cores} cores leaves {budget:.0f} µs of processor
time to each message for everything: wrk, server, store, understanding, HTTP client and provider.

(a+) is the handler of (a), which also hands one message of the usual length to the provider, with the gateway's HTTP client and its
settings, and answers then. It verifies, stores, understands and composes nothing, and reaches
{middle["relay"]["rate"] / middle["bare"]["rate"]:.2f} × (a). The gateway takes calls in for less than (a) does
([decision 16](decisions/0016-plain-calls-are-answered-on-their-event-loop.md)), and hands its messages over as (a+) does.
"""]
    if growth:
        first = growth[0]["rate"]
        parts.append(f"""## A database that grows

(c) again, on databases filled by the store's own verbs with conversations that were answered before. Each message comes from
one of the villagers in it, by chance. Rounds in turns; the median counts.

{table(["conversations", "database MiB", "answers per second", "of the first", "all rounds"], [
    (f"{g['size']:,}", f"{g['bytes'] / 2**20:,.0f}", f"{g['rate']:,.0f}", f"{g['rate'] / first:.2f}",
     ", ".join(f"{rate:,.0f}" for rate in g["runs"])) for g in growth])}
""")
    return "\n".join(parts)
