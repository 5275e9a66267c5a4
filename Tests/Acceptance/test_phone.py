"""The phone page in Chromium: several villagers on every kind of channel, and the rules of all pages."""

import os
import re
import subprocess
import unittest
from pathlib import Path

from console_browser import CHROMIUM, DESKTOP, PHONE, SCREENSHOTS, Browser, Visitor, faults
from gateway_process import SIMULATOR
from processes import REPOSITORY


@unittest.skipUnless(Path(CHROMIUM).exists(), "no Chromium: make test-packages installs it")
class PhoneTests(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.simulator = subprocess.Popen(
            [SIMULATOR, "phone", "--port", "0"], cwd=REPOSITORY, stdout=subprocess.PIPE, text=True, encoding="utf-8")
        cls.addClassCleanup(cls.stop)
        line = cls.simulator.stdout.readline()
        cls.url = re.search(r"http://127\.0\.0\.1:\d+", line)[0]
        cls.browser = Browser()
        cls.addClassCleanup(cls.browser.close)

    @classmethod
    def stop(cls):
        cls.simulator.terminate()
        cls.simulator.wait(20)
        cls.simulator.stdout.close()

    def page(self, **options):
        context = self.browser.context(self.url, **options)
        self.addCleanup(context.close)
        page = context.new_page()
        page.set_default_timeout(15000)
        errors = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        self.addCleanup(lambda: self.assertEqual(errors, []))
        page.goto("/")
        page.locator("article").first.wait_for()
        # Phones of the tests before: a page has twelve at most.
        while (count := page.locator("article").count()) > 2:
            page.get_by_role("button", name="Cất điện thoại").last.click()
            page.wait_for_function("n => document.querySelectorAll('article').length < n", arg=count)
            page.reload()
            page.locator("article").first.wait_for()
        return page

    def phone(self, page, kind, number):
        """A new phone on a channel."""
        page.get_by_label("Thêm điện thoại").select_option(kind)
        page.get_by_label("Số điện thoại, để trống thì tự đặt").fill(number)
        page.get_by_role("button", name="Thêm", exact=True).click()
        name = f"Tài khoản …{number[-4:]}" if number.startswith("7") else number
        phone = page.locator("article").filter(has=page.get_by_role("heading", name=name)).filter(has_text=kind)
        phone.wait_for()
        return phone

    def write(self, phone, text):
        phone.get_by_role("textbox").fill(text)
        phone.get_by_role("textbox").press("Enter")
        phone.locator(".villager .bubble", has_text=text).last.wait_for()

    def good(self, page, name):
        if SCREENSHOTS:
            for width, size in (("1366", DESKTOP), ("360", PHONE)):
                page.set_viewport_size(size)
                page.screenshot(path=f"{SCREENSHOTS}/{name}-{width}.png", full_page=True)
            page.set_viewport_size(DESKTOP)
        self.assertEqual(faults(page), [], name)

    def test_an_sms_villager_sees_answers_with_their_price_and_a_tester_sees_why(self):
        page = self.page()
        phone = self.phone(page, "sms-dak-ha", "+84901110001")
        self.write(phone, "khai sinh can giay to gi")
        phone.locator(".machine .bubble").first.wait_for()
        under = phone.locator(".machine .under").first
        self.assertRegex(under.inner_text(), r"\d SMS GSM-7, \d+ ký tự, \d+ đ")
        phone.get_by_text("Điện thoại đã nhận").first.wait_for()
        side = page.get_by_role("complementary")
        self.assertEqual(side.locator(".tone.topic").first.inner_text(), "khai sinh")
        self.write(phone, "con le phi?")
        side.get_by_text("đang nói về Đăng ký khai sinh (birth_registration)").wait_for()
        self.assertEqual(side.locator(".said .tone.facet").first.inner_text(), "le phi")
        phone.get_by_role("button", name=re.compile("Vì sao.*khai sinh")).click()
        side.get_by_text("chưa nói chuyện gì").wait_for()
        self.good(page, "phone-sms")

    def test_a_zalo_villager_taps_buttons_and_sends_pictures(self):
        page = self.page()
        phone = self.phone(page, "zalo", "700000000000000501")
        self.write(phone, "dat dai")
        phone.get_by_role("button", name=re.compile("^1\\. ")).click()
        phone.locator(".villager .bubble", has_text="1").last.wait_for()
        wait = phone.locator(".machine")
        wait.nth(2).wait_for()
        with page.expect_file_chooser() as chooser:
            phone.get_by_role("button", name="Ảnh").click()
        chooser.value.set_files(REPOSITORY / "docs" / "console" / "queue.png")
        phone.get_by_role("img", name="Ảnh đã gửi").wait_for()
        width = phone.get_by_role("img", name="Ảnh đã gửi").evaluate("async i => { await i.decode(); return i.naturalWidth; }")
        self.assertGreater(width, 100)
        for name in ("Vị trí", "Nhãn dán", "Quan tâm"):
            phone.get_by_role("button", name=name).click()
        phone.get_by_role("img", name="Nhãn dán mặt cười").wait_for()
        phone.get_by_text("14.5167, 107.9167").wait_for()
        self.good(page, "phone-zalo")

    def test_a_press_that_has_begun_is_not_lost_when_something_comes(self):
        page = self.page()
        phone = self.phone(page, "sms-dak-ha", "+84901110014")
        self.write(phone, "dat dai")
        phone.locator(".machine .bubble").first.wait_for()
        phone.get_by_role("button", name=re.compile("Vì sao")).first.wait_for()
        phone.locator(".msg").first.evaluate("line => { line.dataset.mark = 'mine'; }")
        before = phone.locator(".machine .bubble").count()
        self.write(phone, "gio lam viec")
        phone.locator(".machine .bubble").nth(before).wait_for()
        self.assertEqual(phone.locator(".msg").first.get_attribute("data-mark"), "mine")

    def test_staff_answer_and_the_clock_moves(self):
        page = self.page()
        phone = self.phone(page, "sms-dak-ha", "+84901110002")
        self.write(phone, "toi muon gap can bo")
        side = page.get_by_role("complementary")
        side.get_by_text("lý do: xin gặp cán bộ").wait_for()
        before = page.locator("#dong-ho").inner_text()
        page.get_by_role("button", name="Tới 1 ngày").click()
        page.wait_for_function("before => document.getElementById('dong-ho').textContent.slice(-10) !== before",
                               arg=before[-10:])
        side.get_by_label("Cán bộ trả lời +84901110002").fill("Mời bác lên xã sáng mai.")
        side.get_by_role("button", name="Trả lời với vai cán bộ").click()
        phone.locator(".officer .bubble", has_text="Mời bác lên xã").wait_for()
        side.get_by_text("Chưa có việc nào của +84901110002").wait_for()

    def test_every_kind_answers(self):
        page = self.page()
        for kind in ("zalo-bot", "twilio", "standard", "http"):
            number = "700000000000000601" if kind == "zalo-bot" else "+84901110003"
            phone = self.phone(page, kind, number)
            self.write(phone, "le phi khai sinh")
            phone.locator(".machine .bubble").first.wait_for()
            under = phone.locator(".machine .under").first.inner_text()
            self.assertEqual("chưa có giá" in under, kind != "zalo-bot", (kind, under))

    def test_a_provider_that_signs_wrongly_is_told_in_vietnamese(self):
        page = self.page()
        phone = self.phone(page, "sms-dak-ha", "+84901110008")
        page.get_by_label("Nhà mạng giả").select_option("forging")
        self.addCleanup(page.get_by_label("Nhà mạng giả").select_option, "well")
        phone.get_by_role("textbox").fill("le phi khai sinh")
        phone.get_by_role("textbox").press("Enter")
        page.get_by_text("chữ ký hoặc mật khẩu của nhà mạng sai").wait_for()
        self.assertNotIn("gateway", page.locator("#bao").inner_text())
        self.assertEqual(phone.locator(".machine").count(), 0)

    def test_a_broken_provider_delivers_nothing(self):
        page = self.page()
        phone = self.phone(page, "sms-dak-ha", "+84901110004")
        page.get_by_label("Nhà mạng giả").select_option("down")
        self.write(phone, "le phi khai sinh")
        phone.get_by_role("status").get_by_text("Xã đã trả lời, nhà mạng chưa nhận").wait_for()
        self.good(page, "phone-waiting")
        self.assertEqual(phone.locator(".machine").count(), 0)
        page.get_by_label("Nhà mạng giả").select_option("well")
        page.get_by_role("button", name="Tới 1 giờ").click()
        phone.locator(".machine .bubble").first.wait_for()
        page.wait_for_function("e => e.textContent === ''", arg=phone.get_by_role("status").element_handle())

    def test_a_villager_sees_that_an_answer_is_waited_for(self):
        page = self.page()
        phone = self.phone(page, "sms-dak-ha", "+84901110005")
        page.get_by_label("Nhà mạng giả").select_option("slow 3")
        self.addCleanup(page.get_by_label("Nhà mạng giả").select_option, "well")
        self.write(phone, "le phi khai sinh")
        phone.get_by_role("status").get_by_text(re.compile("Đang chờ xã trả lời|đang gửi qua nhà mạng")).wait_for()
        phone.locator(".machine .bubble").first.wait_for()
        page.wait_for_function("e => e.textContent === ''", arg=phone.get_by_role("status").element_handle())

    def test_days_stand_beside_the_clock_and_between_messages(self):
        page = self.page()
        phone = self.phone(page, "sms-dak-ha", "+84901110006")
        day = r"(thứ (Hai|Ba|Tư|Năm|Sáu|Bảy)|Chủ nhật) \d\d/\d\d/\d{4}"
        self.assertRegex(page.locator("#dong-ho").inner_text(), r"^\d\d:\d\d " + day + "$")
        self.write(phone, "le phi khai sinh")
        phone.locator(".machine .bubble").first.wait_for()
        page.get_by_role("button", name="Tới 1 ngày").click()
        before = phone.locator(".day").inner_text()
        self.assertRegex(before, "^" + day + "$")
        self.write(phone, "le phi khai tu")
        phone.locator(".day").nth(1).wait_for()
        self.assertNotEqual(phone.locator(".day").nth(1).inner_text(), before)

    def test_why_is_in_sight_on_a_wide_screen_without_a_click(self):
        page = self.page(viewport={"width": 1920, "height": 900})
        phone = self.phone(page, "sms-dak-ha", "+84901110007")
        for text in ("khai sinh can giay to gi", "con le phi?", "toi muon gap can bo"):
            self.write(phone, text)
            phone.get_by_role("button", name=re.compile("Vì sao.*" + re.escape(text))).wait_for()
        link = phone.get_by_role("button", name=re.compile("Vì sao.*gap can bo"))
        side = page.get_by_role("complementary")
        side.get_by_text("Trả lời bằng mẫu to_staff").wait_for()
        bottom = "e => e.getBoundingClientRect().bottom"
        page.wait_for_timeout(1200)
        self.assertLessEqual(link.evaluate(bottom), phone.locator(".log").evaluate(bottom))
        self.assertLessEqual(side.locator(".reasons li").first.evaluate(bottom), 900)
        # Phones fill two rows and more, and what staff see is still reached beside them.
        for number in range(4):
            self.phone(page, "sms-dak-ha", f"+8490111001{number}")
        self.write(phone, "le phi ket hon")
        side.get_by_text("Trả lời bằng mẫu").first.wait_for()
        page.evaluate("scrollTo(0, 400)")
        self.assertGreaterEqual(side.evaluate("e => e.getBoundingClientRect().top"), 0)
        self.assertLessEqual(side.evaluate(bottom), 900)
        side.get_by_role("heading", name="Cán bộ thấy").scroll_into_view_if_needed()
        self.assertLessEqual(side.get_by_role("heading", name="Cán bộ thấy").evaluate(bottom), 900)
        self.good(page, "phone-wide")

    def test_words_of_villagers_are_never_markup(self):
        page = self.page()
        phone = self.phone(page, "zalo", "700000000000000502")
        self.write(phone, "<img src=x onerror=\"document.title='x'\"> \u202e'\"")
        phone.locator(".machine .bubble").first.wait_for()
        self.assertEqual(page.title(), "Điện thoại tập – Nhà Rông")
        self.assertEqual(phone.locator(".log img").count(), 0)

    def test_it_works_by_keyboard_alone_on_a_small_dark_screen(self):
        page = self.page(viewport=PHONE, color_scheme="dark")
        page.keyboard.press("Tab")
        self.assertEqual(page.evaluate("document.activeElement.textContent"), "Tới các điện thoại")
        page.keyboard.press("Enter")
        box = page.locator("article").first.get_by_role("textbox")
        for _ in range(10):
            if box.evaluate("e => e === document.activeElement"):
                break
            page.keyboard.press("Tab")
        page.keyboard.type("gio lam viec")
        page.keyboard.press("Enter")
        page.locator("article").first.locator(".machine .bubble").first.wait_for()
        self.assertTrue(box.evaluate("e => e === document.activeElement"))
        self.assertLessEqual(page.evaluate("document.documentElement.scrollWidth"), 360)
        if SCREENSHOTS:
            page.screenshot(path=f"{SCREENSHOTS}/phone-dark-360.png", full_page=True)
        self.assertEqual(faults(page), [])

    def test_other_sites_cannot_call_it(self):
        visitor = Visitor(self.url)
        order = {"what": "send", "phone": "1", "text": "x"}
        self.assertEqual(visitor.call("/do", order)[0], 403)
        self.assertEqual(visitor.call("/state", headers={"Host": "evil.example"})[0], 403)
        status, headers, _ = visitor.call("/")
        self.assertEqual(status, 200)
        self.assertIn("default-src 'none'", headers["Content-Security-Policy"])
        self.assertNotIn("unsafe", headers["Content-Security-Policy"])


if __name__ == "__main__":
    unittest.main()
