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
from programs import SETTLES, Installation, bare, constant_rate, counts, flask_bot, free_port, provider, relay, wrk

# Requests that a run of a second may need at most; a run that uses them up ends early and counts its own time.
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
        self.requests = folder / "requests"

    def prepare(self, channel, kind, villager=None, count=None):
        """Writes requests with new ids."""
        self.runs += 1
        events.write(
            self.requests, count or int(MOST[kind] * self.options.seconds), f"{int(time.time()):x}{self.runs:03x}",
            villager or (lambda number: number // MESSAGES_OF_VILLAGER), channel)

    def closed_loop(self, program, channel, kind):
        self.prepare(channel, kind)
        before = program.threads()
        figures = wrk(program.url, self.options.connections, self.options.seconds, self.requests)
        figures["threads"] = program.threads_since(before)
        figures["rate"] = figures["answered"] / figures["seconds"]
        self.complain(figures, channel, kind)
        return figures

    def complain(self, figures, channel, kind):
        if figures["others"] or figures["errors"]:
            say(f"{channel} {kind}: {figures['others']} answers were not 200, {figures['errors']} errors")

    # (a)
    def bare(self, channel):
        with bare(self.log) as program:
            figures = self.closed_loop(program, channel, "bare")
            figures["memory"] = program.peak_megabytes()
        return figures

    # (b)
    def accepting(self, channel, provider):
        installation = Installation(self.folder / "accepting", provider.port)
        with installation.gateway(self.log, "--accept-only") as gateway:
            figures = self.closed_loop(gateway, channel, "accept")
            figures["memory"] = gateway.peak_megabytes()
        installation.remove()
        return figures

    def accepting_at(self, rate, channel, provider):
        """The webhook alone at a constant rate."""
        installation = Installation(self.folder / "accepting", provider.port)
        self.prepare(channel, "accept", count=int(rate * self.options.seconds) + 1)
        with installation.gateway(self.log, "--accept-only") as gateway:
            figures = constant_rate(
                gateway.port, rate, self.options.seconds, self.options.connections, self.requests)
        installation.remove()
        return figures | {"rate": rate}

    def whole(self, program, channel, kind, provider, villager=None):
        """All webhooks of a run, until the last message is with the provider and the last report with the program."""
        self.prepare(channel, kind, villager)
        before, cpu, threads = counts(provider), provider.cpu_seconds(), program.threads()
        figures = wrk(program.url, self.options.connections, self.options.seconds, self.requests)
        last, changed = counts(provider), time.monotonic()
        meanwhile = last["messages"] - before["messages"]
        # Some requests were cut off at the end of the run and are kept all the same. Kannel brings a report that was
        # refused again after five seconds.
        while time.monotonic() - changed < (6 if last["refused"] > before["refused"] else 3):
            now = counts(provider)
            if now != last:
                last, changed = now, time.monotonic()
            time.sleep(0.02)
        done = {name: last[name] - before[name] for name in ("messages", "reports", "refused", "lost")}
        self.complain(figures, channel, kind)
        if done["messages"] < figures["answered"]:
            say(f"{channel} {kind}: {figures['answered']} events were accepted and {done['messages']} answered")
        if channel == "kannel" and (done["reports"] != 2 * done["messages"] or done["refused"] or done["lost"]):
            say(f"{channel} {kind}: of {done['messages']} messages {done['reports']} reports were taken, "
                f"{done['refused']} refused and {done['lost']} lost")
        return figures | {
            "rate": done["messages"] / (last["last"] - figures["began"]), "delivered": done["messages"],
            "meanwhile": meanwhile / figures["seconds"], "accepted_rate": figures["answered"] / figures["seconds"],
            "memory": program.peak_megabytes(), "threads": program.threads_since(threads),
            "provider_cpu": provider.cpu_seconds() - cpu,
        }

    # (a+)
    def relay(self, channel, provider):
        with relay(channel, provider, self.log) as program:
            return self.whole(program, channel, "relay", provider)

    # (c)
    def way(self, installation, channel, provider, villager=None, rest=0):
        with installation.gateway(self.log) as gateway:
            time.sleep(max(0, rest - SETTLES))
            return self.whole(gateway, channel, "way", provider, villager)

    def fresh_way(self, channel, provider):
        installation = Installation(self.folder / "way", provider.port)
        empty = installation.bytes()
        figures = self.way(installation, channel, provider)
        figures["bytes"] = (installation.bytes() - empty) / figures["delivered"]
        installation.remove()
        return figures

    def way_at(self, rate, channel):
        """Webhook and delivery at a constant rate, with the client as provider."""
        port = free_port()
        with provider(self.log) as first:
            installation = Installation(self.folder / "way", first.port)
        installation = Installation(self.folder / "way", port)
        self.prepare(channel, "way", count=int(rate * self.options.seconds) + 1)
        with installation.gateway(self.log) as gateway:
            figures = constant_rate(
                gateway.port, rate, self.options.seconds, self.options.connections, self.requests, port)
        installation.remove()
        return figures | {"rate": rate}

    # (d)
    def flask(self, provider):
        database = self.folder / "flask.sqlite"
        with flask_bot(database, provider, self.log) as bot:
            figures = self.closed_loop(bot, "zalo", "flask")
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
                figures = self.way(
                    installation, "zalo", provider, lambda _, size=size: dice.randrange(size), report.START)
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
        runs = {}
        with provider(bench.log) as port:
            kinds = [
                (channel, kind, run) for channel in events.CHANNELS for kind, run in [
                    ("bare", bench.bare), ("relay", lambda channel: bench.relay(channel, port)),
                    ("accept", lambda channel: bench.accepting(channel, port)),
                    ("way", lambda channel: bench.fresh_way(channel, port)),
                ]] + [("zalo", "flask", lambda _: bench.flask(port))]
            for number in range(options.rounds):
                for channel, kind, run in kinds:
                    figures = run(channel)
                    runs.setdefault((channel, kind), []).append(figures)
                    say(f"round {number + 1}, {channel} {kind}: {figures['rate']:,.0f}/s")
            middle = {key: median_run(values) for key, values in runs.items()}
            half, steady = {}, {}
            for channel in events.CHANNELS:
                say(f"{channel}: accepting at half of its peak rate")
                rate = middle[channel, "accept"]["rate"] / 2
                half[channel] = middle_p99([bench.accepting_at(rate, channel, port) for _ in range(options.rounds)])
                say(f"{channel}: webhook to answer at half of its rate")
                rate = middle[channel, "way"]["rate"] / 2
                steady[channel] = middle_p99([bench.way_at(rate, channel) for _ in range(options.rounds)])
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
