#!/usr/bin/env python3
"""Every probability of a JSON report follows from the printed lines, within 0.1 percent: a cause's score
is the sum of its decibans, one for each line of the case's evidence, and its probability is
10^((score - total) / 10). All causes together have at most 1. Checked on the samples and the scenarios,
plain and redacted.

usage: probabilities.py PROGRAM SOURCE_DIR
"""
import json
import pathlib
import subprocess
import sys

PROGRAM, SOURCE = sys.argv[1], pathlib.Path(sys.argv[2])
files = sorted([*SOURCE.glob("samples/*.csv"), *SOURCE.glob("tests/scenarios/*/*/export*")])
causes, failures = 0, []
for file in files:
    site = file.with_name("site.json")
    for options in ([], ["--redact"]):
        command = [PROGRAM, "-q", "--json", *options, file, *(["--site", site] if site.exists() else [])]
        report = json.loads(subprocess.run(command, capture_output=True).stdout)
        for case in report["cases"]:
            for cause in case["causes"]:
                causes += 1
                score = sum(cause["db"])
                probability = 10 ** ((score - case["total_db"]) / 10)
                if (len(cause["db"]) != len(case["evidence"]) or abs(score - cause["score_db"]) > 1e-6
                        or abs(probability / cause["probability"] - 1) > 0.001):
                    failures.append(f"{file}: {case['id']} {cause['id']}: {probability}")
            scores = [score for kind in case["others"].values() for score in kind.values()]
            total = (sum(cause["probability"] for cause in case["causes"])
                     + sum(10 ** ((score - case["total_db"]) / 10) for score in scores))
            if not 0.7 < total < 1.001:
                failures.append(f"{file}: {case['id']}: all causes together {total}")
print("\n".join([*failures, f"{causes} causes"]))
sys.exit(bool(failures) or causes < 500)
