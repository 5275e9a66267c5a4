"""The simulator as a tester uses it: chat, say, run and explain, against a gateway that is started here."""

import json
import shutil
import socket
import subprocess
import tempfile
import unittest
import urllib.request
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import html5lib

from gateway_process import GATEWAY, SIMULATOR, Gateway, own_files
from processes import REPOSITORY, free_port, wait_for


def simulator(*arguments, typed=None):
    """The finished process of a simulator command."""
    return subprocess.run(
        [SIMULATOR, *map(str, arguments)], cwd=REPOSITORY, input=typed, capture_output=True, text=True,
        encoding="utf-8", timeout=180)


class SimulatedProvider(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        if not GATEWAY.exists() or not SIMULATOR.exists():
            raise AssertionError("the programs are not built: run make test, or set GATEWAY and SIMULATOR")
        cls.folder = Path(tempfile.mkdtemp(prefix="simulator-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        port, provider = free_port(), free_port()
        cls.gateway = Gateway(cls.folder, port, {
            **own_files(cls.folder, port),
            "127.0.0.1:8090": f"127.0.0.1:{provider}",
        })
        cls.enterClassContext(cls.gateway)

    def test_chat_answers_line_after_line(self):
        lines = ["lam gks cho be can giay to j", "con le phi?", "/why", "cam on nha", "/quit"]
        result = simulator("chat", "--config", self.gateway.configuration, typed="\n".join(lines) + "\n")
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertIn("giay chung sinh", result.stdout)
        self.assertIn("Le phi dang ky khai sinh", result.stdout)
        self.assertIn("Hỏi về: lệ phí", result.stdout)
        self.assertIn("khong co gi", result.stdout)
        self.assertNotIn("chưa có trả lời", result.stdout)

    def test_say_works_beside_chat_and_both_take_their_own_answers(self):
        chat = subprocess.Popen(
            [SIMULATOR, "chat", "--config", self.gateway.configuration], cwd=REPOSITORY, stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, text=True, encoding="utf-8")
        self.addCleanup(chat.kill)
        chat.stdin.write("xin chao\n")
        chat.stdin.flush()
        seen = ""
        while "Dak Ha" not in seen:
            line = chat.stdout.readline()
            self.assertTrue(line, seen)
            seen += line
        result = simulator("say", "--config", self.gateway.configuration, "--from", "0912345679", "le phi khai tu")
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertIn("khai tu", result.stdout)
        rest, _ = chat.communicate("le phi khai sinh\n/quit\n", timeout=60)
        self.assertIn("khai sinh", rest)
        self.assertNotIn("khai tu", rest)

    def test_why_knows_the_conversation_and_orders_are_never_sent(self):
        lines = ["khai sinh can giay to gi", "con le phi?", "/why", "/hlep", "/why", "/staff chao bac", "/desk",
                 "/time +2d", "/photo x.jpg"]
        result = simulator("chat", "--config", self.gateway.configuration, "--from", "0912345670",
                           typed="\n".join(lines) + "\n")
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertEqual(result.stdout.count("đang nói về Đăng ký khai sinh (birth_registration)"), 2)
        self.assertIn("Trong cuộc trò chuyện: trả lời (answer)", result.stdout)
        self.assertIn("Chưa gửi gì: không có lệnh /hlep", result.stdout)
        self.assertIn("Chưa có việc nào của số này chờ cán bộ", result.stdout)
        self.assertIn("Cán bộ chưa có việc nào", result.stdout)
        self.assertIn("--own", result.stdout)
        self.assertIn("Không đọc được tệp x.jpg", result.stdout)

    def test_say_prints_the_answer_with_its_cost(self):
        result = simulator("say", "--config", self.gateway.configuration, "--from", "0912345678",
                           "đăng ký kết hôn cần giấy tờ gì")
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertIn("Tờ khai", result.stdout)
        self.assertRegex(result.stdout, r"\d SMS UCS-2")

    def test_say_names_a_gateway_that_does_not_run(self):
        other = self.folder / "other.yaml"
        text = self.gateway.configuration.read_text(encoding="utf-8")
        other.write_text(text.replace(f"port: {self.gateway.port}", f"port: {free_port()}"), encoding="utf-8")
        result = simulator("say", "--config", other, "xin chao")
        self.assertEqual(result.returncode, 1)
        self.assertRegex(result.stderr, r"nothing listens at 127\.0\.0\.1:\d+")
        for words in ("make run", "--config", "server.port", "--own"):
            self.assertIn(words, result.stderr)
        nonsense = simulator("say", "--config", other, "--from", "abc", "xin chao")
        self.assertEqual(nonsense.returncode, 64)
        self.assertIn("cần số như 0901234567", nonsense.stderr)


class RunningZalo(unittest.TestCase):
    """Beside a gateway that runs with an Official Account whose Zalo is the simulator."""

    def test_chat_plays_zalo_and_phones_write_to_the_running_gateway(self):
        folder = Path(self.enterContext(tempfile.TemporaryDirectory(prefix="zalo-")))
        port, provider = free_port(), free_port()
        shipped = (REPOSITORY / "config" / "gateway.yaml").read_text(encoding="utf-8")
        gateway = Gateway(folder, port, {
            **own_files(folder, port),
            shipped[shipped.index("\nchannels:\n") + 1:]: f"""channels:
  - {{id: sms, kind: kannel, commune: dak-ha, number: "8079", secret: secret-of-the-tests,
      send_url: "http://127.0.0.1:{provider}/send", username: u, password: p, segment_price: 350}}
  - {{id: zalo, kind: zalo, commune: dak-ha, spelling: marked, app_id: "123", oa_id: "456", secret: secret-of-tests,
      app_secret: app-secret-of-tests, api_url: "http://127.0.0.1:{provider}", oauth_url: "http://127.0.0.1:{provider}"}}
  - {{id: real, kind: zalo_bot, commune: dak-ha, token: "1:token-of-tests", secret: secret-of-tests}}
""",
        })
        subprocess.run(
            [GATEWAY, "zalo", "tokens", "zalo", "--config", gateway.configuration], input="any-refresh-token-will-do\n", capture_output=True,
            text=True, timeout=30, check=True)
        with gateway:
            lines = ["dat dai", "/tap 1", "/why", "toi muon gap can bo", '/staff "Mời bác lên xã."', "/quit"]
            result = simulator("chat", "--config", gateway.configuration, "--channel", "zalo",
                               typed="\n".join(lines) + "\n")
            self.assertEqual(result.returncode, 0, result.stderr)
            self.assertIn("[nút 1] 1. Cấp giấy chứng nhận đất", result.stdout)
            self.assertIn("chờ chọn số: 1 Cấp giấy chứng nhận đất", result.stdout)
            self.assertIn("Mời bác lên xã.", result.stdout)
            self.assertNotIn("chưa có trả lời", result.stdout)
            elsewhere = simulator("say", "--config", gateway.configuration, "--channel", "real", "xin chao")
            self.assertEqual(elsewhere.returncode, 78)
            self.assertIn("or use --own", elsewhere.stderr)
            page = subprocess.Popen(
                [SIMULATOR, "phone", "--running", "--config", gateway.configuration, "--port", "0"], cwd=REPOSITORY,
                stdout=subprocess.PIPE, text=True, encoding="utf-8")
            try:
                url = page.stdout.readline().split()[4]
                order = json.dumps({"what": "send", "phone": 1, "text": "le phi khai sinh"}).encode()
                request = urllib.request.Request(url + "/do", data=order, headers={"X-Phone-Page": "1"})
                with urllib.request.urlopen(request, timeout=30) as answer:
                    self.assertEqual(json.load(answer), {})

                def shown():
                    with urllib.request.urlopen(url + "/state", timeout=30) as answer:
                        messages = json.load(answer)["phones"][0]["messages"]
                    return [m for m in messages if m["side"] == "machine" and m["ticks"] == "Điện thoại đã nhận"]

                messages = wait_for(shown, 30, "a delivered answer on the phone")
                self.assertIn("Mien phi", messages[0]["text"])
                self.assertRegex(messages[0]["cost"], r"1 SMS GSM-7, \d+ ký tự, 350 đ")
            finally:
                page.terminate()
                page.communicate(timeout=20)


class OwnGateway(unittest.TestCase):
    """The bench with a gateway of its own: every kind of channel, a clock that moves, no other process."""

    def test_a_zalo_villager_taps_sends_a_picture_and_is_recorded(self):
        with tempfile.TemporaryDirectory() as folder:
            record = Path(folder) / "ghi.yaml"
            lines = ["/record " + str(record), "dat dai", "/tap 1", "/tap 7", "/photo docs/console/queue.png cai nay",
                     "toi muon gap can bo", "/desk", '/staff "Mời bác lên xã."', "/time +2d", "khai tu can gi"]
            result = simulator("chat", "--own", "--channel", "zalo", typed="\n".join(lines) + "\n")
            self.assertEqual(result.returncode, 0, result.stderr)
            self.assertIn("[nút 1] 1. Cấp giấy chứng nhận đất", result.stdout)
            self.assertIn("(bấm “1. Cấp giấy chứng nhận đất", result.stdout)
            self.assertIn("có 2 nút", result.stdout)
            self.assertIn("[ảnh] cai nay", result.stdout)
            self.assertIn("lý do: xin gặp cán bộ", result.stdout)
            self.assertIn("Mời bác lên xã.", result.stdout)
            self.assertIn("Đồng hồ: ", result.stdout)
            again = simulator("run", record)
            self.assertEqual(again.returncode, 0, again.stdout + again.stderr)
            self.assertIn("1 passed", again.stdout)

    def test_a_chat_goes_on_after_an_order_that_cannot_be_carried_out(self):
        lines = ["/record /none/of/it.yaml", "/record /", "/from abc", "/location 99 200", "le phi khai sinh", "/quit"]
        result = simulator("chat", "--own", typed="\n".join(lines) + "\n")
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertIn("không có thư mục /none/of", result.stdout)
        self.assertIn("abc không phải số điện thoại", result.stdout)
        self.assertIn("vĩ độ từ -90 đến 90", result.stdout)
        self.assertIn("Le phi dang ky khai sinh", result.stdout)
        self.assertNotIn("NSCocoa", result.stdout + result.stderr)

    def test_a_port_that_is_taken_is_told_in_a_sentence(self):
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = taken.getsockname()[1]
            for command in ("phone", "portal"):
                result = simulator(command, "--port", port, typed="")
                self.assertEqual(result.returncode, 1, (command, result.stdout))
                self.assertIn(f"Port {port} cannot be opened", result.stderr)
                self.assertIn("--port", result.stderr)

    def test_say_needs_no_gateway_on_any_kind(self):
        for channel in ("zalo-bot", "twilio", "standard", "http"):
            result = simulator("say", "--own", "--channel", channel, "le phi khai sinh")
            self.assertEqual(result.returncode, 0, (channel, result.stderr))
            self.assertIn("khai sinh", result.stdout)


class Offline(unittest.TestCase):
    def test_explain_prints_a_line_of_json_for_each_text(self):
        with tempfile.NamedTemporaryFile("w", suffix=".tsv", encoding="utf-8") as file:
            file.write("text\tlabel\nlam giay khai sinh can gi\tx\ncccd 051199001234 het han\tx\n")
            file.flush()
            result = simulator("explain", "--file", file.name, "--json")
        self.assertEqual(result.returncode, 0, result.stderr)
        lines = [json.loads(line) for line in result.stdout.splitlines()]
        self.assertEqual([line["decision"] for line in lines], ["answer", "answer"])
        self.assertEqual(lines[0]["topics"], ["birth_registration"])
        self.assertEqual(lines[0]["facets"], ["documents_required"])
        self.assertIn("phrase", lines[0]["candidates"][0]["evidence"][0])
        self.assertEqual(
            set(lines[0]),
            {"text", "decision", "foreign", "topics", "facets", "entities", "candidates", "replacements", "set_aside",
             "purpose", "opinions", "opinion_words", "likeness"})
        self.assertNotIn("051199001234", result.stdout)

    def test_a_scenario_that_differs_fails_with_a_readable_difference(self):
        scenario = """\
scenario: sai
channel: sms-dak-ha
start: 2026-11-24 08:00
steps:
  - villager: khai sinh can giay to gi
    expect:
      - template: menu
        contains: ["con voi"]
      - template: privacy_notice
"""
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "sai.yaml"
            file.write_text(scenario, encoding="utf-8")
            report = Path(folder) / "report.xml"
            result = simulator("run", file, "--junit", report)
            self.assertEqual(result.returncode, 1)
            self.assertIn("sai.yaml:5: expected template menu, got answer", result.stdout)
            self.assertIn('"con voi" is missing', result.stdout)
            suite = ElementTree.parse(report).getroot()
            self.assertEqual(suite.get("failures"), "1")

    def test_two_versions_of_the_content_are_compared(self):
        with tempfile.TemporaryDirectory() as folder:
            for part in ("config", "intents"):
                shutil.copytree(REPOSITORY / part, Path(folder) / part)
            replies = Path(folder) / "config" / "replies.yaml"
            text = replies.read_text(encoding="utf-8")
            self.assertIn("Dạ, không có gì.", text)
            replies.write_text(text.replace("Dạ, không có gì.", "Dạ, xin cứ hỏi."), encoding="utf-8")
            corpus, page = Path(folder) / "c.tsv", Path(folder) / "c.html"
            corpus.write_text("text\nle phi khai sinh\ncam on nha\n", encoding="utf-8")
            old, new = Path(folder) / "config" / "gateway.yaml", REPOSITORY / "config" / "gateway.yaml"
            result = simulator("compare", old, new, corpus, "--json", "--html", page, "--strict")
            self.assertEqual(result.returncode, 1, result.stderr)
            comparison = json.loads(result.stdout)
            self.assertEqual(comparison["totals"]["turns"], 2)
            self.assertEqual([c["kind"] for c in comparison["changes"]], ["words"])
            self.assertEqual(comparison["changes"][0]["examples"][0]["text"], "cam on nha")
            html5lib.HTMLParser(strict=True).parse(page.read_text(encoding="utf-8"))
            saved = Path(folder) / "old.json"
            self.assertEqual(simulator("compare", "--save", saved, old, corpus).returncode, 0)
            self.assertIn("1 answered otherwise", simulator("compare", saved, new, corpus).stdout)

    def test_a_scenario_is_chosen_by_tag_updated_and_reported(self):
        with tempfile.TemporaryDirectory() as folder:
            file, other = Path(folder) / "a.yaml", Path(folder) / "b.yaml"
            head = "scenario: thu\nchannel: zalo\nphone: \"7001\"\nstart: 2026-11-24 08:00\n"
            steps = "steps:\n  # hoi\n  - villager: le phi khai sinh\n    expect:\n      - template: menu\n"
            file.write_text(head + "tags: [moi]\n" + steps, encoding="utf-8")
            other.write_text(head + steps, encoding="utf-8")
            tap, page = Path(folder) / "r.tap", Path(folder) / "r.html"
            result = simulator("run", file, other, "--tag", "moi", "--tap", tap, "--html", page, "--coverage")
            self.assertEqual(result.returncode, 1)
            self.assertIn("0 passed, 1 failed", result.stdout)
            self.assertIn("decisions: 1 of 13", result.stdout)
            self.assertIn("not ok 1 - thu", tap.read_text(encoding="utf-8"))
            html5lib.HTMLParser(strict=True).parse(page.read_text(encoding="utf-8"))
            result = simulator("run", file, "--update")
            self.assertEqual(result.returncode, 0, result.stdout)
            self.assertIn("template: answer", file.read_text(encoding="utf-8"))
            self.assertIn("# hoi", file.read_text(encoding="utf-8"))
            self.assertEqual(simulator("run", file).returncode, 0)
            other.write_text(head + steps + "    others:\n      - {to: \"0905999002\", template: duty_alert}\n", encoding="utf-8")
            result = simulator("run", other, "--update")
            self.assertEqual(result.returncode, 1, "a difference that no update can write is no success")
            self.assertIn("written in part", result.stdout)

    def test_a_watch_tells_at_once_what_it_found_also_into_a_file(self):
        with tempfile.TemporaryDirectory() as folder:
            file, out = Path(folder) / "a.yaml", Path(folder) / "out.txt"
            text = "scenario: thu\nchannel: sms-dak-ha\nstart: 2026-11-24 08:00\nsteps:\n  - villager: le phi khai sinh\n    decision: menu\n"
            file.write_text(text, encoding="utf-8")
            with out.open("w") as stdout:
                watch = subprocess.Popen([SIMULATOR, "run", "--watch", str(file)], cwd=REPOSITORY, stdout=stdout)
            try:
                wait_for(lambda: "expected decision menu" in out.read_text("utf-8"), 60, "the first play to be told")
                file.write_text(text.replace("menu", "answer").replace("    dec", "    partial: true\n    dec"), encoding="utf-8")
                wait_for(lambda: "1 passed, 0 failed" in out.read_text("utf-8"), 60, "the change to be played and told")
                file.write_text(text.replace("menu", "answr"), encoding="utf-8")
                wait_for(lambda: 'did you mean "answer"' in out.read_text("utf-8"), 60, "the slip to be told")
            finally:
                watch.terminate()
                watch.wait(20)

    def test_a_month_with_the_troubles_of_a_year_loses_nothing(self):
        played = simulator("year", "--days", 24, "--messages", 8)
        self.assertEqual(played.returncode, 0, played.stdout + played.stderr)
        self.assertIn("192 messages accepted, 192 handled", played.stdout)
        self.assertIn("Nothing was lost.", played.stdout)

    def test_the_shipped_portal_file_is_played(self):
        port = free_port()
        portal = subprocess.Popen(
            [SIMULATOR, "portal", "--port", str(port)], cwd=REPOSITORY, stdin=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        try:
            self.assertIn(f"127.0.0.1:{port}", portal.stderr.readline())
            listed = simulator("portal", "change", "--port", port, "list").stdout
            self.assertIn("000.00.53.H48-261120-0001: Đăng ký khai sinh, state 4", listed)
            request = urllib.request.Request(
                f"http://127.0.0.1:{port}/dossiers/000.00.53.H48-261109-0003",
                headers={"Authorization": "Bearer sample-portal-token"})
            with urllib.request.urlopen(request, timeout=30) as answer:
                self.assertEqual(json.load(answer)["state"], "9")
        finally:
            portal.terminate()
            portal.wait(20)
            portal.stdin.close()
            portal.stderr.close()

    def test_a_file_that_cannot_be_read_is_told_why(self):
        for arguments in (("load", "--texts"), ("portal", "--dossiers"), ("explain", "--file"), ("year", "--texts")):
            with self.subTest(arguments):
                result = simulator(*arguments, "/none/x.tsv")
                self.assertEqual(result.returncode, 66, result.stderr)
                self.assertIn("/none/x.tsv: there is no such file. Fix: ", result.stderr)
                self.assertIn(f"{REPOSITORY}: this is a folder. Fix: ", simulator(*arguments, REPOSITORY).stderr)

    def test_a_broken_scenario_names_file_line_and_mend(self):
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "hong.yaml"
            file.write_text("scenario: x\nchannel: zalo\nstart: hom qua\nsteps: []\n", encoding="utf-8")
            result = simulator("run", file)
        self.assertEqual(result.returncode, 78)
        self.assertIn("hong.yaml:3: start", result.stderr)
        self.assertIn("Fix:", result.stderr)


if __name__ == "__main__":
    unittest.main()
