"""Which source files one text message runs through, from Kannel's call to the answer at Kannel.

Watches the first call of every function of our own in a debug build, with `first_calls.c` beside it (x86-64 Linux, root or the
right to trace, LLVM's symbolizer):

    PYTHONPATH=Tests/Acceptance python3 Tests/Walk/files_of_the_walk.py --list

A file counts when a function of it runs for the message that does not run while nothing comes, so what workers do at their
ticks does not count. GATEWAY names another program. The message is a villager's second, whose conversation is known.
"""

import argparse
import json
import signal
import subprocess
import tempfile
import time
from collections import Counter
from pathlib import Path

import gateway_process
from gateway_process import Gateway
from kannel_caller import ANSWERS, KannelCaller, answers_to, kannel_replacements
from loopback_provider import LoopbackProvider
from processes import free_port, wait_for

IDLE_SECONDS = 30


def functions(program):
    """The file below Sources of each function of our own, by its address in the program."""
    listed = subprocess.run(["nm", program], check=True, capture_output=True, text=True).stdout
    addresses = sorted({
        parts[0] for parts in (line.split(" ", 2) for line in listed.splitlines())
        if len(parts) == 3 and parts[1] in "tT" and parts[2].startswith("$s")})
    answer = subprocess.run(
        ["llvm-symbolizer", "-e", program, "--output-style=JSON", "--no-inlines"], check=True, capture_output=True,
        text=True, input="".join(f"0x{address}\n" for address in addresses)).stdout
    found = {}
    for address, line in zip(addresses, answer.splitlines(), strict=True):
        for frame in json.loads(line).get("Symbol", []):
            name = frame.get("FileName", "")
            if "/Sources/" in name and "/.build/" not in name and name.endswith(".swift"):
                found[int(address, 16)] = name[name.index("/Sources/") + len("/Sources/"):]
    return found


class Watcher:
    """Watches one process for a while: `with Watcher(…) as seen:`, whose `calls` are (file, thread) afterwards."""

    def __init__(self, tracer, process, program, files, each=False):
        maps = Path(f"/proc/{process}/maps").read_text(encoding="ascii").splitlines()
        self.base = min(int(line.split("-")[0], 16) for line in maps if line.endswith(str(Path(program).resolve())))
        self.files, self.calls = files, []
        self.process = subprocess.Popen(
            [tracer, str(process), *(["each"] if each else [])], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def __enter__(self):
        self.process.stdin.write("".join(f"{self.base + address:x}\n" for address in self.files))
        self.process.stdin.close()
        assert self.process.stdout.readline() == "ready\n", "the process cannot be traced"
        return self

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        for line in self.process.stdout:
            address, thread = line.split()
            self.calls.append((int(address, 16) - self.base, int(thread)))
        self.process.wait(timeout=60)


def function_named(symbol, program):
    """The address of one function."""
    listed = subprocess.run(["nm", program], check=True, capture_output=True, text=True).stdout
    return {int(line.split()[0], 16): symbol for line in listed.splitlines() if line.endswith(" T " + symbol)}


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--list", action="store_true", help="print the files in the order in which they are reached")
    arguments.add_argument("--idle", type=int, default=IDLE_SECONDS, help="seconds without a message")
    arguments.add_argument("--count", metavar="SYMBOL", help="only count how often this function is called for the message")
    options = arguments.parse_args()
    program = gateway_process.GATEWAY
    files = function_named(options.count, program) if options.count else functions(program)
    with tempfile.TemporaryDirectory() as folder, LoopbackProvider(ANSWERS) as provider:
        tracer = Path(folder) / "first_calls"
        subprocess.run(["cc", "-O1", "-o", tracer, Path(__file__).with_name("first_calls.c")], check=True)
        port = free_port()
        with Gateway(folder, port, kannel_replacements(folder, port, provider)) as gateway:

            def ask(id):
                provider.forget()
                status = KannelCaller(port).ask("+84901000001", id)[0]
                assert status == 200, f"the gateway answered {status}"
                wait_for(lambda: answers_to(provider, "+84901000001"), 60, "the answer at Kannel")
                time.sleep(2)

            def watcher():
                return Watcher(tracer, gateway._process.popen.pid, program, files, each=options.count is not None)

            ask("first")
            if options.count:
                with watcher() as seen:
                    ask("second")
                return print(len(seen.calls), "calls")
            with watcher() as idle:
                time.sleep(options.idle)
            with watcher() as walk:
                ask("second")
    ticks = {address for address, _ in idle.calls}
    calls = [(files[address], thread) for address, thread in walk.calls if address not in ticks]
    reached = [file for file, _ in calls]
    counts, first, threads = Counter(reached), {}, {}
    for file, thread in calls:
        first.setdefault(file, threads.setdefault(thread, len(threads) + 1))
    if options.list:
        for file, thread in first.items():
            print(f"thread {thread:<2} {counts[file]:4} {file}")
    modules = Counter(file.split("/")[0] for file in counts)
    print(", ".join(f"{module} {number}" for module, number in modules.most_common()))
    print(f"{len(counts)} files, {len(reached)} functions")


if __name__ == "__main__":
    main()
