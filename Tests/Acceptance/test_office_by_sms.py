"""A villager's SMS through a real Kannel, answered by an officer in Chromium, to the phone and back again."""

import re
import unittest
from pathlib import Path

from console_browser import CHROMIUM, DESKTOP, PHONE, SCREENSHOTS, Browser, enter_officer, officer_page
from fake_operator import FakeOperator
from sms_text import is_gsm7
from test_kannel import KannelCase

VILLAGER = "+84901234590"
ANSWER = "Chào bà. Cháu sinh ở rẫy thì cần giấy cam đoan, không cần giấy chứng sinh."
SENT = "Chao ba. Chau sinh o ray thi can giay cam doan, khong can giay chung sinh.\nMa kiem tra: KT "


@unittest.skipUnless(Path(CHROMIUM).exists(), "no Chromium: make test-packages installs it")
class OfficeBySms(KannelCase):
    operator = FakeOperator

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        enter_officer(cls.gateway, "hanh", "Nguyễn Thị Hạnh", "--unit", "one_stop")
        enter_officer(cls.gateway, "dung", "Trần Văn Dũng", title="anh")
        cls.browser = Browser()
        cls.addClassCleanup(cls.browser.close)

    def officer(self, login):
        return officer_page(self, self.browser.context(self.gateway.office_url), login)

    def keep(self, page, name):
        """Pictures as on an officer's screen and on a phone."""
        for width, size in (("1366", DESKTOP), ("360", PHONE)):
            page.set_viewport_size(size)
            self.assertLessEqual(page.evaluate("() => document.documentElement.scrollWidth"), size["width"], name)
            if SCREENSHOTS:
                page.screenshot(path=f"{SCREENSHOTS}/sms-{name}-{width}.png", full_page=True)
        page.set_viewport_size(DESKTOP)

    def test_a_wish_by_sms_is_answered_in_the_browser_and_the_reply_comes_to_the_same_officer(self):
        hanh, dung = self.officer("hanh"), self.officer("dung")
        self.kannel.operator.write(VILLAGER, "cho toi gap can bo", ucs2=False)
        self.wait_for_sms(VILLAGER, "chuyen can bo")
        # The list that is open shows it by itself.
        row = hanh.locator("ol.rows a", has_text=f"…{VILLAGER[-3:]}")
        row.wait_for()
        self.keep(hanh, "waiting")
        row.click()
        hanh.get_by_role("button", name="Nhận việc này").click()
        hanh.get_by_text("Chị đang giữ, máy tạm im.").wait_for()
        box = hanh.locator("#tin")
        box.fill(ANSWER)
        hanh.get_by_text(re.compile("Đã lưu nháp")).wait_for()
        self.assertIn(SENT, hanh.locator("#xem-truoc").inner_text())
        self.keep(hanh, "written")
        hanh.locator("#gui").click()
        hanh.get_by_text("Sẽ gửi số").wait_for()
        self.keep(hanh, "sent")
        answer = self.wait_for_sms(VILLAGER, SENT)
        self.assertRegex(answer.text, r"KT \d{4}$")
        self.assertFalse(answer.ucs2)
        self.assertTrue(is_gsm7(answer.text))
        self.assertEqual(len([sms for sms in self.kannel.messages_to(VILLAGER) if SENT in sms.text]), 1)

        self.kannel.operator.write(VILLAGER, "da, chieu nay toi len duoc khong chi", ucs2=False)
        hanh.goto("/viec?muc=mine")
        mine = hanh.locator("ol.rows a", has_text=f"…{VILLAGER[-3:]}")
        mine.wait_for()
        self.keep(hanh, "replied")
        mine.click()
        hanh.get_by_text("da, chieu nay toi len duoc khong chi").first.wait_for()
        hanh.get_by_text("Điện thoại đã nhận").first.wait_for()
        self.keep(hanh, "thread")
        dung.goto("/viec?muc=mine")
        self.assertEqual(dung.locator("ol.rows > li").count(), 0)


if __name__ == "__main__":
    unittest.main()
