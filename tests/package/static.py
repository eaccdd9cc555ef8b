#!/usr/bin/python3
"""The static program: it needs no shared library and gives the same answers as the other one.

usage: static.py STATIC_PROGRAM PROGRAM SOURCE_DIR
"""
import bz2
import gzip
import io
import lzma
import os
import pathlib
import struct
import subprocess
import sys
import tempfile
import zipfile

PT_DYNAMIC, PT_INTERP = 2, 3


def segments(program):
    """The types of the segments of a 64-bit ELF file."""
    data = pathlib.Path(program).read_bytes()
    assert data[:5] == b"\x7fELF\x02", "no ELF file of 64 bits"
    (start,) = struct.unpack_from("<Q", data, 32)
    size, count = struct.unpack_from("<HH", data, 54)
    return [struct.unpack_from("<I", data, start + i * size)[0] for i in range(count)]


def zipped(name, data):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return packed.getvalue()


def run(program, arguments, folder, **more):
    done = subprocess.run([program, *arguments], cwd=folder, capture_output=True, **more)
    return done.returncode, done.stdout, done.stderr


def main():
    static, shared, source = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3])
    found, compared = [], 0
    for kind in (PT_DYNAMIC, PT_INTERP):
        if kind in segments(static):
            found.append(f"{static} has a segment of kind {kind}: it needs a loader")
        if kind not in segments(shared):
            found.append(f"this test does not find segments of kind {kind} in {shared}")

    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        samples = source / "samples"
        export = (samples / "logicmonitor.csv").read_bytes()
        workbook = source / "tests/fuzz/seeds/delimited/workbook.xlsx"
        for file, data in (("export.csv", export), ("export.csv.gz", gzip.compress(export)),
                           ("export.csv.bz2", bz2.compress(export)),
                           ("export.csv.xz", lzma.compress(export)),
                           ("export.zip", zipped("Übersicht.csv", export)),
                           ("plain.zip", zipped("export.csv", export)),
                           ("sshd.log", (samples / "sshd.log").read_bytes()),
                           ("mails.mbox", (samples / "lockout-notices.mbox").read_bytes()),
                           ("workbook.xlsx", workbook.read_bytes())):
            (folder / file).write_bytes(data)
        for arguments in (["export.csv"], ["--json", "export.csv"], ["export.csv.gz"],
                          ["export.csv.bz2"], ["export.csv.xz"],
                          ["export.zip"], ["check", "workbook.xlsx"], ["sshd.log"],
                          ["--time-zone", "America/New_York", "export.csv"],
                          ["--format", "html", "export.csv"], ["nowhere.csv"], ["--version"]):
            compared += 1
            expected, got = (run(one, arguments, folder) for one in (shared, static))
            if got != expected:
                found.append(f"{' '.join(arguments)}: differs from the other program:\n{got}")

        status, out, err = run(static, ["mails.mbox"], folder)
        if (status, out) != (3, b"") or b"was built without GMime\nhint: " not in err:
            found.append(f"mails.mbox: not rejected with a clear message: {status} {out} {err}")

        if os.geteuid() == 0:  # in a root without any other file, not even a locale
            (folder / "program").write_bytes(pathlib.Path(static).read_bytes())
            (folder / "program").chmod(0o755)
            got = run("/program", ["plain.zip"], folder, preexec_fn=lambda: os.chroot(folder))
            compared += 1
            if got != run(shared, ["plain.zip"], folder):
                found.append(f"alone in its folder: {got}")

    print("\n".join(found) or f"{compared} answers are the same")
    return 1 if found else 0


sys.exit(main())
