#!/usr/bin/env python3
"""Unit tests of the accuracy suite: outcomes, matching, figures, changed catalogs. usage: judging.py"""
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

ACCURACY = pathlib.Path(__file__).resolve().parents[2] / "accuracy"
sys.path.insert(0, str(ACCURACY))
sys.path.insert(0, str(ACCURACY.parent / "simulator"))
import catalog
import judge
import metrics
import strengths

AT = "2026-03-02T09:15:00+00:00"


def report(status, causes, kinds=(), at="2026-03-02T09:15:30Z", user="Ann@Example.com"):
    rows = [{"id": id_, "rank": rank, "probability": p} for rank, (id_, p) in enumerate(causes, 1)]
    return {"lockouts": [{"id": "L1", "user": user, "locked_at": at, "status": status,
                          "causes": rows,
                          "kinds": [{"kind": kind, "probability": p} for kind, p in kinds]}]}


def judged(lockout, said, **truth):
    full = {"user": "ann@example.com", "locked_at": AT, "causes": lockout["accept"][:1], **lockout}
    return judge.judge({"family": "f", "lockouts": [full], **truth}, said)


class Outcomes(unittest.TestCase):
    NAME = {"accept": ["hudu"], "answer": "name"}
    TIE = {"accept": ["hudu"], "answer": "tie", "tie": ["auvik", "hudu"]}
    KIND = {"accept": ["hudu"], "answer": "kind", "kinds": ["cloud_integration"], "name_ok": True}
    NONE = {"accept": ["hudu"], "answer": "none", "name_ok": True}

    def test_outcomes(self):
        hudu, auvik = [("hudu", 0.95), ("auvik", 0.02)], [("auvik", 0.95), ("hudu", 0.02)]
        near = [("auvik", 0.5), ("hudu", 0.45)]
        cloud, person = [("cloud_integration", 0.9)], [("person", 0.9)]
        rows = [(self.NAME, "diagnosed", hudu, (), "right"),
                (self.NAME, "likely", hudu, (), "right"),
                (self.NAME, "insufficient_evidence", hudu, (), "careful"),
                (self.NAME, "tied", near, (), "careful"),
                (self.NAME, "diagnosed", auvik, (), "wrong"),
                (self.NAME, "likely", auvik, (), "unlikely"),
                (self.TIE, "tied", near, (), "right"),
                (self.TIE, "diagnosed", hudu, (), "overclaimed"),
                (self.TIE, "insufficient_evidence", near, (), "careful"),
                (self.TIE, "diagnosed", auvik, (), "wrong"),
                (self.KIND, "insufficient_evidence", auvik, cloud, "right"),
                (self.KIND, "diagnosed", hudu, (), "right"),
                (self.KIND, "insufficient_evidence", auvik, person, "wrong kind"),
                (self.NONE, "insufficient_evidence", auvik, person, "right"),
                (self.NONE, "diagnosed", auvik, (), "wrong")]
        for lockout, status, causes, kinds, expected in rows:
            (one,), _ = judged(lockout, report(status, causes, kinds))
            self.assertEqual(one.outcome, expected, (lockout["answer"], status, causes))

    def test_lost_and_invented(self):
        (one,), invented = judged(self.NAME,
                                  report("diagnosed", [("hudu", 1)], at="2026-03-02T09:20:00Z"))
        self.assertEqual((one.outcome, invented), ("lost", 1))
        ignored = {"user": "ann@example.com", "locked_at": "2026-03-02T09:20:00+00:00"}
        _, invented = judged(self.NAME,
                             report("diagnosed", [("hudu", 1)], at="2026-03-02T09:20:00Z"),
                             ignored=[ignored])
        self.assertEqual(invented, 0)

    def test_aliases(self):
        said = report("diagnosed", [("hudu", 1)], user="EXAMPLE\\ann")
        (one,), _ = judged({**self.NAME, "aliases": ["EXAMPLE\\ann"]}, said)
        self.assertEqual(one.outcome, "right")

    def test_a_campaign_is_a_case_without_lockouts(self):
        campaign = {"users": ["a@x", "b@x"], "accept": ["password-spray"],
                    "causes": ["password-spray"], "answer": "name"}
        case = {"lockouts": [], "users": ["b@x"], "status": "diagnosed", "kinds": [],
                "causes": [{"id": "password-spray", "rank": 1, "probability": 0.97}]}
        truth = {"family": "f", "lockouts": [], "campaigns": [campaign]}
        for cases, expected in (([case], "right"), ([], "lost"),
                                ([{**case, "users": ["c@x"]}], "lost")):
            (one,), _ = judge.judge(truth, {"lockouts": [], "cases": cases})
            self.assertEqual(one.outcome, expected)


class Lines(unittest.TestCase):
    def make(self):
        said = report("diagnosed", [("hudu", 0.9), ("auvik", 0.1)])
        causes = [{**cause, "db": [-10, decibans]}
                  for cause, decibans in zip(said["lockouts"][0]["causes"], (20, 10))]
        said["cases"] = [{"lockouts": ["L1"], "causes": causes,
                          "evidence": [{"signal": "prior"}, {"signal": "schedule"}]}]
        (one,), _ = judged(Outcomes.NAME, said)
        return one

    def test_without_a_signal_the_other_lines_are_summed(self):
        one = self.make()
        self.assertAlmostEqual(judge.without(one, "prior", {}).said, 10 / 11)
        self.assertEqual(judge.without(one, "schedule", {}).first, ("hudu", "auvik"))

    def test_a_misleading_signal_loses_strength(self):
        good = [({"a": 10, "b": -10}, True), ({"a": -10, "b": 10}, False)]
        self.assertGreater(strengths.fit([good])["a"], 1.0)
        self.assertLess(strengths.fit([good] * 3
                                      + [[(lines, not right) for lines, right in good]] * 2)["b"],
                        1.0)


class Figures(unittest.TestCase):
    def test_cases_and_kinds_weigh_the_same(self):
        rows = [judge.Judged("a", "1", {}), judge.Judged("a", "1", {}), judge.Judged("a", "2", {}),
                judge.Judged("b", "3", {})]
        self.assertEqual(metrics.weights(rows, by_case=True), [0.125, 0.125, 0.25, 0.5])

    def test_calibration_error(self):
        rows = [judge.Judged("a", str(n), {}, found=True, said=0.85, holds=n < 3) for n in range(4)]
        self.assertAlmostEqual(metrics.ece(rows, [0.25] * 4), 0.1)


class Catalogs(unittest.TestCase):
    def vary(self, change):
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run([sys.executable, "-B", ACCURACY / "vary.py", change, catalog.DATA,
                            folder], check=True)
            return catalog.Catalog(folder), json.loads((pathlib.Path(folder) / "integrations.json").read_text())

    def test_shuffled_has_other_ids_and_addresses_and_the_same_facts(self):
        own, other = catalog.Catalog(), self.vary("shuffled")[0]
        self.assertEqual(len(other.by_id), len(own.products))
        self.assertFalse(set(own.by_id) & set(other.by_id))
        self.assertEqual([one.schedule for one in own.products],
                         [one.schedule for one in other.products])
        self.assertNotEqual(own.blocks["aws", "us-east-1"], other.blocks["aws", "us-east-1"])
        self.assertEqual(sorted(size for _, size in own.blocks["aws", "us-east-1"]),
                         sorted(size for _, size in other.blocks["aws", "us-east-1"]))

    def test_thinned_has_half_the_facts(self):
        facts = lambda rows: sum(name in row for row in rows
                                 for name in ("place", "cloud", "schedule", "clients", "tracking"))
        own = json.loads((catalog.DATA / "integrations.json").read_text())["integrations"]
        share = facts(self.vary("thinned")[1]["integrations"]) / facts(own)
        self.assertTrue(0.35 < share < 0.65, share)


if __name__ == "__main__":
    unittest.main()
