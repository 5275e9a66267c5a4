"""`make nation`: what load the nation makes, on how many machines, and how long villagers wait; by docs/nation.toml.

Prints the tables and writes them into docs/scale.md.
"""

import json
import math
import sys
import tomllib
from pathlib import Path

from queueing import backlog, mmc, pollaczek_khinchine, trapezoid

DOCS = Path(__file__).resolve().parents[2] / "docs"
ASSUMPTIONS, STORES, SCALE = DOCS / "nation.toml", DOCS / "stores.json", DOCS / "scale.md"
BEGIN, END = "<!-- make nation writes this -->", "<!-- make nation wrote this -->"


def assumptions():
    with open(ASSUMPTIONS, "rb") as file:
        given = tomllib.load(file)
    if STORES.exists():
        # What was measured side by side, in one run of `make bench-stores`.
        measured = [
            {"name": row["name"], "machines": row["machines"],
             "per_second": {"value": row["per_second"], "source": "make bench-stores"},
             "answer_ms": {"value": row["answer_ms"], "source": "make bench-stores"}}
            for row in json.loads(STORES.read_text(encoding="utf-8"))["rows"]]
        names = {row["name"] for row in measured}
        given["store"] = measured + [row for row in given["store"] if row["name"] not in names]
    return given


def table(head, rows):
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows])


def span(seconds):
    """A time as somebody says it."""
    if seconds == math.inf:
        return "without end"
    for unit, size in (("h", 3600), ("min", 60), ("s", 1)):
        if seconds >= size:
            return f"{seconds / size:.1f} {unit}"
    return "0" if seconds == 0 else "under 0.01 ms" if seconds < 1e-5 else f"{seconds * 1000:.3g} ms"


def rate(value):
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 1 else f"{value:.3f}"


class Place:
    """A part of the nation with an installation of its own; rates are messages a second."""

    def __init__(self, name, share, given):
        people, hours, storm = given["people"], given["hours"], given["storm"]
        day = (people["households"]["value"] * people["share"]["value"] * people["messages_a_month"]["value"] / 30
               + people["dossiers_a_day"]["value"] * people["messages_a_dossier"]["value"])
        self.name = name
        self.day = day * share
        self.busy = self.day * hours["busiest"]["value"] / 3600
        self.top = self.busy * storm["times"]["value"]
        self.storm = trapezoid(self.busy, self.top, *(storm[f"{part}_minutes"]["value"] * 60 for part in ("rise", "full", "fall")))

    def delay(self, per_second, variation):
        """How long one waits for the store: in the busy hour by the queue; in a storm by the queue or by what has piled up."""
        busy, top = (pollaczek_khinchine(load, 1 / per_second, variation) for load in (self.busy, self.top))
        _, longest, over = backlog(*self.storm, per_second)
        return busy, max(longest, 0 if top == math.inf else top), over


def places(given):
    people = given["people"]
    return [
        Place("a commune", 1 / people["communes"]["value"], given),
        Place("a province", 1 / people["provinces"]["value"], given),
        Place("the largest province", people["largest_province"]["value"], given),
        Place("the nation, on one installation", 1, given),
    ]


def loads(given):
    return table(
        ["", "messages a day", "a second, over the day", "a second, busy hour", "a second, storm"],
        [(place.name, f"{place.day:,.0f}", rate(place.day / 86_400), rate(place.busy), rate(place.top)) for place in places(given)])


def installations(given):
    variation = given["service"]["variation"]["value"]
    provinces, communes = (given["people"][name]["value"] for name in ("provinces", "communes"))
    counts = {"a commune": communes, "a province": provinces}
    rows = []
    for place in places(given):
        for store in given["store"]:
            per_second = store["per_second"]["value"]
            answer = store["answer_ms"]["value"] / 1000
            busy, storm, over = place.delay(per_second, variation)
            count = counts.get(place.name, 1)
            rows.append((
                place.name, store["name"], f"{count * store['machines']:,}" + (f" for {count:,}" if count > 1 else ""),
                share(place.busy / per_second), share(place.top / per_second), span(busy), span(answer + busy), span(answer + storm), span(over)))
    return table(
        ["", "store", "machines", "busy: of its rate", "storm: of its rate", "busy: waits for the store", "busy: answered after",
         "storm: answered after", "piled up for"], rows)


def share(value):
    return f"{value * 100:,.0f} %" if value >= 0.1 else f"{value * 100:.2f} %"


def ways_out(given):
    rows = []
    for place in places(given)[:3]:
        for way in given["way_out"]:
            per_second = way["per_second"]["value"]
            _, longest, over = backlog(*place.storm, per_second)
            most = place.top / per_second
            rows.append((place.name, way["name"], share(place.busy / per_second), span(longest), span(over), f"{max(1, math.ceil(most))}"))
    return table(
        ["", "way out", "busy: of its rate", "storm: the last waits", "piled up for", "so many would do"], rows)


def officers(given):
    place, people = places(given)[0], given["officers"]
    service = people["minutes"]["value"] * 60
    at_work = max(1, round(people["people_in_a_commune"]["value"] * people["share_at_messages"]["value"]))
    rows = []
    for name, load in (("busy hour", place.busy), ("the same, three times as much", 3 * place.busy)):
        arriving = load * people["share"]["value"]
        rows.append((name, f"{arriving * 3600:.1f}", str(at_work), share(arriving * service / at_work), span(mmc(arriving, service, at_work))))
    arriving, end = place.storm
    _, longest, over = backlog(lambda moment: arriving(moment) * people["share"]["value"], end, at_work / service)
    rows.append(("storm", f"{place.top * people['share']['value'] * 3600:.1f}", str(at_work),
                 share(place.top * people["share"]["value"] * service / at_work), f"the last {span(longest)}, for {span(over)}"))
    return table(["a commune's officers", "matters an hour", "at messages", "of their time", "a matter waits"], rows)


def costs(given):
    prices = given["costs"]
    messages = {place.name: place.day * 365 for place in places(given)}
    rows = []
    for installation in given["installation"]:
        kind, count = prices[installation["kind"]], installation["machines"]
        machines = count * kind["price"]["value"] / prices["years"]["value"]
        power = count * kind["watts"]["value"] * 8.76 * prices["kilowatt_hour"]["value"]
        sms = messages[installation["of"]] * prices["share_by_sms"]["value"] * prices["segments_an_answer"]["value"] * prices["segment"]["value"]
        rows.append((installation["name"], f"{count:,}", *(f"{value / 1e6:,.1f}" for value in (machines, power, sms, machines + power + sms)),
                     f"{(machines + power) / messages[installation['of']]:,.2f}"))
    return table(
        ["millions of đồng a year", "machines", "their price, by years", "electricity", "SMS", "all", "without SMS, đồng a message"], rows)


def sources(given):
    """Each assumption with its value and where it is from."""
    def walk(entry, name):
        if "value" in entry:
            yield name, f"{entry['value']:,}", entry["source"]
            return
        for key, inner in entry.items():
            for part in inner if isinstance(inner, list) else [inner]:
                if isinstance(part, dict):
                    yield from walk(part, f"{name} {part.get('name', key)}".strip().replace("_", " "))
    return table(["assumption", "", "source"], list(walk(given, "")))


def page():
    given = assumptions()
    stores = "; ".join(
        f"{store['name']}: {store['per_second']['value']:,.0f} a second ({store['per_second']['source']})" for store in given["store"])
    return f"""
Load:

{loads(given)}

Store and gateways, measured: {stores}.

{installations(given)}

Ways out:

{ways_out(given)}

People:

{officers(given)}

What it costs:

{costs(given)}

What it assumes:

{sources(given)}
"""


def written(text, page):
    """The document with these tables in the place of the last ones."""
    head, _, rest = text.partition(BEGIN)
    _, found, tail = rest.partition(END)
    if not found:
        sys.exit(f"{SCALE.name} has no place for the tables. Fix: write {BEGIN} and {END} on lines of their own.")
    return head + BEGIN + "\n" + page + "\n" + END + tail


def main():
    text = page()
    print(text)
    SCALE.write_text(written(SCALE.read_text(encoding="utf-8"), text), encoding="utf-8")


if __name__ == "__main__":
    main()
