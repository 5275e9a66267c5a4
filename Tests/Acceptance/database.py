"""The gateway's database, read only. All SQL of the acceptance tests stands here."""

import contextlib
import sqlite3

INBOUND_UNDERSTANDINGS = "SELECT id, understanding FROM message WHERE direction = 'in'"
OUTGOING_STATES = "SELECT message_id, state FROM outgoing"
INBOUND_IDS = "SELECT provider_id FROM message WHERE direction = 'in' AND channel = ?"
STATES_OF_TEMPLATE = (
    "SELECT outgoing.state FROM outgoing JOIN message ON message.id = outgoing.message_id WHERE message.template = ?")
FOLLOW_UPS = "SELECT state FROM dossier_followup"
AUDITED = "SELECT count(*) FROM audit WHERE action = ?"


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

    def incoming_ids(self, channel):
        """The provider's id of each stored message of a channel."""
        return [id for (id,) in self._rows(INBOUND_IDS, channel)]

    def states_of(self, template):
        """The delivery states of all messages that were made from a template."""
        return [state for (state,) in self._rows(STATES_OF_TEMPLATE, template)]

    def follow_ups(self):
        """The states of all questions that had to wait for a portal."""
        return [state for (state,) in self._rows(FOLLOW_UPS)]

    def audited(self, action):
        """How often the audit holds an action."""
        return self._rows(AUDITED, action)[0][0]

    def _rows(self, sql, *arguments):
        with contextlib.closing(sqlite3.connect(f"file:{self.path}?mode=ro", uri=True, timeout=5)) as connection:
            return connection.execute(sql, arguments).fetchall()
