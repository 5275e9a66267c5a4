"""The pages by which staff look back and learn: the report, what was not understood, facts."""

import csv
import datetime
import io
import re
import time
import unittest

from console_browser import ConsoleTestCase, SENDSMS, Visitor
from processes import REPOSITORY, wait_for


class ConsolePagesTests(ConsoleTestCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.console.officer("mar", "Y Mai", "--role", "supervisor", commune="dak-mar")

    def text(self, text):
        type(self)._number += 1
        number = f"+8492000{self._number:04}"
        self.console.text(number, text)
        return number

    def visitor(self, login="hanh"):
        visitor = Visitor(self.console.url)
        self.assertEqual(visitor.sign_in(login)[0], 303)
        return visitor

    def own_file(self, name):
        """What officers of Đăk Hà taught or confirmed; nothing where they did not."""
        path = self.console.communes / "dak-ha" / name
        return path.read_text(encoding="utf-8") if path.exists() else ""

    def reply(self, text):
        """What a new villager is answered."""
        before = len(self.console.log())
        self.text(text)
        return wait_for(lambda: "".join(text for text, _ in self.console.log()[before:]), 30, "the answer")

    def figures(self, visitor, query=""):
        """{(table, line): number} of the report's file."""
        status, headers, text = visitor.call("/bao-cao/tep" + query)
        self.assertEqual(status, 200)
        self.assertIn("text/csv", headers["Content-Type"])
        self.assertTrue(text.startswith("\ufeff"))
        rows = list(csv.reader(io.StringIO(text[1:])))
        return {(row[0], row[1]): row for row in rows if len(row) == 7}

    def received(self, visitor):
        self.console.counted()
        return int(self.figures(visitor)["Số liệu chung", "Tin bà con gửi đến"][2])

    # What was not understood ------------------------------------------------------------------

    def test_a_wording_is_tried_taught_taken_up_at_once_and_taken_back(self):
        for text in ("tem con rong chau tien", "cái tem con rồng cháu tiên", "xem tem con rong chau tien"):
            self.text(text)
        self.text("dang ky khai sinh can giay to gi")
        visitor = self.visitor()
        wait_for(lambda: "rồng" in visitor.call("/chua-hieu")[2], 30, "the group")
        page = self.officer()
        page.goto("/chua-hieu")
        self.good(page, "not-understood")
        group = page.locator("ol.hits > li").filter(has_text="con rồng")
        self.assertIn("3 tin", group.inner_text())
        group.get_by_role("link", name=re.compile("^Thuộc việc")).click()
        page.get_by_role("heading", name=re.compile("^Dạy máy")).wait_for()
        self.good(page, "teach")
        self.assertIn("con rồng cháu tiên", page.locator("#cach").input_value())
        # Nothing chosen, and a word alone.
        page.locator("#cach").fill("giấy")
        page.get_by_role("button", name="Xem thử").click()
        page.get_by_role("heading", name="Có 2 lỗi cần sửa").wait_for()
        self.good(page, "teach-errors")
        # What would spoil others cannot be saved, neither by the page nor by a form.
        page.locator("#viec").select_option("death_registration")
        page.locator("#cach").fill("đăng ký khai sinh cần giấy tờ gì")
        page.get_by_role("button", name="Xem thử").click()
        page.get_by_text(re.compile("^Chưa lưu được")).wait_for()
        self.good(page, "teach-refused")
        self.assertEqual(page.get_by_role("button", name=re.compile("^Lưu")).count(), 0)
        page.locator("#viec").select_option("marriage_registration")
        page.locator("#cach").fill("tem con rồng cháu tiên")
        page.get_by_role("button", name="Xem thử").click()
        page.get_by_role("button", name="Lưu, máy hiểu thêm 3 tin").wait_for()
        self.good(page, "teach-tried")
        file = self.console.communes / "dak-ha" / "wordings.yaml"
        self.assertFalse(file.exists())
        page.get_by_role("button", name="Lưu, máy hiểu thêm 3 tin").click()
        page.get_by_text("Đã lưu. Máy hiểu câu này từ bây giờ.").wait_for()
        self.good(page, "taught")
        self.assertIn("con rồng", file.read_text(encoding="utf-8"))
        self.assertEqual(page.locator("ol.hits > li").filter(has_text="con rồng").count(), 0)
        # Taken up without a restart, and still there after one.
        for restarts in (False, True):
            if restarts:
                self.console.gateway.kill()
                self.console.gateway.start()
            self.assertIn("ket hon", self.reply("cho hoi tem con rong chau tien"))
        self.console.command("check")
        page.goto("/chua-hieu")
        page.get_by_role("button", name=re.compile("^Bỏ câu này")).click()
        page.get_by_text("Đã bỏ câu này.").wait_for()
        self.assertNotIn("ket hon", self.reply("cho hoi tem con rong chau tien"))
        page.goto("/nhat-ky")
        self.assertIn("dạy máy một câu", page.locator("main").inner_text())

    def test_teaching_is_for_supervisors_of_the_commune(self):
        visitor = self.visitor("dung")
        self.assertEqual(visitor.call("/chua-hieu")[0], 200)
        self.assertEqual(visitor.call("/chua-hieu/day?chu=a")[0], 404)
        code = visitor.code(visitor.call("/viec")[2])
        fields = {"ma": code, "xa": "dak-ha", "viec": "marriage_registration", "cach": "giấy rồng vàng"}
        before = self.own_file("wordings.yaml")
        self.assertEqual(visitor.call("/chua-hieu/day", fields)[0], 404)
        other = self.visitor("mar")
        fields["ma"] = other.code(other.call("/viec")[2])
        other.call("/chua-hieu/day", fields)
        self.assertEqual(self.own_file("wordings.yaml"), before)
        self.assertEqual(other.call("/chua-hieu/day", fields | {"ma": "0" * 64})[0], 403)

    # Facts ------------------------------------------------------------------------------------

    def test_a_fact_is_confirmed_told_without_doubt_and_taken_back(self):
        page = self.officer()
        page.goto("/du-kien")
        self.good(page, "facts")
        page.get_by_role("heading", name=re.compile("hết hạn", re.I)).first.wait_for()
        page.get_by_label("Tìm thủ tục").fill("tinh trang hon nhan")
        page.get_by_role("button", name="Tìm").click()
        page.get_by_role("link", name=re.compile("tình trạng hôn nhân", re.I)).first.click()
        page.get_by_role("heading", name="Lệ phí").wait_for()
        self.good(page, "procedure")
        address = page.url
        page.get_by_role("link", name=re.compile("Lệ phí$")).click()
        self.good(page, "fact")
        page.get_by_label("Bà con sẽ đọc").fill("Xem facebook.com 🎉")
        page.get_by_role("button", name="Lưu cho xã Đăk Hà").click()
        page.get_by_role("heading", name="Có 2 lỗi cần sửa").wait_for()
        self.good(page, "fact-errors")
        page.get_by_label("Bà con sẽ đọc").fill("Mười một nghìn đồng một bản.")
        page.get_by_label("Căn cứ").fill("Nghị quyết 12/2026 của Hội đồng nhân dân tỉnh")
        page.get_by_role("button", name="Lưu cho xã Đăk Hà").click()
        page.get_by_text("Đã lưu. Máy nói câu này từ bây giờ.").wait_for()
        self.good(page, "fact-confirmed")
        self.assertIn("Nguyễn Thị Hạnh xác nhận ngày", page.locator("main").inner_text())
        file = self.console.communes / "dak-ha" / "facts.yaml"
        self.assertIn("Mười một nghìn", file.read_text(encoding="utf-8"))
        for restarts in (False, True):
            if restarts:
                self.console.gateway.kill()
                self.console.gateway.start()
            reply = self.reply("xin xac nhan tinh trang hon nhan le phi bao nhieu")
            self.assertIn("Muoi mot nghin dong", reply)
            self.assertNotIn("tham khao", reply)
        self.console.command("check")
        page.goto(address)
        page.get_by_role("button", name=re.compile("^Bỏ xác nhận")).click()
        page.get_by_text("Đã bỏ. Máy lại nói theo danh mục chung.").wait_for()
        self.assertNotIn("Muoi mot nghin", self.reply("xin xac nhan tinh trang hon nhan le phi bao nhieu"))

    def test_facts_are_read_by_all_and_confirmed_by_supervisors_of_the_commune(self):
        clerk = self.visitor("dung")
        self.assertEqual(clerk.call("/du-kien")[0], 200)
        _, _, text = clerk.call("/du-kien/1.001193")
        self.assertIn("Đăng ký khai sinh", text)
        self.assertNotIn("Xác nhận hoặc sửa", text)
        code = clerk.code(clerk.call("/viec")[2])
        fields = {"ma": code, "xa": "dak-ha", "cau": "Miễn phí.", "nguon": "Nghị quyết", "den": "2027-11-01"}
        self.assertEqual(clerk.call("/du-kien/1.001193/fee", fields)[0], 404)
        before = self.own_file("facts.yaml")
        other = self.visitor("mar")
        fields["ma"] = other.code(other.call("/viec")[2])
        self.assertEqual(other.call("/du-kien/1.001193/fee", fields)[0], 303)
        self.assertEqual(self.own_file("facts.yaml"), before)
        self.assertTrue((self.console.communes / "dak-mar" / "facts.yaml").exists())
        for path in ("/du-kien/9.999999", "/du-kien/1.001193/money", "/du-kien/..%2f..%2fetc", "/du-kien/1.001193%00"):
            self.assertEqual(other.call(path)[0], 404, path)

    # The calendar --------------------------------------------------------------------------

    def test_a_day_is_entered_told_at_once_kept_over_a_restart_and_taken_back(self):
        page = self.officer()
        page.goto("/lich")
        page.get_by_role("heading", name="Ghi ngày nghỉ, làm bù, giờ khác").wait_for()
        self.good(page, "calendar")
        # The first working day that is no holiday, at least a week ahead.
        day = self.working_day()
        text = f"{day.day}/{day.month}"
        page.get_by_label("Ngày", exact=True).fill("2020-01-01")
        page.get_by_label("Làm giờ khác, ghi ở dưới").check()
        page.get_by_label("Giờ làm việc hôm đó").fill("1:30-5:00")
        page.get_by_role("button", name=re.compile("^Ghi vào lịch")).click()
        page.get_by_role("heading", name="Có 2 lỗi cần sửa").wait_for()
        self.good(page, "calendar-errors")
        self.assertIn("đã qua", page.locator("#tu-loi").inner_text())
        self.assertIn("13:30", page.locator("#gio-loi").inner_text())
        page.get_by_label("Ngày", exact=True).fill(day.isoformat())
        page.get_by_label("Nghỉ cả ngày").check()
        page.get_by_label("Lý do").fill("Mất điện cả xã")
        page.get_by_role("button", name=re.compile("^Ghi vào lịch")).click()
        page.get_by_text(re.compile("^Đã ghi")).wait_for()
        self.good(page, "calendar-entered")
        self.assertIn("Mất điện", self.own_file("days.yaml"))
        for restarts in (False, True):
            if restarts:
                self.console.gateway.kill()
                self.console.gateway.start()
            reply = self.reply(f"ngay {text} xa co lam viec khong")
            self.assertIn("Mat dien ca xa", reply)
        self.console.command("check")
        page.goto("/lich")
        page.locator("ul.hits > li").filter(has_text="Mất điện").get_by_role("button", name=re.compile("^Bỏ")).click()
        page.get_by_text(re.compile("^Đã bỏ")).wait_for()
        self.assertNotIn("Mat dien", self.reply(f"ngay {text} xa co lam viec khong"))
        page.goto("/nhat-ky")
        self.assertIn("ghi ngày vào lịch làm việc", page.locator("main").inner_text())

    @staticmethod
    def today():
        """The day in Vietnam."""
        return datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=7))).date()

    @classmethod
    def working_day(cls):
        """One at least a week ahead."""
        return cls.working_after(cls.today() + datetime.timedelta(days=8))

    def test_promises_keep_to_entered_days(self):
        page = self.officer()
        page.goto("/lich")
        day = self.today()
        # Closed for a month.
        page.get_by_label("Ngày", exact=True).fill(day.isoformat())
        page.get_by_label("Đến hết ngày (nếu nhiều ngày)").fill((day + datetime.timedelta(days=30)).isoformat())
        page.get_by_label("Lý do").fill("Sửa trụ sở")
        page.get_by_role("button", name=re.compile("^Ghi vào lịch")).click()
        page.get_by_text(re.compile("^Đã ghi")).wait_for()
        self.good(page, "calendar-closed")
        self.text("cho toi gap can bo")
        open_again = self.working_after(day + datetime.timedelta(days=31))
        promised = wait_for(lambda: re.findall(r"(\d+)/(\d+)", self.console.command("escalations", "list")), 30, "it")
        self.assertIn((str(open_again.day), str(open_again.month)), promised)
        visitor = self.visitor()
        code = visitor.code(visitor.call("/lich")[2])
        # Entered together, taken back together.
        days = {"tu": day.isoformat(), "den": (day + datetime.timedelta(days=30)).isoformat()}
        self.assertEqual(visitor.call("/lich/ngay/bo", {"ma": code, "xa": "dak-ha", **days})[0], 303)
        self.assertNotIn("Sửa trụ sở", self.own_file("days.yaml"))

    @classmethod
    def working_after(cls, day):
        holidays = (REPOSITORY / "config/communes/dak-ha/calendar.yaml").read_text(encoding="utf-8")
        while day.weekday() > 4 or f"  {day.isoformat()}:" in holidays:
            day += datetime.timedelta(days=1)
        return day

    def test_the_phone_on_duty_is_changed_and_alerted(self):
        page = self.officer()
        page.goto("/lich")
        page.get_by_label("Số điện thoại trực").fill("0260 3822 111")
        page.get_by_role("button", name="Đổi điện thoại trực").click()
        page.get_by_role("heading", name="Có 1 lỗi cần sửa").wait_for()
        page.get_by_label("Số điện thoại trực").fill("0901 234 567")
        page.get_by_label("Ai cầm điện thoại").fill("anh Dũng")
        page.get_by_role("button", name="Đổi điện thoại trực").click()
        page.get_by_text(re.compile("^Đã đổi điện thoại trực")).wait_for()
        self.good(page, "calendar-duty")
        before = len(self.console.provider.calls(SENDSMS))
        self.text("cuu voi nha toi bi chay")
        wait_for(lambda: any("901234567" in f"{call.headers}{call.body}" for call in self.console.provider.calls(SENDSMS)[before:]), 30,
                 "the alert to the new phone")
        page.goto("/lich")
        page.get_by_role("button", name="Bỏ, dùng lại số trong cấu hình của xã").click()
        page.get_by_text(re.compile("^Đã bỏ")).wait_for()
        self.assertIn("0900 000 002", page.locator("main").inner_text())

    def test_days_are_entered_by_supervisors_of_the_commune(self):
        clerk = self.visitor("dung")
        text = clerk.call("/lich")[2]
        self.assertIn("Điện thoại trực", text)
        self.assertNotIn("Ghi vào lịch", text)
        code = clerk.code(text)
        day = self.working_day().isoformat()
        fields = {"ma": code, "xa": "dak-ha", "tu": day, "kieu": "nghi", "ly-do": "Thử"}
        self.assertEqual(clerk.call("/lich/ngay", fields)[0], 404)
        before = self.own_file("days.yaml")
        other = self.visitor("mar")
        fields["ma"] = other.code(other.call("/lich")[2])
        self.assertEqual(other.call("/lich/ngay", fields)[0], 303)
        self.assertEqual(self.own_file("days.yaml"), before)
        self.assertIn("Thử", (self.console.communes / "dak-mar" / "days.yaml").read_text(encoding="utf-8"))
        for wrong in ({"tu": "2026-02-30"}, {"tu": "x" * 5000}, {"tu": day, "den": "2100-01-01"},
                      {"tu": day, "kieu": "gio", "gio": "\x00"}, {"tu": day, "ly-do": "😀"}):
            self.assertEqual(other.call("/lich/ngay", fields | wrong)[0], 200, wrong)
        self.assertEqual(other.call("/lich/ngay", fields | {"ly-do": "<script>"})[0], 303)
        self.assertNotIn("<script>", other.call("/lich")[2])

    # Dossiers ---------------------------------------------------------------------------------

    HEADER = "Mã hồ sơ;Tên thủ tục;Trạng thái;Ngày hẹn trả;Số điện thoại\n"

    def table(self, *lines):
        path = self.folder / "ho so.csv"
        path.write_text(self.HEADER + "\n".join(lines) + "\n", encoding="utf-8-sig")
        return path

    def register(self):
        return self.console.command("dossiers", "list", "--commune", "dak-ha")

    def test_a_table_is_looked_at_corrected_and_taken_in_and_followers_are_told(self):
        page = self.officer("dung")
        page.get_by_role("link", name="Hồ sơ", exact=True).first.click()
        page.get_by_role("heading", name="Hồ sơ", exact=True).wait_for()
        self.good(page, "dossiers")
        page.get_by_role("link", name="Nhập tệp hồ sơ").click()
        self.good(page, "dossiers-import")
        page.get_by_role("button", name="Xem trước").click()
        page.get_by_role("heading", name="Có 1 lỗi cần sửa").wait_for()
        self.good(page, "dossiers-import-none")
        page.get_by_label("Tệp hồ sơ").set_input_files(self.table(
            "000.00.53.H48-261120-0001;Khai sinh;Đang bay;31/02/2026;0901234567",
            "xyz;;Đang xử lý;;", "000.00.53.H48-261120-0002;Kết hôn;Đang xử lý;28/11/2026;098"))
        page.get_by_role("button", name="Xem trước").click()
        page.get_by_role("heading", name="Chưa nhập: tệp có 4 chỗ cần sửa").wait_for()
        self.good(page, "dossiers-import-faults")
        words = page.locator("main").inner_text()
        for part in ("Dòng 2, Trạng thái", "Dòng 2, Ngày hẹn trả", "Dòng 3, Mã hồ sơ", "Dòng 3, Tên thủ tục"):
            self.assertIn(part, words)
        self.assertEqual(page.get_by_role("button", name=re.compile("^Nhập")).count(), 0)
        page.get_by_role("link", name="‹ Chọn tệp khác").click()
        villager = f"+8498{int(time.time()) % 10_000_000:07}"
        lines = [f"000.00.53.H48-261120-{number:04};Đăng ký khai sinh;Đang xử lý;27/11/2026;0901{number:06}"
                 for number in range(10, 40)]
        lines[0] = f"000.00.53.H48-261120-0010;Đăng ký khai sinh;Đang xử lý;27/11/2026;{villager}"
        page.get_by_label("Tệp hồ sơ").set_input_files(self.table(*lines))
        page.get_by_role("button", name="Xem trước").click()
        page.get_by_role("heading", name="Xem lại trước khi nhập").wait_for()
        self.good(page, "dossiers-import-preview")
        self.assertEqual(page.locator("tbody tr").count(), 10)
        self.assertIn("30 hồ sơ mới", page.locator("main").inner_text())
        self.assertNotIn(villager[3:], page.content())
        self.assertNotIn("261120-0010", self.register())
        page.get_by_role("button", name="Nhập 30 hồ sơ").click()
        page.get_by_text(re.compile("^Đã nhập")).wait_for()
        self.good(page, "dossiers-imported")
        self.assertIn("Anh Dũng nhập lúc", page.locator("main").inner_text())
        self.assertIn("261120-0010", self.register())
        # A follower is told of what the next table changes.
        self.console.text(villager, "theo doi 000.00.53.H48-261120-0010")
        wait_for(lambda: any("0010" in text for text, _ in self.console.log()), 30, "the follower")
        lines[0] = lines[0].replace("Đang xử lý", "Có kết quả")
        page.goto("/ho-so/nhap")
        page.get_by_label("Tệp hồ sơ").set_input_files(self.table(*lines))
        page.get_by_role("button", name="Xem trước").click()
        page.get_by_role("heading", name="Xem lại trước khi nhập").wait_for()
        words = page.locator("main").inner_text()
        self.assertIn("1 đổi trạng thái", words)
        self.assertIn("1 tin sẽ nhắn", words)
        page.get_by_role("button", name="Nhập 30 hồ sơ").click()
        page.get_by_text(re.compile("^Đã nhập")).wait_for()
        page.get_by_label("Mã hồ sơ trên giấy biên nhận").fill("261120-10")
        page.get_by_role("button", name="Tìm hồ sơ").click()
        page.get_by_role("heading", name="Hồ sơ 000.00.53.H48-261120-0010").wait_for()
        self.good(page, "dossier")
        self.assertIn("Đã xử lý xong", page.locator("main").inner_text())
        # By hand: shown first, told then, and kept with who did it.
        page.get_by_role("link", name="Đổi trạng thái bằng tay").click()
        self.good(page, "dossier-form")
        page.get_by_label("Trạng thái mới").select_option("5")
        page.get_by_role("button", name="Xem trước khi đổi").click()
        page.get_by_role("heading", name="Có 1 lỗi cần sửa").wait_for()
        self.good(page, "dossier-form-errors")
        page.get_by_label("Lý do").fill("Thiếu giấy chứng sinh")
        page.get_by_role("button", name="Xem trước khi đổi").click()
        button = page.get_by_role("button", name="Đổi và nhắn 1 người theo dõi")
        button.wait_for()
        self.good(page, "dossier-form-preview")
        self.assertIn("Thieu giay chung sinh", page.locator("main").inner_text())
        button.click()
        page.get_by_text(re.compile("^Đã đổi")).wait_for()
        words = page.locator("main").inner_text()
        self.assertIn("Anh Dũng đổi bằng tay", words)
        self.assertIn("Yêu cầu bổ sung giấy tờ", words)
        self.good(page, "dossier-changed")
        supervisor = self.officer()
        supervisor.goto("/nhat-ky")
        self.assertIn("đổi trạng thái một hồ sơ", supervisor.locator("main").inner_text())

    def test_a_page_of_a_dossier_that_changed_meanwhile_changes_nothing(self):
        code = "000.00.53.H48-261121-0001"
        self.console.command("dossiers", "import", self.table(f"{code};Khai tử;Đang xử lý;;"), "--commune", "dak-ha")
        page = self.officer("dung")
        page.goto(f"/ho-so/ma/{code}/doi")
        page.get_by_label("Trạng thái mới").select_option("9")
        self.console.command("dossiers", "import", self.table(f"{code};Khai tử;Dừng xử lý;;"), "--commune", "dak-ha")
        page.get_by_role("button", name="Xem trước khi đổi").click()
        page.locator("#trang-thai-loi").wait_for()
        self.assertIn("vừa thay đổi", page.locator("#trang-thai-loi").inner_text())
        self.assertIn("Dừng xử lý", self.register())

    def test_tables_are_bounded_and_of_ones_own_commune(self):
        code = "000.00.53.H48-261122-0001"
        self.console.command("dossiers", "import", self.table(f"{code};Khai tử;Đang xử lý;;"), "--commune", "dak-ha")
        other = self.visitor("mar")
        self.assertEqual(other.call(f"/ho-so/ma/{code}")[0], 404)
        self.assertEqual(other.call(f"/ho-so/ma/{code}?xa=dak-ha")[0], 404)
        form = other.code(other.call("/ho-so/nhap")[2])

        def upload(content, name="a.csv", fields=(("ma", form), ("xa", "dak-ha")), boundary="x7"):
            parts = [f'--{boundary}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
                     for key, value in fields]
            parts.append(f'--{boundary}\r\nContent-Disposition: form-data; name="tep"; filename="{name}"\r\n'
                         f"Content-Type: text/csv\r\n\r\n".encode() + content + f"\r\n--{boundary}--\r\n".encode())
            return other.post("/ho-so/nhap", b"".join(parts), f"multipart/form-data; boundary={boundary}")

        row = "000.00.53.H48-261122-0002;Khai <b>tử</b>;Đang xử lý;;"
        status, text = upload((self.HEADER + row).encode(), name="<script>.csv")
        self.assertEqual(status, 200)
        self.assertNotIn("<script>.csv", text)
        self.assertNotIn("<b>tử", text)
        token = re.search(r'name="tep" value="([0-9a-f]+)"', text)[1]
        # It goes into the officer's own commune, whatever the form says; another officer cannot confirm it.
        clerk = self.visitor("dung")
        clerk.call("/ho-so/nhap/ghi", {"ma": clerk.code(clerk.call("/ho-so/nhap")[2]), "xa": "dak-ha", "tep": token})
        self.assertNotIn("261122-0002", self.register())
        self.assertEqual(other.call("/ho-so/nhap/ghi", {"ma": form, "xa": "dak-ha", "tep": token})[0], 303)
        self.assertNotIn("261122-0002", self.register())
        self.assertIn("261122-0002", self.console.command("dossiers", "list", "--commune", "dak-mar"))
        status, text = other.call("/ho-so/nhap/ghi", {"ma": form, "xa": "dak-mar", "tep": token})[::2]
        self.assertIn("đã hết hạn", text)
        self.assertEqual(upload(b"x" * (5 << 20))[0], 413)
        self.assertEqual(upload(b"PK\x03\x04")[0], 200)
        self.assertEqual(upload(b"", fields=(("xa", "dak-mar"),))[0], 403)
        for body, kind in ((b"--x\r\n", "multipart/form-data; boundary=x"), (b"", "multipart/form-data"),
                           (b"--y--", "multipart/form-data; boundary=" + "y" * 200), (b"{}", "application/json")):
            self.assertEqual(other.post("/ho-so/nhap", body, kind)[0], 400, kind)

    def test_interest_lists_and_ways_online_stand_in_the_report_and_the_list_is_taken_by_supervisors(self):
        number = self.text("khi nào có lớp kỹ năng số ở thôn")
        wait_for(lambda: any("nhắn DK" in text for text, _ in self.console.log()), 30, "the offer")
        self.console.text(number, "DK")
        other = self.text("dang ky khai sinh online o dau")
        visitor = self.visitor()
        wait_for(lambda: any(table == "Bà con đăng ký quan tâm" for table, _ in self.figures(visitor)), 30, "the list")
        wait_for(lambda: int(self.figures(visitor)["Số liệu chung", "Tin gửi đi có chỉ chỗ nộp trực tuyến"][2]) > 0, 30,
                 "the answer with the portal's address")
        self.assertGreater(int(self.figures(visitor)["Thủ tục theo mức độ trực tuyến", "Toàn trình"][2]), 0)
        page = self.officer()
        page.goto("/bao-cao")
        self.good(page, "report-online")
        with page.expect_download() as download:
            page.get_by_role("button", name="Tải danh sách quan tâm để gọi lại").click()
        text = download.value.path().read_text(encoding="utf-8-sig")
        digits = re.sub(r"\D", "", text)
        self.assertIn(number[1:], digits)
        self.assertNotIn(other[1:], digits)
        page.goto("/nhat-ky")
        self.assertIn("tải danh sách quan tâm", page.locator("main").inner_text())
        code = visitor.code(visitor.call("/viec")[2])
        self.assertEqual(visitor.call("/bao-cao/quan-tam", {"ma": "0" * 64, "xa": "dak-ha"})[0], 403)
        clerk = self.visitor("dung")
        self.assertEqual(clerk.call("/bao-cao/quan-tam", {"ma": clerk.code(clerk.call("/viec")[2])})[0], 404)
        mar = self.visitor("mar")
        status, _, text = mar.call("/bao-cao/quan-tam", {"ma": mar.code(mar.call("/viec")[2]), "xa": "dak-ha"})
        self.assertEqual(status, 200)
        self.assertNotIn(number[1:], re.sub(r"\D", "", text))
        self.assertTrue(code)

    # Hamlets -----------------------------------------------------------------------------------

    def test_a_hamlet_that_is_written_down_filters_the_list_and_the_report(self):
        number = self.text("cho toi gap can bo")
        tail = "…" + number[-3:]
        page = self.officer()
        wait_for(lambda: page.goto("/viec") and tail in page.content(), 30, "the matter")
        page.locator("ol.rows a, a.row, .row a").filter(has_text=tail).first.click()
        page.get_by_role("link", name="Chưa biết thôn nào, ghi giúp").click()
        page.get_by_label("Người này ở thôn nào").select_option("thôn 2 (xã Hà Mòn)")
        self.good(page, "hamlet")
        page.get_by_role("button", name="Lưu tên và thôn").click()
        page.get_by_text("Đã lưu.", exact=True).wait_for()
        self.assertIn("thôn 2 (xã Hà Mòn)", page.locator("main").inner_text())
        page.goto("/viec?thon=th%C3%B4n+2+%28x%C3%A3+H%C3%A0+M%C3%B2n%29")
        self.good(page, "queue-hamlet")
        self.assertTrue(page.title().startswith("1 việc"), page.title())
        self.assertIn(tail, page.locator("main").inner_text())
        page.goto("/viec?thon=th%C3%B4n+9")
        self.assertTrue(page.title().startswith("0 việc"), page.title())
        # Of another commune's list nothing is taken.
        visitor = self.visitor()
        matter = re.search(r"/viec/(\d+)", visitor.call("/viec?thon=th%C3%B4n+2+%28x%C3%A3+H%C3%A0+M%C3%B2n%29")[2])[1]
        fields = {"ma": visitor.code(visitor.call("/viec")[2]), "ten": "", "thon": "<b>sao Hỏa"}
        self.assertEqual(visitor.call(f"/viec/{matter}/ten", fields)[0], 303)
        page.goto("/bao-cao?thon=th%C3%B4n+2+%28x%C3%A3+H%C3%A0+M%C3%B2n%29")
        page.get_by_role("heading", name=re.compile("^Biết thôn của 1 trong 1 việc")).wait_for()
        self.good(page, "report-hamlet")

    # The report ------------------------------------------------------------------------------

    def test_the_report_counts_what_came_and_its_file_equals_its_page(self):
        visitor = self.visitor()
        before = self.received(visitor)
        for text in ("dang ky khai sinh can giay to gi", "làm khai sinh mất bao lâu", "cap giay xac nhan doc than",
                     "qwrt zxcv mnbv", "cho toi gap can bo"):
            self.text(text)
        self.assertEqual(self.received(visitor), before + 5)
        page = self.officer()
        page.get_by_role("link", name="Báo cáo").first.click()
        page.get_by_role("heading", name=re.compile("^Báo cáo tháng")).wait_for()
        self.good(page, "report")
        figures = self.figures(visitor)
        tables = page.evaluate(
            "() => Array.from(document.querySelectorAll('main table')).filter(t => t.tHead.rows[0].cells.length < 5 && "
            "t.querySelector('td.r')).map(t => [t.caption.textContent, Array.from(t.tBodies[0].rows, "
            "r => [r.cells[0].textContent, r.cells[1].textContent])])")
        seen = {(caption, label): text for caption, rows in tables for label, text in rows}
        self.assertEqual(set(seen), {key for key in figures if key[0] != "Mục"})
        for key, text in seen.items():
            if re.fullmatch(r"[\d.]+", text):
                self.assertEqual(text.replace(".", ""), figures[key][2], key)
        # The chart's figures are those of its table.
        bars = page.locator("svg.chart .t-b").all_text_contents()
        self.assertTrue(bars)
        self.assertIn(figures["Máy làm gì với tin", "Trả lời ngay"][2], bars)
        # What leaves costs what the configuration says.
        line = next(row for (table, _), row in figures.items() if table == "Tin gửi đi và tiền")
        self.assertEqual(int(line[6]), 350 * int(line[2]))

    def test_days_of_ones_own_and_their_faults(self):
        page = self.officer(java_script_enabled=False)
        page.goto("/bao-cao?ky=tu-chon&tu=2026-11-30&den=2026-11-01")
        page.get_by_role("heading", name="Có 1 lỗi cần sửa").wait_for()
        self.assertTrue(page.title().startswith("Lỗi: "))
        page.goto("/bao-cao")
        page.get_by_label("Kỳ").select_option(label="Ngày tự chọn")
        page.get_by_label("Từ ngày").fill("2026-11-01")
        page.get_by_label("Đến hết ngày").fill("2026-11-02")
        page.get_by_role("button", name="Xem").click()
        page.get_by_role("heading", name="Báo cáo 1/11 đến 2/11/2026").wait_for()
        page = self.officer()
        for query in ("ky=tu-chon&tu=&den=", "ky=tu-chon&tu=2026-11-30&den=2026-11-01", "ky=tu-chon&tu=2020-01-01&den=2026-11-01",
                      "ky=x&to=khong-co&xa=khong-co", "ky=tuan-nay", "ky=thang-truoc"):
            page.goto("/bao-cao?" + query)
            self.good(page, "report-" + re.sub(r"\W+", "-", query))
        self.assertEqual(self.visitor().call("/bao-cao/tep?ky=tu-chon&tu=a&den=b")[0], 303)

    def test_a_report_prints_without_what_is_only_for_the_screen(self):
        page = self.officer()
        page.goto("/bao-cao")
        page.emulate_media(media="print")
        for place in (".rail", ".foot", ".filters", "#in"):
            self.assertFalse(page.locator(place).first.is_visible(), place)
        self.assertTrue(page.get_by_text(re.compile("^In bởi chị Hạnh")).is_visible())

    def test_reports_are_for_supervisors_of_the_commune(self):
        for path in ("/bao-cao", "/bao-cao/tep"):
            self.assertEqual(self.visitor("dung").call(path)[0], 404)
            self.assertEqual(Visitor(self.console.url).call(path)[0], 303)
        _, _, text = self.visitor("mar").call("/bao-cao?xa=dak-ha")
        self.assertIn("Xã Đăk Mar, từ", text)
        self.assertNotIn("Đăk Hà", text)


if __name__ == "__main__":
    unittest.main()
