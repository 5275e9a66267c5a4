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

from events import CHANNELS
from programs import GATEWAY, ROOT

ROLES = {
    "event loops": r"^NIO-",
    "database writer": r"overcommit$",
    "tasks": r"default-qos$",
}
NAMES = {"zalo": "Zalo", "kannel": "Kannel"}
# The least ratios and the most milliseconds and megabytes.
ACCEPTING, DELIVERED, FLASK, GROWTH = 0.5, 0.6, 4.0, 0.8
P99, MEMORY = 15, 120
# So many seconds a gateway on a filled database has before the load comes: at its start it looks through the file for damage, for 5 s at most.
START = 6


def output(*command):
    try:
        return subprocess.run(command, capture_output=True, text=True, timeout=60).stdout.strip()
    except OSError:
        return ""


def sync_milliseconds(folder):
    """Writes of 8 KiB with fdatasync, one each 2 ms for some seconds: the median time and the longest.

    A disk that stands still for 0.2 s now and then makes a p99 of 0.2 s whatever the gateway does."""
    path, times = Path(folder) / "sync", []
    with open(path, "wb", buffering=0) as file:
        for number in range(3000):
            file.seek(number % 500 * 8192)
            file.write(bytes(8192))
            start = time.perf_counter()
            os.fdatasync(file.fileno())
            times.append(time.perf_counter() - start)
            time.sleep(0.002)
    path.unlink()
    return statistics.median(times) * 1000, max(times) * 1000


def machine(folder):
    model = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text())
    median, longest = sync_milliseconds(folder)
    memory = int(re.search(r"MemTotal:\s+(\d+)", Path("/proc/meminfo").read_text()).group(1)) / 2**20
    system = re.search(r'PRETTY_NAME="(.*)"', Path("/etc/os-release").read_text())
    swift = re.search(r"Swift version (\S+)", output("swift", "--version"))
    return [
        ("date", datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%d %H:%M UTC")),
        ("program", output(str(GATEWAY), "--version")),
        ("processor", f"{model.group(1) if model else platform.machine()}, {os.cpu_count()} cores"),
        ("memory", f"{memory:.0f} GiB"),
        ("system", f"{system.group(1) if system else ''}, Linux {platform.release()}"),
        ("disk", f"{median:.2f} ms for 8 KiB with fdatasync (median), {longest:.0f} at the longest of 3,000"),
        ("versions", f"Swift {swift.group(1) if swift else '?'}, SQLite {sqlite3.sqlite_version} (Python's), "
                     f"Python {platform.python_version()}, {python_versions()}"),
        ("load before", f"{os.getloadavg()[2]:.2f} (mean of 15 minutes, with the benchmark itself)"),
    ]


def python_versions():
    names = sorted(path.name for path in (ROOT / ".build-python-bench").glob("*.dist-info"))
    wanted = [name.removesuffix(".dist-info").replace("-", " ") for name in names
              if name.split("-")[0] in ("flask", "gunicorn", "requests")]
    return ", ".join(wanted)


def milliseconds(microseconds):
    return f"{microseconds / 1000:.1f}"


def verdict(reached):
    return "reached" if reached else "**not reached**"


def table(head, rows):
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return "\n".join(lines + ["| " + " | ".join(str(cell) for cell in row) + " |" for row in rows])


def ratio(middle, channel, kind, other):
    return middle[channel, kind]["rate"] / middle[channel, other]["rate"]


def targets(middle, half, growth):
    def least(name, aim, value):
        return name, f"≥ {aim:g}", f"{value:.2f}", verdict(value >= aim)

    def most(name, aim, value, unit, digits):
        return name, f"≤ {aim} {unit}", f"{value:.{digits}f} {unit}", verdict(value <= aim)

    rows = []
    for channel in CHANNELS:
        name = NAMES[channel]
        rows += [
            least(f"{name}: accepting ÷ bare handler", ACCEPTING, ratio(middle, channel, "accept", "bare")),
            least(f"{name}: webhook to delivered ÷ relay", DELIVERED, ratio(middle, channel, "way", "relay")),
            most(f"{name}: p99 of accepting at half of its peak rate", P99, half[channel]["webhook"]["p99"] / 1000, "ms", 1),
            most(f"{name}: memory under load", MEMORY, middle[channel, "way"]["memory"], "MB", 0),
        ]
    rows.append(least(
        "Zalo: webhook to delivered ÷ Flask bot", FLASK, ratio(middle, "zalo", "way", "flask")))
    if len(growth) > 1:
        rows.append(least(
            f"{growth[-1]['size']:,} conversations ÷ {growth[0]['size']:,}", GROWTH,
            growth[-1]["rate"] / growth[0]["rate"]))
    return rows


def summary(middle, half, growth):
    return "\n".join(f"{name}: {measured} (aim {aim}): {word.strip('*')}"
                     for name, aim, measured, word in targets(middle, half, growth))


def rates(runs, middle, channel):
    names = {
        "bare": "(a) bare Hummingbird handler: reads the body, answers 200",
        "relay": "(a+) the same handler, which also posts one message to the provider",
        "accept": "(b) the gateway accepting: verified, read, committed; answering switched off",
        "way": "(c) the gateway, webhook to answer delivered",
        "flask": "(d) Flask, gunicorn, sqlite3: answer delivered within the request",
    }
    rows = []
    for kind, name in names.items():
        if (channel, kind) not in runs:
            continue
        run, all_rates = middle[channel, kind], [run["rate"] for run in runs[channel, kind]]
        rows.append((
            name, f"{run['rate']:,.0f}", f"{min(all_rates):,.0f}–{max(all_rates):,.0f}", milliseconds(run["p50"]),
            milliseconds(run["p99"]), milliseconds(run["p99.9"]), f"{run['memory']:.0f}"))
    return table(
        [NAMES[channel], "per second", "all rounds", "p50 ms", "p99 ms", "p99.9 ms", "peak memory MB"], rows)


def steady(half, at_rate):
    rows = []
    for channel in CHANNELS:
        accepting, way = half[channel], at_rate[channel]
        for name, figures, rate in [
            ("accepting, half of (b)", accepting["webhook"], accepting["rate"]),
            ("webhook's 200 while all is answered, half of (c)", way["webhook"], way["rate"]),
            ("webhook to answer at the provider, half of (c)", way["delivery"], way["rate"]),
        ]:
            rows.append((
                f"{NAMES[channel]}: {name}", f"{rate:,.0f}",
                *(milliseconds(figures[key]) for key in ("p50", "p99", "p99.9", "max"))))
    return table(["", "per second", "p50 ms", "p99 ms", "p99.9 ms", "longest ms"], rows)


def all_p99(run):
    return ", ".join(f"{value:.1f}" for value in run["all_p99"])


def profile(middle, channel):
    """Where the processors' time of each message goes, by kind of thread: what bounds the rate."""
    kinds = ["bare", "relay", "accept", "way"]
    columns = {kind: spent(middle[channel, kind]) for kind in kinds}
    rows = [(part, *(f"{columns[kind][part]:.0f}" for kind in kinds)) for part in columns["way"]]
    rows.append(("**all**", *(f"**{sum(columns[kind].values()):.0f}**" for kind in kinds)))
    return table([f"{NAMES[channel]}: µs of processor time per message", "(a)", "(a+)", "(b)", "(c)"], rows)


def budget(middle, channel):
    """Microseconds of all processors that a message may take at the aim for the whole way."""
    return os.cpu_count() / (DELIVERED * middle[channel, "relay"]["rate"]) * 1e6


def meanwhile(middle, channel):
    run = middle[channel, "way"]
    return f"{NAMES[channel]} {run['accepted_rate']:,.0f} accepted and {run['meanwhile']:,.0f} answered"


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
    zalo, kannel = middle["zalo", "way"], middle["kannel", "way"]
    cores = os.cpu_count()
    parts = [f"""# Performance

Written by `make bench`; never by hand. A shorter run is `make bench SECONDS=5 SIZES=`.

{table(["", ""], machine(folder))}

## Aims

{table(["", "aim", "measured", ""], targets(middle, half, growth))}

## Side by side

wrk with {options.connections} connections in a closed loop, one thread, {options.seconds} s, {options.rounds} rounds in
turns; the round whose rate is in the middle counts. All get requests of the same kind with new ids, from villagers who
write 3 messages each, made beforehand and read from a file. Load, provider and server share the machine's {cores} cores.

Zalo's events are signed, each with its own signature. Kannel's SMS have the secret in their address and the text in 7 bits,
or in UTF-16 where it has marks.

{rates(runs, middle, "zalo")}

{rates(runs, middle, "kannel")}

(a+) is the limit that the whole way is held to. It is the handler of (a), which also hands one message of the usual length
to the provider, with the gateway's HTTP client and its settings, and answers then. It verifies, stores, understands and
composes nothing.

Kannel brings two delivery reports for each message, by GET on 16 connections: to the gateway, which records them, and to
the handler of (a+), which answers 200. A message of (a+) and of (c) is done when its reports are taken.

(b) is `gateway serve --accept-only`, so it shows what accepting costs alone. While all is answered, the same run of wrk
gets in a second: {meanwhile(middle, "zalo")}; {meanwhile(middle, "kannel")}. The
rates of (a+) and (c) count from the first webhook to the last message at the provider and the last report, so the queue
that is left after wrk is in them; their latencies are those of the 200. (d) posts its answers to the same provider.
Latencies in a closed loop at the limit say little: see the next table.

Database: {zalo["bytes"]:,.0f} bytes for a message of Zalo with its answer, understanding, state and audit, {kannel["bytes"]:,.0f} for
one of Kannel with its reports.

## At half of the rate

A client that sends at a constant rate whatever the server does, on {options.connections} connections; each time counts from the moment at
which the request was due. Of {options.rounds} runs that with the middle p99 of the 200 counts.

{steady(half, at_rate)}

p99 of all runs in ms:

{table(["", "accepting", "while all is answered"], [(NAMES[c], all_p99(half[c]), all_p99(at_rate[c])) for c in CHANNELS])}

## What bounds it

{profile(middle, "zalo")}

{profile(middle, "kannel")}

The threads of a server are counted from the first request on. {DELIVERED:g} × (a+) on {cores} cores leaves {budget(middle, "zalo"):.0f} µs (Zalo) and
{budget(middle, "kannel"):.0f} µs (Kannel) of processor time to each message for everything: wrk, server, store, understanding, HTTP client
and provider. (a+) reaches {ratio(middle, "zalo", "relay", "bare"):.2f} × (a) with Zalo's messages and {ratio(middle, "kannel", "relay", "bare"):.2f} × (a) with Kannel's and their reports.
The gateway takes calls in by a handler of its own ([decision 20](decisions/0020-one-way-in-and-one-queue.md)), which costs
less than that of (a), and hands its messages over as (a+) does. Which code spends it, and which holds the memory: [profile.md](profile.md).
"""]
    if growth:
        first = growth[0]["rate"]
        parts.append(f"""## A database that grows

(c) of Zalo again, on databases filled by the store's own verbs with conversations that were answered before. Each message comes from
one of the villagers in it, by chance, {START} s after the gateway's start, which looks through the file for damage. Rounds in turns; the median
counts.

{table(["conversations", "database MiB", "answers per second", "of the first", "all rounds"], [
    (f"{g['size']:,}", f"{g['bytes'] / 2**20:,.0f}", f"{g['rate']:,.0f}", f"{g['rate'] / first:.2f}",
     ", ".join(f"{rate:,.0f}" for rate in g["runs"])) for g in growth])}
""")
    return "\n".join(parts)
