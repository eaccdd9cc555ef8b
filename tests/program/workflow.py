#!/usr/bin/python3
"""The sample workflow for GitHub Actions parses, and its commands work.

usage: workflow.py PROGRAM SOURCE_DIR

Every `run` step is run in a shell like a runner's (bash -e), on three days: with a first export, the
same export again, and a longer one. Steps that use actions (`uses`) are only parsed.
"""
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

import yaml

PROGRAM, SOURCE = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2])
WORKFLOW = yaml.safe_load((SOURCE / "samples" / "github-actions.yml").read_text(encoding="utf-8"))
STEPS = WORKFLOW["jobs"]["lockouts"]["steps"]
ROWS = (SOURCE / "samples" / "logicmonitor.csv").read_text(encoding="utf-8").splitlines(True)
failures = []


def check(holds, what):
    if not holds:
        failures.append(what)


def run_job(folder):
    """Exit status of each named step; after a failure, only `if: always()` steps run."""
    status, failed = {}, False
    path = f"{folder / 'bin'}:/usr/bin:/bin"
    for step in STEPS:
        if "run" not in step or (failed and step.get("if") != "always()"):
            continue
        done = subprocess.run(["bash", "-e", "-c", step["run"]], cwd=folder, check=False,
                              env={**os.environ, "PATH": path}, capture_output=True, text=True)
        status[step["name"]] = done.returncode
        failed |= done.returncode != 0
        if done.returncode not in (0, 1):
            failures.append(f"{step['name']}: {done.returncode}: {done.stderr}")
    return status


def states(folder):
    results = json.loads((folder / "lockouts.sarif").read_text())["runs"][0]["results"]
    return [result.get("baselineState") for result in results]


check(True in WORKFLOW, "no trigger")  # YAML 1.1 reads the key "on" as true
check(WORKFLOW["permissions"]["security-events"] == "write", "SARIF may not be uploaded")
for one in STEPS:
    check(("run" in one) != ("uses" in one), f"neither or both of run and uses: {one}")
    check("uses" not in one or "@v" in one["uses"], f"no version: {one}")
upload = [one for one in STEPS if "upload-sarif" in one.get("uses", "")]
check([one["with"]["sarif_file"] for one in upload] == ["lockouts.sarif"], "what is uploaded")

with tempfile.TemporaryDirectory() as name:
    work = pathlib.Path(name)
    (work / "bin").mkdir()
    (work / "bin" / "whylocked").symlink_to(PROGRAM)
    until = next(i for i, row in enumerate(ROWS) if i > 0 and row > "2026-05-20 04")
    gate = "Fail on new lockouts"
    for day, rows, expected in [("first", ROWS[:until], (1, [None])),
                                ("same again", ROWS[:until], (0, ["unchanged"])),
                                ("longer", ROWS, (1, ["updated"]))]:
        (work / "export.csv").write_text("".join(rows), encoding="utf-8")
        statuses = run_job(work)
        check(statuses == {"Diagnose": 0, gate: expected[0], "Keep as the next baseline": 0},
              f"{day}: {statuses}")
        check(states(work) == expected[1], f"{day}: {states(work)}")
        check("msp.example.com" not in (work / "lockouts.sarif").read_text(), f"{day}: a name is left")
        check("<testsuites>" in (work / "lockouts.xml").read_text(), f"{day}: no JUnit")
    shutil.rmtree(work / "bin")

for failure in failures:
    print(failure)
print(f"{len(STEPS)} steps, three days, {len(failures)} failed")
sys.exit(bool(failures))
