#!/usr/bin/python3
"""With --redact, a report differs only in names, and no format contains a name.

usage: redact.py PROGRAM SOURCE_DIR

The names are those that `events` shows without --redact (users, their domains, addresses, clients,
files) and those in HOSTILE. The formats are those that the program lists, so a new one is tested too.
"""
import collections
import json
import pathlib
import re
import subprocess
import sys
import tempfile

PROGRAM, SOURCE = sys.argv[1], pathlib.Path(sys.argv[2])
# Only these may change, and only if they hold a name.
NAMES = {"id", "user", "users", "case", "lockouts", "address", "addresses", "file", "client", "says",
         "message", "hint", "caveats", "sheet", "profile"}
# Cells that no event keeps, so only messages cite them.
HOSTILE = """Date/Time,Username,IP Address,Event,User Agent
2026-05-18 09:00:00,ann.meyer@geheim.example,198.51.100.7,login failed,"Sync ""v2"" on PC-MEYER"
yesterday ANN-AT-HOME,ann.meyer@geheim.example,198.51.100.7,login failed,curl/8.1
2026-05-18 09:01:00,Bob@sub.geheim.example,198.51.100.9:x,Bob kam nicht rein,curl/8.1
2026-05-18 09:02:00,GEHEIM\\carl,2001:db8::7,login failed,host9.geheim.example
2026-05-18 09:03:00,ann.meyer@geheim.example,10.1.2.3,account locked,
"""
HOSTILE_NAMES = ["meyer", "geheim", "ann-at-home", "bob", "carl", "198.51.100", "2001:db8", "10.1.2",
                 "nora", "erwin"]
# A table without a header, whose first row a hint could list.
BARE = "2026-05-18,nora@geheim.example,198.51.100.7\n2026-05-19,erwin,198.51.100.8\n"
SITE = """{ "accounts": { "ann.meyer@geheim.example": "hudu" }, "office": ["198.51.100.0/24"],
  "known_sources": [{ "cidr": "10.1.2.0/28", "cause": "custom-soap" }],
  "roster": [{ "username": "bob@sub.geheim.example", "vendor": "Geheim Sync of Bob" }] }"""
WRONG_SITE = '{ "accounts": { "ann.meyer@geheim.example": "hudo" } }'

# The same rows with names that are also words of sentences, numbers and syntax, and with names that
# occur in no sentence. Both have the same order and the same outline.
WORDS = {"users": ["1", "failed@of", r"is\locked", "logins", "the@a", "user-1@domain-1"],
         "clients": ["calls an hour", "name-0"], "address": "240.0.0.1", "file": "and.csv"}
RARE = {"users": ["0", "fqiled@oq", r"iq\lqcked", "lqgins", "tqe@q", "uqer-1@dqmain-1"],
        "clients": ["cqlls qn hqur", "nqme-0"], "address": "198.5.1.7", "file": "aqd.csv"}

LOG = re.compile(r"\d\d:\d\d:\d\d\.\d{3} ")  # a line of -v

failures = []


def run(*words):
    done = subprocess.run([PROGRAM, *map(str, words)], stdin=subprocess.DEVNULL, check=False,
                          capture_output=True, text=True, encoding="utf-8", errors="replace")
    if done.returncode not in (0, 2, 3):
        failures.append(f"status {done.returncode}: {words}")
    return done


def formats(command):
    hint = run(*command, "--format", "?", "x.csv").stderr
    return re.search(r"choose one of (.*)", hint)[1].split(", ")


OUTPUTS = [[*command, "--format", name] for command in ([], ["events"], ["groups"])
           for name in formats(command)] + [["-v"], ["--color", "always"], ["watch", "--once"]]


def names_in(options, files):
    """Names as `events` shows them, without those that are also words of the program."""
    names = set()
    for line in run("events", "--format", "jsonl", *options, *files).stdout.splitlines():
        event = json.loads(line)
        user = event["user"] or ""
        names |= {user} if re.search(r".[@\\]", user) else set()
        names |= set(re.findall(r"@(.+)$|^(.+)\\", user)[0]) if re.search(r".[@\\].", user) else set()
        names |= {event["address"]}
        names |= {event["client"]} if len(event["client"] or "") > 24 else set()
    return {name.lower() for name in names - {None, ""}}


def file_names(files):
    return {str(f).lower() for f in files} | {f.name.lower() for f in files}


def stands_in(name, text):
    """Whether the text contains the whole name: 10.0.0.1 is not in 10.0.0.11."""
    return name in text and re.search(rf"(?<![\w.:]){re.escape(name)}(?![\w:]|\.\w)", text)


def look_for(names, options, files, exact):
    reading = options[:2] if options[:1] == ["--year"] else []  # `check` does not take the others
    for output, given in [(output, options) for output in OUTPUTS] + \
                         [(["check"], reading), (["check", "--json"], reading)]:
        done = run(*output, "--redact", *given, *files)
        shown = (done.stdout + done.stderr).lower()
        for name in names:
            if name in shown and (not exact or stands_in(name, shown)):
                failures.append(f"{name!r} is left: {output} {given} {files}")


def same(plain, redacted, path=""):
    """Differences in structure, numbers and texts, except in names."""
    if type(plain) is not type(redacted):
        return [path]
    if isinstance(plain, dict):
        if list(plain) != list(redacted):
            return [path]
        return [p for key in plain for p in same(plain[key], redacted[key], f"{path}.{key}")]
    if isinstance(plain, list):
        if len(plain) != len(redacted):
            return [path]
        return [p for one, two in zip(plain, redacted) for p in same(one, two, path)]
    key = path.rsplit(".", 1)[-1]
    free = key in NAMES and ".next_test" not in path and ".causes.id" not in path
    if path.endswith(".next_test.steps"):  # a step may name the caller: one word in a sentence
        free = len(plain.split()) == len(redacted.split())
    return [] if plain == redacted or (isinstance(plain, str) and free) else [path]


def compare(options, files):
    plain, hidden = (json.loads(run("--json", *more, *options, *files).stdout)
                     for more in ([], ["--redact"]))
    if not hidden.pop("redacted", False):
        failures.append(f"the report does not say that it is redacted: {files}")
    failures.extend(f"{path} differs: {files}" for path in set(same(plain, hidden)))
    tokens = collections.defaultdict(set)
    for one, two in zip(plain["lockouts"], hidden["lockouts"]):
        tokens[one["user"]].add(two["user"])
        if one["id"] == two["id"] or one["user"] == two["user"]:
            failures.append(f"{one['id']} keeps its name: {files}")
    for one, two in zip(plain["cases"], hidden["cases"]):
        for left, right in zip(one["evidence"], two["evidence"]):
            # Sentences keep their words: only single words and text between quotes differ.
            words = [re.sub(r'".*"', '""', e["says"]).split() for e in (left, right)]
            if len(words[0]) != len(words[1]):
                failures.append(f"{left['says']!r} became {right['says']!r}")
    if any(len(of) != 1 for of in tokens.values()):
        failures.append(f"one user, several tokens: {files}")


def examples():
    for file in sorted(SOURCE.glob("samples/*.*")):
        if file.suffix in (".csv", ".log", ".mbox"):
            options = ["--year", "2026"] if file.suffix == ".log" else []
            site = file.with_suffix(".site.json")
            yield options + (["--site", site] if site.exists() else []), [file]
    for folder in sorted(SOURCE.glob("tests/scenarios/*/*/")):
        site = folder / "site.json"
        yield ["--site", site] if site.exists() else [], sorted(folder.glob("export*"))


def hostile():
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        for file, text in [("meyer.csv", HOSTILE), ("bob.csv", BARE), ("carl.site.json", SITE),
                           ("erwin.json", WRONG_SITE)]:
            (folder / file).write_text(text, encoding="utf-8")
        good, site = folder / "meyer.csv", folder / "carl.site.json"
        look_for(HOSTILE_NAMES, ["--site", site], [good, folder / "bob.csv"], exact=False)
        look_for(HOSTILE_NAMES, ["--site", folder / "erwin.json"], [good], exact=False)
        look_for(HOSTILE_NAMES, ["--user", "geheim\\kerl"], [good, folder / "nora.csv"], exact=False)
        report = run("--json", "--redact", "--site", site, good).stdout
        if "user-1@domain-1" not in report:
            failures.append("the hostile export is not reported at all")
        shown = run(good).stderr.lower()
        if not all(word in shown for word in ("ann-at-home", "bob kam")):
            failures.append("without --redact the hostile cells are not cited: they prove nothing")


def rows_with(names):
    """Lockouts by one caller, a spray that gets in, and rows that cannot be read."""
    lines = ["Date/Time,Username,IP Address,Event,User Agent"]
    users, address = names["users"], names["address"]

    def add(minute, user, what, client=0):
        lines.append(f"2026-05-18 {8 + minute // 60:02}:{minute % 60:02}:00,{user},{address},{what},"
                     f"{names['clients'][client]}")
    for i in range(6):
        add(i, users[1], "login failed")
    add(6, users[1], "account locked")
    for number, user in enumerate(users * 3):
        add(60 + number, user, "login failed", 1)
    add(90, users[4], "login succeeded", 1)
    add(91, users[2], users[0] + " " + users[3])
    lines.append(f"yesterday,{users[5]},{address},login failed,x")
    return "\n".join(lines) + "\n"


def same_under_any_names():
    """Checks that redacted output does not depend on names: tokens replace all of them and nothing
    else."""
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        for names in (WORDS, RARE):
            (folder / names["file"]).write_text(rows_with(names), encoding="utf-8")
        for output in OUTPUTS + [["--user", "nobody"], ["--until", "2026-05-18T08:02Z"], ["check"],
                                 ["check", "--json"]]:
            both = []
            for names in (WORDS, RARE):
                done = run(*output, "--redact", folder / names["file"])
                both.append([line for line in (done.stdout + done.stderr).splitlines()
                             if not LOG.match(line)])
            if both[0] != both[1]:
                differ = next((pair for pair in zip(*both) if pair[0] != pair[1]), "")
                failures.append(f"{output} depends on names: {differ}")


count = searched = 0
for given, exports in examples():
    count += 1
    secret = names_in(given, exports)
    searched += len(secret)
    look_for(secret | file_names(exports), given, exports, exact=True)
    compare(given, exports)
hostile()
same_under_any_names()
for failure in failures[:40]:
    print(failure)
print(f"{searched} names of {count} exports in {len(OUTPUTS) + 2} outputs, {len(failures)} failed")
sys.exit(bool(failures) or count < 60 or searched < 500)
