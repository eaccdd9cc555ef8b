#!/usr/bin/python3
"""The same bytes for any number of threads, on files large enough to be read in parts.

usage: threads.py PROGRAM

Each file has something that a part alone does not show: whether a quote is open, whether day or month
comes first, how often a word occurred before.
"""
import random
import subprocess
import sys
import tempfile

ROWS = 45000  # about 5 MB: two parts of at least 2 MiB
HEADER = "Timestamp,Username,IP Address,Event,Result,Client,Details\n"


def rows(draw, stamp=None, word=None, details=None, end="\n"):
    users = [f"user{i}@corp.example.com" for i in range(40)] + ["CORP\\Ann", "Müller", '"n/a"']
    for i in range(ROWS):
        day, second = 1 + i * 28 // ROWS, i * 7 % 86400
        time = (stamp or "2026-05-{day:02}T{h:02}:{m:02}:{s:02}").format(
            day=day, h=second // 3600, m=second // 60 % 60, s=second % 60)
        user = users[draw.randrange(len(users))]
        address = (f"198.51.100.{draw.randrange(90)}" if draw.randrange(9)
                   else draw.choice(["2001:db8::7", "", "0.0.0.0", "unknown"]))
        event, result = draw.choice([("Login", "Failure"), ("Login", "Failure"),
                                     ("Login", "Success"), ("Account Locked", "")])
        if word:
            event = word(i, event)
        text = details(i) if details else '"said ""no"", again"'
        yield f'{time},{user},{address},{event},{result},"python-requests/2.31, x",{text}{end}'


def lines(i):
    """A text of several lines that look like rows."""
    return '"first\nsecond, ""2026""\n2026-05-01T00:00:00,not.a.user,,Login,Failure,,\n"'


def broken(i):
    return '"never closed' if i in (20000, 44000) else "plain"


CASES = {
    "plain": {},
    "CRLF": {"end": "\r\n"},
    "several lines in a field": {"details": lines},
    "a quote left open": {"details": broken},
    "month first, decided late": {"stamp": "05/{day:02}/2026 {h:02}:{m:02}:{s:02}"},
    "month first, twelve hours": {"stamp": "5/{day}/2026 {h}:{m:02}:{s:02}"},
    "day and month never decided": {"stamp": "05/05/2026 {h:02}:{m:02}:{s:02}"},
    "a clock that changes": {"stamp": "2026-03-{day:02} {h:02}:{m:02}:{s:02}"},
    "unknown words": {"word": lambda i, event: event if i % 3 else f"Word {i % 50}"},
    "too many unknown words": {"word": lambda i, event: event if i % 3 else f"Word {i}"},
    "blank lines and the header again": {
        "details": lambda i: "x\n\n" + HEADER.rstrip() if i % 5000 == 0 else "x"},
    "not UTF-8": {"details": lambda i: "caf\udce9" if i % 7000 == 3 else "café"},
}
CONFLICT = "both orders of day and month"


def conflict(draw):
    """The first two thirds are month first, the last third day first: rejected, naming both rows."""
    for i, row in enumerate(rows(draw, "05/{day:02}/2026 {h:02}:{m:02}:{s:02}")):
        yield row if i < ROWS * 2 // 3 else row.replace("05/", "", 1).replace("/2026", "/05/2026", 1)


DUPLICATES = "duplicate rows, by the ids of the source"
READ_AGAIN = DUPLICATES + ", in a file that parts cannot settle"


def duplicates(draw, word=None):
    """Every ninth row is repeated a little later, with its id, also across the border of two parts.
    Some rows follow an equal one without an id, which is a different event."""
    late = []
    for i, row in enumerate(rows(draw, word=word)):
        row = row.rstrip("\n")
        if i % 4 == 0:
            yield row + ",\n"
        row += f",R-{i}\n"
        yield row
        if i % 9 == 0:
            late.append(row)
        if len(late) == 5:
            yield from late
            late = []


def run(program, threads, words, path):
    done = subprocess.run([program, *words, "--threads", str(threads),
                           "--time-zone", "Europe/Berlin", path], capture_output=True)
    return done.returncode, done.stdout, done.stderr


def main():
    program, failed, compared = sys.argv[1], 0, 0
    cases = [(name, HEADER, rows(random.Random(name), **how)) for name, how in CASES.items()]
    cases.append((CONFLICT, HEADER, conflict(random.Random(CONFLICT))))
    with_id = HEADER.replace("Details", "Details,Record ID")
    cases.append((DUPLICATES, with_id, duplicates(random.Random(DUPLICATES))))
    cases.append((READ_AGAIN, with_id, duplicates(random.Random(READ_AGAIN),
                                                  CASES["too many unknown words"]["word"])))
    with tempfile.TemporaryDirectory() as folder:
        path = folder + "/export.csv"
        for name, header, text in cases:
            with open(path, "w", encoding="utf-8", errors="surrogateescape", newline="") as file:
                file.write(header)
                file.writelines(text)
            for words in (["events"], ["groups"], []):
                alone = run(program, 1, words, path)
                compared += 1
                if run(program, 2, words, path) != alone:
                    failed += 1
                    print(f"FAILED {name}: {' '.join(words)}")
            if name in (DUPLICATES, READ_AGAIN) and b"counted once" not in alone[2]:
                failed += 1
                print(f"FAILED {name}: no duplicates were found")
            if (alone[0] != 0) != (name == CONFLICT):
                failed += 1
                print(f"FAILED {name}: exit status {alone[0]}")
    print(f"{compared} compared, {failed} failed")
    return 1 if failed else 0


sys.exit(main())
