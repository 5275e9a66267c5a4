"""The pages by which staff look back and learn: the report, what was not understood, facts."""

import csv
import io
import re
import unittest

from console_browser import ConsoleTestCase, Visitor
from processes import wait_for


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

    def counted(self, visitor):
        return int(self.figures(visitor)["Số liệu chung", "Tin bà con gửi đến"][2])

    # What was not understood ------------------------------------------------------------------

    def test_a_wording_is_tried_taught_taken_up_at_once_and_taken_back(self):
        for text in ("xin giay con rong chau tien", "can giấy con rồng cháu tiên gap", "giay con rong chau tien nhe"):
            self.text(text)
        self.text("dang ky khai sinh can giay to gi")
        visitor = self.visitor()
        wait_for(lambda: "giay" in visitor.call("/chua-hieu")[2], 30, "the group")
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
        page.locator("#cach").fill("giấy con rồng cháu tiên")
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
            self.assertIn("ket hon", self.reply("cho hoi giay con rong chau tien"))
        self.console.command("check")
        page.goto("/chua-hieu")
        page.get_by_role("button", name=re.compile("^Bỏ câu này")).click()
        page.get_by_text("Đã bỏ câu này.").wait_for()
        self.assertNotIn("ket hon", self.reply("cho hoi giay con rong chau tien"))
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

    # The report ------------------------------------------------------------------------------

    def test_the_report_counts_what_came_and_its_file_equals_its_page(self):
        visitor = self.visitor()
        before = self.counted(visitor)
        for text in ("dang ky khai sinh can giay to gi", "làm khai sinh mất bao lâu", "cap giay xac nhan doc than",
                     "qwrt zxcv mnbv", "cho toi gap can bo"):
            self.text(text)
        wait_for(lambda: self.counted(visitor) == before + 5, 30, "the messages to be counted")
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
