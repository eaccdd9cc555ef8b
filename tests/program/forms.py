#!/usr/bin/python3
"""The same events in every form must give the same diagnosis, to the byte.

usage: forms.py PROGRAM

The sample is written in each of FORMS, packed in each of PACKINGS, and read from a file and from
standard input. Only facts about the file may differ: `inputs`, file names and, if a form has no header
row, row numbers, by one.
"""
import bz2
import csv
import datetime
import gzip
import io
import json
import lzma
import os
import pathlib
import subprocess
import sys
import tempfile
import zipfile
from xml.sax.saxutils import escape

SAMPLE = pathlib.Path(__file__).parents[2] / "samples" / "logicmonitor.csv"
ROWS = list(csv.reader(SAMPLE.open(encoding="utf-8", newline="")))


def table(delimiter):
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\r\n").writerows(ROWS)
    return text.getvalue()


def objects():
    return [dict(zip(ROWS[0], row)) for row in ROWS[1:]]


def json_lines():
    return "".join(json.dumps(one) + "\n" for one in objects()).encode()


def serial(text):
    """Days since the end of 1899, as Excel stores a time."""
    time = datetime.datetime.fromisoformat(text)
    return repr((time - datetime.datetime(1899, 12, 30)) / datetime.timedelta(days=1))


def letters(column):
    return chr(ord("A") + column)


def workbook(dates):
    """An xlsx as Excel writes it: shared texts, and times as numbers with a style if `dates`."""
    texts, rows = [], []
    for number, row in enumerate(ROWS, 1):
        cells = ""
        for column, cell in enumerate(row):
            place = f'{letters(column)}{number}'
            if dates and column == 0 and number > 1:
                cells += f'<c r="{place}" s="1"><v>{serial(cell)}</v></c>'
            elif cell:
                if cell not in texts:
                    texts.append(cell)
                cells += f'<c r="{place}" t="s"><v>{texts.index(cell)}</v></c>'
        rows.append(f'<row r="{number}">{cells}</row>')
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    types = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

    def relations(*parts):
        return "<Relationships>" + "".join(
            f'<Relationship Id="rId{i}" Type="{types}/{kind}" Target="{target}"/>'
            for i, (kind, target) in enumerate(parts, 1)) + "</Relationships>"

    shared = "".join(f"<si><t>{escape(text)}</t></si>" for text in texts)
    parts = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": relations(("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{types}"><sheets>'
                           '<sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": relations(("worksheet", "worksheets/sheet1.xml"),
                                                ("styles", "styles.xml"),
                                                ("sharedStrings", "sharedStrings.xml")),
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{"".join(rows)}'
                                    '</sheetData></worksheet>',
        "xl/sharedStrings.xml": f'<sst xmlns="{main}">{shared}</sst>',
        "xl/styles.xml": f'<styleSheet xmlns="{main}"><numFmts count="1"><numFmt numFmtId="164" '
                         'formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/></numFmts><cellXfs count="2">'
                         '<xf numFmtId="0"/><xf numFmtId="164"/></cellXfs></styleSheet>',
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as book:
        for name, text in parts.items():
            book.writestr(name, '<?xml version="1.0" encoding="UTF-8"?>\n' + text)
    return packed.getvalue()


def in_zip(data):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("export", data)
    return packed.getvalue()


def in_zstd(data):
    return subprocess.run(["zstd", "-q", "-c"], input=data, stdout=subprocess.PIPE,
                          check=True).stdout


# name, bytes, difference of the sample's row numbers to its own
FORMS = [
    ("csv", table(",").encode(), 0),
    ("csv-semicolon-utf-16", table(";").encode("utf-16"), 0),
    ("csv-tab-utf-16-no-mark", table("\t").encode("utf-16-be"), 0),
    ("xlsx-dates", workbook(True), 0),
    ("xlsx-text", workbook(False), 0),
    ("json", json.dumps(objects(), indent=1).encode(), 1),
    ("jsonl", json_lines(), 1),
]
PACKINGS = [
    ("plain", lambda data: data),
    ("gz", gzip.compress),
    ("xz", lzma.compress),
    ("bz2", bz2.compress),
    ("zst", in_zstd),
    ("zip", in_zip),
]


def without_file(value, shift):
    """The report without facts about the file."""
    if isinstance(value, list):
        return [without_file(one, shift) for one in value]
    if not isinstance(value, dict):
        return value
    value = {key: without_file(one, shift) for key, one in value.items() if key != "inputs"}
    if "file" in value:
        value["file"] = None
        if isinstance(value.get("row"), int) and value["row"] > 0:
            value["row"] += shift
        value["rows"] = [row + shift for row in value.get("rows", [])]
    return value


def diagnose(program, path, standard_input, shift):
    with open(path, "rb") as file:
        done = subprocess.run([program, "--format", "json", "-" if standard_input else path],
                              stdin=file, capture_output=True)
    if done.returncode not in (0, 1):
        return f"exit status {done.returncode}: {done.stderr.decode()}"
    return json.dumps(without_file(json.loads(done.stdout), shift), indent=1)


def first_difference(expected, got):
    for line, other in zip(expected.splitlines(), got.splitlines()):
        if line != other:
            return f"expected {line.strip()}, got {other.strip()}"
    return "one report ends early: " + got[-300:]


def main():
    program = os.path.abspath(sys.argv[1])
    expected, checked, failed = None, 0, 0
    with tempfile.TemporaryDirectory() as folder:
        for form, data, shift in FORMS:
            for packing, pack in PACKINGS:
                path = os.path.join(folder, f"{form}.{packing}")
                pathlib.Path(path).write_bytes(pack(data))
                for standard_input in (False, True):
                    got = diagnose(program, path, standard_input, shift)
                    expected = expected or got
                    checked += 1
                    if got != expected or '"lockouts": 3' not in got:
                        failed += 1
                        print(f"FAILED {form}, {packing}{', standard input' * standard_input}: " +
                              first_difference(expected, got))
    print(f"{checked} reports, {failed} differ")
    return 1 if failed else 0


sys.exit(main())
