"""The operator as Kannel's own fakesmsc plays it, over bearerbox's line protocol."""

import re
import subprocess
import threading
from pathlib import Path
from urllib.parse import unquote_to_bytes

from processes import Process, free_port, wait_for
from sms_text import Concatenation, Sms

FAKESMSC = "/usr/lib/kannel/test/fakesmsc"
READ_AT_ONCE = 255
LOGGED = re.compile(r"^\S+ \S+ \[\d+\] \[\d+\] \w+: Got message \d+: <(.*)>$")
TAKEN = re.compile(r": fakesmsc: sent message (\d+)$")
MESSAGE = re.compile(r"^(\S+) (\S+) (text|ucs-2|udh|data) ?(.*)$")


class FakeOperator:
    """Villagers behind fakesmsc: `write` sends their messages, `sent` holds what came to their phones."""

    configuration = "smsc-fake.conf"
    connects_first = False

    def __init__(self):
        self.port = free_port()
        self.replacements = {"port = 13100": f"port = {self.port}"}
        self.status = "fake[fake]"
        self.sent = []
        self._process = None
        self._taken = 0
        self._parts = Concatenation()

    def start(self, folder):
        self.log = Path(folder) / "fakesmsc.log"
        # -v 0, because fakesmsc tells of later messages only at that level.
        self._process = Process(
            "fakesmsc", [FAKESMSC, "-H", "127.0.0.1", "-r", self.port, "-i", "0", "-v", "0"], self.log,
            stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def stop(self):
        if self._process:
            self._process.stop()
            self._reader.join(5)
            self._process.popen.stdin.close()
            self._process.popen.stderr.close()

    def write(self, sender, text, to="8079", ucs2=True):
        """One message from a villager. `ucs2=False` sends it in 7 bits, as phones do with text without marks."""
        if ucs2:
            content = "ucs2 " + "".join(f"%{octet:02X}" for octet in text.encode("utf-16-be"))
        else:
            assert "\n" not in text, "fakesmsc reads one message from each line"
            content = "text " + text
        self._type(f"{sender} {to} {content}\n".encode())

    def _type(self, line):
        """Hands a line to fakesmsc in the pieces that it reads at once.

        What it does not read at once stays in its input buffer, unnoticed until something else is typed.
        """
        for at in range(0, len(line), READ_AT_ONCE):
            before = self._taken
            self._process.popen.stdin.write(line[at:at + READ_AT_ONCE])
            self._process.popen.stdin.flush()
            wait_for(lambda: self._taken > before, 10, "fakesmsc to take a message")

    def _read(self):
        with open(self.log, "ab") as log:
            for raw in self._process.popen.stderr:
                log.write(raw)
                log.flush()
                line = raw.decode("utf-8", "replace").rstrip("\n")
                if taken := TAKEN.search(line):
                    self._taken = int(taken.group(1))
                elif logged := LOGGED.match(line):
                    self._take(logged.group(1))

    def _take(self, line):
        message = MESSAGE.match(line)
        if not message:
            # A line break inside a 7-bit message also ends a line of the protocol: this is the rest of the last one.
            self.sent[-1].text += "\n" + line
            return
        sender, recipient, kind, content = message.groups()
        if kind == "text":
            self.sent.append(Sms(sender, recipient, content, ucs2=False))
        elif kind == "ucs-2":
            self.sent.append(Sms(sender, recipient, octets(content).decode("utf-16-be"), ucs2=True))
        elif kind == "data":
            self.sent.append(Sms(sender, recipient, octets(content).decode("latin-1"), ucs2=False))
        else:
            header, _, data = content.partition(" data ")
            whole = self._parts.add(sender, recipient, octets(header), octets(data))
            if whole:
                parts, joined = whole
                # The line does not tell the coding. Vietnamese in UTF-16 always has zero octets (its blanks), 7-bit
                # text, which fakesmsc shows as UTF-8, never has.
                ucs2 = 0 in joined
                text = joined.decode("utf-16-be" if ucs2 else "utf-8")
                self.sent.append(Sms(sender, recipient, text, ucs2, parts))


def octets(escaped):
    return unquote_to_bytes(escaped.replace("+", " "))
