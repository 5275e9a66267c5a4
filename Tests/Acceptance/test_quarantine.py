"""A channel whose secret is not right yet: calls are set aside, looked at, and released or discarded by command."""

import re
import shutil
import tempfile
import unittest
from pathlib import Path

from database import Database
from gateway_process import GATEWAY, Gateway
from kannel_caller import ANSWERS, KannelCaller, QUESTION, answers_to, kannel_replacements
from loopback_provider import LoopbackProvider
from processes import free_port, wait_for

FOREIGN = "a-secret-of-nobody"


class Quarantine(unittest.TestCase):
    def setUp(self):
        if not GATEWAY.exists():
            raise AssertionError(f"no gateway at {GATEWAY}: build it, or set GATEWAY")
        folder = Path(tempfile.mkdtemp(prefix="gateway-"))
        self.addCleanup(shutil.rmtree, folder)
        self.provider = self.enterContext(LoopbackProvider(ANSWERS))
        port = free_port()
        self.caller = KannelCaller(port)
        self.database = Database(folder / "data" / "gateway.sqlite")
        self.gateway = Gateway(folder, port, {
            **kannel_replacements(folder, port, self.provider),
            "signatures: enforce": "signatures: quarantine",
        })
        self.enterContext(self.gateway)

    def held(self):
        return [int(number) for number in re.findall(r"^#(\d+) ", self.gateway.run("quarantine", "list"), re.M)]

    def test_calls_are_shown_released_once_and_discarded(self):
        for number in range(3):
            self.assertEqual(self.caller.ask(f"+8490140000{number}", f"m{number}", secret=FOREIGN)[0], 200)
        self.assertEqual(self.caller.ask("+84901400000", "m0", secret="")[0], 200)
        first, second, third, *others = self.held()
        self.assertEqual(self.database.incoming_ids("sms-dak-ha"), [])
        self.assertIn("CHƯA XÁC THỰC", self.gateway.run("escalations", "list"))

        shown = self.gateway.run("quarantine", "show", second)
        self.assertIn(QUESTION, shown)
        self.assertIn("…001", shown)
        self.assertNotIn("+84901400001", shown)
        self.assertNotIn(FOREIGN, shown)

        self.assertIn("Đã thả", self.gateway.run("quarantine", "release", second, "--by", "Lan"))
        self.assertIn("trước đó (Lan)", self.gateway.run("quarantine", "release", second))
        wait_for(lambda: answers_to(self.provider, "+84901400001"), 30, "an answer" + self.gateway.tail())
        self.assertEqual(self.database.incoming_ids("sms-dak-ha"), ["m1"])
        self.assertEqual(self.database.audited("quarantine.released"), 1)

        for number in [first, third, *others]:
            self.assertIn("Đã bỏ", self.gateway.run("quarantine", "discard", number))
        self.assertIn("Không giữ riêng tin nào", self.gateway.run("quarantine", "list"))
        self.assertNotIn("CHƯA XÁC THỰC", self.gateway.run("escalations", "list"))
        self.assertEqual(answers_to(self.provider, "+84901400000"), [])

    def test_check_warns_and_the_log_says_so(self):
        self.assertIn("channels[0].signatures", self.gateway.run("check"))
        log = self.gateway.log.read_text(encoding="utf-8")
        self.assertIn("A channel takes calls that prove nothing", log)
        self.caller.ask("+84901400009", "x", secret=FOREIGN)
        log = self.gateway.log.read_text(encoding="utf-8")
        self.assertNotIn("+84901400009", log)
        self.assertNotIn(FOREIGN, log)


if __name__ == "__main__":
    unittest.main()
