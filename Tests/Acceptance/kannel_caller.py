"""Calls the gateway as Kannel's smsbox does, without a Kannel; answers land at a loopback provider."""

import time
import urllib.error
import urllib.parse
import urllib.request

from gateway_process import own_files

SECRET = "secret-of-the-tests"
QUESTION = "dang ky ket hon can giay to gi"
SENDSMS = "/cgi-bin/sendsms"
ANSWERS = {SENDSMS: (202, "text/plain", b"0: Accepted for delivery")}


def kannel_replacements(folder, port, provider):
    """What differs between config/gateway.yaml and a test whose provider is a loopback one."""
    return {
        **own_files(folder, port),
        "http://127.0.0.1:8090": provider.url,
        "sample-secret-change-me": SECRET,
    }


class KannelCaller:
    def __init__(self, port):
        self.url = f"http://127.0.0.1:{port}"

    def ask(self, number, id, text=QUESTION, secret=SECRET):
        """One message; (status, Retry-After or None, body)."""
        query = urllib.parse.urlencode({"secret": secret, "id": id, "to": "8079", "ts": int(time.time())})
        request = urllib.request.Request(
            f"{self.url}/webhooks/sms-dak-ha?{query}", data=text.encode(), method="POST",
            headers={"Content-Type": 'text/plain; charset="UTF-8"', "X-Kannel-From": number, "X-Kannel-Coding": "0"})
        return self._answer(request)

    @staticmethod
    def _answer(request):
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.status, answer.headers.get("Retry-After"), answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.headers.get("Retry-After"), error.read().decode()


def answers_to(provider, number):
    """The texts that went to a number."""
    return [call.body.decode() for call in provider.calls(SENDSMS) if call.headers.get("X-Kannel-To") == number]
