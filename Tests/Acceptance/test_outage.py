"""A provider that answers 503 to everything: what staff see, and that every answer goes out once when it is back."""

import shutil
import tempfile
import time
import unittest
from pathlib import Path

from gateway_process import GATEWAY, Gateway
from kannel_caller import ANSWERS, SENDSMS, KannelCaller, answers_to, kannel_replacements
from loopback_provider import LoopbackProvider
from processes import free_port, wait_for


class Outage(unittest.TestCase):
    def setUp(self):
        if not GATEWAY.exists():
            raise AssertionError(f"no gateway at {GATEWAY}: build it, or set GATEWAY")
        folder = Path(tempfile.mkdtemp(prefix="outage-"))
        self.addCleanup(shutil.rmtree, folder)
        self.answers = dict(ANSWERS)
        self.provider = self.enterContext(LoopbackProvider(self.answers))
        port = free_port()
        self.gateway = Gateway(folder, port, {
            **kannel_replacements(folder, port, self.provider),
            "provider_alarm_minutes: 10": "provider_alarm_minutes: 1",
        })
        self.enterContext(self.gateway)
        self.caller = KannelCaller(port)

    def wait(self, predicate, what, seconds):
        try:
            return wait_for(predicate, seconds, what)
        except AssertionError as error:
            error.add_note(self.gateway.tail())
            raise

    def test_a_provider_that_is_down_is_told_to_staff_once_and_loses_no_answer(self):
        self.answers[SENDSMS] = (503, "text/plain", b"out of order")
        numbers = [f"+8490123456{digit}" for digit in range(5)]
        for number in numbers:
            self.assertEqual(self.caller.ask(number, f"down-{number}")[0], 200)
        begin = time.monotonic()
        self.wait(lambda: self.questions() == 1, "the question to staff about the channel", 180)
        self.assertGreater(time.monotonic() - begin, 50, "a short fault is no alarm")
        # Messages are taken in all the while.
        self.assertEqual(self.caller.ask("+84901234569", "amid")[0], 200)
        numbers.append("+84901234569")
        self.wait(lambda: answers_to(self.provider, numbers[-1]), "a first try of the last answer", 30)
        self.assertEqual(self.questions(), 1)

        self.answers[SENDSMS] = ANSWERS[SENDSMS]
        self.provider.forget()
        # The waits between tries have grown to a minute or five by now. An answer and the privacy notice are two texts.
        for number in numbers:
            self.wait(lambda: len(answers_to(self.provider, number)) == 2, f"the answer to {number}", 420)
        time.sleep(3)
        for number in numbers:
            self.assertEqual(len(answers_to(self.provider, number)), 2, "nothing is said twice")
        self.assertEqual(self.questions(), 0, "it ends with the first message that goes out")
        self.gateway.run("doctor")

    def questions(self):
        """How many questions to staff speak of a channel that does not work."""
        return self.gateway.run("escalations", "list").count("KÊNH KHÔNG GỬI ĐƯỢC")


if __name__ == "__main__":
    unittest.main()
