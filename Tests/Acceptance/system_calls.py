"""What `strace -f -y` wrote, as events in the order in which calls began and ended."""

import re
import subprocess

CALLS = "read,readv,recvfrom,recvmsg,pwrite64,pwritev,fdatasync,fsync,write,writev,sendto,sendmsg"
LINE = re.compile(r"^(?P<thread>\d+) +(?P<rest>.*)$")
RESUMED = re.compile(r"^<\.\.\. (?P<call>\w+) resumed>(?P<rest>.*)$")
# strace pads short calls so that results stand in a column.
RESULT = re.compile(r"^.*\) += (?P<result>\S.*)$")
BEGUN = re.compile(r"^(?P<call>\w+)\((?P<rest>.*)$")


class SystemCall:
    """One call: its thread, its arguments as text, its result, and the lines on which it began and ended."""

    def __init__(self, thread, name, text, begun):
        self.thread = thread
        self.name = name
        self.text = text
        self.begun = begun
        self.ended = None

    @property
    def result(self):
        """What the call returned, such as "0", "4096" or "-1 EIO …"; empty when the trace does not tell."""
        match = RESULT.match(self.text)
        return match["result"] if match else ""


def refusal():
    """Why this machine does not let us trace, or None."""
    try:
        result = subprocess.run(["strace", "-f", "-o", "/dev/null", "true"], capture_output=True, text=True, timeout=30)
    except OSError as error:
        return f"strace cannot be run: {error}"
    return None if result.returncode == 0 else f"strace may not trace here: {result.stderr.strip()}"


def tracing(path):
    """What stands before a program's command so that its calls are written to `path`."""
    # -D leaves the process number to the program, -y names files, -s shows whole pages.
    return ["strace", "-D", "-f", "-y", "-s", "5000", "-e", f"trace={CALLS}", "-o", str(path)]


def calls(path):
    """All finished calls of a trace."""
    finished, open_calls = [], {}
    with open(path, encoding="utf-8", errors="replace") as file:
        for number, line in enumerate(file):
            match = LINE.match(line.rstrip("\n"))
            if not match:
                continue
            thread, rest = match["thread"], match["rest"]
            if resumed := RESUMED.match(rest):
                call = open_calls.pop(thread, None)
                if call:
                    call.text += resumed["rest"]
            elif begun := BEGUN.match(rest):
                call = SystemCall(thread, begun["call"], begun["rest"], number)
                if rest.endswith("<unfinished ...>"):
                    open_calls[thread] = call
                    continue
            else:
                continue
            if call:
                call.ended = number
                finished.append(call)
    return sorted(finished, key=lambda call: call.begun)
