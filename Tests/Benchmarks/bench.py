"""`make bench`: measures the gateway beside a bare handler and a small bot, and writes docs/performance.md.

python3 bench.py --seconds 10 --rounds 3 --connections 256 --sizes 20000,200000,2000000 --write docs/performance.md
"""

import argparse
import random
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path

import events
import report
from programs import Installation, bare, constant_rate, delivered, flask_bot, provider, relay, wrk

# Events that a run of a second may need at most; a run that uses them up ends early and counts its own time.
MOST = {"bare": 90_000, "relay": 30_000, "accept": 45_000, "way": 25_000, "flask": 6_000}
# The messages of one villager stay below what a person could type, so that no limit for floods is met.
MESSAGES_OF_VILLAGER = 3


def say(text):
    print(time.strftime("%H:%M:%S"), text, flush=True)


class Bench:
    def __init__(self, options, folder):
        self.options = options
        self.folder = folder
        self.log = folder / "programs.log"
        self.runs = 0
        self.bodies = folder / "events.tsv"

    def events(self, kind, villager=None, count=None):
        """Writes events with new ids; how many."""
        self.runs += 1
        count = count or int(MOST[kind] * self.options.seconds)
        events.write(
            self.bodies, count, f"{int(time.time()):x}{self.runs:03x}",
            villager or (lambda number: number // MESSAGES_OF_VILLAGER))
        return count

    def closed_loop(self, program, kind, villager=None):
        count = self.events(kind, villager)
        before = program.threads()
        figures = wrk(program.url, self.options.connections, self.options.seconds, self.bodies, 0, count)
        figures["threads"] = program.threads_since(before)
        figures["rate"] = figures["answered"] / figures["seconds"]
        if figures["others"] or figures["errors"]:
            say(f"{kind}: {figures['others']} answers were not 200, {figures['errors']} errors")
        return figures

    # (a)
    def bare(self):
        with bare(self.log) as program:
            figures = self.closed_loop(program, "bare")
            figures["memory"] = program.peak_megabytes()
        return figures

    # (a) with one call to the provider
    def relay(self, provider):
        cpu = provider.cpu_seconds()
        with relay(provider, self.log) as program:
            figures = self.closed_loop(program, "relay")
            figures["memory"] = program.peak_megabytes()
        return figures | {"provider_cpu": provider.cpu_seconds() - cpu}

    # (b)
    def accepting(self, provider):
        installation = Installation(self.folder / "accepting", provider.port)
        with installation.gateway(self.log, "--accept-only") as gateway:
            figures = self.closed_loop(gateway, "accept")
            figures["memory"] = gateway.peak_megabytes()
        installation.remove()
        return figures

    def accepting_at(self, rate, provider):
        """The webhook alone at a constant rate."""
        installation = Installation(self.folder / "accepting", provider.port)
        count = self.events("accept", count=int(rate * self.options.seconds) + 1)
        with installation.gateway(self.log, "--accept-only") as gateway:
            figures = constant_rate(
                gateway.port, rate, self.options.seconds, self.options.connections, self.bodies)
        installation.remove()
        return figures | {"rate": rate, "events": count}

    # (c)
    def way(self, installation, provider, villager=None):
        """All webhooks of the run until the last answer is with the provider."""
        before = delivered(provider)
        with installation.gateway(self.log) as gateway:
            count = self.events("way", villager)
            cpu, threads = provider.cpu_seconds(), gateway.threads()
            start = time.monotonic()
            figures = wrk(gateway.url, self.options.connections, self.options.seconds, self.bodies, 0, count)
            meanwhile = delivered(provider) - before
            done, changed = meanwhile, time.monotonic()
            # Some requests were cut off at the end of the run and are kept all the same.
            while time.monotonic() - changed < 3:
                now = delivered(provider) - before
                if now != done:
                    done, changed = now, time.monotonic()
                time.sleep(0.02)
            seconds = changed - start
            figures |= {
                "rate": done / seconds, "delivered": done, "meanwhile": meanwhile / figures["seconds"],
                "accepted_rate": figures["answered"] / figures["seconds"], "memory": gateway.peak_megabytes(),
                "threads": gateway.threads_since(threads), "provider_cpu": (provider.cpu_seconds() - cpu),
            }
        if done < figures["answered"]:
            say(f"way: {figures['answered']} events were accepted and {done} answered")
        return figures

    def fresh_way(self, provider):
        installation = Installation(self.folder / "way", provider.port)
        empty = installation.bytes()
        figures = self.way(installation, provider)
        figures["bytes"] = (installation.bytes() - empty) / figures["delivered"]
        installation.remove()
        return figures

    def way_at(self, rate):
        """Webhook and delivery at a constant rate, with the client as provider."""
        from programs import free_port

        port = free_port()
        with provider(self.log) as first:
            installation = Installation(self.folder / "way", first.port)
        installation = Installation(self.folder / "way", port)
        self.events("way", count=int(rate * self.options.seconds) + 1)
        with installation.gateway(self.log) as gateway:
            figures = constant_rate(
                gateway.port, rate, self.options.seconds, self.options.connections, self.bodies, port)
        installation.remove()
        return figures | {"rate": rate}

    # (d)
    def flask(self, provider):
        database = self.folder / "flask.sqlite"
        with flask_bot(database, provider, self.log) as bot:
            figures = self.closed_loop(bot, "flask")
            figures["memory"] = bot.peak_megabytes()
        for file in self.folder.glob("flask.sqlite*"):
            file.unlink()
        return figures

    def filled(self, provider):
        """A gateway's folder for each size; what an earlier run kept is filled already."""
        kept = self.options.seeded or self.folder / "filled"
        last = None
        installations = {}
        for size in self.options.sizes:
            folder = kept / str(size)
            if not folder.exists():
                say(f"filling a database up to {size:,} conversations")
                begin = time.monotonic()
                unfinished = kept / "unfinished"
                shutil.rmtree(unfinished, ignore_errors=True)
                if last:
                    shutil.copytree(kept / str(last), unfinished)
                installation = Installation(unfinished, provider.port)
                installation.seed(last or 0, size, events.QUESTIONS)
                say(f"  in {time.monotonic() - begin:.0f} s, {installation.bytes() / 2**20:,.0f} MiB")
                unfinished.rename(folder)
            last = size
            # The run adds messages of its own, to a copy.
            copy = self.folder / f"filled-{size}"
            shutil.copytree(folder, copy)
            installations[size] = Installation(copy, provider.port)
        return installations

    def growth(self, provider):
        """(c) on databases that hold more and more conversations, in turns, so that noise meets all alike."""
        installations = self.filled(provider)
        sizes = {size: installation.bytes() for size, installation in installations.items()}
        dice = random.Random(1)
        rates = {size: [] for size in self.options.sizes}
        for number in range(self.options.rounds):
            for size, installation in installations.items():
                figures = self.way(installation, provider, lambda _, size=size: dice.randrange(size))
                rates[size].append(figures["rate"])
                say(f"  round {number + 1}, {size:,} conversations: {figures['rate']:,.0f} answers/s")
        for installation in installations.values():
            installation.remove()
        return [
            {"size": size, "rate": statistics.median(rates[size]), "runs": rates[size], "bytes": sizes[size]}
            for size in self.options.sizes
        ]


def median_run(runs):
    """The run whose rate is in the middle, whole, so that its figures belong together."""
    return sorted(runs, key=lambda run: run["rate"])[len(runs) // 2]


def middle_p99(runs):
    """The run whose p99 is in the middle, with the p99 of all in milliseconds."""
    runs = sorted(runs, key=lambda run: run["webhook"]["p99"])
    return runs[len(runs) // 2] | {"all_p99": [run["webhook"]["p99"] / 1000 for run in runs]}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=int, default=10)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--connections", type=int, default=256)
    parser.add_argument("--sizes", type=lambda text: [int(size) for size in text.split(",") if size], default=[])
    parser.add_argument("--seeded", type=Path, help="keep the filled databases here, and use those that stand here")
    parser.add_argument("--write", type=Path)
    options = parser.parse_args()
    if not shutil.which("wrk"):
        sys.exit("wrk is missing: run this as `make bench`")
    folder = Path(tempfile.mkdtemp(prefix="nha-rong-bench-"))
    try:
        bench = Bench(options, folder)
        runs = {"bare": [], "relay": [], "accept": [], "way": [], "flask": []}
        with provider(bench.log) as port:
            for number in range(options.rounds):
                for kind, run in [
                    ("bare", bench.bare), ("relay", lambda: bench.relay(port)),
                    ("accept", lambda: bench.accepting(port)), ("way", lambda: bench.fresh_way(port)), ("flask", lambda: bench.flask(port)),
                ]:
                    runs[kind].append(run())
                    say(f"round {number + 1}, {kind}: {runs[kind][-1]['rate']:,.0f}/s")
            middle = {kind: median_run(values) for kind, values in runs.items()}
            say("accepting at half of its peak rate")
            half = middle_p99([bench.accepting_at(middle["accept"]["rate"] / 2, port) for _ in range(options.rounds)])
            say("webhook to answer at half of its rate")
            steady = middle_p99([bench.way_at(middle["way"]["rate"] / 2) for _ in range(options.rounds)])
            growth = bench.growth(port) if options.sizes else []
        text = report.page(options, runs, middle, half, steady, growth, folder)
        print(report.summary(middle, half, growth))
        if options.write:
            options.write.write_text(text, encoding="utf-8")
            say(f"wrote {options.write}")
    except BaseException:
        if (folder / "programs.log").exists():
            print((folder / "programs.log").read_text(errors="replace")[-2000:], file=sys.stderr)
        raise
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
