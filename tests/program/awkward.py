#!/usr/bin/python3
"""Awkward inputs: each must give a clear message or a correct result and the defined exit status, in
bounded memory.

usage: awkward.py PROGRAM

A row of CASES has a name, a function that writes the input, the exit status, and patterns that standard
error and standard output must match. Peak memory is the kernel's figure for the child.
"""
import os
import re
import subprocess
import sys
import tempfile

HEADER = b"Time,Username,IP Address,Event,Result,Reason\n"
FAIL = b"2026-05-19T08:0%d:00Z,ann@msp.example.com,198.51.100.7,Login,Failure,Incorrect password\n"
FIVE = b"".join(FAIL % i for i in range(5))
MIB = 1 << 20


def content(data):
    def write(path):
        with open(path, "wb") as file:
            file.write(data)
    return write


def long_line(path):
    with open(path, "wb") as file:
        file.write(HEADER + FIVE + b"2026-05-19T08:09:00Z,")
        for _ in range(100):
            file.write(b"x" * MIB)


def long_quote(path):
    with open(path, "wb") as file:
        file.write(HEADER + FIVE + b'2026-05-19T08:09:00Z,"')
        for _ in range(100):
            file.write(b"x,\n" * (MIB // 3))


def unreadable(path):
    content(HEADER + FIVE)(path)
    os.chmod(path, 0)


HOSTILE = (b'"\x1b[2J<script>alert(1)</script>=cmd|x\xe2\x80\xae@msp.example.com"')
MANY = b",".join(b"c%d" % i for i in range(100000))

# name, writer, status, standard error, standard output
CASES = [
    ("empty file", content(b""), 3, "empty", ""),
    ("only a byte order mark", content(b"\xef\xbb\xbf"), 3, "empty|header", ""),
    ("header only", content(HEADER), 0, "no data rows|no rows", "[Nn]o lockout"),
    ("no recognisable column", content(b"a,b,c\n1,2,3\n4,5,6\n"), 3, "header.*(\n.*)*--map", ""),
    ("prose", content(b"Dear all,\nplease see the attached export.\n"), 3, "header", ""),
    ("binary", content(bytes(range(256)) * 64), 3, "binary|not text", ""),
    ("a zip archive", content(b"PK\x03\x04" + bytes(200)), 3, "xlsx|zip", ""),
    ("gzip", content(b"\x1f\x8b\x08\x00" + bytes(200)), 3, "gzip|compressed", ""),
    ("directory", os.mkdir, 3, "directory", ""),
    ("missing file", lambda path: None, 3, "cannot open|no such file", ""),
    ("no permission", unreadable, 3, "permission", ""),
    ("cut in the middle of a quote",
     content(HEADER + FIVE + b'2026-05-19T08:06:00Z,"ann@msp.exa'), 0, "quote", "ann@msp.example.com"),
    ("a single line of 100 MB", long_line, 3, "longer than|too long|limit", ""),
    ("an open quote for 100 MB", long_quote, 3, "longer than|too long|limit|quote", ""),
    ("NUL bytes inside", content(HEADER + FIVE + FAIL.replace(b"ann", b"a\0nn") % 6), 0, "NUL",
     "ann@msp.example.com"),
    ("100,000 columns", content(HEADER[:-1] + b"," + MANY + b"\n" +
                                FIVE.replace(b"\n", b"," * 100000 + b"\n")), 0, "",
     "ann@msp.example.com"),
    ("hostile username", content(HEADER + FIVE.replace(b"ann@msp.example.com", HOSTILE)), 0, "",
     r"\\x1b\[2j<script>"),
    ("rows of nonsense", content(HEADER + FIVE + b"\xff\xfe\xfd,;\"\n" * 50), 0, "", "ann@msp"),
    ("only carriage returns", content((HEADER + FIVE).replace(b"\n", b"\r")), 0, "", "ann@msp"),
    ("deeply nested JSON", content(b"[" * 100000), 3, "", ""),
    ("a JSON number", content(b"[1,2,3]"), 3, "", ""),
]


def run(program, path, folder):
    """Exit status, output, messages and peak memory in MiB."""
    streams = [open(os.path.join(folder, name), "w+b") for name in ("out", "err")]
    process = subprocess.Popen([program, "--color", "never", path], stdin=subprocess.DEVNULL,
                               stdout=streams[0], stderr=streams[1])
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    texts = []
    for stream in streams:
        with stream:
            stream.seek(0)
            texts.append(stream.read())
    return process.returncode, *texts, usage.ru_maxrss // 1024


def check(program, case, folder):
    name, write, status, err_has, out_has = case
    path = os.path.join(folder, re.sub(r"\W+", "-", name))
    write(path)
    if name == "no permission" and os.geteuid() == 0:
        return None  # root can read everything
    code, out, err, peak = run(program, path, folder)
    problems = []
    if code != status:
        problems.append(f"exit status {code}, expected {status}")
    if err_has and not re.search(err_has, err.decode("utf-8", "replace")):
        problems.append(f"standard error lacks /{err_has}/")
    if out_has and not re.search(out_has, out.decode("utf-8", "replace")):
        problems.append(f"standard output lacks /{out_has}/")
    for stream in (out, err):
        if re.search(rb"[\x00-\x08\x0b-\x1f\x7f]|\xe2\x80\xae", stream):
            problems.append("a control character got out")
    if peak > 128:
        problems.append(f"peak memory {peak} MiB")
    if problems:
        print(f"FAILED {name}: " + "; ".join(problems))
        print(out.decode("utf-8", "replace")[:800] + err.decode("utf-8", "replace")[:800])
    return not problems


def main():
    program = os.path.abspath(sys.argv[1])
    with tempfile.TemporaryDirectory() as folder:
        results = [check(program, case, folder) for case in CASES]
    failed = results.count(False)
    print(f"{results.count(True)} passed, {failed} failed, {results.count(None)} skipped")
    return 1 if failed else 0


sys.exit(main())
