"""A real Kannel for a test: bearerbox, smsbox and an operator on free ports, in a folder of its own.

The files are those of config/kannel, copied into a temporary folder. What must differ in a test (ports, folders,
passwords) is exchanged by exact strings, see `Kannel.replacements`: a string that is no longer in the file fails the
test, so the files that an installation copies are the files that were tested.
"""

import tempfile
import urllib.error
import urllib.request
from pathlib import Path

from fake_operator import FakeOperator
from processes import REPOSITORY, Process, free_port, substituted, tail, wait_for

BEARERBOX = "/usr/sbin/bearerbox"
SMSBOX = "/usr/sbin/smsbox"
FILES = REPOSITORY / "config" / "kannel"


class Kannel:
    """`with Kannel(gateway_port) as kannel:` runs the boxes until the block ends."""

    def __init__(self, gateway_port, operator=None, webhook_secret="webhook-secret-3f9a", password="sendsms-6b1c"):
        self.gateway_port = gateway_port
        self.operator = operator or FakeOperator()
        self.webhook_secret = webhook_secret
        self.password = password
        self.admin_port, self.smsbox_port, self.sendsms_port = free_port(), free_port(), free_port()
        self._folder = tempfile.TemporaryDirectory(prefix="kannel-")
        self.folder = Path(self._folder.name)
        self._processes = []

    @property
    def sendsms_url(self):
        return f"http://127.0.0.1:{self.sendsms_port}/cgi-bin/sendsms"

    @property
    def replacements(self):
        return {
            "admin-port = 13000": f"admin-port = {self.admin_port}",
            "smsbox-port = 13001": f"smsbox-port = {self.smsbox_port}",
            "sendsms-port = 13013": f"sendsms-port = {self.sendsms_port}",
            "http://127.0.0.1:8080/": f"http://127.0.0.1:{self.gateway_port}/",
            "/etc/kannel/smsc-fake.conf": self.folder / self.operator.configuration,
            "/var/spool/kannel": self.folder / "spool",
            "/var/log/kannel": self.folder / "log",
            "CHANGE-ME-ADMIN": "admin",
            "CHANGE-ME-SENDSMS": self.password,
            "CHANGE-ME-WEBHOOK-SECRET": self.webhook_secret,
        }

    def __enter__(self):
        try:
            self._start()
        except BaseException as error:
            error.add_note(self.log_tails())
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        self.operator.stop()
        for process in reversed(self._processes):
            process.stop()
        self._folder.cleanup()

    def _start(self):
        for name in ("log", "spool/store", "spool/dlr"):
            (self.folder / name).mkdir(parents=True)
        self._copy("kannel.conf", self.replacements)
        self._copy(self.operator.configuration, self.operator.replacements)

        if self.operator.connects_first:
            self.operator.start(self.folder)
        self._run(BEARERBOX)
        wait_for(lambda: self.status(), 15, "bearerbox to answer on its admin port")
        self._run(SMSBOX)
        wait_for(lambda: "smsbox:(none)" in self.status(), 15, "smsbox to connect")
        if not self.operator.connects_first:
            self.operator.start(self.folder)
        wait_for(lambda: self.operator.status in self.status() and "(online" in self.status(), 15,
                 "the operator to be connected")

    def _copy(self, name, replacements):
        text = substituted((FILES / name).read_text(encoding="utf-8"), replacements, name)
        (self.folder / name).write_text(text, encoding="utf-8")

    def _run(self, program):
        name = Path(program).name
        # -v 1 tells more on the standard output, for the case of a failure; the log files that the configuration
        # names stay as they are in production.
        self._processes.append(
            Process(name, [program, "-v", "1", self.folder / "kannel.conf"], self.folder / f"{name}-debug.log"))

    def status(self):
        """Kannel's status page as text, empty while bearerbox is not up."""
        for process in self._processes:
            process.require_running()
        try:
            address = f"http://127.0.0.1:{self.admin_port}/status.txt?password=admin"
            with urllib.request.urlopen(address, timeout=5) as answer:
                return answer.read().decode("utf-8", "replace")
        except (urllib.error.URLError, OSError):
            return ""

    def messages_to(self, number):
        """What reached the phone with that number so far."""
        return [sms for sms in list(self.operator.sent) if sms.recipient == number]

    def production_logs(self):
        """What the logs hold that an installation keeps."""
        return "".join(path.read_text(errors="replace") for path in sorted((self.folder / "log").glob("*.log")))

    def log_tails(self):
        return "".join(tail(path) for path in sorted(self.folder.rglob("*.log")))
