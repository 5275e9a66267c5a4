"""What officers' work in the console rests on: nothing typed is lost, nothing private stands open, and what rings is heard."""

import html
import re
import unittest

from console_browser import AXE, PASSWORD, Axe, ConsoleTestCase, Visitor
from processes import wait_for

NUMBER = "051085001234"
WISH = "cho toi gap can bo"


class WorkTests(ConsoleTestCase):
    def matter(self, text=WISH):
        """(number, id) of a matter that a new villager raises."""
        type(self)._number += 1
        number = f"+8491100{self._number:04}"
        before = self.numbers()
        self.console.text(number, text)
        return number, max(wait_for(lambda: self.numbers() - before, 30, "the matter"))

    def numbers(self):
        return {int(n) for n in re.findall(
            r"^#(\d+) ", self.console.command("escalations", "list", "--limit", "1000"), re.M)}

    def visitor(self, login="hanh"):
        visitor = Visitor(self.console.url)
        self.assertEqual(visitor.sign_in(login)[0], 303)
        return visitor

    # Nothing typed is lost -------------------------------------------------------------------

    def again(self, visitor, path, fields):
        """Sends a form after the sign-in has ended, signs in, and sends it again; where that leads."""
        visitor.cookies.clear()
        status, _, page = visitor.call(path, fields)
        self.assertEqual(status, 401)
        self.assertIn("Chữ đang viết vẫn còn ở đây", page)
        hidden = {name: html.unescape(value) for name, value in re.findall(
            r'type="hidden" name="([^"]+)" value="([^"]*)"', page)}
        # A wrong password in between loses nothing.
        status, _, page = visitor.call("/dang-nhap", {**hidden, "ten": "hanh", "mk": "sai"})
        self.assertEqual(status, 200)
        hidden = {name: html.unescape(value) for name, value in re.findall(
            r'type="hidden" name="([^"]+)" value="([^"]*)"', page)}
        status, _, page = visitor.call("/dang-nhap", {**hidden, "ten": "hanh", "mk": PASSWORD})
        self.assertEqual((status, "Chữ vừa gõ vẫn còn nguyên" in page), (200, True))
        form = page[page.index('<form class="card'):]
        action = html.unescape(re.search(r'action="([^"]+)"', form)[1])
        hidden = {name: html.unescape(value) for name, value in re.findall(
            r'type="hidden" name="([^"]+)" value="([^"]*)"', form[:form.index("</form>")])}
        status, headers, _ = visitor.call(action, hidden)
        self.assertEqual(status, 303)
        return headers["Location"]

    def test_what_was_typed_into_other_forms_survives_the_end_of_the_sign_in(self):
        _, matter = self.matter()
        visitor = self.visitor()
        note = "Bà Lan dặn: \"gọi sau 15 giờ\" & đừng gọi trưa.\r\nSố bàn <0260>."
        code = visitor.code(visitor.call("/viec")[2])
        there = self.again(visitor, f"/viec/{matter}/ghi-chu", {"ma": code, "ghi": note})
        self.assertEqual(there, f"/viec/{matter}?xong=ghi")
        shown = html.unescape(visitor.call(f"/viec/{matter}")[2])
        self.assertIn('Bà Lan dặn: "gọi sau 15 giờ" & đừng gọi trưa.', shown)
        self.assertEqual(self.again(visitor, "/cau-san/moi", {"ma": code, "ten": "Nhắn lại", "nd": "Mời bà {{ngày}}."}),
                         "/cau-san?xong=luu")

    def test_a_form_of_the_sign_in_leads_to_no_other_place(self):
        visitor = Visitor(self.console.url)
        for place in ("/tai-khoan/mat-khau", "/nhan-su/moi", "//evil.example/viec/1/ghi-chu", "https://evil.example",
                      "/viec/1/tra-loi"):
            page = visitor.call("/dang-nhap")[2]
            status, headers, text = visitor.call(
                "/dang-nhap", {"ma": visitor.code(page), "ten": "hanh", "mk": PASSWORD, "toi": place, "g.ghi": "a"})
            self.assertEqual((status, headers["Location"], text), (303, "/viec", ""), place)
            visitor.cookies.clear()

    def test_before_the_sign_in_ends_the_page_says_so_and_one_click_goes_on(self):
        page = self.officer()
        context = page.context
        page.close()
        page = context.new_page()
        page.clock.install()
        page.goto("/viec")
        bar = page.locator("#sap-het")
        page.clock.run_for("24:00")
        self.assertFalse(bar.is_visible())
        page.clock.run_for("01:30")
        bar.get_by_text("Còn 5 phút là tự đăng xuất. Tin viết dở đã lưu.").wait_for()
        bar.get_by_role("button", name="Tôi vẫn làm việc").click()
        bar.wait_for(state="hidden")

    # Nothing private stands open -------------------------------------------------------------

    def test_numbers_in_messages_are_masked_until_a_click(self):
        _, matter = self.matter(f"cho toi gap can bo, can cuoc cua toi so {NUMBER}")
        page = self.officer()
        page.goto(f"/viec/{matter}")
        self.assertNotIn(NUMBER, page.content())
        page.get_by_role("link", name="Đang che bớt. Xem đủ số").click()
        self.assertNotIn(NUMBER, page.content())
        self.good(page, "numbers-masked")
        page.get_by_role("button", name="Hiện đủ số").click()
        page.get_by_text("Đã ghi: chị Hạnh xem số lúc").wait_for()
        self.assertIn(NUMBER, page.content())
        self.good(page, "numbers")
        page.goto("/nhat-ky")
        self.assertIn(f"xem đủ số căn cước trong tin của việc số {matter}", page.locator("table").inner_text())
        other = self.visitor("dung")
        self.assertNotIn("Xem đủ số", other.call(f"/viec/{self.matter()[1]}")[2])

    def test_a_matter_is_one_file_that_needs_nothing_else(self):
        number, matter = self.matter(f"cho toi gap can bo. can cuoc {NUMBER} <b>x</b>")
        page = self.officer()
        page.goto(f"/viec/{matter}")
        page.locator("#tin").fill("Mời bà lên xã sáng mai.")
        page.get_by_text(re.compile("Đã lưu nháp")).wait_for()
        page.locator("#gui").click()
        before = self.console.sent()
        wait_for(lambda: self.console.sent() > before, 25, "the answer to leave")
        page.goto(f"/viec/{matter}")
        with page.expect_download() as download:
            page.get_by_role("link", name="Tải việc này về một tệp để lưu hồ sơ").click()
        self.assertEqual(download.value.suggested_filename, f"viec-{matter}.html")
        text = download.value.path().read_text(encoding="utf-8")
        for words in (f"…{number[-3:]}", "cho toi gap can bo", "&lt;b&gt;x&lt;/b&gt;", "Moi ba len xa sang mai.", "Chị Hạnh trả lời",
                      "Nhà mạng đã nhận lúc", "Xuất bởi Nguyễn Thị Hạnh"):
            self.assertIn(words, text)
        for word in (NUMBER, number, "<script", "href=", "src=\"/"):
            self.assertNotIn(word, text)
        # It opens where there is no console, and prints.
        page.context.set_offline(True)
        alone = page.context.new_page()
        alone.set_content(text)
        self.assertEqual(alone.locator("h1").inner_text().replace("\xa0", " "), f"Số …{number[-3:]}")
        page.context.set_offline(False)
        page.goto("/nhat-ky")
        self.assertIn(f"tải về một tệp việc số {matter}", page.locator("table").inner_text())

    def test_sign_ins_elsewhere_are_listed_and_ended(self):
        elsewhere = self.visitor("dung")
        page = self.officer("dung")
        page.goto("/tai-khoan")
        rows = page.get_by_role("heading", name="Đang đăng nhập ở").locator("xpath=following-sibling::ul").locator("li")
        self.assertGreaterEqual(rows.count(), 2)
        page.get_by_role("button", name="Đăng xuất ở mọi nơi khác").click()
        page.get_by_text("Đã đăng xuất ở mọi nơi khác.").wait_for()
        self.assertEqual(rows.count(), 1)
        self.assertTrue(elsewhere.call("/viec")[1]["Location"].startswith("/dang-nhap"))
        page.goto("/viec")
        page.wait_for_url("**/viec")

    # What rings is heard, and who is there is seen -------------------------------------------

    def test_a_call_for_help_rings_until_it_is_taken(self):
        page = self.officer()
        context = page.context
        page.close()
        page = context.new_page()
        page.set_default_timeout(20000)
        # Counts strokes of the bell in the place of sounding them.
        page.add_init_script("""
            window.strokes = 0;
            window.AudioContext = class {
              state = 'running'; currentTime = 0; destination = {};
              node() { const one = { frequency: {}, gain: { setValueAtTime() {}, exponentialRampToValueAtTime() {} },
                connect: () => one, start: () => { window.strokes += 1; }, stop() {} }; return one; }
              createOscillator() { return this.node(); }
              createGain() { return this.node(); }
            };
            localStorage.setItem('chuong', '1');
        """)
        page.goto("/viec")
        page.wait_for_timeout(1000)
        self.console.text("+84911008888", "cuu voi nha chay o thon 2")
        page.get_by_role("heading", name=re.compile("^Khẩn cấp, chưa ai nhận")).wait_for()
        first = page.wait_for_function("() => window.strokes").json_value()
        page.wait_for_function("first => window.strokes > first", arg=first)
        # An empty list under it does not say that nobody waits.
        if page.locator("ol.rows > li").count() == 0:
            self.assertIn("Ngoài việc khẩn cấp ở trên", page.locator("#danh-sach").inner_text())
        self.good(page, "alarm")
        page.get_by_role("button", name="Nhận việc này").click()
        page.get_by_text("Chị đang giữ, máy tạm im.").wait_for()
        page.goto("/viec")
        page.get_by_text(re.compile("Chị Hạnh nhận lúc")).wait_for()
        self.assertEqual(page.locator("[data-alarm]").count(), 0)
        page.wait_for_timeout(6000)
        self.assertEqual(page.evaluate("window.strokes"), 0)

    def test_who_reads_and_who_writes_is_seen_by_colleagues(self):
        number, matter = self.matter()
        hanh, dung = self.officer(), self.officer("dung")
        dung.goto(f"/viec/{matter}")
        hanh.goto(f"/viec/{matter}")
        hanh.get_by_text("Anh Dũng cũng đang đọc, chưa viết gì.").wait_for()
        dung.locator("#tin").fill("Chào bà")
        dung.get_by_text(re.compile("Đã lưu nháp")).wait_for()
        hanh.goto(f"/viec/{matter}")
        hanh.get_by_text("Anh Dũng đang viết trả lời.").wait_for()
        hanh.goto("/viec")
        row = hanh.locator("ol.rows > li", has_text=f"…{number[-3:]}")
        self.assertIn("Anh Dũng đang viết", row.inner_text())
        self.assertIn("Chưa ai nhận", row.inner_text())

    def test_keys_send_nothing_stay_out_of_fields_and_can_be_turned_off(self):
        _, matter = self.matter()
        page = self.officer()
        page.keyboard.press("j")
        self.assertTrue(page.evaluate("document.activeElement.matches('.row h3 a')"))
        page.goto(f"/viec/{matter}")
        page.locator("#tin").press_sequentially("g/j?k")
        self.assertEqual(page.locator("#tin").input_value(), "g/j?k")
        self.assertTrue(page.url.endswith(f"/viec/{matter}"))
        page.goto("/viec")
        page.keyboard.press("?")
        page.wait_for_url("**/phim-tat")
        page.get_by_label("Dùng phím tắt").uncheck()
        page.locator("h1").click()
        for key in ("g", "/", "j"):
            page.keyboard.press(key)
        page.wait_for_timeout(500)
        self.assertTrue(page.url.endswith("/phim-tat"))
        page.reload()
        self.assertFalse(page.get_by_label("Dùng phím tắt").is_checked())
        page.get_by_label("Dùng phím tắt").check()
        page.locator("h1").click()
        page.keyboard.press("g")
        page.wait_for_url("**/viec")

    # Paper and other eyes ------------------------------------------------------------------------------

    def test_the_sheet_of_the_morning_is_one_page_of_paper(self):
        for _ in range(14):
            self.matter("cho toi gap can bo, toi hoi ve viec lam lai giay to nha dat bi mat tu nam ngoai cua gia dinh toi")
        page = self.officer()
        page.goto("/so-tay")
        self.assertGreaterEqual(page.locator("main .tick").count(), 6)
        paper = page.pdf(format="A4", prefer_css_page_size=True)
        self.assertEqual(len(re.findall(rb"/Type\s*/Page\b", paper)), 1)

    def test_dark_and_forced_colours_keep_what_is_read(self):
        _, matter = self.matter()
        for options in ({"color_scheme": "dark"}, {"forced_colors": "active"}):
            page = self.officer(**options)
            for path in ("/viec", f"/viec/{matter}", "/so-tay", "/bao-cao", "/tim?q=can+bo", "/lich"):
                page.goto(path)
                found = Axe().run(page, options=AXE).response["violations"]
                self.assertEqual([(one["id"], one["nodes"][0]["html"][:200]) for one in found], [], (options, path))


if __name__ == "__main__":
    unittest.main()
