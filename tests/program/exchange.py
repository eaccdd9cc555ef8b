#!/usr/bin/python3
"""SARIF, OCSF and JUnit output conforms to the schemas in tests/schemas, for friendly and hostile input.

usage: exchange.py PROGRAM SOURCE_DIR

Each schema must also reject: a document is broken in many ways, and each must be noticed. The schemas
here are subsets, so if SARIF's own validator, `Sarif.Multitool`, is on the path, it has to accept every
document too.
"""
import copy
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile
import warnings
import xml.etree.ElementTree as ET

warnings.simplefilter("ignore")
import jsonschema  # noqa: E402  (after its warnings are off)

PROGRAM, SOURCE = sys.argv[1], pathlib.Path(sys.argv[2])
SCHEMAS = SOURCE / "tests" / "schemas"
CHECKER = jsonschema.FormatChecker()
# Texts that XML and JSON cannot hold or must escape, and texts that look like markup.
HOSTILE = b"""Date/Time,Username,IP Address,Event,User Agent
2026-05-18 09:00:00,"a\x1b[31m<b>&""'\x00\xff\xef\xbf\xbe]]>",198.51.100.7,login failed,<script>\x07
2026-05-18 09:01:00,"a\x1b[31m<b>&""'\x00\xff\xef\xbf\xbe]]>",2001:db8::7,account locked,
2026-05-18 09:02:00,,198.51.100.9,login failed,
nonsense,bob,,login failed,
"""
MULTITOOL = shutil.which("Sarif.Multitool")
sarifs = []
failures, ran = [], 0


def run(*words):
    return subprocess.run([PROGRAM, *map(str, words)], stdin=subprocess.DEVNULL, check=False,
                          capture_output=True).stdout


def validator(name):
    schema = json.loads((SCHEMAS / name).read_text(encoding="utf-8"))
    jsonschema.Draft7Validator.check_schema(schema)
    return jsonschema.Draft7Validator(schema, format_checker=CHECKER)


SARIF, OCSF = validator("sarif-2.1.0.schema.json"), validator("ocsf-1.3.0.schema.json")


def xml_faults(text):
    with tempfile.NamedTemporaryFile(suffix=".xml") as file:
        file.write(text)
        file.flush()
        done = subprocess.run(["xmllint", "--noout", "--schema", SCHEMAS / "junit.xsd", file.name],
                              check=False, capture_output=True)
    return done.stderr.decode(errors="replace").splitlines()[:1] if done.returncode else []


def json_faults(schema, *documents):
    return [f"{list(e.absolute_path)}: {e.message[:200]}"
            for one in documents for e in schema.iter_errors(one)]


def lines(text):
    return [json.loads(line) for line in text.splitlines()]


def outputs(words):
    """Checks each format of one export, and returns them."""
    sarif = json.loads(run("--format", "sarif", *words))
    sarifs.append(sarif)
    junit = run("--format", "junit", *words)
    findings, events = (lines(run(*command, "--format", "ocsf", *words))
                        for command in ([], ["events"]))
    report = json.loads(run("--json", *words))
    found = json_faults(SARIF, sarif) + json_faults(OCSF, *findings, *events[:40]) + xml_faults(junit)
    failures.extend(f"{words}: {fault}" for fault in found)
    return report, sarif, junit, findings, events


def agree(words):
    """Checks that the formats have the same cases as the report."""
    report, sarif, junit, findings, events = outputs(words)
    ids = [one["id"] for one in report["cases"]]
    results = sarif["runs"][0]["results"]
    suite = ET.fromstring(junit)[0]
    held = {
        "sarif": [one["partialFingerprints"]["case/v2"] for one in results],
        "ocsf": [one["finding_info"]["uid"] for one in findings],
        "junit": [case.get("name").split()[0] for case in suite.iter("testcase")
                  if case.find("failure") is not None],
    }
    failures.extend(f"{words}: {name} has {of}" for name, of in held.items() if of != ids)
    levels = {"diagnosed": "error", "likely": "warning", "tied": "warning",
              "insufficient_evidence": "note"}
    if [one["level"] for one in results] != [levels[one["status"]] for one in report["cases"]]:
        failures.append(f"{words}: levels")
    if int(suite.get("tests")) != len(list(suite.iter("testcase"))) or not len(suite.findall("testcase")):
        failures.append(f"{words}: cases")
    if len(events) != len(lines(run("events", "--format", "jsonl", *words))):
        failures.append(f"{words}: {len(events)} events")
    return sarif, junit, findings, events


def break_json(document, *path_and_value):
    *path, key, value = path_and_value
    broken = copy.deepcopy(document)
    at = broken
    for step in path:
        at = at[step]
    if value is None:
        del at[key]
    else:
        at[key] = value
    return broken


def refuse(sarif, junit, findings, events):
    result = ["runs", 0, "results", 0]
    breaks = [(SARIF, sarif, [*result, "level", "fatal"]), (SARIF, sarif, [*result, "message", None]),
              (SARIF, sarif, [*result, "colour", "red"]), (SARIF, sarif, ["version", "2.0.0"]),
              (SARIF, sarif, [*result, "locations", 0, "physicalLocation", "region", "startLine", 0]),
              (SARIF, sarif, [*result, "locations", 0, "physicalLocation", "artifactLocation", "uri",
                              "a b"]),
              (OCSF, findings[0], ["finding_info", None]), (OCSF, findings[0], ["type_uid", 200402]),
              (OCSF, findings[0], ["metadata", "version", "9"]), (OCSF, events[0], ["user", None]),
              (OCSF, events[0], ["service", None]), (OCSF, events[0], ["time", "today"]),
              (OCSF, events[0], ["src_endpoint", "ip", "nowhere"]), (OCSF, events[0], ["x", 1])]
    for schema, document, change in breaks:
        if not json_faults(schema, break_json(document, *change)):
            failures.append(f"a schema accepts {change}")
    texts = [(b' time="0"', b""), (b"<properties/>", b""), (b"<failure", b"<fault"),
             (b'hostname="localhost"', b'hostname=""'), (b"</testsuites>", b"")]
    for old, new in texts:
        if old not in junit or not xml_faults(junit.replace(old, new)):
            failures.append(f"the JUnit schema accepts {new!r} instead of {old!r}")
    return len(breaks) + len(texts)


def ask_multitool():
    """Returns the number of documents that SARIF's own validator has accepted."""
    if not MULTITOOL:
        return 0
    broken = break_json(sarifs[0], "runs", 0, "results", 0, "message", None)
    with tempfile.TemporaryDirectory() as folder:
        for number, sarif in enumerate([broken, *sarifs]):
            pathlib.Path(folder, f"{number}.sarif").write_text(json.dumps(sarif), encoding="utf-8")
        done = subprocess.run([MULTITOOL, "validate", f"{folder}/*.sarif", "--level", "Error"],
                              check=False, capture_output=True, text=True)
    faults = [line for line in done.stdout.splitlines() if ": error " in line]
    if not any("/0.sarif(" in line for line in faults):
        failures.append("Sarif.Multitool accepts a result without a message")
    failures.extend(line for line in faults if "/0.sarif(" not in line)
    return len(sarifs)


def examples():
    for file in sorted(SOURCE.glob("samples/*.csv")):
        site = file.with_suffix(".site.json")
        yield (["--site", site] if site.exists() else []) + [file]
    yield from ([file] for file in sorted(SOURCE.glob("tests/scenarios/[cr]*/*/export*")))
    yield ["--redact", SOURCE / "samples" / "logicmonitor.csv"]


for example in examples():
    agree(example)
    ran += 1
with tempfile.TemporaryDirectory() as folder:
    odd = pathlib.Path(folder, "a b%\u00e4<&.csv")
    odd.write_bytes(HOSTILE)
    agree([odd])
    empty = pathlib.Path(folder, "empty.csv")
    empty.write_text("Time,Username,Event\n", encoding="utf-8")
    agree([empty])
    for broken_input in (pathlib.Path(folder, "none.csv"), pathlib.Path(folder)):
        outputs([broken_input])
    if b"\\x1b[31m&lt;b&gt;&amp;" not in run("--format", "junit", odd):
        failures.append("control characters are not shown in XML")
noticed = refuse(*agree([SOURCE / "samples" / "logicmonitor.csv"]))
asked = ask_multitool()
for failure in failures[:40]:
    print(failure)
print(f"{ran} exports, {noticed} breaks, {asked} documents to Sarif.Multitool, {len(failures)} failed")
sys.exit(bool(failures) or ran < 40)
