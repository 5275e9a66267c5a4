"""The gateway behind a real Kannel: what a villager writes by SMS, and what reaches the phone."""

import json
import re
import shutil
import tempfile
import unittest
from pathlib import Path

from database import Database
from fake_operator import FakeOperator
from gateway_process import GATEWAY, Gateway, own_files
from kannel_bench import Kannel
from processes import free_port, wait_for
from smpp_operator import SmppOperator
from sms_text import is_gsm7, without_marks


def gateway_replacements(kannel, folder):
    """What differs between config/gateway.yaml and a test, as exact strings of that file."""
    return {
        **own_files(folder, kannel.gateway_port),
        "send_url: http://127.0.0.1:8090/cgi-bin/sendsms": f"send_url: {kannel.sendsms_url}",
        "sample-password": kannel.password,
        "sample-secret-change-me": kannel.webhook_secret,
    }


class KannelCase(unittest.TestCase):
    """One Kannel and one gateway for all tests of a class; each test is a villager with a number of their own."""

    operator = None

    @classmethod
    def setUpClass(cls):
        if not GATEWAY.exists():
            raise AssertionError(f"no gateway at {GATEWAY}: build it, or set GATEWAY")
        folder = Path(tempfile.mkdtemp(prefix="gateway-"))
        cls.addClassCleanup(shutil.rmtree, folder)
        cls.kannel = Kannel(free_port(), cls.operator())
        cls.enterClassContext(cls.kannel)
        cls.database = Database(folder / "data" / "gateway.sqlite")
        replacements = gateway_replacements(cls.kannel, folder)
        cls.gateway = Gateway(folder, cls.kannel.gateway_port, replacements)
        cls.enterClassContext(cls.gateway)

    def wait(self, predicate, what, seconds=30):
        try:
            return wait_for(predicate, seconds, what)
        except AssertionError as error:
            error.add_note(self.gateway.tail() + self.kannel.log_tails())
            raise

    def wait_for_sms(self, number, *words):
        """The first message to `number` that holds all `words`."""
        def found():
            messages = self.kannel.messages_to(number)
            return next((sms for sms in messages if all(word in sms.text for word in words)), None)
        return self.wait(found, f"an SMS to {number} with {words}")


class VillagerBySms(KannelCase):
    operator = FakeOperator

    def test_question_with_marks_is_answered_with_marks(self):
        self.kannel.operator.write("+84901234567", "đăng ký kết hôn cần giấy tờ gì")
        answer = self.wait_for_sms("+84901234567", "Tờ khai", "kết hôn")
        self.assertTrue(answer.ucs2)
        self.assertEqual(answer.sender, "8079")
        self.assertLessEqual(answer.parts, 4)

    def test_question_without_marks_is_answered_in_seven_bits(self):
        self.kannel.operator.write("+84901234568", "dang ky ket hon can giay to gi", ucs2=False)
        self.wait_for_sms("+84901234568", "To khai")
        for sms in self.kannel.messages_to("+84901234568"):
            self.assertFalse(sms.ucs2, sms)
            self.assertTrue(is_gsm7(sms.text), sms)
            self.assertEqual(sms.text, without_marks(sms.text))

    def test_delivery_report_marks_the_message_delivered(self):
        before = set(self.database.outgoing_states())
        self.kannel.operator.write("+84901234569", "đăng ký kết hôn cần giấy tờ gì")
        self.wait_for_sms("+84901234569", "Tờ khai")

        def all_delivered():
            new = [state for id, state in self.database.outgoing_states().items() if id not in before]
            return new and all(state == "delivered" for state in new)
        self.wait(all_delivered, "the state 'delivered' of what was sent")

    def test_message_and_its_understanding_are_stored(self):
        before = set(self.database.understandings())
        self.kannel.operator.write("+84901234570", "đăng ký kết hôn cần giấy tờ gì")
        self.wait_for_sms("+84901234570", "Tờ khai")

        new = [text for id, text in self.database.understandings().items() if id not in before]
        self.assertEqual(len(new), 1)
        self.assertIsNotNone(new[0])
        self.assertIn("marriage_registration", json.dumps(json.loads(new[0])))

    def test_staff_answer_reaches_the_villager(self):
        before = escalation_numbers(self.gateway.run("escalations", "list"))
        self.kannel.operator.write("+84901234571", "toi muon gap can bo", ucs2=False)
        self.wait(lambda: self.kannel.messages_to("+84901234571"), "the notice that staff will answer")

        new = self.wait(lambda: escalation_numbers(self.gateway.run("escalations", "list")) - before,
                        "the escalation in the list")
        self.assertEqual(len(new), 1)
        answer = "Chào bác, mời bác đến bộ phận một cửa sáng thứ hai, mang theo căn cước."
        self.gateway.run("escalations", "answer", new.pop(), answer)

        # The villager wrote without marks, so the gateway may send the answer either way.
        def arrived():
            return any(without_marks(answer) in without_marks(sms.text)
                       for sms in self.kannel.messages_to("+84901234571"))
        self.wait(arrived, "the answer of the staff")

    def test_no_secret_and_no_text_in_the_logs(self):
        question = "đăng ký kết hôn cần giấy tờ gì hở xã Zuymơ"
        self.kannel.operator.write("+84901234572", question)
        self.wait(lambda: self.kannel.messages_to("+84901234572"), "an answer")
        answers = [line for sms in self.kannel.messages_to("+84901234572") for line in sms.text.splitlines() if line]

        logs = self.gateway.log.read_text(encoding="utf-8") + self.kannel.production_logs()
        for private in [self.kannel.webhook_secret, self.kannel.password, question, "Zuymơ", *answers]:
            self.assertNotIn(private, logs)

    def test_message_during_an_outage_is_answered_once_afterwards(self):
        try:
            self.gateway.stop()
            self.kannel.operator.write("+84901234573", "đăng ký kết hôn cần giấy tờ gì")
        finally:
            self.gateway.start()
        self.wait_for_sms("+84901234573", "Tờ khai")
        answers = [sms for sms in self.kannel.messages_to("+84901234573") if "Tờ khai" in sms.text]
        self.assertEqual(len(answers), 1)


class LongMessageBySmpp(KannelCase):
    """fakesmsc cannot send UCS-2 in parts, so here Kannel is connected to an SMPP message centre."""

    operator = SmppOperator

    def test_long_message_in_parts_is_read_as_one(self):
        before = set(self.database.understandings())
        question = ("Kính chào xã. Gia đình tôi ở thôn Đăk Mút, cách trung tâm hơn hai mươi cây số. Xin cho tôi hỏi: "
                    "đăng ký kết hôn cần giấy tờ gì? Mong sớm được trả lời. Tôi xin chân thành cảm ơn.")
        parts = self.kannel.operator.write("+84901234574", question, last_part_first=True)
        self.assertGreater(parts, 2)
        answer = self.wait_for_sms("+84901234574", "Tờ khai", "kết hôn")
        self.assertTrue(answer.ucs2)
        self.assertEqual(len(set(self.database.understandings()) - before), 1)


def escalation_numbers(listing):
    """The ids in the output of `gateway escalations list`: the number that begins each line of an escalation."""
    return set(re.findall(r"^\s*#?(\d+)\b", listing, re.MULTILINE))


if __name__ == "__main__":
    unittest.main()
