"""Which part of the gateway holds the memory that it asked for, when that is most: by heaptrack, over a run of its own."""

import subprocess
from collections import Counter
from pathlib import Path

from parts import part_of
from programs import GATEWAY, Program

PRELOAD = Path("/usr/lib/heaptrack/libheaptrack_preload.so")
INTERPRET = Path("/usr/lib/heaptrack/libexec/heaptrack_interpret")


def watched(installation, log, raw):
    """A gateway whose requests for memory are written down; each takes several times as long."""
    return Program(
        [GATEWAY, "serve", "--config", installation.configuration], installation.port, log,
        {"LD_PRELOAD": str(PRELOAD), "DUMP_HEAPTRACK_OUTPUT": str(raw)})


def held(raw):
    """Megabytes of each part at the moment when all together were most."""
    read, stacks = raw.with_suffix(".read"), raw.with_suffix(".stacks")
    with open(raw, "rb") as source, open(read, "wb") as target:
        subprocess.run([INTERPRET], stdin=source, stdout=target, stderr=subprocess.DEVNULL, check=True)
    subprocess.run(
        ["heaptrack_print", "-f", read, "-F", stacks, "--flamegraph-cost-type", "peak", "-p0", "-a0", "-T0", "-l0"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
    parts = Counter()
    with open(stacks, errors="replace") as lines:
        for line in lines:
            frames, _, size = line.rstrip().rpartition(" ")
            if int(size):
                parts[part_of(reversed(frames.split(";")))] += int(size) / 1e6
    return parts
