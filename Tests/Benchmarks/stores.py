"""`make bench-stores`: the gateway with each store side by side, and the tables of it in docs/scale.md.

python3 stores.py --seconds 10 --rounds 3 --connections 256 --sizes 20000,2000000 --write ../../docs

SQLite, PostgreSQL alone, and PostgreSQL with a synchronous standby, with one gateway and with two, in turns. BINARIES=FOLDER takes
gateway and BenchmarkCommand from there; the gateway must be built with the trait PostgreSQL.
"""

import argparse
import json
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import events
from bench import MESSAGES_OF_VILLAGER, median_run, say
from programs import GATEWAY, ROOT, SETTLES, Installation, constant_rate, counts, free_port, provider, wrk
from report import START, machine, milliseconds, table, verdict
from servers import Pair, Server, programs

BEGIN, END = "<!-- make bench-stores writes this -->", "<!-- make bench-stores wrote this -->"
CHANNEL = "zalo"
# Requests that a run of a second may need at most, of each gateway.
MOST = 12_000
# Least ratios: a standby's by SQLite's, two gateways' by one's, two million conversations' by twenty thousand's.
STANDBY, TWO, GROWTH = 0.25, 1.3, 0.8


class Variant:
    """A store and its gateways."""

    def __init__(self, name, key, gateways, machines, server=None):
        self.name, self.key, self.gateways, self.machines, self.server = name, key, gateways, machines, server

    @property
    def standby(self):
        return "required" if isinstance(self.server, Pair) else "none"


class Stores:
    def __init__(self, options, folder):
        self.options = options
        self.folder = folder
        self.log = folder / "programs.log"
        self.runs = 0

    def requests(self, number, count, villager=None):
        """A file of requests with new ids for one gateway, from villagers of its own."""
        path = self.folder / f"requests-{number}"
        self.runs += 1
        offset = number * 10_000_000
        events.write(
            path, count, f"{int(time.time()):x}{self.runs:03x}",
            villager or (lambda index: offset + index // MESSAGES_OF_VILLAGER), CHANNEL)
        return path

    def installations(self, variant, provider, name="run"):
        """The folders of its gateways on a new store."""
        if not variant.server:
            return [Installation(self.folder / name, provider.port)]
        variant.server.fresh("run")
        url = variant.server.url("run")
        first = Installation(self.folder / f"{name}-1", provider.port, url, variant.standby)
        return [first] + [
            Installation(self.folder / f"{name}-{number + 1}", provider.port, url, variant.standby, first)
            for number in range(1, variant.gateways)]

    def whole(self, variant, installations, provider, villager=None, rest=0):
        """All webhooks of a run, a rest after the start, until the last answer is with the provider."""
        files = [self.requests(number, MOST * self.options.seconds, villager) for number in range(len(installations))]
        connections = self.options.connections // len(installations)
        with ExitStack() as stack:
            gateways = [stack.enter_context(installation.gateway(self.log)) for installation in installations]
            processors = {"gateways": lambda: sum(gateway.cpu_seconds() for gateway in gateways), "provider": provider.cpu_seconds}
            if variant.server:
                processors["server"] = variant.server.processor
            if isinstance(variant.server, Pair):
                processors["standby"] = variant.server.standby.processor
            time.sleep(max(0, rest - SETTLES))
            before, spent = counts(provider), {part: clock() for part, clock in processors.items()}
            with ThreadPoolExecutor(len(gateways)) as pool:
                runs = list(pool.map(
                    lambda pair: wrk(pair[0].url, connections, self.options.seconds, pair[1]), zip(gateways, files)))
            last, changed = counts(provider), time.monotonic()
            while time.monotonic() - changed < 5:
                now = counts(provider)
                if now["messages"] != last["messages"]:
                    changed = time.monotonic()
                last = now
                time.sleep(0.05)
            spent = {part: clock() - spent[part] for part, clock in processors.items()}
            memory = max(gateway.peak_megabytes() for gateway in gateways)
        answered, delivered = sum(run["answered"] for run in runs), last["messages"] - before["messages"]
        others = sum(run["others"] + run["errors"] for run in runs)
        if others or delivered < answered:
            say(f"{variant.name}: {answered} accepted, {others} not, {delivered} answered")
        return {
            "rate": delivered / (last["last"] - min(run["began"] for run in runs)), "delivered": delivered, "accepted": answered,
            "p99": max(run["p99"] for run in runs), "memory": memory,
            "spent": {"wrk": sum(run["cpu"] for run in runs) / max(1, answered) * 1e6}
            | {part: seconds / max(1, delivered) * 1e6 for part, seconds in spent.items()}}

    def steady(self, variant, installations, rate):
        """The times of the 200 at a constant rate of all gateways together; of two the slower one's.

        Of one gateway also those until the answer, with the client as its provider.
        """
        port = None
        if len(installations) == 1:
            port = free_port()
            folder = installations[0].folder
            url = variant.server.url("run") if variant.server else None
            installations = [Installation(folder, port, url, variant.standby, _Key(folder))]
        each = rate / len(installations)
        count = int(each * self.options.seconds) + 1
        files = [self.requests(number, count) for number in range(len(installations))]
        with ExitStack() as stack:
            gateways = [stack.enter_context(installation.gateway(self.log)) for installation in installations]
            with ThreadPoolExecutor(len(gateways)) as pool:
                runs = list(pool.map(lambda pair: constant_rate(
                    pair[0].port, each, self.options.seconds, self.options.connections // len(gateways), pair[1], port),
                    zip(gateways, files)))
            # What was accepted last is still answered.
            time.sleep(2)
        slower = max(runs, key=lambda run: run["webhook"]["p99"])
        return slower["webhook"] | {"answer": slower["delivery"] if port else None}

    def remove(self, installations):
        for installation in installations:
            installation.remove()

    def measured(self, variants, provider):
        runs, half = {variant.key: [] for variant in variants}, {variant.key: [] for variant in variants}
        for number in range(self.options.rounds):
            for variant in variants:
                installations = self.installations(variant, provider)
                runs[variant.key].append(figures := self.whole(variant, installations, provider))
                self.remove(installations)
                say(f"round {number + 1}, {variant.name}: {figures['rate']:,.0f} answers/s")
        middle = {key: median_run(values) for key, values in runs.items()}
        for number in range(self.options.rounds):
            for variant in variants:
                installations = self.installations(variant, provider)
                half[variant.key].append(self.steady(variant, installations, middle[variant.key]["rate"] / 2))
                self.remove(installations)
        return runs, middle, half

    # Filled databases ---------------------------------------------------------------------------

    def filled(self, size, variants, kept, provider):
        """An installation of each store that holds so many conversations; what an earlier run filled is taken."""
        folder = kept / str(size)
        if not folder.exists():
            say(f"filling a file up to {size:,} conversations")
            unfinished = kept / "unfinished"
            shutil.rmtree(unfinished, ignore_errors=True)
            Installation(unfinished, provider.port).seed(0, size, events.QUESTIONS)
            unfinished.rename(folder)
        installations = {}
        for variant in variants:
            if not variant.server:
                copy = self.folder / f"filled-{size}"
                shutil.copytree(folder, copy)
                installations[variant.key] = Installation(copy, provider.port)
                continue
            name = f"filled_{size}"
            url = variant.server.url(name)
            # Its key is that of the file, whose rows were copied.
            place = self.folder / f"filled-{variant.key}-{size}"
            shutil.copytree(folder / "keys", place / "keys")
            if variant.server.sql(f"SELECT count(*) FROM pg_database WHERE datname = '{name}'") == "0":
                say(f"copying {size:,} conversations to {variant.name}")
                begin = time.monotonic()
                variant.server.sql(f"CREATE DATABASE {name}_unfinished ENCODING 'UTF8' TEMPLATE template0")
                self.copy(folder, place, variant.server.url(f"{name}_unfinished"), variant.standby, provider)
                variant.server.sql(f"ALTER DATABASE {name}_unfinished RENAME TO {name}")
                variant.server.sql("VACUUM ANALYZE", name)
                say(f"  in {time.monotonic() - begin:.0f} s")
            installation = Installation(place, provider.port, url, variant.standby, first=_Key(place))
            installation.enter_tokens()
            installations[variant.key] = installation
        return installations

    def copy(self, source, place, url, standby, provider):
        """`gateway store copy` from a copy of the file, which it leaves as it is."""
        both = Installation(place, provider.port, url, standby, first=_Key(place))
        shutil.copytree(source / "data", place / "data", dirs_exist_ok=True)
        result = subprocess.run(
            [GATEWAY, "store", "copy", "--from", "sqlite", "--to", "postgresql", "--config", both.configuration], cwd=ROOT,
            stdin=subprocess.DEVNULL, capture_output=True, text=True)
        if result.returncode != 0:
            sys.exit(f"gateway store copy failed:\n{result.stdout}{result.stderr}")
        shutil.rmtree(place / "data")

    def growth(self, variants, kept, provider):
        """The whole way on filled databases, in turns; the messages that a run adds stay in it."""
        filled = {size: self.filled(size, variants, kept, provider) for size in self.options.sizes}
        dice, rates = random.Random(1), {}
        for number in range(self.options.rounds):
            for size in self.options.sizes:
                for variant in variants:
                    figures = self.whole(variant, [filled[size][variant.key]], provider, lambda _, size=size: dice.randrange(size), START)
                    rates.setdefault((variant.key, size), []).append(figures["rate"])
                    say(f"  round {number + 1}, {size:,} conversations, {variant.name}: {figures['rate']:,.0f} answers/s")
        return rates


class _Key:
    """Another's key, for an installation that is not the first on its database."""

    def __init__(self, folder):
        self.key = folder / "keys" / "gateway.key"


def aims(middle, rates, sizes):
    def least(name, aim, value):
        return name, f"≥ {aim:g}", f"{value:.2f}", verdict(value >= aim)

    def rate(key):
        return middle[key]["rate"]
    rows = [
        least("PostgreSQL with a standby ÷ SQLite", STANDBY, rate("standby-1") / rate("sqlite")),
        least("two gateways ÷ one, with a standby", TWO, rate("standby-2") / rate("standby-1")),
        least("two gateways ÷ one, PostgreSQL alone", TWO, rate("alone-2") / rate("alone-1"))]
    return rows + growth_aims(rates, sizes)


def growth_aims(rates, sizes):
    rows = []
    for key, name in (("sqlite", "SQLite"), ("standby-1", "PostgreSQL with a standby")) if len(sizes) > 1 else ():
        value = statistics.median(rates[key, sizes[-1]]) / statistics.median(rates[key, sizes[0]])
        rows.append((f"{name}: {sizes[-1]:,} conversations ÷ {sizes[0]:,}", f"≥ {GROWTH:g}", f"{value:.2f}", verdict(value >= GROWTH)))
    return rows


def growth_page(variants, rates):
    return (f"\nOn databases that hold conversations already, each message from one of their villagers, {START} s after the gateway's start; "
            "rounds in turns, the median counts:\n\n") + table(
        ["conversations", "store", "answers per second", "all rounds"],
        [(f"{size:,}", next(variant.name for variant in variants if variant.key == key), f"{statistics.median(values):,.0f}",
          ", ".join(f"{value:,.0f}" for value in values)) for (key, size), values in sorted(rates.items(), key=lambda row: row[0][1])]) + "\n"


def steady_run(half, key):
    """The run whose p99 is in the middle."""
    return sorted(half[key], key=lambda webhook: webhook["p99"])[len(half[key]) // 2]


def page(options, variants, runs, middle, half, rates, folder):
    rows, parts = [], []
    for variant in variants:
        run, all_rates = middle[variant.key], [run["rate"] for run in runs[variant.key]]
        steady = steady_run(half, variant.key)
        answer = steady["answer"]
        rows.append((
            variant.name, f"{run['rate']:,.0f}", f"{min(all_rates):,.0f}–{max(all_rates):,.0f}", f"{run['rate'] / 2:,.0f}",
            milliseconds(steady["p50"]), milliseconds(steady["p99"]),
            f"{milliseconds(answer['p50'])} / {milliseconds(answer['p99'])}" if answer else "",
            milliseconds(run["p99"]), f"{run['memory']:.0f}"))
        spent = run["spent"]
        parts.append((variant.name, *(f"{spent[part]:.0f}" if part in spent else "" for part in (
            "gateways", "server", "standby", "wrk", "provider")), f"**{sum(spent.values()):.0f}**"))
    growth = growth_page(variants, rates) if rates else ""
    return f"""
{table(["", ""], machine(folder) + [("server", server_version())])}

{table(["", "aim", "measured", ""], aims(middle, rates, options.sizes))}

Zalo's events by wrk, {options.connections} connections in all, {options.seconds} s, {options.rounds} rounds in turns, each on a new store; the round whose
rate is in the middle counts. Load, gateways, servers and provider share the machine's {os.cpu_count()} cores, the standby too, which an office has
on another machine. The p99 of the 200 is that at half of the rate, by a client that sends at a constant rate; with two gateways it is
the slower one's. That of the answer counts from the moment the message was due until the provider has its answer.

{table(
    ["", "answers per second", "all rounds", "half of it", "p50 of the 200, ms", "p99 of the 200, ms", "p50 / p99 of the answer, ms",
        "p99 of the 200 at the limit, ms", "gateway's memory, MB"], rows)}

{table(["µs of processor time per message", "gateways", "server", "standby", "wrk", "provider", "all"], parts)}
{growth}"""


def server_version():
    return subprocess.run([programs() / "postgres", "--version"], capture_output=True, text=True).stdout.strip()


def written(text, page):
    """The document with these tables in the place of the last ones."""
    head, _, rest = text.partition(BEGIN)
    _, found, tail = rest.partition(END)
    if not found:
        sys.exit(f"docs/scale.md has no place for the tables. Fix: write {BEGIN} and {END} on lines of their own.")
    return head + BEGIN + "\n" + page + "\n" + END + tail


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=int, default=10)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--connections", type=int, default=256)
    parser.add_argument("--sizes", type=lambda text: [int(size) for size in text.split(",") if size], default=[])
    parser.add_argument("--filled-only", action="store_true", help="measure nothing but the filled databases of --sizes")
    parser.add_argument("--seeded", type=Path, help="keep the filled databases here, and use those that stand here")
    parser.add_argument("--write", type=Path, help="the folder of scale.md and stores.json")
    options = parser.parse_args()
    for why in filter(None, [
            None if programs() else "no PostgreSQL 15 or newer is installed", None if shutil.which("wrk") else "wrk is missing",
            None if "libpq" in subprocess.run(["ldd", GATEWAY], capture_output=True, text=True).stdout
            else f"{GATEWAY} was built without the trait PostgreSQL"]):
        sys.exit(f"{why}: run this as `make bench-stores`")
    # A disk, and no memory that looks like one.
    folder = Path(tempfile.mkdtemp(prefix="nha-rong-stores-", dir="/var/tmp"))
    folder.chmod(0o755)
    kept = options.seeded.absolute() if options.seeded else folder / "kept"
    kept.mkdir(parents=True, exist_ok=True)
    try:
        stores = Stores(options, folder)
        with provider(stores.log) as port, Server(folder / "alone") as alone, Pair(kept / "postgresql") as pair:
            variants = [
                Variant("SQLite, one gateway", "sqlite", 1, 1),
                Variant("PostgreSQL alone, one gateway", "alone-1", 1, 2, alone),
                Variant("PostgreSQL alone, two gateways", "alone-2", 2, 3, alone),
                Variant("PostgreSQL with a standby, one gateway", "standby-1", 1, 4, pair),
                Variant("PostgreSQL with a standby, two gateways", "standby-2", 2, 5, pair)]
            if options.filled_only:
                rates = stores.growth([variants[0], variants[3]], kept, port)
                print(table(["", "aim", "measured", ""], growth_aims(rates, options.sizes)) + "\n" + growth_page(variants, rates))
                return
            runs, middle, half = stores.measured(variants, port)
            rates = stores.growth([variants[0], variants[3]], kept, port) if options.sizes else {}
        text = page(options, variants, runs, middle, half, rates, folder)
        print(text)
        if options.write:
            scale = options.write / "scale.md"
            scale.write_text(written(scale.read_text(encoding="utf-8"), text), encoding="utf-8")
            (options.write / "stores.json").write_text(json.dumps({"rows": [
                {"name": variant.name, "machines": variant.machines, "per_second": round(middle[variant.key]["rate"]),
                 # Two gateways are taken to answer as soon as one.
                 "answer_ms": round(steady_run(half, variant.key.replace("-2", "-1"))["answer"]["p50"] / 1000, 1)}
                for variant in variants]}, indent=1) + "\n", encoding="utf-8")
            say(f"wrote {scale}; now: make nation")
    except BaseException:
        if stores.log.exists():
            print(stores.log.read_text(errors="replace")[-2000:], file=sys.stderr)
        raise
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
