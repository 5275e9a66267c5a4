"""A console to open in a real browser: a gateway with officers, villagers who text, and the rules that hold of every page."""

import base64
import contextlib
import hmac
import os
import re
import shutil
import sqlite3
import struct
import tempfile
import time
import unittest
import urllib.error
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar
from pathlib import Path

import html5lib
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

from gateway_process import GATEWAY, Gateway, own_files
from loopback_provider import LoopbackProvider
from processes import REPOSITORY, free_port, wait_for

CHROMIUM = "/usr/bin/chromium"
# Where screenshots are kept; nowhere without it.
SCREENSHOTS = os.environ.get("CONSOLE_SCREENSHOTS")
SENDSMS = "/cgi-bin/sendsms"
PASSWORD = "cay-kơ-nia-2026"
AXE = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
# The chart of an officer's screen and of a phone's.
DESKTOP = {"width": 1366, "height": 768}
PHONE = {"width": 360, "height": 740}


class Console:
    """`with Console(folder) as console:` runs a gateway with its console and a provider that takes everything."""

    def __init__(self, folder, communes=REPOSITORY / "config" / "communes", tls=None):
        """`tls`: the files of a certificate and its key."""
        self.folder = Path(folder)
        self.provider = LoopbackProvider({SENDSMS: (202, "text/plain", b"0: Accepted for delivery")})
        port = free_port()
        # Officers' own files are written beside the communes', so those of the repository stay out of it.
        self.communes = self.folder / "config" / "communes"
        shutil.copytree(communes, self.communes)
        shutil.copy(REPOSITORY / "config" / "targets.yaml", self.communes.parent)
        files = own_files(self.folder, port)
        if tls:
            files["office_port: 8081"] += f"\n  office_certificate: {tls[0]}\n  office_key: {tls[1]}"
        self.gateway = Gateway(self.folder, port, {
            **files, "communes: communes": f"communes: {self.communes}", "http://127.0.0.1:8090": self.provider.url,
        }, secure=tls is not None)
        self.url = self.gateway.office_url
        self._sent = 0

    def __enter__(self):
        self.provider.__enter__()
        self.gateway.__enter__()
        return self

    def __exit__(self, *error):
        self.gateway.__exit__(*error)
        self.provider.__exit__(*error)

    def officer(self, login, name, *options, title="chị", commune="dak-ha"):
        enter_officer(self.gateway, login, name, *options, title=title, commune=commune)

    def command(self, *arguments, text=""):
        return self.gateway.run(*arguments, text=text)

    def text(self, number, text):
        self._sent += 1
        self.gateway.text(number, text, f"c{self._sent}")

    def sent(self):
        """How many messages the provider took."""
        return len(self.provider.calls(SENDSMS))

    def log(self):
        """(text, author) of everything that went out, oldest first."""
        with contextlib.closing(sqlite3.connect(self.folder / "data" / "gateway.sqlite")) as connection:
            return list(connection.execute(
                "SELECT text, author FROM message WHERE direction = 'out' ORDER BY id"))

    def counted(self):
        """Waits until every message that came is counted for search and reports, which a worker does behind the answers."""
        with contextlib.closing(sqlite3.connect(self.folder / "data" / "gateway.sqlite")) as connection:
            wait_for(lambda: connection.execute(
                "SELECT (SELECT MAX(id) FROM message) <= (SELECT CAST(value AS INTEGER) FROM setting "
                "WHERE name = 'settled_until')").fetchone()[0], 30, "the messages to be counted")

    def waiting(self, count=1):
        return wait_for(
            lambda: len(re.findall(r"^#\d+ ", self.command("escalations", "list"), re.M)) >= count, 30,
            f"{count} matters to wait")


def enter_officer(gateway, login, name, *options, title="chị", commune="dak-ha"):
    """Somebody who signs in with PASSWORD."""
    gateway.run("officers", "add", login, "--name", name, "--title", title, "--commune", commune, "--password", *options,
                text=PASSWORD + "\n")


class Visitor:
    """Calls without a browser, such as those of an attacker; follows no redirect."""

    def __init__(self, url):
        self.url = url
        self.cookies = CookieJar()

        class Stay(urllib.request.HTTPRedirectHandler):
            def redirect_request(self, *_):
                return None

        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies), Stay)

    def call(self, path, fields=None, headers=None, method=None):
        """(status, headers, text)."""
        data = urllib.parse.urlencode(fields).encode() if fields is not None else None
        request = urllib.request.Request(self.url + path, data=data, headers=headers or {}, method=method)
        try:
            with self._opener.open(request, timeout=90) as answer:
                return answer.status, answer.headers, answer.read().decode("utf-8", "replace")
        except urllib.error.HTTPError as refusal:
            return refusal.code, refusal.headers, refusal.read().decode("utf-8", "replace")

    def post(self, path, body, kind):
        """(status, text) of a body that is no usual form."""
        request = urllib.request.Request(self.url + path, data=body, headers={"Content-Type": kind})
        try:
            with self._opener.open(request, timeout=90) as answer:
                return answer.status, answer.read().decode("utf-8", "replace")
        except urllib.error.HTTPError as refusal:
            return refusal.code, refusal.read().decode("utf-8", "replace")

    def code(self, page):
        return re.search(r'name="ma" value="([0-9a-f]+)"', page)[1]

    def sign_in(self, login, password=PASSWORD):
        _, _, page = self.call("/dang-nhap")
        return self.call("/dang-nhap", {"ma": self.code(page), "ten": login, "mk": password})


def one_time_code(secret, later=0):
    """What an authenticator shows (RFC 6238), some steps of half a minute later."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.digest(key, struct.pack(">Q", int(time.time()) // 30 + later), "sha1")
    at = digest[-1] & 15
    return f"{(int.from_bytes(digest[at:at + 4], 'big') & 0x7FFFFFFF) % 1_000_000:06}"


def enrol(visitor):
    """Sets up the second factor of whoever is signed in; its secret."""
    page = visitor.call("/tai-khoan/ma")[2]
    secret = re.search(r'class="secret">([A-Z2-7]+)<', page)[1]
    status, _, _ = visitor.call("/tai-khoan/ma", {"ma": visitor.code(page), "khoa": secret, "so": one_time_code(secret)})
    assert status == 303, status
    return secret


class Browser:
    """Chromium, without a sandbox since tests run as root. `go` opens a page and holds the rules of all pages against it."""

    def __init__(self):
        self._playwright = sync_playwright().start()
        self.chromium = self._playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])

    def close(self):
        self.chromium.close()
        self._playwright.stop()

    def context(self, url, **options):
        options.setdefault("viewport", DESKTOP)
        return self.chromium.new_context(base_url=url, locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh", **options)


def sign_in(page, login="hanh", password=PASSWORD):
    page.goto("/dang-nhap")
    page.get_by_label("Tên đăng nhập").fill(login)
    page.get_by_label("Mật khẩu").fill(password)
    page.get_by_role("button", name="Đăng nhập").click()


def officer_page(test, context, login):
    """The page of an officer who has signed in, in a context that ends with the test."""
    test.addCleanup(context.close)
    page = context.new_page()
    page.set_default_timeout(45000)
    sign_in(page, login)
    page.wait_for_url("**/viec*")
    return page


def faults(page):
    """What of the rules of all pages does not hold of the page that is open, in sentences."""
    found = []
    text = page.content()
    parser = html5lib.HTMLParser(strict=False)
    source = page.evaluate("async () => (await fetch(location.href)).text()") if page.url.count("/") else text
    parser.parse(source)
    found += [f"HTML: {place}: {error}" for place, error, _ in parser.errors]
    headings = page.locator("h1").all_inner_texts()
    if len(headings) != 1:
        found.append(f"{len(headings)} h1: {headings}")
    elif not page.title().removeprefix("Lỗi: ").startswith(headings[0].replace("\xa0", " ").strip()):
        found.append(f"the title {page.title()!r} does not begin with {headings[0]!r}")
    if page.locator("html").get_attribute("lang") != "vi":
        found.append("no lang=vi")
    ids = page.evaluate("() => Array.from(document.querySelectorAll('[id]'), e => e.id)")
    found += [f"the id {name} stands twice" for name in sorted({i for i in ids if ids.count(i) > 1})]
    found += page.evaluate(
        "() => Array.from(document.querySelectorAll('form:not([action])'), f => 'a form without an action')")
    found += page.evaluate(
        "() => Array.from(document.querySelectorAll('a[href^=\"#\"]')).filter(a => a.hash.length > 1 && "
        "!document.getElementById(a.hash.slice(1))).map(a => 'a link to nowhere: ' + a.hash)")
    primary = page.locator("main button.button:not(.button--second):visible, main a.button:not(.button--second):visible")
    if primary.count() > 1:
        found.append(f"{primary.count()} primary buttons: {primary.all_inner_texts()}")
    result = Axe().run(page, options=AXE)
    found += [f"axe: {v['id']}: {v['help']}: {v['nodes'][0]['html'][:200]}" for v in result.response["violations"]]
    size = page.viewport_size
    page.set_viewport_size({"width": 320, "height": 640})
    wide = page.evaluate("() => document.documentElement.scrollWidth")
    if wide > 320:
        found.append(f"{wide} px wide at 320 px")
    page.set_viewport_size(size)
    return found


@unittest.skipUnless(Path(CHROMIUM).exists(), "no Chromium: make test-packages installs it")
class ConsoleTestCase(unittest.TestCase):
    """A console with two officers of Đăk Hà and a browser, for all tests of a class."""

    @classmethod
    def setUpClass(cls):
        if not GATEWAY.exists():
            raise AssertionError(f"no gateway at {GATEWAY}: build it, or set GATEWAY")
        cls.folder = Path(tempfile.mkdtemp(prefix="console-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        cls.console = cls.enterClassContext(Console(cls.folder))
        cls.console.officer("hanh", "Nguyễn Thị Hạnh", "--unit", "one_stop", "--role", "supervisor", "--restricted")
        cls.console.officer("dung", "Trần Văn Dũng", title="anh")
        cls.browser = Browser()
        cls.addClassCleanup(cls.browser.close)
        cls._number = 0

    def officer(self, login="hanh", **options):
        return officer_page(self, self.browser.context(self.console.url, **options), login)

    def good(self, page, name):
        """Every rule of pages holds of this one; it is kept as a picture."""
        if SCREENSHOTS:
            for width, size in (("1366", DESKTOP), ("360", PHONE)):
                page.set_viewport_size(size)
                page.screenshot(path=f"{SCREENSHOTS}/{name}-{width}.png", full_page=True)
            page.set_viewport_size(DESKTOP)
        self.assertEqual(faults(page), [], name)


def communes_with(folder, line):
    """The sample communes in a folder, with a line more in the profile of Đăk Hà."""
    communes = Path(folder) / "communes"
    shutil.copytree(REPOSITORY / "config" / "communes", communes)
    profile = communes / "dak-ha" / "commune.yaml"
    profile.write_text(f"{profile.read_text(encoding='utf-8')}\n{line}\n", encoding="utf-8")
    return communes
