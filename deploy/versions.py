"""The exact version of each package that a build takes, those behind the ones of Package.swift too: deploy/versions.txt.

check  compares the versions of the build folder with the list; exit code 1 and a line for each that differs
write  writes the list anew from the build folder
pin    writes Package.resolved from the list, so that the next build takes these versions and no newer ones
"""

import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LIST = ROOT / "deploy" / "versions.txt"
BUILT = ROOT / ".build" / "workspace-state.json"
PINNED = ROOT / "Package.resolved"
HEAD = """# The packages of a build that passed `make test`: name, version, commit, address. `make versions` compares a build with it,
# `make pin` lets the next one take these (docs/operations.md). Written by `make versions WRITE=1`.
"""


def built():
    """{name: (version, commit, address)} of what the build folder holds."""
    try:
        state = json.loads(BUILT.read_text(encoding="utf-8"))["object"]
    except FileNotFoundError:
        sys.exit(f"There is no {BUILT.relative_to(ROOT)}. Fix: build first.")
    found = {}
    for entry in state["dependencies"]:
        checkout = entry["state"].get("checkoutState", {})
        package = entry["packageRef"]
        if "version" not in checkout:
            sys.exit(f"{package['identity']} is built from no version. Fix: swift package reset, then build.")
        found[package["identity"]] = (checkout["version"], checkout["revision"], package["location"])
    return found


def listed():
    """The same of the list."""
    lines = [line.split() for line in LIST.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]
    return {name: (version, commit, address) for name, version, commit, address in lines}


def check():
    build, kept = built(), listed()
    differences = [
        f"{name}: built {build.get(name, ('none',))[0]}, listed {kept.get(name, ('none',))[0]}"
        for name in sorted(build.keys() | kept.keys()) if build.get(name, ())[:2] != kept.get(name, ())[:2]]
    for line in differences:
        print(line)
    if differences:
        print("Fix: `make pin` and build again for the listed versions, or `make versions WRITE=1` to list those of this build.")
        return 1
    print(f"The build takes the {len(kept)} listed versions.")
    return 0


def write():
    rows = [" ".join((name, *values)) for name, values in sorted(built().items())]
    LIST.write_text(HEAD + "\n".join(rows) + "\n", encoding="utf-8")
    print(f"{LIST.relative_to(ROOT)}: {len(rows)} packages")
    return 0


def pin():
    pins = [
        {"identity": name, "kind": "remoteSourceControl", "location": address,
         "state": {"revision": commit, "version": version}}
        for name, (version, commit, address) in sorted(listed().items())]
    PINNED.write_text(json.dumps({"pins": pins, "version": 2}, indent=2) + "\n", encoding="utf-8")
    print(f"{PINNED.relative_to(ROOT)}: {len(pins)} packages. Now: swift build --only-use-versions-from-resolved-file")
    return 0


if __name__ == "__main__":
    verbs = {"check": check, "write": write, "pin": pin}
    if len(sys.argv) != 2 or sys.argv[1] not in verbs:
        sys.exit(__doc__)
    sys.exit(verbs[sys.argv[1]]())
