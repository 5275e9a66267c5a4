"""`make profile`: where the processor time of a message goes, and the memory, by the code that spends it, in docs/profile.md.

python3 profile.py --seconds 10 --rounds 2 --connections 256 --write ../../docs/profile.md

Linux' perf looks at the gateway some hundred times a second while wrk sends and until the last answer is delivered. The time of what has no
name of its own in the program (memory, reference counts, the kernel) counts for the part that called it, and is told beside it.
"""

import argparse
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import events
import heap
from bench import Bench, say
from parts import part_of
from programs import Installation, provider
from report import machine, table

PER_SECOND = 499
MEMORY = re.compile(r"malloc|calloc|realloc|^_?_?(int_)?free|cfree|unlink_chunk|tcache|swift_slowAlloc|swift_alloc|swift_dealloc|sysmalloc|mmap|madvise|brk")
COUNTS = re.compile(r"swift_(bridgeObject)?(retain|release)|swift_(arrayInit|arrayDestroy|isUnique)|RefCount|initStackObject")


def leaf_of(address, name):
    if address.startswith("ffff") and len(address) == 16:
        return "kernel"
    return "memory" if MEMORY.search(name) else "counts" if COUNTS.search(name) else "own"


def samples(recording):
    """The part and the kind of leaf of each sample."""
    script = subprocess.run(
        ["perf", "script", "-i", recording, "-F", "comm,ip,sym", "--no-demangle", "--no-inline"], capture_output=True, text=True, errors="replace", check=True)
    for sample in script.stdout.split("\n\n"):
        frames = [line.split(None, 1) for line in sample.splitlines()[1:] if line.strip()]
        if not frames:
            continue
        names = [frame[1] if len(frame) > 1 else "[unknown]" for frame in frames]
        yield part_of(names), leaf_of(frames[0][0], names[0])


class Profile(Bench):
    def profiled(self, channel, kind, provider):
        """The whole way of `make bench`, or accepting alone, looked at by perf; figures of the run, and how many samples each part has."""
        recording = self.folder / "perf.data"
        installation = Installation(self.folder / "way", provider.port)
        with installation.gateway(self.log, *(["--accept-only"] if kind == "accept" else [])) as gateway:
            idle = memory(gateway)
            watcher = subprocess.Popen(
                ["perf", "record", "-q", "-F", str(PER_SECOND), "--call-graph", "dwarf,8192", "-o", recording, "-p", str(gateway.process.pid)],
                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            before = gateway.cpu_seconds()
            if kind == "accept":
                figures = self.closed_loop(gateway, channel, kind)
                figures["delivered"] = figures["answered"]
            else:
                figures = self.whole(gateway, channel, kind, provider)
            figures["cpu"] = gateway.cpu_seconds() - before
            figures["memory"] = (idle, memory(gateway))
            watcher.send_signal(signal.SIGINT)
            watcher.wait(60)
        installation.remove()
        return figures, Counter(samples(recording))

    def holding(self, channel, provider):
        """Megabytes that each part holds when all hold most, of a run that is slower by the watching."""
        installation = Installation(self.folder / "way", provider.port)
        raw = self.folder / "heap"
        with heap.watched(installation, self.log, raw) as gateway:
            time.sleep(10)
            self.whole(gateway, channel, "way", provider)
        installation.remove()
        return heap.held(raw)


def memory(gateway):
    """What the gateway has resident, in MB: of its own, and mapped from the program and the database's files."""
    status = Path(f"/proc/{gateway.process.pid}/status").read_text()
    return [int(re.search(rf"{name}:\s+(\d+)", status).group(1)) / 1024 for name in ("RssAnon", "RssFile", "VmHWM")]


def rows(figures, counts):
    micros = figures["cpu"] / figures["delivered"] * 1e6 / sum(counts.values())
    kinds = ("own", "memory", "counts", "kernel")

    def row(name, numbers):
        whole = sum(numbers)
        return (name, f"{whole / sum(counts.values()):.1%}", f"**{whole * micros:.0f}**", *(f"{number * micros:.0f}" for number in numbers))

    parts = {part: [counts[part, kind] for kind in kinds] for part, _ in counts}
    for part, numbers in sorted(parts.items(), key=lambda entry: -sum(entry[1])):
        yield row(part, numbers)
    yield row("all", [sum(numbers) for numbers in zip(*parts.values())])


def page(options, found, holding, folder):
    text = f"""# Where the time of a message goes

Written by `make profile`; never by hand.

{table(["", ""], machine(folder))}

The whole way of [performance.md](performance.md), and accepting alone, {options.seconds} s of wrk with {options.connections} connections and until the last answer is
delivered, in {options.rounds} rounds, which are added up; perf looked {PER_SECOND} times a second. The innermost function of the program says to which part a sample
belongs; the last four columns say what was done there: the part's own instructions, memory asked for and given back, references counted, the kernel. All in µs
of processor time per message, of the gateway alone.
"""
    for (channel, kind), (figures, counts) in found.items():
        name, done = (f"{channel.capitalize()}, accepting alone", "accepted") if kind == "accept" else (channel.capitalize(), "answered")
        text += f"\n## {name}\n\n{figures['delivered']:,} messages {done}, {figures['rate']:,.0f} a second.\n\n"
        text += table(["part", "share", "µs", "own", "memory", "references", "kernel"], list(rows(figures, counts))) + "\n"
        idle, after = figures["memory"]
        text += "\n" + table(
            ["resident memory, MB", "its own", "mapped from files", "highest"],
            [("before the first message", *(f"{value:.0f}" for value in idle)), ("after the last", *(f"{value:.0f}" for value in after))]) + "\n"
    channel, parts = holding
    text += f"""
## Memory

What each part had asked for and not given back when that was most, in MB, over another run of {channel.capitalize()}'s messages, by heaptrack. Beside it the gateway has
what memory costs that is kept free for the next request, and what is mapped: the program itself, and the database's index of its journal.

"""
    lines = [(part, f"{size:.1f}") for part, size in parts.most_common() if size >= 0.05]
    return text + table(["part", "MB"], lines + [("all", f"{sum(parts.values()):.1f}")]) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=int, default=10)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--connections", type=int, default=256)
    parser.add_argument("--write", type=Path)
    options = parser.parse_args()
    for program in ("wrk", "perf", "heaptrack_print"):
        if not shutil.which(program):
            sys.exit(f"{program} is missing: run this as `make profile`")
    folder = Path(tempfile.mkdtemp(prefix="nha-rong-profile-"))
    try:
        profile, found = Profile(options, folder), {}
        with provider(profile.log) as port:
            for number in range(options.rounds):
                for run in [(channel, kind) for kind in ("way", "accept") for channel in events.CHANNELS]:
                    figures, counts = profile.profiled(*run, port)
                    say(f"round {number + 1}, {' '.join(run)}: {figures['rate']:,.0f}/s, {sum(counts.values()):,} samples")
                    if run in found:
                        last, earlier = found[run]
                        figures = {name: last[name] + figures[name] for name in ("cpu", "delivered")} | {
                            "rate": (last["rate"] + figures["rate"]) / 2, "memory": figures["memory"]}
                        counts += earlier
                    found[run] = (figures, counts)
            holding = (events.CHANNELS[0], profile.holding(events.CHANNELS[0], port))
        text = page(options, found, holding, folder)
        print(text)
        if options.write:
            options.write.write_text(text, encoding="utf-8")
            say(f"wrote {options.write}")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
