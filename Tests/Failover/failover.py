#!/usr/bin/env python3
"""Two gateways and three PostgreSQL servers under a storm of villagers, while machines die: nothing that was acknowledged is lost.

    make failover                      50 rounds, and the figures for docs/scale.md
    make failover FAULTS=5 SEED=7      a quick look

Each round is one fault. It needs root, for network namespaces; elsewhere it says why it is left out, and ends well.
"""

import os
import random
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
import urllib.request
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "Acceptance"))

from cluster import DATABASE, USER, Cluster, can_run  # noqa: E402
from gateway_process import GATEWAY, Gateway, own_files  # noqa: E402
from loopback_provider import LoopbackProvider  # noqa: E402
from machines import Lines, apart  # noqa: E402
from processes import free_port, wait_for  # noqa: E402
from storms import small_content  # noqa: E402

SENDSMS = "/cgi-bin/sendsms"
TEXT = "dang ky ket hon can giay to gi"
# Threads that send, their villagers, and how long each rests between two messages, in seconds.
CALLERS, VILLAGERS, REST = 8, 150, 0.15
# Until then all that waits must be answered when the storm is over, in seconds; leases last half a minute.
PATIENCE = 180


class Storm:
    """Villagers who write; a message is sent again, under its id and to the other gateway too, until it is acknowledged."""

    def __init__(self, gateways, seed):
        self.gateways = gateways
        self.accepted = []
        self.moments = []
        self.refused = 0
        self._lock = threading.Lock()
        self._over = threading.Event()
        self._threads = [
            threading.Thread(target=self._call, args=(number, random.Random(f"{seed}-{number}")), daemon=True)
            for number in range(CALLERS)]

    def begin(self):
        for thread in self._threads:
            thread.start()

    def end(self):
        self._over.set()
        for thread in self._threads:
            thread.join(120)
            assert not thread.is_alive(), "a caller is not acknowledged"

    def _call(self, number, choice):
        count = 0
        while not self._over.is_set():
            phone = f"+849{number:02}{choice.randrange(VILLAGERS):06}"
            count += 1
            self._send(phone, f"{number}-{count}", choice)
            time.sleep(REST)

    def _send(self, phone, message, choice):
        which = choice.randrange(len(self.gateways))
        while True:
            try:
                self.gateways[which].text_from(phone, f"{TEXT} lan {message.replace('-', ' ')}", message)
            except OSError:
                with self._lock:
                    self.refused += 1
                which = (which + 1) % len(self.gateways)
                time.sleep(0.2)
                continue
            with self._lock:
                self.accepted.append((message, phone))
                self.moments.append(time.monotonic())
            return

    def silence(self, since):
        """The longest time without an acknowledgement since a moment, in seconds."""
        with self._lock:
            moments = [since] + [moment for moment in self.moments if moment >= since] + [time.monotonic()]
        return max(later - earlier for earlier, later in zip(moments, moments[1:]))


class ClusterGateway(Gateway):
    def text_from(self, phone, text, message):
        query = urllib.parse.urlencode(
            {"secret": "sample-secret-change-me", "id": message, "to": "8079", "ts": int(time.time())})
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/webhooks/sms-dak-ha?{query}", data=text.encode(),
            headers={"Content-Type": "text/plain; charset=UTF-8", "X-Kannel-From": phone})
        with urllib.request.urlopen(request, timeout=15) as answer:
            assert answer.status == 200

    def revive(self):
        self.kill()
        time.sleep(1)
        self.start()


def gateway(name, folder, content, provider, url, key):
    own = Path(folder) / name
    own.mkdir()
    port = free_port()
    return ClusterGateway(own, port, own_files(own, port) | {
        "../keys/gateway.key": key,
        "http://127.0.0.1:8090": provider.url,
        "services: services": f"services: {content}/services",
        "intents: ../intents": f"intents: {content}/intents",
        "# server: postgresql://gateway@db1,db2,db3/nha_rong": f"server: {url}",
        "# standby: required": "standby: required",
    })


class Faults:
    def __init__(self, cluster, gateways, choice):
        self.cluster = cluster
        self.gateways = gateways
        self.choice = choice
        self.all = [
            self.primary_killed, self.primary_cut_off, self.standby_frozen, self.both_standbys_frozen, self.sessions_cancelled,
            self.sessions_ended, self.old_primary_comes_back, self.gateway_killed, self.primary_and_gateway_killed,
            self.primary_restarted]

    def primary_killed(self):
        self.cluster.primary.kill()
        old = self.cluster.fail_over()
        time.sleep(2)
        self.cluster.rebuild(old)

    def primary_cut_off(self):
        self.cluster.primary.cut()
        time.sleep(1)
        old = self.cluster.fail_over()
        time.sleep(3)
        # Fenced before it is heard again.
        old.kill()
        old.mend()
        self.cluster.rebuild(old)

    def old_primary_comes_back(self):
        """Nobody fences: the line heals, and the old primary takes connections and writes as before."""
        self.cluster.primary.cut()
        time.sleep(1)
        old = self.cluster.fail_over()
        time.sleep(2)
        old.mend()
        time.sleep(1)
        # Whoever reconnects now finds two that say they are the primary, the old one perhaps first.
        self._sessions("pg_terminate_backend", "true")
        time.sleep(3)
        old.kill()
        self.cluster.rebuild(old)

    def standby_frozen(self):
        node = self.choice.choice(self.cluster.standbys)
        node.signal_receivers(signal.SIGSTOP)
        time.sleep(3)
        node.signal_receivers(signal.SIGCONT)

    def both_standbys_frozen(self):
        for node in self.cluster.standbys:
            node.signal_receivers(signal.SIGSTOP)
        time.sleep(7)
        for node in self.cluster.standbys:
            node.signal_receivers(signal.SIGCONT)

    def sessions_cancelled(self):
        """Frozen standbys make commits wait; the waits are cancelled, which the server reports as success with a warning."""
        for node in self.cluster.standbys:
            node.signal_receivers(signal.SIGSTOP)
        for _ in range(8):
            self._sessions("pg_cancel_backend", "wait_event = 'SyncRep'")
            time.sleep(0.5)
        for node in self.cluster.standbys:
            node.signal_receivers(signal.SIGCONT)

    def sessions_ended(self):
        for _ in range(5):
            self._sessions("pg_terminate_backend", "true")
            time.sleep(0.5)

    def gateway_killed(self):
        self.choice.choice(self.gateways).revive()

    def primary_and_gateway_killed(self):
        victim = self.choice.choice(self.gateways)
        self.cluster.primary.kill()
        victim.kill()
        old = self.cluster.fail_over()
        victim.start()
        self.cluster.rebuild(old)

    def primary_restarted(self):
        """It dies and is back before anybody promotes another."""
        self.cluster.primary.kill()
        time.sleep(1)
        self.cluster.primary.start()

    def _sessions(self, function, condition):
        self.cluster.primary.sql(
            f"SELECT {function}(pid) FROM pg_stat_activity WHERE application_name = 'nha-rong' AND {condition}")


def reckon(cluster, storm, provider):
    """What was lost, stuck, out of order or twice, reckoned up from outside; a name with its number each."""
    rows = cluster.primary.sql(
        "SELECT provider_id FROM message WHERE direction = 'in'", DATABASE)
    kept = {row[0] for row in rows}
    stuck = int(cluster.primary.sql(
        "SELECT (SELECT count(*) FROM incoming WHERE state = 'pending')"
        " + (SELECT count(*) FROM outgoing WHERE due_at IS NOT NULL)", DATABASE)[0][0])
    unanswered = int(cluster.primary.sql(
        "SELECT count(*) FROM incoming JOIN message ON message.id = message_id WHERE state <> 'handled' OR decision IS NULL",
        DATABASE)[0][0])
    disorder, last = 0, {}
    for conversation, message in cluster.primary.sql(
            "SELECT incoming.conversation_id, incoming.message_id FROM audit JOIN incoming"
            " ON audit.subject = 'message ' || incoming.message_id"
            " WHERE action = 'turn.handled' AND detail NOT LIKE '%, out of turn' ORDER BY audit.id", DATABASE):
        disorder += int(message) < last.get(conversation, 0)
        last[conversation] = int(message)
    attempts = {int(message): int(number) for message, number in cluster.primary.sql(
        "SELECT message_id, attempts FROM outgoing", DATABASE)}
    sent, newest, twice, without_cause = {}, {}, 0, 0
    for call in provider.calls(SENDSMS):
        phone = call.headers["X-Kannel-To"]
        message = int(re.search(r"ref=(\d+)", call.headers["X-Kannel-Dlr-Url"] if "X-Kannel-Dlr-Url" in call.headers
                                else call.headers["X-Kannel-DLR-Url"])[1])
        if message in sent:
            twice += 1
            without_cause += attempts.get(message, 0) < 2
        else:
            disorder += message < newest.get(phone, 0)
            newest[phone] = message
        sent[message] = True
    return {
        "accepted and lost": len([message for message, _ in storm.accepted if message not in kept]),
        "stuck": stuck, "unanswered": unanswered, "out of order": disorder,
        "answers never sent": len([message for message in attempts if message not in sent]),
        "sent twice without a cause": without_cause,
    }, {"messages": len(kept), "accepted": len(storm.accepted), "refusals": storm.refused, "answers": len(attempts),
        "sent twice, in flight at a fault": twice}


def play(rounds, seed):
    choice = random.Random(seed)
    with tempfile.TemporaryDirectory(prefix="failover-", dir="/var/tmp") as folder, Lines():
        os.chmod(folder, 0o755)
        servers = Path(folder) / "servers"
        servers.mkdir()
        subprocess.run(["chown", USER, servers], check=True)
        cluster = Cluster(servers)
        try:
            cluster.begin()
            return storm_over(cluster, Path(folder), rounds, seed, choice)
        finally:
            cluster.stop()


def storm_over(cluster, folder, rounds, seed, choice):
    content = folder / "content"
    small_content(content)
    with LoopbackProvider({SENDSMS: (202, "text/plain", b"0: Accepted for delivery")}) as provider:
        gateways = [
            gateway(name, folder, content, provider, cluster.url(), f"{folder}/keys/gateway.key") for name in ("one", "two")]
        with gateways[0], gateways[1]:
            storm = Storm(gateways, seed)
            faults = Faults(cluster, gateways, choice)
            storm.begin()
            time.sleep(3)
            silences = {}
            for number in range(rounds):
                fault = faults.all[number % len(faults.all)]
                began = time.monotonic()
                fault()
                # The next fault comes when both gateways acknowledge again, and both standbys follow.
                wait_for(lambda: storm.moments and storm.moments[-1] > time.monotonic() - 1, 60, "an acknowledgement")
                wait_for(lambda: int(cluster.primary.sql(
                    "SELECT count(*) FROM pg_stat_replication WHERE state = 'streaming'")[0][0]) == 2, 60, "two standbys")
                time.sleep(1.5)
                silence = storm.silence(began)
                silences.setdefault(fault.__name__, []).append(silence)
                print(f"  round {number + 1}: {fault.__name__.replace('_', ' ')}, {silence:.1f} s without a 200, "
                      f"{len(storm.accepted)} accepted", flush=True)
            storm.end()

            def is_done():
                return int(cluster.primary.sql(
                    "SELECT (SELECT count(*) FROM incoming WHERE state = 'pending')"
                    " + (SELECT count(*) FROM outgoing WHERE due_at IS NOT NULL)", DATABASE)[0][0]) == 0
            try:
                wait_for(is_done, PATIENCE, "all answers")
            except AssertionError as late:
                print(f"  {late}", flush=True)
            broken, figures = reckon(cluster, storm, provider)
            try:
                doctor = gateways[0].run("doctor")
                broken["doctor"] = 0
            except AssertionError as found:
                doctor = str(found)
                broken["doctor"] = 1
                print(doctor, flush=True)
            if any(broken.values()):
                for one in gateways:
                    print(one.tail(), flush=True)
            return broken, figures, silences


def main():
    why = can_run()
    if why:
        print(f"The failover is left out: {why}.")
        return 0
    if not GATEWAY.exists():
        print(f"{GATEWAY} is not built; run make failover")
        return 1
    apart()
    rounds, seed = int(os.environ.get("ROUNDS", "50")), int(os.environ.get("SEED", "1"))
    began = time.monotonic()
    broken, figures, silences = play(rounds, seed)
    print(f"\n{rounds} rounds, seed {seed}, {time.monotonic() - began:.0f} s")
    for name, number in {**figures, **broken}.items():
        print(f"  {name}: {number}")
    print("  seconds without a 200 (median, max of each fault)")
    for name, seconds in silences.items():
        print(f"    {name.replace('_', ' ')}: {statistics.median(seconds):.1f}, {max(seconds):.1f} of {len(seconds)}")
    return 1 if any(broken.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
