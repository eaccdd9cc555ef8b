#!/usr/bin/python3
"""What the README shows is what the program does.

Every ```console block is run in the root of the project: a line "$ command" and what must follow,
byte for byte; "..." alone on a line stands for anything. The table of evidence is made from the
catalog; the table of signals names those that there are.

usage: readme.py PROGRAM SOURCE_DIR [--update]      --update writes outputs and table anew
"""
import json
import os
import pathlib
import re
import subprocess
import sys

BLOCK = re.compile(r"(```console\n)(.*?)(```\n)", re.S)
SIGNALS = re.compile(r"^\| signal \|.*\n(?:\|.*\n)+", re.M)
TABLE = re.compile(r"(<!-- evidence -->\n)(.*?)(<!-- end -->\n)", re.S)


def run(command, program, root):
    environment = {"PATH": f"{os.path.dirname(program)}:/usr/bin:/bin", "LC_ALL": "C.UTF-8",
                   "COLUMNS": "80"}
    done = subprocess.run(["sh", "-c", command], cwd=root, env=environment, stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    return done.stdout.decode("utf-8")


def sections(block):
    """The commands of a block, each with the text below it."""
    parts = re.split(r"^\$ (.*)\n", block, flags=re.M)
    return list(zip(parts[1::2], parts[2::2]))


def matches(expected, actual):
    pattern = re.escape(expected).replace(re.escape("...\n"), "(.*\n)*")
    return re.fullmatch(pattern, actual) is not None


def check_blocks(text, program, root):
    ran, faults = 0, []
    for _, block, _ in BLOCK.findall(text):
        for command, expected in sections(block):
            actual = run(command, program, root)
            ran += 1
            if not matches(expected, actual):
                faults.append(f"$ {command}\n--- README\n{expected}--- program\n{actual}")
    return ran, faults


def update_blocks(text, program, root):
    def anew(match):
        body = ""
        for command, expected in sections(match[2]):
            actual = run(command, program, root)
            body += f"$ {command}\n" + (expected if matches(expected, actual) else actual)
        return match[1] + body + match[3]
    return BLOCK.sub(anew, text)


def part(entry, fact, key):
    """A list of a fact, or nothing where the fact is not known."""
    return (entry[fact] or {}).get(key) or []


def named_by(entry):
    """Which evidence can name the product, from what the catalog knows of it."""
    minutes = part(entry, "schedule", "minutes")
    kind = (entry["schedule"] or {}).get("kind", "")
    clouds = sorted({cloud["operator"] for cloud in part(entry, "cloud", "clouds")})
    return ["yes",
            "yes" if part(entry, "tracking", "ids") else "by name",
            "yes",
            "yes" if part(entry, "published", "prefixes") else "",
            ", ".join(part(entry, "networks", "ids")),
            ", ".join(clouds),
            ", ".join(f"{m} min" for m in minutes) or kind,
            (entry["place"] or {}).get("value", "").replace("_", " ")]


def evidence_table(program, root):
    entries = [e for e in json.loads(run("whylocked catalog --json", program, root)) if e["listed"]]
    head = ["product", "declared account", "API-user table", "username", "published range",
            "vendor network", "cloud", "schedule", "runs in"]
    # Alike in all that an address, a clock or a client can show: only the first three tell them
    # apart.
    alike = {}
    for entry in entries:
        alike.setdefault(tuple(named_by(entry)[3:]), []).append(entry["name"])
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    lines += ["| " + " | ".join([e["name"]] + named_by(e)) + " |" for e in entries]
    lines.append("")
    for names in alike.values():
        if len(names) > 1:
            lines.append("- tied without a declaration, a roster or a telling username: " +
                         ", ".join(names))
    return "\n".join(lines) + "\n"


def check_signals(text, program, root):
    """What the table of signals lacks, or has too much."""
    there = set(re.findall(r"^  ([a-z-]+)  ", run("whylocked explain", program, root), re.M))
    rows = SIGNALS.search(text)[0].splitlines()[2:]
    named = {name for row in rows for name in re.findall(r"`([a-z-]+)`", row.split("|")[1])}
    return [f"the table of signals and `whylocked explain` differ in {name}"
            for name in sorted(there ^ named)]


def main():
    program, root = os.path.abspath(sys.argv[1]), pathlib.Path(sys.argv[2]).resolve()
    readme = root / "README.md"
    text = readme.read_text(encoding="utf-8")
    table = evidence_table(program, root)
    if "--update" in sys.argv:
        text = update_blocks(text, program, root)
        readme.write_text(TABLE.sub(lambda m: m[1] + table + m[3], text), encoding="utf-8")
        return 0
    ran, faults = check_blocks(text, program, root)
    faults += check_signals(text, program, root)
    found = TABLE.search(text)
    if not found or found[2] != table:
        faults.append("the table of evidence is not that of the catalog; see --update")
    print("\n".join(faults) + f"\n{ran + 2 - len(faults)} passed, {len(faults)} failed")
    return 1 if faults or ran == 0 else 0


sys.exit(main())
