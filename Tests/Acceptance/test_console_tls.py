"""The console with TLS by files of a certificate, in Chromium, and what is refused without."""

import http.client
import shutil
import ssl
import stat
import subprocess
import tempfile
import unittest
import urllib.request
from pathlib import Path

from console_browser import CHROMIUM, Browser, Console, sign_in
from gateway_process import GATEWAY, own_files, settings
from processes import REPOSITORY, free_port


def gateway(*arguments):
    return subprocess.run(
        [GATEWAY, *map(str, arguments)], cwd=REPOSITORY, stdin=subprocess.DEVNULL, capture_output=True, text=True,
        encoding="utf-8", timeout=120)


@unittest.skipUnless(Path(CHROMIUM).exists(), "no Chromium: make test-packages installs it")
class ConsoleByTLS(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = Path(tempfile.mkdtemp(prefix="console-tls-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        cls.keys = cls.folder / "office"
        cls.made = gateway("certificate", "localhost", "127.0.0.1", "--to", cls.keys)
        if cls.made.returncode != 0:
            raise AssertionError(cls.made.stdout + cls.made.stderr)
        cls.certificate, key = cls.keys / "office.pem", cls.keys / "office.key"
        cls.console = cls.enterClassContext(Console(cls.folder, tls=(cls.certificate, key)))
        cls.console.officer("hanh", "Nguyễn Thị Hạnh")
        cls.browser = Browser()
        cls.addClassCleanup(cls.browser.close)

    def plain(self, method, path, host=None):
        """(status, Location, text) of a call without TLS."""
        connection = http.client.HTTPConnection("127.0.0.1", self.console.gateway.office_port, timeout=30)
        self.addCleanup(connection.close)
        connection.request(method, path, headers={"Host": host} if host else {})
        answer = connection.getresponse()
        return answer.status, answer.headers["Location"], answer.read().decode("utf-8")

    def test_the_command_makes_a_certificate_that_is_the_owners_alone(self):
        for name in ("office.pem", "office.key"):
            self.assertEqual(stat.S_IMODE((self.keys / name).stat().st_mode), 0o600)
            self.assertIn(str(self.keys / name), self.made.stdout)
        before = self.certificate.read_bytes()
        again = gateway("certificate", "localhost", "--to", self.keys)
        self.assertEqual(again.returncode, 73)
        self.assertIn("Đã có tệp", again.stderr)
        self.assertEqual(self.certificate.read_bytes(), before)
        self.assertNotEqual(gateway("certificate", "a,DNS:b", "--to", self.folder / "other").returncode, 0)
        # Whoever trusts it is not asked: it bears both names that were given.
        trusting = ssl.create_default_context(cafile=self.certificate)
        for name in ("localhost", "127.0.0.1"):
            url = f"https://{name}:{self.console.gateway.office_port}/health"
            with urllib.request.urlopen(url, timeout=30, context=trusting) as answer:
                self.assertEqual(answer.status, 200)

    def test_officers_sign_in_by_tls_with_a_cookie_that_only_this_host_gets(self):
        context = self.browser.context(self.console.url, ignore_https_errors=True)
        self.addCleanup(context.close)
        page = context.new_page()
        page.set_default_timeout(45000)
        sign_in(page)
        page.wait_for_url("**/viec*")
        self.assertTrue(page.url.startswith("https://"), page.url)
        cookies = context.cookies()
        self.assertTrue(cookies)
        for cookie in cookies:
            self.assertTrue(cookie["name"].startswith("__Host-"), cookie)
            self.assertTrue(cookie["secure"] and cookie["httpOnly"], cookie)
            self.assertEqual((cookie["sameSite"], cookie["path"]), ("Strict", "/"))
        # What somebody types without https:// leads there all the same.
        page.goto(f"http://127.0.0.1:{self.console.gateway.office_port}/so-tay")
        self.assertEqual(page.url, f"{self.console.url}/so-tay")

    def test_a_call_without_tls_is_told_where_to_go_and_gets_no_page(self):
        port = self.console.gateway.office_port
        status, location, text = self.plain("GET", "/viec")
        self.assertEqual((status, location), (307, f"https://127.0.0.1:{port}/viec"))
        self.assertIn("https://", text)
        self.assertEqual(self.plain("GET", "/dang-nhap?ma=bi-mat")[1], f"https://127.0.0.1:{port}/")
        self.assertEqual(self.plain("POST", "/dang-nhap")[:2], (400, None))
        self.assertEqual(self.plain("GET", "/", host="a/b")[:2], (400, None))

    def test_other_computers_are_served_by_tls_alone(self):
        folder = Path(tempfile.mkdtemp(prefix="console-open-"))
        self.addCleanup(shutil.rmtree, folder)
        files = own_files(folder, free_port())
        files["office_host: 127.0.0.1"] = "office_host: 0.0.0.0"
        configuration = folder / "gateway.yaml"
        configuration.write_text(settings(files), encoding="utf-8")
        for command in ("check", "serve"):
            result = gateway(command, "--config", configuration)
            self.assertNotEqual(result.returncode, 0, command)
            told = result.stdout + result.stderr
            self.assertIn("0.0.0.0 is reached from other machines, and nothing encrypts what staff read and type", told)
            self.assertIn("Fix: write 127.0.0.1, or give office_certificate and office_key", told)


if __name__ == "__main__":
    unittest.main()
