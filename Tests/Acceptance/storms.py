"""Running `simulator storm`, and a small content with which a gateway starts fast."""

import json
import shutil
import subprocess
from pathlib import Path

from gateway_process import GATEWAY, SIMULATOR, TEMPLATE, Gateway, own_files
from processes import REPOSITORY, free_port, substituted

# What the storms' texts ask for, and the small talk around it.
SERVICES = ("ho-tich", "subjects")
INTENTS = ("ho-tich", "tro-chuyen", "facets")


def small_content(folder):
    """A configuration beside a part of the content: the storm takes its content from here."""
    folder = Path(folder)
    for name, files, source in (("services", SERVICES, REPOSITORY / "config" / "services"),
                                ("intents", INTENTS, REPOSITORY / "intents")):
        (folder / name).mkdir(parents=True)
        for file in files:
            shutil.copy(source / f"{file}.yaml", folder / name)
    shutil.copytree(REPOSITORY / "intents" / "lexicon", folder / "intents" / "lexicon")
    config = REPOSITORY / "config"
    text = substituted(TEMPLATE.read_text(encoding="utf-8"), {
        "services: services": f"services: {folder}/services",
        "communes: communes": f"communes: {config}/communes",
        "intents: ../intents": f"intents: {folder}/intents",
        "replies: replies.yaml": f"replies: {config}/replies.yaml",
    }, TEMPLATE.name)
    path = folder / "gateway.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def small_gateway(folder, provider, replacements=None, environment=None):
    """A gateway of its own on a part of the content, that sends to a provider of the test."""
    folder = Path(folder)
    small_content(folder / "content")
    port = free_port()
    return Gateway(folder, port, own_files(folder, port) | {
        "http://127.0.0.1:8090": provider.url,
        "services: services": f"services: {folder}/content/services",
        "intents: ../intents": f"intents: {folder}/content/intents",
    } | (replacements or {}), environment=environment)


def storm(config, *arguments, seconds):
    """The report of a storm; fails with all that it said when a promise was broken."""
    result = subprocess.run(
        [SIMULATOR, "storm", "--gateway", GATEWAY, "--config", config, "--json", *map(str, arguments)],
        cwd=REPOSITORY, stdin=subprocess.DEVNULL, capture_output=True, text=True, encoding="utf-8", timeout=seconds)
    if result.returncode != 0:
        raise AssertionError(f"the storm ended with {result.returncode}\n{result.stdout}{result.stderr}")
    return json.loads(result.stdout)
