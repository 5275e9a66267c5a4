"""The gateway under test: a process with a configuration of its own, made from config/gateway.yaml."""

import os
import re
import ssl
import subprocess
import urllib.error
import urllib.request
from pathlib import Path

from processes import REPOSITORY, Process, free_port, substituted, wait_for

TEMPLATE = REPOSITORY / "config" / "gateway.yaml"


def program(variable, default):
    """The path of a built program: from the environment, else from the debug build."""
    return Path(os.environ.get(variable, REPOSITORY / default)).absolute()


GATEWAY = program("GATEWAY", ".build/debug/gateway")
SIMULATOR = program("SIMULATOR", ".build/debug/simulator")


def settings(replacements):
    """config/gateway.yaml with each key exchanged for its value; fails when a key does not stand in the file."""
    return substituted(TEMPLATE.read_text(encoding="utf-8"), replacements, TEMPLATE.name)


def own_files(folder, port):
    """The replacements that every test needs: a port and files of its own, the content of the repository."""
    config = REPOSITORY / "config"
    return {
        " port: 8080": f" port: {port}",
        "office_port: 8081": f"office_port: {free_port()}",
        "public_url: http://127.0.0.1:8080": f"public_url: http://127.0.0.1:{port}",
        "../var/gateway.sqlite": f"{folder}/data/gateway.sqlite",
        "../keys/gateway.key": f"{folder}/keys/gateway.key",
        "services: services": f"services: {config}/services",
        "communes: communes": f"communes: {config}/communes",
        "intents: ../intents": f"intents: {REPOSITORY}/intents",
        "replies: replies.yaml": f"replies: {config}/replies.yaml",
        # One machine plays many villagers here; what a day may cost has tests of its own.
        "segments_per_day: 20000": "segments_per_day: 0",
        "sender_answers_per_day: 60": "sender_answers_per_day: 0",
    }


class Gateway:
    """`with Gateway(folder, port, replacements) as gateway:` runs `gateway serve` until the block ends.

    It works in the repository's root, so that paths in the configuration mean the same as for a developer. `before`
    is what stands before the program in its command, such as a tracer that leaves the process number to it. `secure`: the
    office's port answers by TLS.
    """

    def __init__(self, folder, port, replacements, environment=None, before=(), secure=False):
        self.folder = Path(folder)
        self.port = port
        self.log = self.folder / "gateway.log"
        self.configuration = self.folder / "gateway.yaml"
        text = settings(replacements)
        self.configuration.write_text(text, encoding="utf-8")
        self.office_port = int(re.search(r"^  office_port: (\d+)$", text, re.MULTILINE)[1])
        self.office_url = f"{'https' if secure else 'http'}://127.0.0.1:{self.office_port}"
        self.environment = os.environ | (environment or {})
        self._before = list(before)
        self._process = None

    def __enter__(self):
        self.start()
        return self

    def text(self, number, text, message_id):
        """A villager texts the sample commune, in the way of Kannel's post-url; the gateway takes it."""
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/webhooks/sms-dak-ha?secret=sample-secret-change-me&id={message_id}"
            "&to=8079&ts=1795438690",
            data=text.encode(), headers={"Content-Type": "text/plain; charset=UTF-8", "X-Kannel-From": number})
        with urllib.request.urlopen(request, timeout=30) as answer:
            assert answer.status == 200, answer.status

    def __exit__(self, kind, *_):
        if kind is None:
            self.stop()
        elif self._process:
            self._process.stop()

    def start(self):
        self._process = Process(
            "gateway", [*self._before, GATEWAY, "serve", "--config", self.configuration], self.log,
            cwd=REPOSITORY, env=self.environment)
        try:
            wait_for(self.healthy, 180, "the gateway's /health to answer 200")
        except BaseException as error:
            error.add_note(self._process.tail())
            self._process.stop()
            raise

    def stop(self):
        """Ends it with SIGTERM; fails unless it ends by itself, in time, with exit code 0."""
        code = self._process.stop(seconds=20)
        if code != 0:
            how = "had to be killed" if code is None else f"ended with {code}"
            raise AssertionError(f"after SIGTERM the gateway {how}\n{self._process.tail()}")

    def kill(self):
        """Ends it with SIGKILL, as a power cut does to a process."""
        self._process.popen.kill()
        self._process.popen.wait(timeout=20)

    def health(self):
        """(status, text) of /health, on the office's port."""
        try:
            # Who stands there is known; a certificate of a test is vouched for by nobody.
            context = ssl._create_unverified_context() if self.office_url.startswith("https") else None
            with urllib.request.urlopen(f"{self.office_url}/health", timeout=30, context=context) as answer:
                return answer.status, answer.read().decode("utf-8")
        except urllib.error.HTTPError as refusal:
            return refusal.code, refusal.read().decode("utf-8")

    def healthy(self):
        self._process.require_running()
        try:
            return self.health()[0] == 200
        except OSError:
            return False

    def run(self, *arguments, text=""):
        """The output of another subcommand with the same configuration and input; fails unless it exits with 0."""
        result = subprocess.run(
            [GATEWAY, *map(str, arguments), "--config", self.configuration], cwd=REPOSITORY, env=self.environment,
            input=text, capture_output=True, text=True, encoding="utf-8", timeout=120)
        if result.returncode != 0:
            raise AssertionError(
                f"gateway {arguments} ended with {result.returncode}\n{result.stdout}{result.stderr}")
        return result.stdout

    def tail(self):
        return self._process.tail() if self._process else ""
