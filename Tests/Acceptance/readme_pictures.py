"""The pictures of the console in the README: a scene of made-up people, taken by Chromium. `make pictures` runs it."""

import contextlib
import re
import shutil
import sqlite3
import sys
import tempfile
from pathlib import Path

from console_browser import DESKTOP, Browser, Console, sign_in
from processes import REPOSITORY, wait_for

PICTURES = REPOSITORY / "docs" / "console"
LAN = "+84912000321"
TEXTS = (
    (LAN, "cho toi gap can bo. chau ngoai toi sinh o ray"),
    ("+84912000672", "to cao ong A an tien den bu"),
    ("+84912000789", "nho can bo goi lai cho toi, viec tiem phong dai"),
    ("+84912000906", "nuoc suoi len nhanh qua, nha ong Hai con 3 nguoi chua ra duoc, cuu voi"),
)
ANSWER = (
    "Chào bà Lan. Cháu sinh ở rẫy thì không cần giấy chứng sinh. Bà nhờ một người biết việc sinh viết giấy làm chứng, "
    "mang theo căn cước của mẹ cháu, lên Một cửa xã trước 16:30. Không mất tiền."
)


def matters(folder):
    with contextlib.closing(sqlite3.connect(folder / "data" / "gateway.sqlite")) as connection:
        return connection.execute("SELECT COUNT(*) FROM escalation").fetchone()[0]


def main():
    folder = Path(tempfile.mkdtemp(prefix="pictures-"))
    browser = Browser()
    try:
        with Console(folder) as console:
            console.officer("hanh", "Nguyễn Thị Hạnh", "--unit", "one_stop", "--role", "supervisor", "--restricted")
            console.officer("dung", "Trần Văn Dũng", title="anh")
            for count, (number, text) in enumerate(TEXTS, 1):
                console.text(number, text)
                wait_for(lambda: matters(folder) >= count, 30, f"{count} matters")
            number = re.search(r"^#(\d+) .*321", console.command("escalations", "list"), re.M)[1]
            pages = []
            for login in ("hanh", "dung"):
                page = browser.context(console.url).new_page()
                sign_in(page, login)
                page.wait_for_url("**/viec*")
                pages.append(page)
            hanh, dung = pages
            hanh.goto(f"/viec/{number}/ghi-chu")
            hanh.get_by_label("Gọi người này là").fill("bà Lan")
            hanh.get_by_label("Người này ở thôn nào").select_option(index=1)
            hanh.get_by_role("button", name=re.compile("^Lưu tên")).click()
            hanh.get_by_text("Đã lưu.", exact=True).wait_for()
            hanh.goto(f"/viec/{number}")
            hanh.get_by_role("button", name="Nhận việc này").click()
            hanh.get_by_text(re.compile("đang giữ, máy tạm im")).wait_for()
            dung.goto(f"/viec/{number}")
            hanh.goto(f"/viec/{number}")
            hanh.locator("#tin").fill(ANSWER)
            hanh.get_by_text(re.compile("Đã lưu nháp")).wait_for()
            wait_for(lambda: "tin" in hanh.locator("#gui").inner_text(), 10, "the price")
            hanh.get_by_text(re.compile("cũng đang")).first.wait_for()
            hanh.evaluate("() => document.activeElement.blur()")
            hanh.screenshot(path=PICTURES / "conversation.png")
            hanh.set_viewport_size({"width": 360, "height": 1100})
            hanh.screenshot(path=PICTURES / "conversation-phone.png")
            hanh.set_viewport_size(DESKTOP)
            hanh.goto("/viec")
            hanh.get_by_text(re.compile("nhà mạng đã nhận tin báo")).wait_for()
            hanh.screenshot(path=PICTURES / "queue.png")
    finally:
        browser.close()
        shutil.rmtree(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
