"""The formulas behind docs/scale.md by values that are known, and its tables by what the assumptions give."""

import math
import sys
import unittest
from fractions import Fraction
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "Benchmarks"))

import nation  # noqa: E402
from queueing import backlog, erlang_c, mmc, pollaczek_khinchine, trapezoid  # noqa: E402


class Queues(unittest.TestCase):
    def test_one_server(self):
        # M/M/1 at half its load waits as long as it serves; a clock's work (M/D/1) waits half as long.
        self.assertAlmostEqual(pollaczek_khinchine(0.5, 1, 1), 1)
        self.assertAlmostEqual(pollaczek_khinchine(0.5, 1, 0), 0.5)
        # M/E2/1, ρ = 0.8: 0.8 × 2 × 1.5 / (2 × 0.2).
        self.assertAlmostEqual(pollaczek_khinchine(0.4, 2, 0.5), 6)
        self.assertEqual(pollaczek_khinchine(1, 1, 1), math.inf)
        self.assertEqual(pollaczek_khinchine(0, 1, 1), 0)

    def test_several_servers(self):
        # Of the tables of Erlang's second formula.
        self.assertAlmostEqual(erlang_c(1, 0.7), 0.7)
        self.assertAlmostEqual(erlang_c(2, 1), 1 / 3)
        self.assertAlmostEqual(erlang_c(10, 8), 0.4092, places=4)
        # Many servers by the definition, with whole numbers.
        below = sum(Fraction(45) ** number / math.factorial(number) for number in range(50))
        busy = Fraction(45) ** 50 / math.factorial(50) * 50 / (50 - 45)
        self.assertAlmostEqual(erlang_c(50, 45), float(busy / (below + busy)))
        self.assertEqual(erlang_c(3, 3), 1)
        # One server is M/M/1; two at half their load wait a third of a service.
        self.assertAlmostEqual(mmc(0.5, 1, 1), pollaczek_khinchine(0.5, 1, 1))
        self.assertAlmostEqual(mmc(1, 1, 2), 1 / 3)
        self.assertEqual(mmc(2, 1, 2), math.inf)

    def test_what_a_storm_leaves_waiting(self):
        # 10 a second for 100 s into 6 a second: 400 wait at its end, 67 s long, and are gone after as many seconds more at 0.
        rate, end = trapezoid(0, 10, 0, 100, 0)
        most, delay, over = backlog(rate, end, 6, step=0.5)
        self.assertAlmostEqual(most, 400)
        self.assertAlmostEqual(delay, 400 / 6)
        self.assertAlmostEqual(over, 100 + 400 / 6, delta=0.5)
        # A rise of a minute from 0 to 10 into 5: what is above 5 for half a minute, as a triangle.
        rate, end = trapezoid(0, 10, 60, 0, 60)
        self.assertAlmostEqual(backlog(rate, end, 5)[0], 150, delta=0.01)
        self.assertEqual(backlog(rate, end, 10), (0, 0, 0))
        self.assertEqual(backlog(trapezoid(7, 10, 0, 10, 0)[0], 10, 6)[2], math.inf)


class Nation(unittest.TestCase):
    def test_the_tables_of_the_documents_are_those_of_the_assumptions(self):
        text = nation.SCALE.read_text(encoding="utf-8")
        self.assertEqual(nation.written(text, nation.page()), text, "docs/scale.md is older than its assumptions: make nation")

    def test_each_assumption_has_a_source(self):
        def values(entry):
            if isinstance(entry, dict):
                if "value" in entry:
                    yield entry
                else:
                    for inner in entry.values():
                        yield from values(inner)
            elif isinstance(entry, list):
                for inner in entry:
                    yield from values(inner)
        found = list(values(nation.assumptions()))
        self.assertGreater(len(found), 15)
        for value in found:
            self.assertTrue(value.get("source"), value)


if __name__ == "__main__":
    unittest.main()
