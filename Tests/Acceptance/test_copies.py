"""Fifty copies of one webhook at once, a hundred times: a hundred rows and a hundred answers."""

import collections
import shutil
import tempfile
import threading
import unittest
import urllib.parse
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from database import Database
from gateway_process import GATEWAY, Gateway, own_files
from loopback_provider import LoopbackProvider
from processes import free_port, wait_for

MESSAGES, COPIES = 100, 50
SENDSMS = "/cgi-bin/sendsms"


class Copies(unittest.TestCase):
    def setUp(self):
        if not GATEWAY.exists():
            raise AssertionError(f"no gateway at {GATEWAY}: build it, or set GATEWAY")
        folder = Path(tempfile.mkdtemp(prefix="copies-"))
        self.addCleanup(shutil.rmtree, folder)
        self.provider = self.enterContext(LoopbackProvider({SENDSMS: (202, "text/plain", b"0: Accepted for delivery")}))
        port = free_port()
        self.gateway = self.enterContext(Gateway(folder, port, {
            **own_files(folder, port), "http://127.0.0.1:8090": self.provider.url,
        }))
        self.database = Database(folder / "data" / "gateway.sqlite")

    def send(self, number, start):
        """One of the copies of a message: all of them begin at once."""
        query = urllib.parse.urlencode(
            {"secret": "sample-secret-change-me", "id": f"copied-{number}", "to": "8079", "ts": "1795438690"})
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.gateway.port}/webhooks/sms-dak-ha?{query}", data=b"dang ky ket hon can gi",
            headers={"Content-Type": "text/plain; charset=UTF-8", "X-Kannel-From": f"+8491{number:07}"})
        start.wait(30)
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status

    def test_fifty_copies_of_a_hundred_messages(self):
        statuses = collections.Counter()
        with ThreadPoolExecutor(COPIES) as pool:
            for number in range(MESSAGES):
                start = threading.Barrier(COPIES)
                statuses.update(pool.map(lambda _: self.send(number, start), range(COPIES)))
        self.assertEqual(statuses, {200: MESSAGES * COPIES})
        ids = self.database.incoming_ids("sms-dak-ha")
        self.assertEqual(sorted(ids), sorted(f"copied-{number}" for number in range(MESSAGES)))

        # Each villager gets one answer and, as it is his first, the privacy notice.
        wait_for(lambda: len(self.provider.calls(SENDSMS)) >= 2 * MESSAGES, 60, "an answer and a notice to everybody")
        states = wait_for(self.all_sent, 30, "every answer to be recorded as sent")
        self.assertEqual(len(states), 2 * MESSAGES)
        calls = self.provider.calls(SENDSMS)
        answers = [call for call in calls if b"To khai" in call.body]
        self.assertEqual(len(answers), MESSAGES)
        self.assertEqual(len({call.headers["X-Kannel-To"] for call in answers}), MESSAGES)
        self.assertEqual(len(calls), 2 * MESSAGES)

    def all_sent(self):
        states = self.database.outgoing_states()
        return states if states and set(states.values()) <= {"sent", "delivered"} else None


if __name__ == "__main__":
    unittest.main()
