"""The operator as a small SMPP 3.4 message centre, for what fakesmsc cannot send: long messages in UCS-2 parts."""

import itertools
import socket
import struct
import threading

from processes import free_port, wait_for
from sms_text import Concatenation, Sms, decode_gsm7, ucs2_parts

SUBMIT, DELIVER, UNBIND, BIND_TRANSCEIVER, ENQUIRE_LINK = 0x04, 0x05, 0x06, 0x09, 0x15
RESPONSE = 0x80000000


class SmppOperator:
    """Takes Kannel's connection; `write` sends villagers' messages in parts, `sent` holds what came to their phones."""

    configuration = "smsc-example-smpp.conf"
    connects_first = True

    def __init__(self):
        self.port = free_port()
        self.replacements = {"host = 192.0.2.10": "host = 127.0.0.1", "port = 2775": f"port = {self.port}",
                             "CHANGE-ME-NAME": "commune", "CHANGEME": "smpp-4d2"}
        self.status = "operator[operator]"
        self.sent = []
        self._parts = Concatenation()
        self._sequence = itertools.count(1)
        self._ids = itertools.count(1000)
        self._references = itertools.count(7)
        self._acknowledged = set()
        self._listener = None
        self._connection = None
        self._thread = None
        self._sending = threading.Lock()

    def start(self, _):
        self._listener = socket.create_server(("127.0.0.1", self.port))
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def stop(self):
        for end in (self._listener, self._connection):
            if end:
                try:
                    end.shutdown(socket.SHUT_RDWR)
                except OSError:
                    pass
                end.close()
        if self._thread:
            self._thread.join(5)

    def write(self, sender, text, to="8079", last_part_first=False):
        """One message from a villager in UCS-2, cut into parts of 67 characters when it does not fit into one."""
        if len(text.encode("utf-16-be")) <= 140:
            pieces = [(b"", text.encode("utf-16-be"))]
        else:
            pieces = ucs2_parts(text, next(self._references))
        for header, data in reversed(pieces) if last_part_first else pieces:
            sequence = self._deliver(sender.lstrip("+"), to, 0x40 if header else 0x00, 8, header + data)
            wait_for(lambda: sequence in self._acknowledged, 10, "Kannel to take a part")
        return len(pieces)

    def _deliver(self, sender, to, esm_class, coding, data):
        body = b"".join([
            b"\0", bytes([1, 1]), sender.encode(), b"\0", bytes([3, 0]), to.encode(), b"\0",
            bytes([esm_class, 0, 0]), b"\0\0", bytes([0, 0, coding, 0, len(data)]), data])
        sequence = next(self._sequence)
        self._send(DELIVER, sequence, body)
        return sequence

    def _send(self, command, sequence, body=b""):
        with self._sending:
            self._connection.sendall(struct.pack(">IIII", 16 + len(body), command, 0, sequence) + body)

    def _serve(self):
        while True:
            try:
                self._connection, _ = self._listener.accept()
                with self._connection.makefile("rb") as stream:
                    while header := stream.read(16):
                        length, command, _, sequence = struct.unpack(">IIII", header)
                        self._answer(command, sequence, stream.read(length - 16))
            except (OSError, struct.error, ValueError):
                if self._listener.fileno() < 0:
                    return

    def _answer(self, command, sequence, body):
        if command == BIND_TRANSCEIVER:
            self._send(command | RESPONSE, sequence, b"operator\0")
        elif command in (ENQUIRE_LINK, UNBIND):
            self._send(command | RESPONSE, sequence)
        elif command == DELIVER | RESPONSE:
            self._acknowledged.add(sequence)
        elif command == SUBMIT:
            self._submit(sequence, body)

    def _submit(self, sequence, body):
        _, rest = string(body)
        sender, rest = string(rest[2:])
        recipient, rest = string(rest[2:])
        esm_class, rest = rest[0], rest[3:]
        _, rest = string(rest)
        _, rest = string(rest)
        report, coding, length, data = rest[0], rest[2], rest[4], rest[5:]
        data = data[:length]
        identifier = str(next(self._ids))
        self._send(SUBMIT | RESPONSE, sequence, identifier.encode() + b"\0")

        header = data[:data[0] + 1] if esm_class & 0x40 else b"\0"
        whole = self._parts.add(sender, recipient, header, data[len(header):] if esm_class & 0x40 else data)
        if whole:
            parts, joined = whole
            ucs2 = coding == 8
            text = joined.decode("utf-16-be") if ucs2 else decode_gsm7(joined)
            self.sent.append(Sms(sender, "+" + recipient.lstrip("+"), text, ucs2, parts))
        if report & 1:
            receipt = (f"id:{identifier} sub:001 dlvrd:001 submit date:2611230000 done date:2611230000 "
                       "stat:DELIVRD err:000 text:")
            self._deliver(recipient, sender, 0x04, 0, receipt.encode())


def string(octets):
    """A zero-ended string, and what follows it."""
    text, _, rest = octets.partition(b"\0")
    return text.decode(), rest
