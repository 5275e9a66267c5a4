"""Debian's Prometheus beside a gateway: each question of the dashboard is answered, in lines that can be told apart."""

import json
import math
import re
import shutil
import tempfile
import time
import unittest
import urllib.parse
import urllib.request
from pathlib import Path

from loopback_provider import LoopbackProvider
from processes import REPOSITORY, Process, free_port, substituted, wait_for
from storms import small_gateway

SENDSMS = "/cgi-bin/sendsms"
RULES = REPOSITORY / "deploy" / "prometheus" / "nharong.rules.yml"
CONFIGURATION = REPOSITORY / "deploy" / "prometheus" / "prometheus.yml"
DASHBOARD = REPOSITORY / "deploy" / "grafana" / "nharong.json"
CONSOLES = REPOSITORY / "deploy" / "prometheus" / "consoles"
# Debian's, installed or as `make test-packages` takes it out of its package.
PROMETHEUS = shutil.which("prometheus") or shutil.which(
    "prometheus", path=REPOSITORY / ".build-prometheus" / "usr" / "bin")


class Prometheus:
    """`with Prometheus(folder, office_port) as prometheus:` asks a gateway each second, on this machine alone."""

    def __init__(self, folder, office_port):
        self.folder = Path(folder)
        self.port = free_port()
        configuration = self.folder / "prometheus.yml"
        configuration.write_text(substituted(CONFIGURATION.read_text(encoding="utf-8"), {
            "interval: 30s": "interval: 1s", "- nharong.rules.yml": f"- {RULES}", "127.0.0.1:8081": f"127.0.0.1:{office_port}",
        }, CONFIGURATION.name), encoding="utf-8")
        self.command = [
            PROMETHEUS, f"--config.file={configuration}", f"--storage.tsdb.path={self.folder / 'series'}",
            f"--web.console.templates={CONSOLES}", f"--web.listen-address=127.0.0.1:{self.port}", "--log.level=warn"]
        self.url = f"http://127.0.0.1:{self.port}"

    def __enter__(self):
        self.process = Process("prometheus", self.command, self.folder / "prometheus.log")
        try:
            wait_for(self._is_ready, 60, "Prometheus to be ready")
        except AssertionError as failure:
            self.process.stop()
            raise AssertionError(f"{failure}\n{self.process.tail()}") from failure
        return self

    def __exit__(self, *_):
        self.process.stop()

    def _is_ready(self):
        self.process.require_running()
        try:
            with urllib.request.urlopen(f"{self.url}/-/ready", timeout=10) as answer:
                return answer.status == 200
        except OSError:
            return False

    def ask(self, path, **values):
        address = f"{self.url}/api/v1/{path}?" + urllib.parse.urlencode(values)
        with urllib.request.urlopen(address, timeout=60) as answer:
            said = json.load(answer)
        assert said["status"] == "success" and not said.get("warnings"), said
        return said["data"]

    def page(self):
        """{what: value} of the page for machines without Grafana."""
        with urllib.request.urlopen(f"{self.url}/consoles/nharong.html", timeout=60) as answer:
            text = answer.read().decode("utf-8")
        rows = re.findall(r'<tr><th scope="row">(.*?)<td>(.*)', text)
        return {what: value.strip() for what, value in rows}

    def series(self, expression):
        """[(labels, value)] at this moment."""
        return [(one["metric"], float(one["value"][1])) for one in self.ask("query", query=expression)["result"]]

    def drawn(self, expression, seconds=60):
        """[(labels, [value])] of the last seconds, as a graph is drawn."""
        now = time.time()
        found = self.ask("query_range", query=expression, start=now - seconds, end=now, step=1)["result"]
        return [(one["metric"], [float(value) for _, value in one["values"]]) for one in found]


def panels():
    """[(panel, [(expression, legend)])] of the dashboard."""
    return [(panel, [(target["expr"], target["legendFormat"]) for target in panel.get("targets", [])])
            for panel in json.loads(DASHBOARD.read_text(encoding="utf-8"))["panels"]]


def legend(form, labels):
    return re.sub(r"\{\{(\w+)\}\}", lambda name: labels[name[1]], form)


@unittest.skipUnless(PROMETHEUS, "no prometheus: `make test-packages` takes it out of Debian's package")
class Dashboard(unittest.TestCase):
    def setUp(self):
        self.folder = Path(tempfile.mkdtemp(prefix="dashboard-"))
        self.addCleanup(shutil.rmtree, self.folder)
        self.provider = self.enterContext(LoopbackProvider({SENDSMS: (202, "text/plain", b"0: Accepted for delivery")}))
        self.gateway = small_gateway(self.folder, self.provider)
        self.prometheus = Prometheus(self.folder, self.gateway.office_port)
        self._sent = 0

    def text(self, text):
        self._sent += 1
        self.gateway.text(f"+8491{self._sent:07}", text, f"d{self._sent}")

    def is_seen(self):
        """Whether all that was sent has been asked for twice, so that a rate can be reckoned."""
        self.text("dang ky ket hon can gi")
        self.text("0")
        rates = ("nharong_messages_received_total", "nharong_send_duration_seconds_count",
                 "nharong_answer_delay_seconds_count", "nharong_db_commit_duration_seconds_count")
        time.sleep(1)
        return all(sum(value for _, value in self.prometheus.series(f"rate({name}[5m])")) > 0 for name in rates)

    def test_each_panel_is_answered_in_lines_with_names_of_their_own(self):
        with self.gateway:
            with self.prometheus as prometheus:
                wait_for(self.is_seen, 60, "the rates")
                wait_for(lambda: sum(value for _, value in prometheus.series("nharong_escalations_waiting")) > 0, 30,
                         "the matters to be counted")
                self.assertGreater(len(panels()), 15)
                for panel, targets in panels():
                    with self.subTest(panel=panel["title"]):
                        self.assertTrue(targets)
                        names = [name for expression, form in targets for name in self.lines(expression, form)]
                        self.assertEqual(len(set(names)), len(names), "two lines of the same name")
                        if len(names) > 1:
                            self.assertNotIn("", names, "a line without a name")
                        if panel["type"] == "stat":
                            self.assertEqual(len(names), 1)
                        for override in panel["fieldConfig"]["overrides"]:
                            self.assertIn(override["matcher"]["options"], names)
                rules = [rule for group in prometheus.ask("rules")["groups"] for rule in group["rules"]]
                self.assertGreater(len(rules), 10)
                wait_for(lambda: all(rule["health"] == "ok" for group in prometheus.ask("rules")["groups"]
                                     for rule in group["rules"]), 30, "the rules to be reckoned")
                self.assertEqual(self.state("Chạy và ghi được"), 1)
                self.assertEqual(self.state("Tin đang đi"), 1)
                self.page_tells(prometheus.page())
                self.gateway.stop()
                # What does not answer is said to be down, instead of being left out.
                wait_for(lambda: self.state("Chạy và ghi được") == 0, 30, "the panel to say that the gateway is down")
                self.assertEqual(self.state("Tin đang đi"), 0)
                wait_for(lambda: "GatewayDown" in {alert["labels"]["alertname"] for alert in prometheus.ask("alerts")["alerts"]},
                         30, "the alert")
                page = prometheus.page()
                self.assertEqual((page["Chạy và ghi được"], page["Tin đang đi"]), ("<b>KHÔNG</b>", "<b>KHÔNG</b>"))
                self.assertEqual((page["Việc quá hẹn"], page["Dữ liệu"]), ("không rõ", "không rõ"))

    def page_tells(self, page):
        """The page of Prometheus itself says the same."""
        self.assertEqual((page["Chạy và ghi được"], page["Tin đang đi"], page["Việc quá hẹn"]), ("có", "có", "0"))
        self.assertEqual((page["Tuổi bản sao"], page["Tuổi lần diễn tập"]), ("<b>chưa có</b>", "<b>chưa có</b>"))
        self.assertRegex(page["Đĩa còn trống"], r"^[0-9.]+[MGT]iB$")
        self.assertGreater(float(page["sms-dak-ha, nhận"]), 0)
        self.assertGreater(float(page["sms-dak-ha, nhà mạng đã nhận"]), 0)
        self.assertEqual(page["sms-dak-ha, không gửi được"], "0.0")
        self.assertRegex(page["Từ câu hỏi đến câu trả lời, một nửa"], r"^(dưới 1 giây|[0-9.]+s)$")
        self.assertRegex(page["Ghi xuống đĩa, 99 %"], r"^[0-9.]+m?s$")
        self.assertEqual(page["Tin chờ lâu nhất, outbox-sms-dak-ha"], "0s")
        self.assertGreater(int(page["Tất cả"]), 0)
        self.assertEqual(page["chưa giao bộ phận"], page["Tất cả"])
        self.assertNotIn("<no value>", "".join([*page, *page.values()]))

    def lines(self, expression, form):
        """The names of the lines of a question, each with a number."""
        now, drawn = self.prometheus.series(expression), self.prometheus.drawn(expression)
        self.assertTrue(now, f"nothing is answered to {expression}")
        self.assertTrue(drawn, expression)
        for labels, value in now:
            self.assertTrue(math.isfinite(value), f"{expression}: {labels} {value}")
        return [legend(form, labels) for labels, _ in now]

    def state(self, title):
        (expression, _), = next(targets for panel, targets in panels() if panel["title"] == title)
        (_, value), = self.prometheus.series(expression)
        return value


if __name__ == "__main__":
    unittest.main()
