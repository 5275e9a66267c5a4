"""An officer's day: two officers answer in Chromium while villagers text in a storm; no test, for it takes its time.

`make officers-day` runs it. Every question that waited must be answered, closed or promised in the end, and gateway and
console together stay below 200 MB. MINUTES, RATE (messages a minute) and SEED come from the environment.
"""

import contextlib
import os
import random
import re
import shutil
import sqlite3
import statistics
import sys
import tempfile
import threading
import time
from pathlib import Path

from console_browser import Browser, Console, sign_in
from processes import REPOSITORY, wait_for

MINUTES = float(os.environ.get("MINUTES", "10"))
RATE = float(os.environ.get("RATE", "50"))
SEED = int(os.environ.get("SEED", "14"))
VILLAGERS = 300
MEGABYTES = 200
# Asked for so often that officers have work all the time.
WISHES = ("cho toi gap can bo", "toi muon noi chuyen voi can bo xa", "nho can bo goi lai cho toi", "cho hoi can bo viec nha toi")
ANSWER = "Chào bà con. Mời bà con lên Một cửa xã trong giờ làm việc, mang theo căn cước. Cần gì thêm cứ nhắn lại."


class Storm(threading.Thread):
    """Texts of villagers at an even pace, from a list of real kinds of questions."""

    def __init__(self, console):
        super().__init__(daemon=True)
        self.console = console
        self.sent = 0
        self.failed = None
        lines = (REPOSITORY / "Tests" / "Evaluation" / "own.tsv").read_text(encoding="utf-8").splitlines()[1:]
        self.texts = [line.split("\t")[0] for line in lines if line.strip()]

    def run(self):
        dice = random.Random(SEED)
        begin = time.monotonic()
        try:
            while time.monotonic() - begin < MINUTES * 60:
                text = dice.choice(WISHES) if dice.random() < 0.15 else dice.choice(self.texts)
                self.console.text(f"+8490{7_000_000 + dice.randrange(VILLAGERS)}", text)
                self.sent += 1
                time.sleep(max(0, begin + self.sent * 60 / RATE - time.monotonic()))
        except Exception as error:  # told at the end, whatever it was
            self.failed = error


class Memory(threading.Thread):
    """The largest size of the gateway in memory, in MB."""

    def __init__(self, process):
        super().__init__(daemon=True)
        self.process = process
        self.peak = 0.0
        self.isOver = threading.Event()

    def run(self):
        while not self.isOver.wait(1):
            with contextlib.suppress(OSError):
                status = Path(f"/proc/{self.process}/status").read_text(encoding="utf-8")
                self.peak = max(self.peak, int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024)


class Officer:
    """What one officer does again and again: take what rings, else the next question; answer it, put it off, or close it."""

    def __init__(self, browser, console, login, dice):
        self.page = browser.context(console.url).new_page()
        self.page.set_default_timeout(20000)
        self.dice = dice
        self.loads = []
        self.done = {"answered": 0, "asked again": 0, "taken": 0, "snoozed": 0, "closed": 0}
        sign_in(self.page, login)
        self.page.wait_for_url("**/viec*")

    def open(self, path):
        begin = time.monotonic()
        self.page.goto(path)
        self.loads.append(time.monotonic() - begin)

    def step(self):
        """False where nothing waits."""
        page = self.page
        self.open("/viec")
        siren = page.get_by_role("button", name="Nhận việc này")
        if siren.count():
            siren.first.click()
            page.wait_for_url("**/viec/*")
            self.done["taken"] += 1
        else:
            rows = page.locator("ol.rows > li a")
            if not rows.count():
                page.wait_for_timeout(1000)
                return False
            # The first few, so that two officers do not always meet.
            href = rows.nth(self.dice.randrange(min(4, rows.count()))).get_attribute("href")
            self.open(href)
        matter = re.search(r"/viec/(\d+)", page.url)[1]
        choice = self.dice.random()
        if choice < 0.08:
            self.open(f"/viec/{matter}/dong")
            if page.locator("#vi-sao input").count():
                page.locator("#vi-sao input").first.check()
                page.get_by_role("button", name="Đóng, không nhắn gì").click()
                self.done["closed"] += 1
            return True
        if choice < 0.14:
            self.open(f"/viec/{matter}/hen-lai")
            if page.locator("#luc input").count() > 1:
                page.locator("#luc input").first.check()
                page.get_by_role("button", name="Hẹn lại").click()
                self.done["snoozed"] += 1
            return True
        box = page.locator("#tin")
        if not box.count():
            return True
        box.fill(ANSWER)
        page.locator("#gui").click()
        page.wait_for_load_state()
        if page.get_by_role("heading", name=re.compile("^Chưa gửi")).count():
            # Somebody wrote since: the officer reads it, and sends all the same.
            page.get_by_role("button", name=re.compile("^Vẫn gửi")).click()
            page.wait_for_load_state()
            self.done["asked again"] += 1
        elif page.get_by_role("button", name=re.compile("^Gửi")).count() and "/tra-loi" in page.url:
            page.get_by_role("button", name=re.compile("^Gửi")).first.click()
            page.wait_for_load_state()
        self.done["answered"] += 1
        return True


def rows(folder, sql):
    with contextlib.closing(sqlite3.connect(folder / "data" / "gateway.sqlite")) as connection:
        return list(connection.execute(sql))


def forgotten(folder):
    """Matters that nobody answered or closed, of which no time was promised, and no phone was or is about to be told.

    A villager's further call for help within ten minutes is told together with others of theirs.
    """
    return rows(folder, """
        SELECT id, reason FROM escalation
        WHERE state = 'open' AND promised_by IS NULL AND conversation_id IS NOT NULL
            AND NOT (reason = 'emergency' AND (alert_id IS NOT NULL OR EXISTS (
                SELECT 1 FROM duty_alert WHERE duty_alert.conversation_id = escalation.conversation_id)))
        """)


def main():
    folder = Path(tempfile.mkdtemp(prefix="officers-day-"))
    problems = []
    with contextlib.ExitStack() as stack:
        stack.callback(shutil.rmtree, folder)
        console = stack.enter_context(Console(folder))
        console.officer("hanh", "Nguyễn Thị Hạnh", "--unit", "one_stop", "--role", "supervisor", "--restricted")
        console.officer("dung", "Trần Văn Dũng", "--restricted", title="anh")
        browser = Browser()
        stack.callback(browser.close)
        memory = Memory(console.gateway._process.popen.pid)
        storm = Storm(console)
        officers = [Officer(browser, console, login, random.Random(SEED + place))
                    for place, login in enumerate(("hanh", "dung"))]
        memory.start()
        storm.start()
        while storm.is_alive():
            for officer in officers:
                officer.step()
        if storm.failed:
            problems.append(f"a text was not taken: {storm.failed}")
        wait_for(lambda: not rows(folder, "SELECT 1 FROM incoming WHERE state = 'pending' LIMIT 1"), 120,
                 "all messages to be handled")
        # What was just sent can still be taken back.
        wait_for(lambda: not rows(folder, "SELECT 1 FROM staff_answer JOIN outgoing USING (message_id) "
                                          "WHERE outgoing.state IN ('queued', 'sending') LIMIT 1"), 60,
                 "the officers' answers to leave")
        memory.isOver.set()
        left = forgotten(folder)
        if left:
            problems.append(f"{len(left)} questions wait without answer or promise: {left[:5]}")
        if memory.peak > MEGABYTES:
            problems.append(f"{memory.peak:.0f} MB in memory, more than {MEGABYTES}")
        states = dict(rows(folder, "SELECT CASE WHEN state = 'open' THEN 'open' WHEN closed_as IS NULL THEN 'answered' "
                                   "ELSE 'closed' END, COUNT(*) FROM escalation GROUP BY 1"))
        loads = sorted(load for officer in officers for load in officer.loads)
        done = {key: sum(officer.done[key] for officer in officers) for key in officers[0].done}
        print(f"{storm.sent} messages in {MINUTES:g} minutes ({RATE:g} a minute) from {VILLAGERS} villagers")
        print(f"{sum(states.values())} questions waited for staff: {states}")
        print(f"officers: {done}")
        print(f"opening a page: median {statistics.median(loads) * 1000:.0f} ms, "
              f"p95 {loads[int(len(loads) * 0.95)] * 1000:.0f} ms, of {len(loads)}")
        print(f"memory of gateway and console: {memory.peak:.0f} MB at most")
    for problem in problems:
        print(f"PROBLEM: {problem}")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
