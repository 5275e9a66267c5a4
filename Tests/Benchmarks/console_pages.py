"""How long the console's pages take in large offices: `make bench-console`, recorded in docs/console.md.

python3 console_pages.py --sizes 100000,1000000 --rounds 200 --kept FOLDER
"""

import argparse
import http.client
import re
import shutil
import sqlite3
import subprocess
import tempfile
import time
import urllib.parse
from pathlib import Path

import events
from programs import BENCHMARK, GATEWAY, ROOT, Installation, provider

PASSWORD = "cay-kơ-nia-2026"
LOGIN = "lan"
MILLISECONDS = 50


def say(text):
    print(time.strftime("%H:%M:%S"), text, flush=True)


def run(*command, text=None):
    result = subprocess.run([str(part) for part in command], cwd=ROOT, input=text, capture_output=True, text=True)
    if result.returncode != 0:
        raise SystemExit(f"{command} failed:\n{result.stdout}{result.stderr}")


class Office(Installation):
    """A gateway's folder with an officer and a year of conversations."""

    def fill(self, size):
        run(GATEWAY, "officers", "add", LOGIN, "--name", "Nguyễn Thị Lan", "--title", "chị", "--commune", "dak-ha",
            "--unit", "one_stop", "--role", "supervisor", "--restricted", "--password",
            "--config", self.configuration, text=PASSWORD + "\n")
        run(BENCHMARK, "seed-office", "--config", self.configuration, "--texts", events.QUESTIONS, "--login", LOGIN,
            "--to", size)

    @property
    def office_port(self):
        return int(re.search(r"office_port: (\d+)", self.configuration.read_text(encoding="utf-8"))[1])

    def numbers(self, sql):
        with sqlite3.connect(f"file:{self.database}?mode=ro", uri=True) as connection:
            return [row[0] for row in connection.execute(sql)]


class Officer:
    """Signed in, on one connection."""

    def __init__(self, port):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        self.cookies = {}
        page = self.get("/dang-nhap")
        form = urllib.parse.urlencode({"ma": self._form(page), "ten": LOGIN, "mk": PASSWORD})
        self._call("POST", "/dang-nhap", form, {"Content-Type": "application/x-www-form-urlencoded"})
        assert "viec" in self.get("/viec")

    def _form(self, page):
        return re.search(r'name="ma" value="([0-9a-f]+)"', page)[1]

    def _call(self, method, path, body=None, headers=None):
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        self.connection.request(method, path, body, (headers or {}) | ({"Cookie": cookies} if cookies else {}))
        answer = self.connection.getresponse()
        for line in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = line.split(";")[0].partition("=")
            self.cookies[name] = value
        return answer.status, answer.read().decode("utf-8")

    def get(self, path):
        status, text = self._call("GET", path)
        if status != 200:
            raise SystemExit(f"{path} answered {status}")
        return text

    def milliseconds(self, path):
        begin = time.perf_counter()
        self.get(path)
        return (time.perf_counter() - begin) * 1000


def day(ago):
    return time.strftime("%d/%m/%Y", time.localtime(time.time() - ago * 86400))


def pages(office, rounds):
    """The pages by name; each gives the path of a round."""
    spread = f"ORDER BY (id * 7919) % 1000003 LIMIT {rounds}"
    every = office.numbers(f"SELECT id FROM escalation WHERE conversation_id IS NOT NULL {spread}")
    long = office.numbers("SELECT id FROM escalation WHERE state = 'open' ORDER BY id DESC LIMIT 1")[0]
    year = "/bao-cao?" + urllib.parse.urlencode({"ky": "tu-chon", "tu": day(365), "den": day(1)})

    def search(text):
        return "/tim?" + urllib.parse.urlencode({"q": text})
    return {
        "queue: waiting": lambda _: "/viec",
        "queue: all": lambda _: "/viec?muc=all",
        "queue: closed, one unit": lambda _: "/viec?muc=closed&to=one_stop",
        "conversation, each another": lambda number: f"/viec/{every[number % len(every)]}",
        "conversation of 1,000 messages": lambda _: f"/viec/{long}",
        "search: a word of every answer": lambda _: search("giay"),
        "search: two words": lambda _: search("khai sinh muộn"),
        "search: words of nobody": lambda _: search("khongcotu nao"),
        "search: three digits": lambda number: search(f"{number * 37 % 1000:03}"),
        "report of this month": lambda _: "/bao-cao?ky=thang-nay",
        "report of last month": lambda _: "/bao-cao?ky=thang-truoc",
        "report of a year": lambda _: year,
        "sheet of the morning": lambda _: "/so-tay",
        "not understood": lambda _: "/chua-hieu",
    }


def measured(officer, page, rounds):
    officer.milliseconds(page(0))
    times = sorted(officer.milliseconds(page(number)) for number in range(rounds))
    return times[len(times) // 2], times[int(len(times) * 0.95)], times[-1]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=lambda text: [int(size) for size in text.split(",")], default=[100_000, 1_000_000])
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--kept", type=Path, help="keep the filled databases here, and use those that stand here")
    options = parser.parse_args()
    folder = options.kept or Path(tempfile.mkdtemp(prefix="nha-rong-console-"))
    folder.mkdir(parents=True, exist_ok=True)
    log = folder / "programs.log"
    try:
        with provider(log) as port:
            for size in options.sizes:
                place = folder / str(size)
                if not place.exists():
                    say(f"filling a database with {size:,} conversations")
                    begin = time.monotonic()
                    unfinished = folder / "unfinished"
                    shutil.rmtree(unfinished, ignore_errors=True)
                    Office(unfinished, port.port).fill(size)
                    unfinished.rename(place)
                    say(f"  in {time.monotonic() - begin:.0f} s")
                office = Office(place, port.port)
                matters = office.numbers("SELECT COUNT(*) FROM escalation")[0]
                messages = office.numbers("SELECT COUNT(*) FROM message")[0]
                say(f"{size:,} conversations, {messages:,} messages, {matters:,} matters, {office.bytes() / 2**20:,.0f} MiB")
                print("| page | median ms | p95 ms | longest ms |\n|---|---|---|---|")
                with office.gateway(log) as gateway:
                    officer = Officer(office.office_port)
                    for name, page in pages(office, options.rounds).items():
                        median, p95, longest = measured(officer, page, options.rounds)
                        mark = " **slow**" if p95 > MILLISECONDS else ""
                        print(f"| {name} | {median:.1f} | {p95:.1f}{mark} | {longest:.1f} |", flush=True)
                    say(f"peak memory {gateway.peak_megabytes():.0f} MB")
    finally:
        if not options.kept:
            shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
