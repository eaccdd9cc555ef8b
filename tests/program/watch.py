#!/usr/bin/python3
"""`whylocked watch` on a growing log: each lockout is reported once, even across a restart, and a
half-written line is not read.

usage: watch.py PROGRAM SOURCE_DIR
"""
import json
import pathlib
import signal
import subprocess
import sys
import tempfile
import time

PROGRAM, SOURCE = sys.argv[1], pathlib.Path(sys.argv[2])
LINES = (SOURCE / "samples/two-hourly.csv").read_bytes().splitlines(keepends=True)
USER = "p4q8r2s6t1v9w3x@msp.example.com"
PATIENCE = 60  # seconds, for a sanitized program on a busy machine


def lockouts_of(path):
    done = subprocess.run([PROGRAM, "-q", "--json", path], capture_output=True, check=True)
    return [lockout["id"] for lockout in json.loads(done.stdout)["lockouts"]]


def reported(text):
    return [json.loads(line)["id"] for line in text.splitlines()
            if json.loads(line)["type"] == "lockout"]


def once(*arguments):
    done = subprocess.run([PROGRAM, "watch", "--once", "-q", "-f", "jsonl", *map(str, arguments)],
                          capture_output=True, timeout=PATIENCE)
    return done.returncode, done.stdout.decode()


def check(name, got, wanted):
    if got != wanted:
        sys.exit(f"{name}: {got!r} instead of {wanted!r}")


def first_lock():
    """The number of lines up to the first lock."""
    return 1 + next(i for i, line in enumerate(LINES) if b"lock" in line.lower() and i > 0)


def check_once(folder, ids):
    log, state = folder / "log.csv", folder / "state"
    log.write_bytes(b"".join(LINES[:first_lock()]))
    check("first run", reported(once("--state", state, log)[1]), ids[:1])
    check("nothing new", once("--state", state, log), (0, ""))
    log.write_bytes(b"".join(LINES))
    status, text = once("--state", state, log)
    check("second run", (status, reported(text)), (0, ids[1:]))
    check("state", [line.split()[1] for line in state.read_text().splitlines()], [USER, USER])
    state.write_text("nonsense")
    check("an invalid state file", once("--state", state, log), (2, ""))
    check("without state", reported(once(log)[1]), ids)
    check("no file", once(folder / "none.csv")[0], 3)
    check("a folder", once(folder)[0], 2)


def wait_for(process, out, wanted):
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and process.poll() is None:
        text = out.read_text()
        if text.endswith("\n") and len(reported(text)) >= wanted:
            return reported(text)
        time.sleep(0.1)
    process.kill()
    sys.exit(f"watch: {process.poll()}, reported {reported(out.read_text())}")


def check_growth(folder, ids):
    log, out, state = folder / "growing.csv", folder / "out", folder / "growing.state"
    before = next(i for i, line in enumerate(LINES) if b"14:07:28Z" in line)  # fills the counter
    half = LINES[before]
    log.write_bytes(b"".join(LINES[:before]))
    with out.open("wb") as sink:
        process = subprocess.Popen([PROGRAM, "watch", "-q", "-f", "jsonl", "--interval", "1s",
                                    "--state", state, log], stdout=sink)
    with log.open("ab") as file:
        file.write(half[:20])
        file.flush()
        time.sleep(0.5)  # less than an interval, after which watch would read the incomplete line
        file.write(half[20:])
        file.flush()
        # Reported when the counter is full; the lock row after it is not a second lockout.
        check("growth", len(wait_for(process, out, 1)), 1)
        file.write(b"".join(LINES[before + 1:]))
    check("more growth", wait_for(process, out, 2)[1:], ids[1:])
    process.send_signal(signal.SIGINT)
    check("interrupted", process.wait(PATIENCE), 130)
    check("after a restart", once("--state", state, log), (0, ""))


def main():
    ids = lockouts_of(SOURCE / "samples/two-hourly.csv")
    assert len(ids) == 2, ids
    with tempfile.TemporaryDirectory() as name:
        check_once(pathlib.Path(name), ids)
        check_growth(pathlib.Path(name), ids)


if __name__ == "__main__":
    main()
