"""A dossier portal that does not answer, and a gateway that is killed while a villager waits for the late answer."""

import contextlib
import json
import shutil
import tempfile
import threading
import time
import unittest
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from database import Database
from gateway_process import GATEWAY, Gateway, own_files
from loopback_provider import LoopbackProvider
from processes import REPOSITORY, free_port, wait_for

CODE = "000.00.53.H48-261120-0001"
PHONE = "+84901234567"


class Portal:
    """`with Portal() as portal:` answers 503 until `portal.well` is set, and nothing while `portal.holds` is."""

    def __init__(self):
        self.well = threading.Event()
        self.holds = threading.Event()
        self.questions = 0
        portal = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                portal.questions += 1
                for _ in range(300):
                    if not portal.holds.is_set():
                        break
                    time.sleep(0.1)
                body = b""
                if portal.well.is_set():
                    body = json.dumps({
                        "code": CODE, "procedure_name": "Đăng ký khai sinh", "state": "9", "phone": PHONE}).encode()
                with contextlib.suppress(OSError):  # Whoever asked may have been killed meanwhile.
                    self.send_response(200 if body else 503)
                    self.send_header("Content-Length", str(len(body)))
                    self.end_headers()
                    self.wfile.write(body)

            def log_message(self, *_):
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self):
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self._server.shutdown()
        self._server.server_close()


class SlowPortal(unittest.TestCase):
    def setUp(self):
        if not GATEWAY.exists():
            raise AssertionError(f"no gateway at {GATEWAY}: build it, or set GATEWAY")
        folder = Path(tempfile.mkdtemp(prefix="portal-"))
        self.addCleanup(shutil.rmtree, folder)
        self.portal = self.enterContext(Portal())
        self.phone = self.enterContext(
            LoopbackProvider({"/cgi-bin/sendsms": (202, "text/plain", b"0: Accepted for delivery")}))
        shutil.copytree(REPOSITORY / "config" / "communes", folder / "communes")
        rules = folder / "communes" / "dak-ha" / "dossier-states.yaml"
        # Never quiet, so that the test passes at night too.
        text = rules.read_text(encoding="utf-8").replace("quiet: 21:00-07:00", "quiet: 03:00-03:01")
        rules.write_text(f"{text}\nportal:\n  url: {self.portal.url}\n  token: token-of-the-tests\n", encoding="utf-8")
        port = free_port()
        self.gateway = Gateway(folder, port, {
            **own_files(folder, port),
            "communes: " + str(REPOSITORY / "config" / "communes"): f"communes: {folder}/communes",
            "http://127.0.0.1:8090/cgi-bin/sendsms": f"{self.phone.url}/cgi-bin/sendsms",
        })
        self.database = Database(folder / "data" / "gateway.sqlite")

    def texts(self, words):
        return [call for call in self.phone.calls("/cgi-bin") if words in call.body.decode()]

    def ask(self, message_id):
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.gateway.port}/webhooks/sms-dak-ha?secret=sample-secret-change-me&id={message_id}",
            data=CODE.encode(), headers={"X-Kannel-From": PHONE, "Content-Type": "text/plain; charset=UTF-8"})
        with urllib.request.urlopen(request, timeout=30) as answer:
            self.assertEqual(answer.status, 200)

    def test_a_kill_in_the_middle_of_the_late_lookup_leaves_one_late_answer(self):
        with self.gateway:
            self.ask("q1")
            self.ask("q2")
            wait_for(lambda: len(self.texts("Chua tra duoc ho so")) == 2, 30, "the promise" + self.gateway.tail())
            before = self.portal.questions
            self.portal.holds.set()
            wait_for(lambda: self.portal.questions > before, 60, "the portal to be asked again" + self.gateway.tail())
            self.gateway.kill()
            self.portal.well.set()
            self.portal.holds.clear()

            self.gateway.start()
            wait_for(lambda: self.texts("da co ket qua"), 120, "the late answer" + self.gateway.tail())
            # Before that is on disk, a kill may send it again: the one gap that a provider leaves.
            wait_for(lambda: self.database.states_of("dossier_status") == ["sent"], 30, "the answer to be recorded")
            self.gateway.kill()
            self.gateway.start()
            # A second answer would come with the first ticks of the workers.
            time.sleep(12)
        self.assertEqual(len(self.texts("da co ket qua")), 1)
        self.assertEqual(self.database.follow_ups(), ["told"])


if __name__ == "__main__":
    unittest.main()
