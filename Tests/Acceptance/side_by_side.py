"""Runs the acceptance tests: most modules two at a time, each in a process of its own; those that measure or fill the machine alone.

Every test has its own ports, folders and programs, and most of them wait more than they work. A module's output is shown when
it failed; the last lines say how many tests ran, and the exit code is not 0 when one failed, none ran, or a module never ended.
"""

import os
import re
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
# They hold rates and latencies, kill programs under load, stop a process at single system calls, or wait 15 seconds for pages
# behind which wordings are compiled anew: what runs beside them would change what they see.
ALONE = ["test_durability", "test_kill", "test_load", "test_console_pages"]
# The longest first, so that neither side waits long for the other's last; a module that is not named here comes after them. The
# first waits minutes for tries that are put off.
LONG = [
    "test_outage", "test_console", "test_package", "test_simulator", "test_phone",
    "test_storage_troubles", "test_content_changes", "test_kannel"]
SIDES = 2
# Ports of each side, below those that the system hands out by itself.
PORTS = [(20000, 23999), (24000, 27999)]
# No module takes nearly as long, on a machine with other work too.
SECONDS = 1500


class Outcome:
    def __init__(self, module, code, text, seconds):
        self.module, self.text, self.seconds = module, text, seconds
        ran = re.findall(r"^Ran (\d+) tests? in", text, re.MULTILINE)
        self.tests = int(ran[-1]) if ran else 0
        self.skipped = sum(int(number) for number in re.findall(r"^OK \(skipped=(\d+)\)$", text, re.MULTILINE))
        self.ended = code is not None
        self.passed = code == 0 and self.tests > 0

    def line(self):
        skipped = f", {self.skipped} skipped" if self.skipped else ""
        verdict = "ok    " if self.passed else "FAILED" if self.ended else "HUNG  "
        return f"{verdict} {self.module}: {self.tests} tests{skipped}, {self.seconds:.0f} s"


def run(module, side):
    """Runs one module in a process of its own."""
    begin = time.monotonic()
    first, last = PORTS[side]
    libraries = os.pathsep.join(filter(None, [str(FOLDER), os.environ.get("PYTHONPATH")]))
    process = subprocess.Popen(
        [sys.executable, "-m", "unittest", "-v", module], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, text=True, encoding="utf-8", errors="replace",
        env={**os.environ, "PYTHONPATH": libraries, "ACCEPTANCE_PORTS": f"{first}-{last}", "PYTHONUNBUFFERED": "1"})
    try:
        text, _ = process.communicate(timeout=SECONDS)
        code = process.returncode
    except subprocess.TimeoutExpired:
        process.kill()
        text, code = process.communicate()[0], None
    outcome = Outcome(module, code, text, time.monotonic() - begin)
    # One call, so that two sides do not mix their lines.
    print((outcome.line() if outcome.passed else f"{text}\n{outcome.line()}") + "\n", end="", flush=True)
    return outcome


def main(names):
    modules = sorted(path.stem for path in FOLDER.glob("test_*.py"))
    unknown = [name for name in [*names, *ALONE, *LONG] if name not in modules]
    if unknown:
        print(f"There is no {', '.join(unknown)} in {FOLDER}.", file=sys.stderr)
        return 2
    modules = names or modules
    begin = time.monotonic()
    together = [name for name in LONG if name in modules]
    together += [name for name in modules if name not in LONG and name not in ALONE]
    waiting = list(together)

    def work(side):
        outcomes = []
        while waiting:
            outcomes.append(run(waiting.pop(0), side))
        return outcomes

    with ThreadPoolExecutor(SIDES) as pool:
        outcomes = [outcome for side in pool.map(work, range(SIDES)) for outcome in side]
    outcomes += [run(name, 0) for name in ALONE if name in modules]
    failed = [outcome for outcome in outcomes if not outcome.passed]
    tests = sum(outcome.tests for outcome in outcomes)
    skipped = sum(outcome.skipped for outcome in outcomes)
    print(f"Acceptance: {tests} tests of {len(outcomes)} modules, {skipped} skipped, {len(failed)} modules failed, "
          f"{time.monotonic() - begin:.0f} s.")
    for outcome in failed:
        print(outcome.line())
    return 1 if failed or len(outcomes) != len(modules) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
