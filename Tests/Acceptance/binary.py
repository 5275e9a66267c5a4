"""What `readelf` says of a released program: `python3 binary.py PROGRAM…` ends with 1 if one of them is not hardened.

Not part of `make test`, which builds no release: `make check-binary`.
"""

import subprocess
import sys


def readelf(option, program):
    return subprocess.run(["readelf", option, "-W", program], capture_output=True, text=True, check=True).stdout


def faults(program):
    """Sentences, none for a program that is as it should be."""
    header, segments = readelf("-h", program), readelf("-l", program)
    dynamic, sections = readelf("-d", program), readelf("-S", program)
    found = []
    if "DYN (" not in header:
        found.append("it is not position-independent")
    if "GNU_RELRO" not in segments:
        found.append("it has no RELRO")
    if "BIND_NOW" not in dynamic and "NOW" not in dynamic:
        found.append("its RELRO is partial: it binds lazily")
    if any(word in dynamic for word in ("RUNPATH", "RPATH")):
        found.append("it looks for libraries beside itself (RUNPATH)")
    if any("GNU_STACK" in line and "RWE" in line for line in segments.splitlines()):
        found.append("its stack is executable")
    if " .symtab " in sections or " .debug_info " in sections:
        found.append("it is not stripped")
    return found


def main(programs):
    bad = {program: faults(program) for program in programs}
    for program, sentences in bad.items():
        print(f"{program}: {'; '.join(sentences) or 'full RELRO, no RUNPATH, stripped'}")
    return 1 if any(bad.values()) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
