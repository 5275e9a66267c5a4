"""The staff console in Chromium: what officers do, what every page must be, and what attackers try."""

import re
import shutil
import tempfile
import unittest
from pathlib import Path

from console_browser import (
    CHROMIUM, PASSWORD, Browser, Console, ConsoleTestCase, Visitor, communes_with, enrol, faults, one_time_code, sign_in)
from processes import wait_for

QUESTION = "cho toi gap can bo. chau ngoai toi sinh o ray"
SCRIPT = "<script>document.title='x'</script><img src=x onerror=\"document.title='x'\"> cho toi gap can bo \u202e'\"\u0301 onfocus=alert(1)"


class ConsoleTests(ConsoleTestCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.console.officer("mar", "Y Mai", commune="dak-mar")
        cls.console.officer("khoa", "Lê Văn Khoa", title="anh")

    def villager(self, text=QUESTION):
        """(number, id) of a matter that a new villager raises."""
        type(self)._number += 1
        number = f"+8491000{self._number:04}"
        before = self.numbers()
        self.console.text(number, text)
        ids = wait_for(lambda: self.numbers() - before, 30, "the matter")
        return number, max(ids)

    def numbers(self):
        return {int(n) for n in re.findall(
            r"^#(\d+) ", self.console.command("escalations", "list", "--limit", "1000"), re.M)}

    # What officers do ------------------------------------------------------------------------

    def test_a_question_is_taken_answered_and_answered_back(self):
        number, matter = self.villager()
        page = self.officer()
        self.good(page, "queue")
        page.goto(f"/viec/{matter}")
        self.good(page, "conversation")
        before = self.console.sent()
        page.get_by_label(re.compile("^Trả lời")).fill("Chào bà. Cháu sinh ở rẫy thì không cần giấy chứng sinh.")
        page.get_by_text(re.compile("Đã lưu nháp")).wait_for()
        button = page.locator("#gui")
        wait_for(lambda: "tin" in button.inner_text(), 10, "the price")
        self.assertRegex(button.inner_text(), rf"^Gửi số …{number[-3:]} · 1 tin · 350\xa0đ$")
        self.assertIn("Chao ba. Chau sinh o ray thi khong can giay chung sinh.\nMa kiem tra: KT",
                      page.locator("#xem-truoc").inner_text())
        self.good(page, "conversation-draft")
        button.click()
        page.get_by_text("Sẽ gửi số").wait_for()
        self.good(page, "conversation-sent")
        self.assertEqual(self.console.sent(), before)
        wait_for(lambda: self.console.sent() > before, 25, "the answer to leave")
        text, author = next(row for row in reversed(self.console.log()) if row[1])
        self.assertTrue(text.startswith("Chao ba. Chau sinh o ray thi khong can giay chung sinh.\nMa kiem tra: KT "), text)
        before = self.numbers()
        self.console.text(number, "da vang, chieu nay toi len duoc khong chi")
        wait_for(lambda: self.numbers() - before, 30, "the villager's reply to come to an officer")

    def test_an_answer_is_taken_back_within_ten_seconds(self):
        _, matter = self.villager()
        page = self.officer()
        page.goto(f"/viec/{matter}")
        before = self.console.sent()
        page.locator("#tin").fill("Tin này gửi nhầm.")
        page.get_by_text(re.compile("Đã lưu nháp")).wait_for()
        page.locator("#gui").click()
        page.get_by_role("button", name="Lấy lại để sửa").click()
        page.get_by_text("Đã lấy lại, chưa gửi gì.").wait_for()
        self.assertEqual(page.locator("#tin").input_value(), "Tin này gửi nhầm.")
        page.wait_for_timeout(12000)
        self.assertEqual(self.console.sent(), before)

    def test_two_officers_answer_at_once_and_the_second_is_asked(self):
        _, matter = self.villager()
        hanh, dung = self.officer(), self.officer("dung")
        for page in (hanh, dung):
            page.goto(f"/viec/{matter}")
            page.locator("#tin").fill("Mời bà lên xã sáng mai.")
            page.get_by_text(re.compile("Đã lưu nháp")).wait_for()
        hanh.locator("#gui").click()
        hanh.get_by_text("Sẽ gửi số").wait_for()
        if dung.locator("#gui").count():
            dung.locator("#gui").click()
        dung.get_by_role("heading", name=re.compile("^Chưa gửi: chị Hạnh vừa")).wait_for()
        self.good(dung, "collision")
        self.assertIn("Moi ba len xa sang mai.", dung.locator("main").inner_text())
        dung.get_by_role("link", name="Sửa tin của tôi").click()
        self.assertEqual(dung.locator("#tin").input_value(), "Mời bà lên xã sáng mai.")

    def test_what_was_typed_survives(self):
        _, matter = self.villager()
        page = self.officer()
        page.goto(f"/viec/{matter}")
        page.locator("#tin").fill("Chào bà, phần này đã lưu.")
        page.get_by_text(re.compile("Đã lưu nháp")).wait_for()
        # Another computer, and the browser killed.
        page.context.close()
        page = self.officer()
        page.goto(f"/viec/{matter}")
        self.assertEqual(page.locator("#tin").input_value(), "Chào bà, phần này đã lưu.")
        page.get_by_text("Tin chị viết dở vẫn còn nguyên.").wait_for()
        # The network cut, and the gateway killed.
        page.context.set_offline(True)
        page.locator("#tin").fill("Chào bà, phần này gõ khi mất mạng.")
        page.get_by_text("Chưa lưu được, đang thử lại.").wait_for()
        page.context.set_offline(False)
        page.get_by_text(re.compile("Đã lưu nháp")).wait_for()
        self.console.gateway.kill()
        self.console.gateway.start()
        page.goto(f"/viec/{matter}")
        self.assertEqual(page.locator("#tin").input_value(), "Chào bà, phần này gõ khi mất mạng.")
        # The sign-in over at the moment of sending.
        page.locator("#tin").fill("Chào bà, câu cuối cùng.")
        page.evaluate("document.getElementById('tin').blur()")
        page.context.clear_cookies()
        page.evaluate("document.getElementById('tra-loi').submit()")
        page.get_by_text("Hãy nhập lại mật khẩu.").wait_for()
        self.good(page, "signin-kept")
        page.get_by_label("Tên đăng nhập").fill("hanh")
        page.get_by_label("Mật khẩu").fill(PASSWORD)
        page.get_by_role("button", name="Đăng nhập").click()
        page.wait_for_url(f"**/viec/{matter}")
        self.assertEqual(page.locator("#tin").input_value(), "Chào bà, câu cuối cùng.")

    def test_taking_back_after_the_sign_in_ended_keeps_the_draft(self):
        _, matter = self.villager()
        visitor = Visitor(self.console.url)
        visitor.sign_in("hanh")
        code = visitor.code(visitor.call(f"/viec/{matter}")[2])
        draft = "Mời bà lên xã sáng mai."
        visitor.call(f"/viec/{matter}/nhap", {"ma": code, "tin": draft})
        visitor.cookies.clear()
        status, _, page = visitor.call(f"/viec/{matter}/lay-lai", {"ma": code, "tin": "7"})
        self.assertEqual(status, 401)
        fields = dict(re.findall(r'type="hidden" name="([a-z]+)" value="([^"]*)"', page))
        self.assertNotIn('name="tin"', page)
        self.assertEqual(visitor.call("/dang-nhap", {**fields, "ten": "hanh", "mk": PASSWORD})[0], 303)
        self.assertIn(draft, visitor.call(f"/viec/{matter}")[2])

    def test_signing_in_the_queue_and_answering_need_no_script(self):
        number, matter = self.villager()
        page = self.officer(java_script_enabled=False)
        self.assertGreater(page.locator("ol.rows li").count(), 0)
        page.locator(f'a[href="/viec/{matter}"]').first.click()
        page.locator("#tin").fill("Không có mã lệnh vẫn gửi được.")
        page.get_by_role("button", name="Xem tin và giá rồi gửi").click()
        page.get_by_role("heading", name=re.compile("^Gửi số")).wait_for()
        self.assertIn("Khong co ma lenh van gui duoc.", page.locator("samp").inner_text())
        page.get_by_role("button", name=re.compile("^Gửi số")).click()
        page.get_by_text("Sẽ gửi số").wait_for()

    def test_a_ready_answer_needs_no_script(self):
        _, matter = self.villager()
        page = self.officer(java_script_enabled=False)
        page.goto("/cau-san/moi")
        page.get_by_label("Tên câu").fill("Giờ làm việc")
        page.get_by_label("Nội dung").fill("Một cửa mở 7 giờ 30.")
        page.get_by_role("button", name="Lưu").click()
        page.goto(f"/viec/{matter}")
        page.locator("#tin").fill("Chào bà.")
        page.get_by_text("Chèn câu sẵn").click()
        page.get_by_role("button", name="Giờ làm việc").click()
        self.assertEqual(page.locator("#tin").input_value(), "Chào bà.\nMột cửa mở 7 giờ 30.")

    def test_deeds_beside_answering(self):
        number, matter = self.villager()
        page = self.officer()
        page.goto(f"/viec/{matter}")
        page.get_by_role("button", name="Nhận việc này").click()
        page.get_by_text("Chị đang giữ, máy tạm im.").wait_for()
        page.get_by_role("link", name="Gọi lại").click()
        self.good(page, "call")
        self.assertNotIn(number[3:], page.content())
        page.get_by_role("button", name="Hiện số để gọi").click()
        page.get_by_text("Gọi xong rồi thì sao?").wait_for()
        self.assertIn(number[3:], page.content())
        page.get_by_label("Không ai nghe").check()
        page.get_by_role("button", name="Ghi lại cuộc gọi").click()
        page.get_by_role("link", name="Ghi chú").click()
        self.good(page, "note")
        page.get_by_label("Ghi chú").fill("Gọi rồi, số bận.")
        page.get_by_role("button", name="Lưu ghi chú").click()
        page.get_by_text("Gọi rồi, số bận.").wait_for()
        page.get_by_role("link", name="Hẹn lại").click()
        self.good(page, "snooze")
        page.get_by_role("button", name="Hẹn lại").click()
        page.get_by_role("heading", name="Có 1 lỗi cần sửa").wait_for()
        self.assertTrue(page.title().startswith("Lỗi: "))
        self.good(page, "snooze-error")
        page.goto(f"/viec/{matter}/chuyen")
        self.good(page, "hand-over")
        page.get_by_label("Anh Dũng").check()
        page.get_by_role("button", name="Chuyển").click()
        page.goto(f"/viec/{matter}")
        page.get_by_text("Anh Dũng đang giữ").wait_for()
        page.goto(f"/viec/{matter}/dong")
        self.good(page, "close")
        page.get_by_label("Trùng với việc khác").check()
        page.get_by_role("button", name="Đóng, không nhắn gì").click()
        page.get_by_role("heading", name="Việc này đã xong").wait_for()
        self.good(page, "closed")
        page.get_by_role("button", name="Mở lại").click()
        page.get_by_text("Đã mở lại.").wait_for()

    def test_what_is_new_comes_by_itself_and_moves_nothing(self):
        self.villager()
        page = self.officer()
        page.wait_for_timeout(2500)
        rows = page.locator("ol.rows > li")
        first = rows.first.get_attribute("data-key")
        self.villager()
        page.get_by_role("button", name=re.compile("^Có 1 việc mới. Hiện ra")).wait_for()
        self.assertEqual(rows.first.get_attribute("data-key"), first)

    def test_a_refused_stream_is_asked_for_again(self):
        page = self.officer()
        refusals = []

        def refuse_once(route):
            if refusals:
                route.continue_()
            else:
                refusals.append(route)
                route.fulfill(status=503, body="")

        page.route("**/dien-bien", refuse_once)
        page.reload()
        with page.expect_response(lambda reply: reply.url.endswith("/dien-bien") and reply.status == 200):
            pass
        self.assertEqual(len(refusals), 1)

    def test_the_other_pages(self):
        page = self.officer()
        for path, name in (("/cau-san/moi", "ready-new"), ("/tai-khoan", "account"), ("/tai-khoan/mat-khau", "password"),
                           ("/tai-khoan/ma", "factor"), ("/lich", "calendar"), ("/so-tay", "today"), ("/phim-tat", "keys"), ("/viec?muc=closed", "done"),
                           ("/nhat-ky", "record"), ("/khong-co", "404")):
            page.goto(path)
            self.good(page, name)
        page.goto("/cau-san/moi")
        page.get_by_label("Tên câu").fill("Khai sinh: sinh tại nhà")
        page.get_by_label("Nội dung").fill("Mời bác lên Một cửa lúc {{giờ}} hôm nay.")
        page.get_by_role("button", name="Lưu").click()
        page.get_by_text("Đã lưu.", exact=True).wait_for()
        self.good(page, "ready")
        _, matter = self.villager()
        page.goto(f"/viec/{matter}")
        page.get_by_text("Chèn câu sẵn").click()
        page.get_by_role("button", name="Khai sinh: sinh tại nhà").click()
        self.assertEqual(page.locator("#tin").input_value(), "Mời bác lên Một cửa lúc {{giờ}} hôm nay.")
        page.get_by_text(re.compile("Đã lưu nháp")).wait_for()
        page.locator("#gui").click()
        page.get_by_role("link", name="Điền giờ vào chỗ {{giờ}}").wait_for()
        self.good(page, "unfilled")

    def test_what_was_written_is_found_without_marks(self):
        number, matter = self.villager("cho tôi gặp cán bộ. cháu ngoại tôi sinh ở rẫy nhà cũ")
        page = self.officer()
        page.keyboard.press("/")
        page.wait_for_url("**/tim")
        self.good(page, "search-empty")

        def look(text):
            page.get_by_label("Chữ, số điện thoại hoặc mã hồ sơ").fill(text)
            page.get_by_role("button", name="Tìm", exact=True).click()
            page.get_by_role("heading", level=2, name=re.compile("kết quả|Không tìm thấy")).wait_for()
            return page.locator(".hits > li")

        wait_for(lambda: look("chau ngoai ray nha cu").count(), 20, "the message to be found")
        hits = look("chau ngoai ray nha cu")
        self.assertEqual(hits.first.locator("mark").all_inner_texts(), ["cháu", "ngoại", "rẫy", "nhà", "cũ"])
        self.good(page, "search")
        hits.first.get_by_role("link").click()
        page.wait_for_url(f"**/viec/{matter}")
        page.goto("/tim")
        self.assertGreater(look(number).count(), 0)
        self.assertGreater(look(number[-3:]).count(), 0)
        self.assertEqual(look("khong co chu nay dau").count(), 0)
        self.good(page, "search-none")
        # Whom the machine answered has no matter yet; one is begun by a click.
        self.console.text("+84910008001", "le phi chung thuc ban sao bao nhieu vay")
        wait_for(lambda: look("le phi chung thuc ban sao").count(), 20, "the message to be found")
        page.get_by_role("button", name=re.compile("^Mở thành việc của tôi")).first.click()
        page.wait_for_url("**/viec/*")
        page.get_by_text("Chị đang giữ, máy tạm im.").wait_for()
        other = Visitor(self.console.url)
        other.sign_in("mar")
        self.assertIn("Không tìm thấy", other.call("/tim?q=chau+ngoai+ray+nha+cu")[2])

    def administrator(self, login, *options):
        """(visitor, secret of the codes) of an administrator who has enrolled."""
        self.console.officer(login, "Phan Văn Quản", "--role", "administrator", *options, title="anh")
        visitor = Visitor(self.console.url)
        visitor.sign_in(login)
        return visitor, enrol(visitor)

    def administrator_page(self, login, secret):
        context = self.browser.context(self.console.url)
        self.addCleanup(context.close)
        page = context.new_page()
        page.set_default_timeout(15000)
        sign_in(page, login)
        page.get_by_label("Mật khẩu").fill(PASSWORD)
        page.get_by_label(re.compile("^Mã 6 số")).fill(one_time_code(secret, 1))
        page.get_by_role("button", name="Đăng nhập").click()
        page.wait_for_url("**/viec*")
        return page

    def test_an_administrator_keeps_the_people(self):
        _, secret = self.administrator("quan-nguoi")
        page = self.administrator_page("quan-nguoi", secret)
        page.get_by_role("contentinfo").get_by_role("link", name="Người dùng").click()
        self.good(page, "people")
        page.get_by_role("link", name="Thêm người").click()
        self.good(page, "person-new")
        page.get_by_label("Họ tên").fill("Trần Thị Lan")
        page.get_by_label("Xưng hô").select_option("chị")
        page.get_by_label("Tên đăng nhập").fill("hanh")
        page.get_by_role("button", name="Thêm").click()
        page.get_by_role("link", name="Tên đăng nhập này đã có").wait_for()
        self.good(page, "person-wrong")
        page.get_by_label("Tên đăng nhập").fill("lan")
        page.get_by_label(re.compile("^Phụ trách")).check()
        page.get_by_role("group", name="Tổ").get_by_role("checkbox").first.check()
        page.get_by_role("button", name="Thêm").click()
        page.get_by_role("heading", name="Đã thêm chị Lan").wait_for()
        self.good(page, "person-link")
        link = page.locator("#duong-dan").inner_text().rsplit("/", 1)[1]
        newcomer = Visitor(self.console.url)
        shown = newcomer.call(f"/vao/{link}")[2]
        self.assertEqual(newcomer.call(f"/vao/{link}", {"ma": newcomer.code(shown)})[0], 303)
        self.assertEqual(newcomer.call("/nhat-ky")[0], 200)
        page.get_by_role("link", name="Xong").click()
        self.good(page, "person")
        self.assertNotIn(link, page.content())
        page.get_by_role("link", name="Đổi vai trò, tổ").click()
        page.get_by_label(re.compile("^Cán bộ")).check()
        page.get_by_role("button", name="Lưu").click()
        page.get_by_text("Đã lưu.", exact=True).wait_for()
        # Other rights end the sign-in.
        self.assertEqual(newcomer.call("/viec")[0], 303)
        page.get_by_role("button", name="Khóa").click()
        page.get_by_text("Đang khóa.").wait_for()
        self.good(page, "person-locked")
        page.get_by_role("button", name="Mở khóa").click()
        page.get_by_role("button", name="Tạo đường dẫn đăng nhập một lần").wait_for()

    def test_people_are_kept_by_administrators_alone_and_none_above_them(self):
        visitor, _ = self.administrator("quan-thap")
        self.console.officer("xa-khac", "Y Xa", commune="dak-mar")
        people = visitor.call("/nhan-su")[2]
        self.assertNotIn("xa-khac", people)
        numbers = dict(reversed(pair) for pair in re.findall(r'/nhan-su/(\d+)">[^<]*</a><br><span[^>]*>([^<]+)<', people))
        code = visitor.code(visitor.call("/nhan-su/moi")[2])
        own, restricted = numbers["quan-thap"], numbers["hanh"]
        for number in (own, restricted, "999"):
            for way in ("khoa", "duong-dan", "dang-xuat", "bo-ma", "sua"):
                self.assertEqual(visitor.call(f"/nhan-su/{number}/{way}", {"ma": code, "vai": "officer"})[0], 404, (number, way))
        clerk = Visitor(self.console.url)
        clerk.sign_in("hanh")
        for path in ("/nhan-su", "/nhan-su/moi", f"/nhan-su/{own}", "/kenh"):
            self.assertEqual(clerk.call(path)[0], 404, path)
        # Nobody gives a commune or a right that they do not have.
        form = {"ma": code, "ho-ten": "Lê Thị Tư", "ten": "tu-moi", "vai": "officer", "xa": "dak-mar", "kin": "1"}
        self.assertIn("Chọn xã", visitor.call("/nhan-su/moi", form)[2])
        self.assertIn("Đã thêm", visitor.call("/nhan-su/moi", {**form, "xa": "dak-ha"})[2])
        self.assertNotIn("giữ kín", self.console.command("officers", "list").split("tu-moi")[1].split("\n")[0])

    def test_an_administrator_sees_the_channels_and_tries_one(self):
        self.villager()
        _, secret = self.administrator("quan-kenh")
        page = self.administrator_page("quan-kenh", secret)
        page.get_by_role("contentinfo").get_by_role("link", name="Kênh nhắn tin").click()
        page.get_by_text("Đang chạy.").first.wait_for()
        self.good(page, "channels")
        field = page.get_by_label("Số điện thoại nhận tin thử").first
        field.fill("12")
        button = page.get_by_role("button", name=re.compile("^Gửi tin thử")).first
        self.assertRegex(button.inner_text(), "350\xa0đ$")
        button.click()
        page.get_by_role("link", name=re.compile("^Gõ số điện thoại")).wait_for()
        self.good(page, "channels-wrong")
        before = self.console.sent()
        page.get_by_label("Số điện thoại nhận tin thử").first.fill("0912 000 999")
        page.get_by_role("button", name=re.compile("^Gửi tin thử")).first.click()
        page.get_by_text("Đã đưa tin thử vào hàng gửi.").wait_for()
        wait_for(lambda: self.console.sent() > before, 25, "the test to leave")
        text, author = self.console.log()[-1]
        self.assertTrue(text.startswith("Tin thu cua UBND xa Dak Ha"), text)
        self.assertEqual(author, "anh Quản")

    # What attackers try ----------------------------------------------------------------------

    def test_signed_out_nothing_is_told(self):
        visitor = Visitor(self.console.url)
        _, matter = self.villager()
        for path in ("/", "/viec", f"/viec/{matter}", "/nhat-ky", "/dien-bien", "/cau-san", "/tai-khoan"):
            status, headers, text = visitor.call(path)
            self.assertEqual((status, text), (303, ""), path)
            self.assertTrue(headers["Location"].startswith("/dang-nhap"), path)
        status, _, text = visitor.call(f"/viec/{matter}/nhan", {"ma": "0" * 64})
        self.assertEqual(status, 401)
        self.assertNotIn("gap can bo", text)

    def test_a_form_that_is_stolen_or_foreign_does_nothing(self):
        _, matter = self.villager()
        visitor = Visitor(self.console.url)
        self.assertEqual(visitor.sign_in("hanh")[0], 303)
        code = visitor.code(visitor.call(f"/viec/{matter}")[2])
        take = f"/viec/{matter}/nhan"
        other = Visitor(self.console.url)
        other.sign_in("dung")
        stolen = other.code(other.call("/viec")[2])
        for fields, headers in (({}, {}), ({"ma": ""}, {}), ({"ma": stolen}, {}), ({"ma": code}, {"Origin": "http://evil.example"}),
                                ({"ma": code}, {"Origin": "null"}), ({"ma": code}, {"Sec-Fetch-Site": "cross-site"})):
            status, _, text = visitor.call(take, fields, headers)
            self.assertEqual(status, 403, (fields, headers))
            self.assertEqual(text.count("<h1>"), 1)
        self.assertIn("Chưa ai nhận", visitor.call(f"/viec/{matter}")[2])
        self.assertEqual(visitor.call(take)[0], 405)
        self.assertEqual(visitor.call(take, {"ma": code}, {"Origin": self.console.url})[0], 303)

    def test_guessed_and_fixed_sessions_are_none(self):
        visitor = Visitor(self.console.url)
        for token in ("", "x", "0" * 64, "a" * 43, "A" * 5000, "../../etc/passwd"):
            self.assertEqual(visitor.call("/viec", headers={"Cookie": f"nharong={token}"})[0], 303, token)
        # A token that somebody planted is not the one after signing in.
        planted = "f" * 64
        _, headers, page = visitor.call("/dang-nhap", headers={"Cookie": f"nharong={planted}"})
        status, headers, _ = visitor.call(
            "/dang-nhap", {"ma": visitor.code(page), "ten": "hanh", "mk": PASSWORD})
        self.assertEqual(status, 303)
        cookies = [c for c in headers.get_all("Set-Cookie") if c.startswith("nharong=")]
        self.assertEqual(len(cookies), 1)
        self.assertNotIn(planted, cookies[0])
        for word in ("HttpOnly", "SameSite=Strict", "Path=/"):
            self.assertIn(word, cookies[0])
        # After signing out the old token is none.
        token = re.search(r"nharong=([^;]+)", cookies[0])[1]
        code = visitor.code(visitor.call("/viec")[2])
        visitor.call("/dang-xuat", {"ma": code})
        self.assertEqual(Visitor(self.console.url).call("/viec", headers={"Cookie": f"nharong={token}"})[0], 303)

    def test_wrong_passwords_lock_only_where_they_come_from(self):
        known = Visitor(self.console.url)
        self.assertEqual(known.sign_in("khoa")[0], 303)
        attacker = Visitor(self.console.url)
        answers = [attacker.sign_in("khoa", f"sai-{n}") for n in range(11)]
        self.assertEqual({status for status, _, _ in answers[:9]}, {200})
        self.assertEqual(answers[-1][0], 429)
        self.assertEqual(answers[0][2].count("chưa đúng"), attacker.sign_in("khong-co", "sai")[2].count("chưa đúng"))
        known.call("/dang-xuat", {"ma": known.code(known.call("/viec")[2])})
        self.assertEqual(known.sign_in("khoa")[0], 303)

    def test_every_answer_carries_the_headers(self):
        visitor = Visitor(self.console.url)
        visitor.sign_in("hanh")
        for path in ("/viec", "/dang-nhap", "/khong-co", "/tep/x/console.css", "/tep/x/console.js", "/lich"):
            _, headers, text = visitor.call(path)
            policy = headers["Content-Security-Policy"]
            self.assertIn("default-src 'none'", policy, path)
            self.assertNotIn("unsafe", policy)
            self.assertIn("frame-ancestors 'none'", policy)
            self.assertEqual(headers["X-Content-Type-Options"], "nosniff")
            self.assertEqual(headers["X-Frame-Options"], "DENY")
            self.assertIsNone(headers["Server"])
            if "html" in (headers["Content-Type"] or ""):
                self.assertEqual(headers["Cache-Control"], "no-store")
                self.assertIsNone(re.search(r"<[^>]*\s(style|on[a-z]+)=|<script>|(src|href|action)=.?https?:", text), path)

    def test_a_script_in_a_text_is_text(self):
        _, matter = self.villager(SCRIPT)
        page = self.officer()
        said = []
        page.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
        for path in ("/viec", f"/viec/{matter}", f"/viec/{matter}/chuyen", f"/viec/{matter}/dong"):
            page.goto(path)
            self.assertNotEqual(page.title(), "x")
            self.assertEqual(page.evaluate("document.querySelectorAll('main img, main script').length"), 0)
            self.assertNotIn("\u202e", page.content())
        page.goto(f"/viec/{matter}")
        self.assertIn("<script>document.title='x'</script>", page.locator("blockquote").inner_text())
        self.assertEqual(said, [])
        self.good(page, "hostile")

    def test_nothing_outside_the_assets_is_given(self):
        visitor = Visitor(self.console.url)
        for path in ("/tep/x/../../../etc/passwd", "/tep/x/..%2f..%2fetc%2fpasswd", "/tep/x/gateway.yaml", "/tep//etc/passwd",
                     "/tep/x/console.css%00.txt", "/tep/x/%2e%2e", "/../config/gateway.yaml"):
            status, _, text = visitor.call(path)
            self.assertEqual(status, 404, path)
            self.assertNotIn("root:", text)

    def test_an_administrator_without_a_code_can_only_enrol_and_leave(self):
        self.console.officer("quan", "Phạm Quân", "--role", "administrator", title="anh")
        visitor = Visitor(self.console.url)
        visitor.sign_in("quan")
        status, headers, _ = visitor.call("/viec")
        self.assertEqual((status, headers["Location"]), (303, "/tai-khoan/ma"))
        code = visitor.code(visitor.call("/tai-khoan/ma")[2])
        status, headers, _ = visitor.call("/dang-xuat", {"ma": code})
        self.assertEqual((status, headers["Location"]), (303, "/dang-nhap"))
        self.assertTrue(visitor.call("/viec")[1]["Location"].startswith("/dang-nhap"))

    def test_a_one_time_link_of_somebody_with_a_code_asks_for_it(self):
        self.console.officer("thu", "Đặng Thị Thu", "--role", "administrator")
        visitor = Visitor(self.console.url)
        visitor.sign_in("thu")
        secret = enrol(visitor)
        link = re.search(r"/vao/\S+", self.console.command("officers", "sign-in", "thu"))[0]
        stranger = Visitor(self.console.url)
        page = stranger.call(link)[2]
        status, _, page = stranger.call(link, {"ma": stranger.code(page)})
        self.assertEqual((status, "Tài khoản này dùng thêm mã 6 số" in page), (200, True))
        self.assertTrue(stranger.call("/viec")[1]["Location"].startswith("/dang-nhap"))
        status, _, page = stranger.call(link, {"ma": stranger.code(page), "so": "000000"})
        self.assertIn("Mã chưa đúng", page)
        status, headers, _ = stranger.call(link, {"ma": stranger.code(page), "so": one_time_code(secret, 1)})
        self.assertEqual((status, headers["Location"]), (303, "/viec"))
        self.assertEqual(stranger.call("/viec")[0], 200)

    def test_a_foreign_host_name_is_not_answered(self):
        visitor = Visitor(self.console.url)
        self.assertEqual(visitor.call("/dang-nhap", headers={"Host": "evil.example"})[0], 421)

    def test_bodies_and_forms_are_bounded(self):
        visitor = Visitor(self.console.url)
        visitor.sign_in("hanh")
        code = visitor.code(visitor.call("/viec")[2])
        self.assertEqual(visitor.call("/cau-san/moi", {"ma": code, "nd": "a" * 70000})[0], 413)
        self.assertEqual(visitor.call("/viec?" + "a" * 3000)[0], 404)
        self.assertEqual(visitor.call("/dang-nhap", {}, {"Content-Type": "text/plain"})[0], 400)

    def test_a_clerk_of_another_commune_sees_nothing(self):
        _, matter = self.villager()
        other = Visitor(self.console.url)
        other.sign_in("mar")
        self.assertNotIn("gap can bo", other.call("/viec")[2])
        status, _, text = other.call(f"/viec/{matter}")
        self.assertEqual((status, "gap can bo" in text), (404, False))
        code = other.code(other.call("/viec")[2])
        for deed in ("nhan", "tra-ve", "mo-lai", "goi", "lay-lai", "dong"):
            fields = {"ma": code, "vi": "spam", "tin": "1"}
            self.assertEqual(other.call(f"/viec/{matter}/{deed}", fields)[0], 404, deed)
        self.assertEqual(other.call(f"/viec/{matter}/tra-loi", {"ma": code, "tin": "a", "buoc": "gui"})[0], 404)
        nobody = other.call("/viec/999999")
        self.assertEqual(nobody[2], text)

    def test_a_denunciation_is_for_those_with_the_right(self):
        self.console.text("+84910009999", "toi muon to cao can bo thu tien sai o cho")
        listing = wait_for(lambda: re.findall(
            r"^#(\d+) ", self.console.command("escalations", "list", "--restricted"), re.M), 30, "the denunciation")
        matter = listing[0]
        clerk, handler = Visitor(self.console.url), Visitor(self.console.url)
        clerk.sign_in("dung")
        handler.sign_in("hanh")
        self.assertEqual(clerk.call(f"/viec/{matter}")[0], 404)
        self.assertNotIn("…999", clerk.call("/viec")[2])
        queue = handler.call("/viec")[2]
        self.assertIn("Việc giữ kín", queue)
        self.assertNotIn("tố cáo", queue)
        self.assertNotIn("to cao", queue)
        page = self.officer()
        page.goto(f"/viec/{matter}")
        self.assertNotIn("tố cáo", page.title())
        self.good(page, "private")


@unittest.skipUnless(Path(CHROMIUM).exists(), "no Chromium: make test-packages installs it")
class PracticeTests(unittest.TestCase):
    def test_until_it_is_opened_a_commune_answers_only_those_who_practise(self):
        folder = Path(tempfile.mkdtemp(prefix="practice-"))
        self.addCleanup(shutil.rmtree, folder)
        communes = communes_with(folder, 'practice_phones: ["0912 000 321"]')
        with Console(folder, communes=communes) as console:
            console.officer("hanh", "Nguyễn Thị Hạnh")
            for number in ("+84912000321", "+84912000999", "+84912000999"):
                console.text(number, "le phi ket hon bao nhieu")
            wait_for(lambda: len(console.log()) >= 3, 30, "the answers")
            texts = [text for text, _ in console.log()]
            told = [text for text in texts if "chua tra loi duoc ba con" in text]
            self.assertEqual(len(told), 1, texts)
            self.assertTrue(any("ket hon" in text for text in texts), texts)
            visitor = Visitor(console.url)
            visitor.sign_in("hanh")
            page = visitor.call("/viec")[2]
            self.assertIn("Chế độ tập: máy chỉ trả lời 1 số đã ghi", page)
            self.assertIn("0 việc đang chờ", page)
            browser = Browser()
            self.addCleanup(browser.close)
            page = browser.context(console.url).new_page()
            sign_in(page)
            page.wait_for_url("**/viec*")
            self.assertEqual(faults(page), [])

    def test_behind_an_answer_a_villager_says_whether_they_are_content(self):
        folder = Path(tempfile.mkdtemp(prefix="content-"))
        self.addCleanup(shutil.rmtree, folder)
        communes = communes_with(folder, "asks_satisfaction: true")
        with Console(folder, communes=communes) as console:
            console.officer("hanh", "Nguyễn Thị Hạnh")
            console.text("+84912000321", QUESTION)
            console.waiting()
            browser = Browser()
            self.addCleanup(browser.close)
            page = browser.context(console.url).new_page()
            sign_in(page)
            page.wait_for_url("**/viec*")
            page.goto("/viec/1")
            page.locator("#tin").fill("Mời bà lên xã sáng mai.")
            page.get_by_text(re.compile("Đã lưu nháp")).wait_for()
            page.locator("#gui").click()
            page.get_by_text("Sẽ gửi số").wait_for()
            before = console.sent()
            wait_for(lambda: console.sent() == before + 2, 30, "the answer and the question")
            self.assertIn("Nhan 1 hai long, 2 binh thuong, 3 chua hai long", console.log()[-1][0])
            console.text("+84912000321", "3")
            wait_for(lambda: console.log()[-1][0].startswith("Cam on bac"), 30, "thanks")
            page.goto("/viec/1")
            self.assertIn("Chưa hài lòng", page.locator("dl.facts").inner_text())
            self.assertEqual(faults(page), [])


if __name__ == "__main__":
    unittest.main()
