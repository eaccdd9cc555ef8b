#!/usr/bin/env python3
"""Properties of every world. usage: worlds.py"""
import collections
import json
import os
import pathlib
import subprocess
import sys
import unittest

SIMULATOR = pathlib.Path(__file__).resolve().parents[2] / "simulator"
sys.path.insert(0, str(SIMULATOR))
import simulate

OWN = simulate.Simulator()
WORLDS = [(kind, seed) for kind in simulate.KINDS for seed in (1, 2, 3)]
HASHES = ("import sys; sys.path.insert(0, sys.argv[1]); import simulate, hashlib; own = simulate.Simulator();"
          "print(hashlib.sha256(repr([own.simulate(kind, 9) for kind in simulate.KINDS]).encode()).hexdigest())")


class Worlds(unittest.TestCase):
    def test_locks_follow_the_policy(self):
        """Replays the rows with a second implementation of the policy."""
        for world in WORLDS:
            with self.subTest(world):
                one, played = OWN.live(*world)
                self.assertEqual(self.replay(one, played),
                                 [(lock.time, lock.account, lock.counted) for lock in played.locks])

    def replay(self, one, played):
        failed, locked, locks = collections.defaultdict(list), set(), []
        for row in played.rows:
            if row.kind == "locked":
                self.assertIn(row.account, locked)
            if row.kind in ("in", "wrong"):
                self.assertNotIn(row.account, locked)
            if row.kind in ("in", "change", "unlock"):
                failed[row.account].clear()
            if row.kind == "unlock":
                locked.discard(row.account)
            if row.kind == "wrong":
                failed[row.account].append(row.actor)
                if len(failed[row.account]) == one.threshold:
                    locks.append((row.time, row.account, list(failed[row.account])))
                    locked.add(row.account)
        return locks

    def test_truth_is_complete(self):
        for world in WORLDS:
            files = OWN.simulate(*world)
            truth = json.loads(files["truth.json"])
            self.assertTrue(truth["lockouts"] or truth["campaigns"], world)
            for lockout in truth["lockouts"]:
                self.assertIn(lockout["answer"], ("name", "tie", "kind", "none"))
                self.assertEqual(sum(lockout["shares"].values()), truth["threshold"])
                self.assertTrue(lockout["accept"])
                self.assertIn(lockout["user"].split("@")[0], files[truth["file"]])
                if lockout["answer"] == "name":
                    self.assertGreaterEqual(sum(p for cause,
                                                p in lockout["ideal"]
                                                if cause in lockout["accept"]), 0.59)

    def test_same_seed_same_bytes(self):
        """For any hash seed."""
        runs = {subprocess.run([sys.executable, "-B", "-c", HASHES, str(SIMULATOR)],
                               capture_output=True, check=True,
                               env={**os.environ, "PYTHONHASHSEED": seed}).stdout
                for seed in ("1", "2")}
        self.assertEqual(len(runs), 1)


if __name__ == "__main__":
    unittest.main()
