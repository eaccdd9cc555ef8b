#!/usr/bin/python3
"""Inputs that grow when they are read: each must stop at its limit, with a clear message, the defined
exit status and bounded memory.

usage: bombs.py PROGRAM

A row of CASES has a name, a function that writes the input (or, without an argument, starts a process
whose output is the input), the exit status, and a pattern that standard error must match.
"""
import gzip
import io
import os
import re
import signal
import struct
import subprocess
import sys
import tempfile
import zipfile
import zlib

MIB = 1 << 20
MAX_MEMORY = 256  # MiB
MOST_SECONDS = 60  # far more than any case takes; ends a hang
HEADER = b"Time,Username,IP Address,Event,Result,Reason\n"
FAIL = b"2026-05-19T08:0%d:00Z,ann@msp.example.com,198.51.100.7,Login,Failure,Incorrect password\n"
TABLE = HEADER + b"".join(FAIL % i for i in range(5))
REMARK = b"x" * (MIB - 1) + b"\n"
TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
ROWS = "".join("<row>" + "".join(f'<c t="str"><v>{cell}</v></c>' for cell in line.split(",")) +
               "</row>" for line in TABLE.decode().splitlines())


def repeated(piece, times, before=b""):
    def write(path):
        with open(path, "wb") as file:
            file.write(before)
            for _ in range(times):
                file.write(piece)
    return write


def sparse(path):
    with open(path, "wb") as file:
        file.write(TABLE)
    os.truncate(path, 4 << 30)


def gzip_bomb(path):
    """The table and 5 GiB of remarks, in many members."""
    repeated(gzip.compress(REMARK * 64, 1), 80, gzip.compress(TABLE))(path)


def gzip_twice(path):
    with open(path, "wb") as file:
        file.write(gzip.compress(gzip.compress(TABLE)))


def zip_bomb(path):
    """The same in a zip member. Compressed once and repeated, each piece ending with a full flush."""
    packer = zlib.compressobj(1, zlib.DEFLATED, -15)
    head = packer.compress(TABLE) + packer.flush(zlib.Z_FULL_FLUSH)
    piece = packer.compress(REMARK * 64) + packer.flush(zlib.Z_FULL_FLUSH)
    data = head + piece * 80 + packer.flush()
    name, size = b"export.csv", 0xfffffffe
    common = struct.pack("<HHHHHIIIHH", 20, 0, 8, 0, 0x21, 0, len(data), size, len(name), 0)
    local = b"PK\3\4" + common + name
    entry = b"PK\1\2" + struct.pack("<H", 20) + common + struct.pack("<HHHII", 0, 0, 0, 0, 0) + name
    end = b"PK\5\6" + struct.pack("<HHHHIIH", 0, 0, 1, 1, len(entry), len(local) + len(data), 0)
    with open(path, "wb") as file:
        file.write(local + data + entry + end)


def in_zip(members, method=zipfile.ZIP_DEFLATED):
    def write(path):
        with zipfile.ZipFile(path, "w", method, compresslevel=1) as archive:
            for name, content in members:
                archive.writestr(name, content)
    return write


def zip_in_zip(path):
    inner = io.BytesIO()
    in_zip([("export.csv", TABLE)])(inner)
    in_zip([("inner.zip", inner.getvalue())])(path)


def xz_dictionary(path):
    """A stream whose block requires 1.5 GiB."""
    import lzma
    data = bytearray(lzma.compress(TABLE))
    data[16] = 37
    length = (data[12] + 1) * 4
    data[12 + length - 4:12 + length] = struct.pack("<I", zlib.crc32(data[12:12 + length - 4]))
    with open(path, "wb") as file:
        file.write(data)


def workbook(sheet=None, texts=None):
    """A workbook of these parts; each writes its XML to a file."""
    def relations(*parts):
        return "<Relationships>" + "".join(
            f'<Relationship Id="r{i}" Type="{TYPES}{kind}" Target="{target}"/>'
            for i, (kind, target) in enumerate(parts)) + "</Relationships>"

    def plain_sheet(file):
        file.write(f"<worksheet><sheetData>{ROWS}</sheetData></worksheet>".encode())

    def no_texts(file):
        file.write(b"<sst/>")

    def write(path):
        in_zip([("[Content_Types].xml", "<Types/>"),
                ("_rels/.rels", relations(("officeDocument", "xl/workbook.xml"))),
                ("xl/workbook.xml", '<workbook xmlns:r="r"><sheets><sheet name="Log" r:id="r0"/>'
                                    "</sheets></workbook>"),
                ("xl/_rels/workbook.xml.rels", relations(("worksheet", "sheet.xml"),
                                                         ("sharedStrings", "texts.xml")))])(path)
        with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            for name, fill in (("xl/sheet.xml", sheet or plain_sheet),
                               ("xl/texts.xml", texts or no_texts)):
                with archive.open(name, "w") as file:
                    fill(file)
    return write


def laughs(file):
    """Ten entities, each expanding to ten of the previous one."""
    file.write(b'<!DOCTYPE sst [<!ENTITY e0 "ha">')
    for i in range(1, 11):
        file.write(b'<!ENTITY e%d "%s">' % (i, b"&e%d;" % (i - 1) * 10))
    file.write(b"]><sst><si><t>&e10;</t></si></sst>")


def texts_of_200_mib(file):
    file.write(b"<sst>")
    for _ in range(200):
        file.write((b"<si><t>" + b"x" * 1012 + b"</t></si>") * 1024)
    file.write(b"</sst>")


def one_long_text(file):
    file.write(b"<sst><si><t>" + b"x" * 90000 + b"</t></si></sst>")


def sheet_of_references(file):
    """The same text 150 times per row, 13 MiB each."""
    file.write(b"<worksheet><sheetData>" + ROWS.encode())
    row = b"<row>" + b'<c t="s"><v>0</v></c>' * 150 + b"</row>"
    for _ in range(1000):
        file.write(row)
    file.write(b"</sheetData></worksheet>")


def row_of_references(file):
    """The same text 2,000 times in one row."""
    file.write(b"<worksheet><sheetData>" + ROWS.encode() + b"<row>")
    file.write(b'<c t="s"><v>0</v></c>' * 2000 + b"</row></sheetData></worksheet>")


def wide_sheet(file):
    file.write(b"<worksheet><sheetData>" + ROWS.encode() + b"<row>")
    for _ in range(1000):
        file.write(b"<c><v>1</v></c>" * 10000)
    file.write(b"</row></sheetData></worksheet>")


def endless():
    return subprocess.Popen(["yes", (FAIL % 1).decode().rstrip()], stdout=subprocess.PIPE)


def endless_table():
    return subprocess.Popen(["sh", "-c", f"printf '%s' '{HEADER.decode()}'; "
                                         f"exec yes '{(FAIL % 1).decode().rstrip()}'"],
                            stdout=subprocess.PIPE)


def endless_zip():
    return subprocess.Popen(["sh", "-c", r"printf 'PK\003\004'; exec cat /dev/zero"],
                            stdout=subprocess.PIPE)


# name, writer, status, standard error
CASES = [
    ("zip of zeros", in_zip([("export.csv", bytes(64 * MIB))]), 3, "binary"),
    ("zip bomb", zip_bomb, 3, "unpacks to more than 4 GiB(.*\n)+.*--unlimited"),
    ("gzip bomb", gzip_bomb, 3, "unpacks to more than 4 GiB(.*\n)+.*--unlimited"),
    ("gzip in gzip", gzip_twice, 3, "an archive within an archive"),
    ("zip in zip", zip_in_zip, 3, "an archive within an archive"),
    ("zip of 20,000 members", in_zip([(f"{i}.csv", b"") for i in range(20000)]), 3,
     "more than 10000 members"),
    ("zip packed by lzma", in_zip([("export.csv", TABLE)], zipfile.ZIP_LZMA), 3,
     "with an unsupported method: lzma"),
    ("zip of 70 MiB from a pipe", endless_zip, 3, "more than 64 MiB from a pipe"),
    ("xz with a dictionary of 1.5 GiB", xz_dictionary, 3, "more than 64 MiB of memory to unpack"),
    ("xlsx: a billion laughs", workbook(texts=laughs), 3, "DOCTYPE"),
    ("xlsx: 200 MiB of shared texts", workbook(texts=texts_of_200_mib), 3,
     "more than 64 MiB of distinct texts"),
    ("xlsx: one text over and over", workbook(sheet_of_references, one_long_text), 3,
     "text is longer than 1 GiB(.*\n)+.*--unlimited"),
    ("xlsx: a row of 170 MiB", workbook(row_of_references, one_long_text), 3,
     "row 7 is longer than 16 MiB"),
    ("xlsx: 10 million columns", workbook(wide_sheet), 3, "more than 16384 columns"),
    ("CSV of 10 million columns", repeated(b",c" * 10000, 1000, HEADER[:-1]), 3, "longer than"),
    ("CSV of 10 million columns without names",
     repeated(b"", 0, HEADER[:-1] + b"," * 10**7 + b"\n" + TABLE[len(HEADER):]), 0, ""),
    ("sparse file of 4 GiB, one line", sparse, 3, "longer than|binary"),
    ("a million brackets", repeated(b"[" * 10000, 100), 3, ""),
    ("a million brackets in an object",
     repeated(b"[" * 10000, 100, b'{"Time":"2026-05-19T08:00:00Z","User":"ann","x":'), 3, ""),
    ("endless rows", endless_table, 3, "more events than are kept"),
    ("endless rows without a header", endless, 3, "header"),
]

# A small process in between, because the peak of a program includes its parent's memory.
MEASURE = """
import os, sys
child = os.posix_spawn(sys.argv[2], sys.argv[2:], os.environ)
_, status, usage = os.wait4(child, 0)
with open(sys.argv[1], "w") as file:
    print(os.waitstatus_to_exitcode(status), usage.ru_maxrss // 1024, file=file)
"""


def run(program, path, folder, stream):
    """Exit status, peak memory in MiB, standard error."""
    measured = os.path.join(folder, "measured")
    source = stream() if stream else None
    process = subprocess.Popen(
        [sys.executable, "-S", "-E", "-c", MEASURE, measured, program, "--color", "never", path],
        stdin=source.stdout if source else subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE, start_new_session=True)
    try:
        err = process.communicate(timeout=MOST_SECONDS)[1]
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        raise
    finally:
        if source:
            source.kill()
            source.wait()
    with open(measured, encoding="utf-8") as file:
        status, peak = map(int, file.read().split())
    return status, peak, err.decode("utf-8", "replace")


def check(program, case, folder):
    name, write, status, says = case
    is_stream = write.__code__.co_argcount == 0
    path = "-" if is_stream else os.path.join(folder, re.sub(r"\W+", "-", name))
    if not is_stream:
        write(path)
    try:
        got, peak, err = run(program, path, folder, write if is_stream else None)
    except subprocess.TimeoutExpired:
        print(f"FAILED {name}: not finished after {MOST_SECONDS} s")
        return False
    problems = []
    if got != status:
        problems.append(f"exit status {got}, expected {status}")
    if not re.search(says, err):
        problems.append(f"standard error lacks /{says}/")
    if peak > MAX_MEMORY:
        problems.append(f"peak memory {peak} MiB")
    if problems:
        print(f"FAILED {name}: " + "; ".join(problems) + "\n" + err[:800])
    if not is_stream:
        os.remove(path)
    return not problems


def main():
    program = os.path.abspath(sys.argv[1])
    with tempfile.TemporaryDirectory() as folder:
        results = [check(program, case, folder) for case in CASES]
    print(f"{results.count(True)} passed, {results.count(False)} failed")
    return 0 if all(results) else 1


sys.exit(main())
