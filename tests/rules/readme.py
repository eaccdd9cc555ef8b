#!/usr/bin/python3
"""The README files show what the program does.

Every ```console block of every README.md is run in the root of the project: a line "$ command" and the
output that must follow, byte for byte; "..." alone on a line matches any lines. The table of evidence is
generated from the catalog, the table of signals names those that exist, and the accuracy figures are
those of tests/accuracy/README.md. The files and links they name exist, every room has a README, and the
top one stays short.

usage: readme.py PROGRAM SOURCE_DIR [--update]      --update rewrites outputs and tables
"""
import json
import os
import pathlib
import re
import subprocess
import sys

MAX_LINES = 220  # of the top README
ROOM_LINES = (6, 160)
BLOCK = re.compile(r"(```console\n)(.*?)(```\n)", re.S)
SIGNALS = re.compile(r"^\| signal \|.*\n(?:\|.*\n)+", re.M)
TABLE = re.compile(r"(<!-- evidence -->\n)(.*?)(<!-- end -->\n)", re.S)
FIGURES = re.compile(r"in \w+ worlds,\s\d+\s%\sof\s.*?calibration\serror\s[\d.]*\d", re.S)
LINK = re.compile(r"\]\(([^)#]+)\)")
FILE = re.compile(r"`([\w./-]+\.(?:cpp|hpp|py|sh|txt|json|csv|mjs|cmake|md|mbox|png|yml|log))`")


def run(command, program, root):
    environment = {"PATH": f"{os.path.dirname(program)}:/usr/bin:/bin", "LC_ALL": "C.UTF-8",
                   "COLUMNS": "80"}
    done = subprocess.run(["sh", "-c", command], cwd=root, env=environment, stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    return done.stdout.decode("utf-8")


def sections(block):
    """The commands of a block, each with the output below it."""
    parts = re.split(r"^\$ (.*)\n", block, flags=re.M)
    return list(zip(parts[1::2], parts[2::2]))


def matches(expected, actual):
    pattern = re.escape(expected).replace(re.escape("...\n"), "(.*\n)*")
    return re.fullmatch(pattern, actual) is not None


def check_blocks(page, text, program, root):
    ran, faults = 0, []
    for _, block, _ in BLOCK.findall(text):
        for command, expected in sections(block):
            actual = run(command, program, root)
            ran += 1
            if not matches(expected, actual):
                faults.append(f"{page}: $ {command}\n--- README\n{expected}--- program\n{actual}")
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
    """A list in a fact, or an empty list if the fact is unknown."""
    return (entry[fact] or {}).get(key) or []


def named_by(entry):
    """The evidence that can name the product, by the catalog's facts."""
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
    # Products that are equal in the columns of addresses, clocks and clients: only the first three
    # columns separate them.
    alike = {}
    for entry in entries:
        alike.setdefault(tuple(named_by(entry)[3:]), []).append(entry["name"])
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    lines += ["| " + " | ".join([e["name"]] + named_by(e)) + " |" for e in entries]
    lines.append("")
    for names in alike.values():
        if len(names) > 1:
            lines.append("- told apart only by a declaration, a roster or a name in the username: " +
                         ", ".join(names))
    return "\n".join(lines) + "\n"


def check_signals(text, program, root):
    """Signals that the table lacks or should not have."""
    exist = set(re.findall(r"^  ([a-z-]+)  ", run("whylocked explain", program, root), re.M))
    rows = SIGNALS.search(text)[0].splitlines()[2:]
    named = {name for row in rows for name in re.findall(r"`([a-z-]+)`", row.split("|")[1])}
    return [f"the table of signals and `whylocked explain` differ in {name}"
            for name in sorted(exist ^ named)]


def check_files(page, text, root):
    """Files are named relative to the page's folder, the root, src, tests or include."""
    prose = re.sub(r"```.*?```", "", text, flags=re.S)
    folders = [(root / page).parent, root, root / "src", root / "tests", root / "include"]
    names = [name for name in FILE.findall(prose) if "/" in name]
    links = [name for name in LINK.findall(prose) if ":" not in name]
    return [f"{page} names {name}, which does not exist" for name in sorted({*names, *links})
            if not any((folder / name).exists() for folder in folders)]


def with_figures(pages):
    """The top README with the figures of the accuracy page and its own line breaks."""
    first, measured = pages["README.md"], FIGURES.search(pages["tests/accuracy/README.md"])[0]
    gaps = iter(re.findall(r"\s+", FIGURES.search(first)[0]))
    return FIGURES.sub(lambda _: re.sub(r"\s+", lambda _: next(gaps), measured), first)


def check_rooms(root, pages):
    faults = []
    if (lines := pages["README.md"].count("\n")) > MAX_LINES:
        faults.append(f"README.md has {lines} lines, more than {MAX_LINES}")
    for folder in sorted((root / "src").iterdir()):
        page = f"src/{folder.name}/README.md"
        if not folder.is_dir():
            continue
        if page not in pages:
            faults.append(f"{page} is missing")
        elif not ROOM_LINES[0] <= pages[page].count("\n") <= ROOM_LINES[1]:
            faults.append(f"{page} has {pages[page].count(chr(10))} lines")
    return faults


def main():
    program, root = os.path.abspath(sys.argv[1]), pathlib.Path(sys.argv[2]).resolve()
    pages = {str(path.relative_to(root)): path.read_text(encoding="utf-8")
             for path in sorted(root.rglob("README.md"))
             if not {"build", "golden"} & set(path.relative_to(root).parts)}
    table = evidence_table(program, root)
    figures = with_figures(pages)
    if "--update" in sys.argv:
        pages["README.md"] = figures
        for page, text in pages.items():
            text = update_blocks(text, program, root)
            (root / page).write_text(TABLE.sub(lambda m: m[1] + table + m[3], text), "utf-8")
        return 0
    checks, faults, tables = 0, check_rooms(root, pages), []
    for page, text in pages.items():
        ran, wrong = check_blocks(page, text, program, root)
        checks += ran + 1
        faults += wrong + check_files(page, text, root)
        tables += [found[2] for found in TABLE.finditer(text)]
        if SIGNALS.search(text):
            faults += check_signals(text, program, root)
            checks += 1
    if pages["README.md"] != figures:
        faults.append("README.md has other figures than tests/accuracy/README.md; see --update")
    if tables != [table]:
        faults.append("the table of evidence is not that of the catalog; see --update")
    print("\n".join(faults) + f"\n{checks} checks, {len(faults)} failed")
    return 1 if faults or checks < 20 else 0


sys.exit(main())
