#!/usr/bin/python3
"""Lists every message and hint of the program in a table (messages.txt) that people read as prose.

The texts are the string literals of diagnostics, usage errors, hints and evidence in src/. A changed
message shows up in the table, where a reader checks its English; this script checks for the habits in
HABITS. Parts that the program fills in are written as {}.

usage: messages.py SOURCE_DIR [--update]
"""
import pathlib
import re
import sys

# The start of a statement that makes a message.
STARTS = re.compile(r"Severity::|UsageError|usage_error\(|\bfail\(|\breject\(|\bwrong\(|\bwarn\(|\bwhole\(|\bchoose<|\.message =|\.hint =|"
                    r"did_you_mean\(|doubts\.push_back|\.words \+?=|caveats\.\w+_back|"
                    r"\bseen\(|\bseen_apart\(|\bstatement_of\(")
LITERAL = re.compile(r'"((?:[^"\\]|\\.)*)"')
# A quoted name that no Text marks, so --redact would print it. Usage errors are never redacted.
UNMARKED = re.compile(r'"\{\}"|^" |\w "$')
SHORT = 12  # shorter texts are parts of messages
HABITS = {
    r"\btells?\b|\btold\b": "only people tell",
    r"\bbehind\b": "after",
    r"\bstands?\b": "is",
    r"\bseldom\b": "rarely",
    r"^[A-Z][a-z]+ (?!Center)": "no capital",
    r"(?<![.?])\.$": "no full stop",
    r"\bin all\b": "total",
}


def statements(text):
    """Statements from a start to their semicolon, ignoring semicolons in strings."""
    for start in STARTS.finditer(text):
        depth, at, inside = 0, start.start(), False
        while at < len(text):
            c = text[at]
            if inside:
                at += c == "\\"
                inside = c != '"'
            elif c == '"':
                inside = True
            elif c == ";" or (c == "\n" and text[at:at + 2] == "\n\n"):
                break
            at += 1
        yield text[start.start():at]


def messages(root):
    found = set()
    for path in sorted((root / "src").rglob("*.cpp")):
        if "generate" in path.parts:
            continue
        text = re.sub(r"^\s*//.*$", "", path.read_text(encoding="utf-8"), flags=re.M)
        text = text.replace("'\"'", "''")
        for statement in statements(text):
            joined = re.sub(r'"\s*\n\s*"', "", statement)
            # The part between two literals is filled in at run time.
            joined = re.sub(r'"\s*\+\s*[^"+;]+?\+\s*"', "{}", joined)
            for literal in LITERAL.findall(joined):
                words = literal.replace('\\"', '"').replace("\\\\", "\\")
                if len(words) >= SHORT and " " in words:
                    found.add((path.relative_to(root / "src").parts[0], words))
    return sorted(found)


def main():
    root = pathlib.Path(sys.argv[1]).resolve()
    table = root / "tests" / "rules" / "messages.txt"
    lines = [f"{room}: {words}" for room, words in messages(root)]
    text = "\n".join(lines) + "\n"
    if sys.argv[2:] == ["--update"]:
        table.write_text(text, encoding="utf-8")
    faults = []
    if table.read_text(encoding="utf-8") != text:
        known = set(table.read_text(encoding="utf-8").splitlines())
        faults += [f"not in messages.txt: {line}" for line in lines if line not in known]
        faults += [f"only in messages.txt: {line}" for line in known if line not in lines]
        faults.append("read the new messages as prose, then run messages.py SOURCE_DIR --update")
    for room, words in messages(root):
        faults += [f"{room}: {words}: {advice}" for habit, advice in HABITS.items()
                   if re.search(habit, words)]
        if room != "cli" and UNMARKED.search(words):
            faults.append(f"{room}: {words}: put the name into Text::quoted")
    print("\n".join(faults) or f"{len(lines)} messages")
    return 1 if faults or len(lines) < 100 else 0


sys.exit(main())
