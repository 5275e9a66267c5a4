"""Messages that broke comparable systems, or this one: each kind of fault on each kind of channel, against one gateway.

What must hold: the process lives, nothing readable stays unread, nobody who cannot be answered is answered, nothing personal
lies readable in the database, and what cannot be read is shown to staff.
"""

import re
import shutil
import socket
import tempfile
import time
import unittest
from pathlib import Path

from every_kind import DUTY_PHONE, SECRET, EveryKind
from gateway_process import GATEWAY
from processes import wait_for

QUESTION = "dang ky khai sinh can giay to gi"
MARKED = "đăng ký khai sinh cần giấy tờ gì"
PAPERS = "chung sinh"
MARKED_PAPERS = "chứng sinh"
ALARM = "113"


class HostileMessages(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        if not GATEWAY.exists():
            raise AssertionError(f"no gateway at {GATEWAY}: build it, or set GATEWAY")
        folder = Path(tempfile.mkdtemp(prefix="hostile-"))
        cls.addClassCleanup(shutil.rmtree, folder)
        cls.all = cls.enterClassContext(EveryKind(folder))

    def wait(self, predicate, what):
        try:
            return wait_for(predicate, 20, what)
        except AssertionError as error:
            error.add_note(self.all.gateway.tail())
            raise

    def expect_papers(self, to, what):
        self.wait(
            lambda: any(PAPERS in text or MARKED_PAPERS in text for text in self.all.answers(to)),
            f"the papers of a birth registration after {what}; came: {self.all.answers(to)}")

    def settle(self):
        """Waits until a later message is answered, so that what came before has been handled."""
        number = self.all.number()
        self.assertEqual(self.all.sms(number, QUESTION.encode()), 200)
        self.expect_papers(number, "a plain question")
        time.sleep(0.5)

    # What cannot be decoded wholly.

    def test_an_emoji_that_was_cut_does_not_make_a_message_unread(self):
        all = self.all
        cut = (MARKED + " ").encode("utf-16-be") + b"\xd8\x3d"
        for what, number, send in [
            ("UTF-16 by Kannel", all.number(), lambda to: all.sms(to, cut, "text/plain; charset=UTF-16BE")),
            ("UTF-8 by Kannel", all.number(), lambda to: all.sms(to, MARKED.encode() + b" \xf0\x9f\x98")),
            ("JSON of standard", all.number(), lambda to: all.standard(to, MARKED.encode() + rb" \ud83d")),
            ("JSON of http", all.number(), lambda to: all.http(to, MARKED.encode() + rb" \ud83d")),
            ("a stray byte in JSON", all.number(), lambda to: all.http(to, MARKED.encode() + b" \xff")),
            ("a raw line break in JSON", all.number(), lambda to: all.http(to, b"dang ky khai sinh\ncan giay to gi")),
            ("JSON of Zalo", "7001", lambda to: all.zalo(to, MARKED.encode() + rb" \ud83d")),
            ("a raw line break of Zalo", "7002", lambda to: all.zalo(to, MARKED.encode() + b"\n")),
            ("a wrong escape of Zalo", "7003", lambda to: all.zalo(to, MARKED.encode() + rb" \x")),
            ("a stray byte of Zalo", "7004", lambda to: all.zalo(to, MARKED.encode() + b" \xff")),
            ("JSON of the bot", "7005", lambda to: all.bot(to, MARKED.encode() + rb" \ude00")),
            ("a form of Twilio", all.number(), lambda to: all.twilio(to, MARKED + "\ufffd")),
        ]:
            with self.subTest(what):
                self.assertEqual(send(number), 200)
                self.expect_papers(number, what)

    def test_a_call_for_help_is_heard_though_its_end_was_cut(self):
        number = self.all.number()
        before = len(self.all.answers(DUTY_PHONE))
        body = "cháy nhà cứu với ".encode("utf-16-be") + b"\xd8\x3d"
        self.assertEqual(self.all.sms(number, body, "text/plain; charset=UTF-16BE"), 200)
        self.wait(lambda: any(ALARM in text for text in self.all.answers(number)), "the emergency answer")
        self.wait(lambda: len(self.all.answers(DUTY_PHONE)) > before, "the alert to the officer on duty")

    def test_charsets_by_any_name_and_by_what_the_bytes_are(self):
        for label, body in [
            ("utf8", MARKED.encode()), ("UTF8", MARKED.encode()), ("Unicode-1-1-UTF-8", MARKED.encode()),
            ('"utf-8"', MARKED.encode()), ("utf-16le", MARKED.encode("utf-16-le")),
            ("utf-16", b"\xff\xfe" + MARKED.encode("utf-16-le")), ("utf-16", b"\xfe\xff" + MARKED.encode("utf-16-be")),
            ("UTF-8", b"\xef\xbb\xbf" + MARKED.encode()), ("UTF-8", QUESTION.encode("utf-16-be")),
            ("ISO-8859-1", MARKED.encode("utf-16-be")), ("iso-8859-15", QUESTION.encode()), ("GSM", QUESTION.encode()),
            ("windows-1258", QUESTION.encode()), ("x-unheard-of", MARKED.encode()), ("iso-8859-1", MARKED.encode()),
            ("windows-1258", "đăng ký khai sinh cần giấy tờ gì".encode("utf-8")),
        ]:
            with self.subTest(label=label, body=body[:12]):
                number = self.all.number()
                self.assertEqual(self.all.sms(number, body, f"text/plain; charset={label}"), 200)
                self.expect_papers(number, label)

    def test_a_nul_cuts_no_message_and_a_copy_of_it_changes_nothing(self):
        all = self.all
        text = "cho hoi a\0b.vn " + QUESTION
        escaped = text.encode().replace(b"\0", rb"\u0000")
        for what, number, send in [
            ("Kannel", all.number(), lambda to: all.sms(to, text.encode(), id="nul-kannel")),
            ("Twilio", all.number(), lambda to: all.twilio(to, text)),
            ("standard", all.number(), lambda to: all.standard(to, escaped)),
            ("http", all.number(), lambda to: all.http(to, escaped, id='"nul-http"')),
            ("Zalo", "7010", lambda to: all.zalo(to, escaped)),
        ]:
            with self.subTest(what):
                self.assertEqual(send(number), 200)
                self.expect_papers(number, what)
        number = all.number()
        for _ in range(2):
            self.assertEqual(all.sms(number, text.encode(), id="nul-twice", ts=1795438690), 200)
        self.expect_papers(number, "a copy")
        self.assertNotIn("id of another message", self.all.gateway.run("quarantine", "list"))

    # What killed or stopped the gateway.

    def test_no_number_in_a_text_and_no_time_of_a_provider_ends_the_process(self):
        all = self.all
        for text in ["vay 10000000000000tr5", "99999999999999999tr5", "nop 9223372036854775807tr9", "1" * 40 + "k",
                     "muon 92233720368547758.07tr", "ngay 99/99/9999", "ngay 31/02/20244444444", "YK 99999999999999999999",
                     "LK " + "9" * 50, "yk-1", "YK 9223372036854775807"]:
            self.assertEqual(all.sms(all.number(), text.encode()), 200, text)
        for moment in ["nan", "inf", "-inf", "1e300", "9223372036854775807", "-1e18", "", "0x10", "1795438690.5e400"]:
            self.assertEqual(all.sms(all.number(), QUESTION.encode(), ts=moment), 200, moment)
            self.assertIn(all.http(all.number(), QUESTION.encode(), moment=f'"{moment}"'), (200,), moment)
        for date in ['"nan"', "1e300", "9223372036854775807", "-1e18", '"inf"', "99999999999999999999999999"]:
            self.assertEqual(all.bot(f"80{abs(hash(date)) % 10000}", QUESTION.encode(), date=date), 200, date)
        self.settle()

    def test_a_long_word_holds_nobody_up(self):
        for shape in ["7" * 60_000, "bcdghklmn" * 6_000, "bbccddgg" * 7_500, "a\u0301\u0323" * 12_000, "1." * 30_000]:
            number, id = self.all.number(), self.all.next_id("sms")
            # A busy debug build may ask to come back; a provider does.
            wait_for(lambda: self.all.sms(number, shape.encode(), id=id) == 200, 20, f"a 200 for {shape[:10]}")
        begin = time.monotonic()
        self.settle()
        # A debug build; a release build is held to 200 ms for each of them.
        self.assertLess(time.monotonic() - begin, 15)

    def test_ids_of_any_size_stay_apart(self):
        numbers = [self.all.number(), self.all.number()]
        for number, id in zip(numbers, ["18446744073709551614", "18446744073709551615"]):
            self.assertEqual(self.all.http(number, QUESTION.encode(), id=id), 200)
        for number in numbers:
            self.expect_papers(number, "an id beyond 64 bits")

    def test_a_client_that_expects_to_be_asked_is_asked_at_once(self):
        body = QUESTION.encode()
        for length in (len(body), 30_000):
            with socket.create_connection(("127.0.0.1", self.all.port), timeout=5) as connection:
                head = (f"POST /webhooks/sms?secret={SECRET}&id=expect-{length}&ts=1795438690 HTTP/1.1\r\n"
                        f"Host: gateway\r\nX-Kannel-From: {self.all.number()}\r\nContent-Type: text/plain\r\n"
                        f"Content-Length: {length}\r\nExpect: 100-continue\r\n\r\n")
                connection.sendall(head.encode())
                self.assertIn(b" 100 ", connection.recv(1000))
                connection.sendall(body.ljust(length))
                self.assertIn(b" 200 ", connection.recv(1000))

    # Who is answered, and how often.

    def test_names_short_codes_and_own_numbers_get_no_answer_and_make_no_task(self):
        senders = ["VIETTEL", "SUPPORT", "9029", "199", "18008098", "19001234", "VNPT-CSKH", "8079", "+84", "0",
                   "02603862345"]
        tasks = self.all.gateway.run("escalations", "list").count("#")
        for sender in senders:
            self.assertEqual(self.all.sms(sender, "Quy khach con 5000d. Chi tiet lien he tong dai".encode()), 200)
        self.assertEqual(self.all.twilio("+84281234567", QUESTION), 200)
        self.settle()
        for sender in senders + ["+84281234567"]:
            self.assertEqual(self.all.answers(sender), [], sender)
        self.assertEqual(self.all.gateway.run("escalations", "list").count("#"), tasks)

    def test_the_duty_phone_is_no_villager(self):
        before = len(self.all.answers(DUTY_PHONE))
        for text in ["Toi dang hop, viec khan cap xin goi 113", "cháy nhà cứu với", QUESTION]:
            self.assertEqual(self.all.sms(DUTY_PHONE, text.encode()), 200)
        self.settle()
        self.assertEqual(len(self.all.answers(DUTY_PHONE)), before)

    def test_the_same_sms_under_new_ids_is_answered_once(self):
        number, now = self.all.number(), int(time.time())
        for _ in range(3):
            self.assertEqual(self.all.sms(number, QUESTION.encode(), ts=now), 200)
        self.expect_papers(number, "three copies")
        self.settle()
        self.assertEqual(sum(PAPERS in text for text in self.all.answers(number)), 1)

    def test_reactions_and_our_own_words_ask_nothing(self):
        number = self.all.number()
        alerts = len(self.all.answers(DUTY_PHONE))
        self.assertEqual(self.all.sms(number, QUESTION.encode()), 200)
        self.expect_papers(number, "a question")
        time.sleep(1)
        answers = self.all.answers(number)
        for text in [f'Liked “{answers[0]}”', f'Đã thích "{answers[0][:60]}…"', f'Laughed at “{answers[0]}”', answers[0],
                     "👍", "Liked “KHAN CAP: goi ngay 113 cong an, 114 chay no va cuu nan, 115 cap cuu”",
                     "Đã thích “HUY”", 'Loved “De ngung, nhan: HUY”']:
            with self.subTest(text):
                self.assertEqual(self.all.sms(number, text.encode()), 200)
                self.settle()
                self.assertEqual(self.all.answers(number), answers)
        self.assertEqual(len(self.all.answers(DUTY_PHONE)), alerts)

    def test_opt_outs_that_the_provider_has_answered_are_noted_in_silence(self):
        number = self.all.number()
        self.assertEqual(self.all.twilio(number, "CANCEL", OptOutType="STOP"), 200)
        self.settle()
        self.assertEqual(self.all.answers(number), [])
        self.assertEqual(self.all.database.audited("contact.opted_out"), 1)

    # What stays readable, and what does not.

    def test_citizen_numbers_lie_nowhere_in_clear(self):
        numbers = ["051199001234", "051 199 001 234", "０５１１９９００１２３４"]
        for text in ["cccd 051199001234 051199001235 hai vo chong dang ky ket hon", "051199001234 0901234567",
                     "051199001234-0901234567", "thon 2 051199001234", "cccd051199001234a", "cccd 0５1199001234",
                     "chao 051,199,001,234 nhe"] + ["so can cuoc " + number for number in numbers]:
            self.assertEqual(self.all.sms(self.all.number(), text.encode()), 200)
        self.settle()
        stored = b"".join(
            path.read_bytes() for path in (self.all.folder / "data").iterdir() if path.is_file())
        for digits in [b"051199001234", b"051199001235", b"051 199 001 234", b"051,199,001,234",
                       numbers[2].encode()]:
            self.assertNotIn(digits, stored)

    def test_the_number_of_a_caller_in_need_stands_in_no_file(self):
        number = self.all.number()
        before = len(self.all.answers(DUTY_PHONE))
        self.assertEqual(self.all.sms(number, "cuu voi nha toi bi chay".encode()), 200)
        self.wait(lambda: len(self.all.answers(DUTY_PHONE)) > before, "the alert")
        self.assertIn(number, self.all.answers(DUTY_PHONE)[-1])
        stored = b"".join(
            path.read_bytes() for path in (self.all.folder / "data").iterdir() if path.is_file())
        self.assertNotIn(number.encode(), stored)

    def test_lists_for_staff_show_signs_and_obey_none(self):
        text = "gap can bo \x1b[2J\x1b[31mDA XONG\x07 \u202eabc \r\n#999 KHAN CAP: da chuyen tien \x9b31m\x08"
        self.assertEqual(self.all.sms(self.all.number(), text.encode()), 200)
        self.wait(lambda: "gap can bo" in self.all.gateway.run("escalations", "list"), "the question in the list")
        listed = self.all.gateway.run("escalations", "list")
        self.assertIsNone(re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2028\u2029]", listed))
        self.assertFalse(any(line.startswith("#999") for line in listed.splitlines()))

    def test_follow_ups_of_a_denunciation_stay_with_its_handlers(self):
        number = self.all.number()
        for text in ["toi muon to cao can bo nhan tien", "toi ten Tran Thi B", "toi dua tien cho ong A 50 trieu", "0"]:
            self.assertEqual(self.all.sms(number, text.encode()), 200)
            time.sleep(0.3)
        self.settle()
        open_list = self.all.gateway.run("escalations", "list", "--limit", 500)
        for private in ["nhan tien", "Tran Thi B", "50 trieu"]:
            self.assertNotIn(private, open_list)
        restricted = self.all.gateway.run("escalations", "list", "--restricted")
        for private in ["nhan tien", "Tran Thi B", "50 trieu"]:
            self.assertIn(private, restricted)


if __name__ == "__main__":
    unittest.main()
