"""What an SMS carries: the GSM 7-bit alphabet, user data headers, and long messages made of parts."""

import unicodedata
from dataclasses import dataclass

GSM7 = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\x1bÆæßÉ"
    " !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§"
    "¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
GSM7_EXTENSION = {0x0A: "\f", 0x14: "^", 0x28: "{", 0x29: "}", 0x2F: "\\", 0x3C: "[", 0x3D: "~", 0x3E: "]", 0x40: "|",
                  0x65: "€"}


def is_gsm7(text):
    """Whether every character of `text` can be sent in 7 bits."""
    return all((c in GSM7 and c != "\x1b") or c in GSM7_EXTENSION.values() for c in text)


def decode_gsm7(octets):
    """The text of unpacked 7-bit octets, one septet in each."""
    text, escaped = "", False
    for octet in octets:
        if escaped:
            text, escaped = text + GSM7_EXTENSION.get(octet, " "), False
        elif octet == 0x1B:
            escaped = True
        else:
            text += GSM7[octet & 0x7F]
    return text


def without_marks(text):
    """Vietnamese text without tone and vowel marks, đ as d."""
    plain = text.replace("đ", "d").replace("Đ", "D")
    return "".join(c for c in unicodedata.normalize("NFD", plain) if not unicodedata.combining(c))


@dataclass
class Sms:
    """One message that reached a villager's phone, its parts joined."""

    sender: str
    recipient: str
    text: str
    ucs2: bool
    parts: int = 1


class Concatenation:
    """Collects the parts of long messages until one is whole."""

    def __init__(self):
        self._waiting = {}

    def add(self, sender, recipient, header, data):
        """The parts in order as (number of parts, bytes) once the last one came, else None."""
        reference, total, number = concatenation_element(header)
        key = (sender, recipient, reference, total)
        parts = self._waiting.setdefault(key, {})
        parts[number] = data
        if len(parts) < total:
            return None
        del self._waiting[key]
        return total, b"".join(parts[n] for n in sorted(parts))


def concatenation_element(header):
    """(reference, total, number) of a user data header; a header without that element counts as one part of one."""
    at = 1
    while at + 1 < len(header):
        element, length = header[at], header[at + 1]
        value = header[at + 2:at + 2 + length]
        if element == 0x00 and length == 3:
            return value[0], value[1], value[2]
        if element == 0x08 and length == 4:
            return value[0] << 8 | value[1], value[2], value[3]
        at += 2 + length
    return None, 1, 1


def ucs2_parts(text, reference, units=67):
    """`text` cut as phones do it: a list of (user data header, UTF-16BE bytes)."""
    octets = text.encode("utf-16-be")
    pieces = [octets[at:at + 2 * units] for at in range(0, len(octets), 2 * units)]
    return [(bytes([5, 0, 3, reference, len(pieces), number]), piece) for number, piece in enumerate(pieces, 1)]
