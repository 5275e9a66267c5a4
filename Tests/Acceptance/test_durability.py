"""What kill -9 cannot show: a message is on the disk, and not only with the kernel, before its 200 goes out."""

import os
import shutil
import tempfile
import time
import unittest
import urllib.parse
import urllib.request
from pathlib import Path

import system_calls
from gateway_process import GATEWAY, Gateway, own_files
from processes import free_port, wait_for
from storms import small_content

MESSAGES = 5


class Durability(unittest.TestCase):
    def setUp(self):
        if not GATEWAY.exists():
            raise AssertionError(f"no gateway at {GATEWAY}: build it, or set GATEWAY")
        if reason := system_calls.refusal():
            # Where the proof must be shown, its absence is a failure.
            if os.environ.get("REQUIRE_TRACE") == "1":
                raise AssertionError(f"REQUIRE_TRACE=1, and {reason}")
            print(f"\n  NOT SHOWN HERE: {reason}", flush=True)
            self.skipTest(reason)
        self.folder = Path(tempfile.mkdtemp(prefix="durability-"))
        self.addCleanup(shutil.rmtree, self.folder)
        small_content(self.folder / "content")

    def test_the_wal_is_synced_between_a_message_and_its_200(self):
        trace = self.folder / "trace"
        port = free_port()
        with Gateway(self.folder, port, self.files(port), before=system_calls.tracing(trace)):
            for number in range(MESSAGES):
                self.assertEqual(self.send(port, number), 200)
                # So that the handling of one message does not mingle with the arrival of the next.
                time.sleep(0.3)
        wait_for(lambda: "+++ exited" in trace.read_text(errors="replace"), 30, "the end of the trace")
        calls = system_calls.calls(trace)
        for number in range(MESSAGES):
            with self.subTest(message=number):
                self.check(calls, f"traced-{number}-")
        # A trace in which the journal is never synced does not pass.
        with self.assertRaises(AssertionError):
            self.check([call for call in calls if call.name != "fdatasync"], "traced-0-")

    def check(self, calls, name):
        came = next(call for call in calls if call.name in ("read", "readv", "recvfrom", "recvmsg")
                    and name in call.text and "POST /webhooks/" in call.text)
        answer = next(call for call in calls if call.name in ("write", "writev", "sendto", "sendmsg")
                      and call.begun > came.begun and "HTTP/1.1 200 OK" in call.text)
        # All that the thread of the message's own transaction did to the journal before the 200.
        written = next(call for call in calls if self.is_journal(call, "pwrite") and name in call.text)
        self.assertGreater(written.begun, came.begun)
        journal = [call for call in calls if call.thread == written.thread and self.is_journal(call)
                   and came.begun < call.begun < answer.begun]
        sync = next((call for call in journal if call.name == "fdatasync" and call.begun > written.begun), None)
        self.assertIsNotNone(sync, "the journal was not synced before the 200")
        self.assertEqual(sync.result, "0")
        self.assertLess(sync.ended, answer.begun, "the 200 went out before the sync had ended")
        # The transaction's last page, which makes it count, is a write before the sync. Behind the sync a worker's own
        # transaction may write the same page anew before the 200 is on the wire.
        transaction = [call for call in journal if call.name.startswith("pwrite") and call.begun > came.begun]
        before = [call for call in transaction if call.ended < sync.begun]
        self.assertIn(written, before)
        self.assertTrue(all(call.result.isdigit() for call in before))
        print(f"\n  {name} {len(before)} writes to the journal, then fdatasync = 0 (lines {sync.begun + 1} to "
              f"{sync.ended + 1}), then the 200 (line {answer.begun + 1})", end="", flush=True)

    @staticmethod
    def is_journal(call, kind=""):
        return call.name.startswith(kind) and call.name in ("pwrite64", "pwritev", "fdatasync", "fsync") \
            and "gateway.sqlite-wal>" in call.text

    def files(self, port):
        files = own_files(self.folder, port)
        content = self.folder / "content"
        return {**files, "services: services": f"services: {content}/services",
                "intents: ../intents": f"intents: {content}/intents"}

    def send(self, port, number):
        query = urllib.parse.urlencode(
            {"secret": "sample-secret-change-me", "id": f"traced-{number}-x", "to": "8079", "ts": "1795438690"})
        request = urllib.request.Request(
            f"http://127.0.0.1:{port}/webhooks/sms-dak-ha?{query}", data=b"chao xa",
            headers={"Content-Type": "text/plain; charset=UTF-8", "X-Kannel-From": f"+8491{number:07}"})
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status


if __name__ == "__main__":
    unittest.main()
