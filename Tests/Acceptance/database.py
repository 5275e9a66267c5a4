"""The gateway's database, read only. All SQL of the acceptance tests stands here."""

import contextlib
import sqlite3

INBOUND_UNDERSTANDINGS = "SELECT id, understanding FROM message WHERE direction = 'in'"
OUTGOING_STATES = "SELECT message_id, state FROM outgoing"


class Database:
    """Opens the file anew for each question, so that nothing of the test holds a lock on it."""

    def __init__(self, path):
        self.path = path

    def understandings(self):
        """The stored understanding of each message from a villager, by its id; None while it is not handled."""
        return dict(self._rows(INBOUND_UNDERSTANDINGS))

    def outgoing_states(self):
        """The delivery state of each message to a villager, by its id."""
        return dict(self._rows(OUTGOING_STATES))

    def _rows(self, sql):
        with contextlib.closing(sqlite3.connect(f"file:{self.path}?mode=ro", uri=True, timeout=5)) as connection:
            return connection.execute(sql).fetchall()
