"""Which part of the program a stack belongs to, by the names of its functions, the innermost first."""

import re

# The innermost function of a known module says whose it is. The modules stand in Swift's mangled names with their lengths.
PARTS = [
    ("preparing texts: words, spellings, slips", r"14VietnameseText"),
    ("matching: wordings, opinions, danger", r"13Conversations(?=.*(Matcher|Opinion|Phrase|Slip|Distress|Likeness|Wording|Candidate|Regression|Feature|Known|Lost))"),
    ("the dialogue and its answers", r"13Conversations|14PublicServices|7Content"),
    ("sealing: AES and hashes", r"6Crypto|CCryptoBoringSSL|bssl|aes_|sha256|gcm_|AES"),
    ("storage in Swift: statements, values, rows", r"7Storage|4GRDB"),
    ("SQLite", r"sqlite3|^(vdbe|btree|pager|wal|unix|pcache|fts)"),
    ("sending: the HTTP client", r"15AsyncHTTPClient"),
    ("webhooks: reading, proving, queueing", r"8Channels|WebhookConnection|IntakeQueue|7Gateway.*(Webhook|Intake)"),
    ("workers: claiming, deciding, recording", r"7Gateway"),
    ("JSON and other parts of Foundation", r"Foundation"),
    ("event loops and HTTP", r"NIO|Hummingbird|llhttp"),
]


def part_of(frames):
    for name in frames:
        for part, pattern in PARTS:
            if re.search(pattern, name):
                return part
    return "not known: no frame of ours"
