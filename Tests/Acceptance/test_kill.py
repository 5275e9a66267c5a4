"""Nothing is lost: the gateway killed 200 times under load, and a storm of faults."""

import os
import tempfile
import unittest

from gateway_process import GATEWAY, SIMULATOR
from processes import REPOSITORY
from storms import small_content, storm

# Fewer for a quick look; 200 is what is promised.
ROUNDS = int(os.environ.get("KILL_ROUNDS", "200"))


class Kill(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        if not GATEWAY.exists() or not SIMULATOR.exists():
            raise AssertionError("the programs are not built: run make test, or set GATEWAY and SIMULATOR")

    def test_two_hundred_kills_under_load_lose_nothing(self):
        with tempfile.TemporaryDirectory(prefix="kill-") as folder:
            # A provider that refuses makes answers wait for minutes, longer still where a kill cut off earlier tries, and
            # many villagers write, so that none of them is one who floods. They write until the last kill: 2,100 messages are
            # sent by then anyway, and what comes after it would only be load without a kill.
            report = storm(
                small_content(folder), "--kills", ROUNDS, "--villagers", 700, "--rate", 8, "--copies", 0.3, "--failing", 0,
                seconds=60 + 6 * ROUNDS)
        verdict = report["verdict"]
        print(f"\n  seed {report['seed']}: {report['kills']} kills, {verdict['accepted']} messages accepted, "
              f"{verdict['answers']} answers; {verdict['inFlightAtKills']} sends in flight at a kill, "
              f"{verdict['twiceInFlight']} of them sent twice; {verdict['givenToStaff']} with staff; start "
              f"{report['startSeconds']:.2f} s", flush=True)
        self.assertEqual(report["kills"], ROUNDS)
        self.assertEqual(report["doctorRuns"], ROUNDS + 1)
        self.assertGreater(verdict["accepted"], ROUNDS)
        # The load was real: kills cut off webhooks, which came again, in copies too.
        self.assertGreater(report["retries"], ROUNDS)
        self.assertGreater(report["fresh"]["taken"], verdict["accepted"])
        for name in ("lost", "storedTwice", "stuck", "unanswered", "handledTwice", "answersStuck", "answersLost",
                     "twiceWithoutCause", "unknownSends"):
            self.assertEqual(verdict[name], 0, f"{name}: {report}")
        self.assertEqual(report["problems"], [])

    def test_kills_amid_backups_and_forgetting_lose_nothing(self):
        with tempfile.TemporaryDirectory(prefix="kill-") as folder:
            report = storm(
                small_content(folder), "--kills", 8, "--villagers", 60, "--rate", 8, "--failing", 0, "--backups", "--past",
                4000, seconds=600)
        self.assertGreater(report["backups"], 0)
        self.assertGreater(report["killsWhileForgetting"], 0)
        self.assertEqual(report["remembered"], 0)
        self.assertEqual(report["problems"], [])

    def test_a_storm_of_faults_is_answered(self):
        report = storm(
            REPOSITORY / "config" / "gateway.yaml", "--seed", 3, "--villagers", 150, "--rate", 40, "--replays", 20,
            "--copies", 0.4, "--late", 0.2, "--reordered", 0.2, "--failing", 0.05, seconds=240)
        self.assertEqual(report["verdict"]["accepted"], 450)
        self.assertGreater(report["replayed"]["taken"], 0)
        self.assertGreater(report["providerRefused"], 0)
        self.assertGreater(report["receiptsLost"], 0)
        self.assertEqual(report["problems"], [])


if __name__ == "__main__":
    unittest.main()
