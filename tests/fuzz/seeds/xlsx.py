#!/usr/bin/python3
"""Generates the seeds of fuzz/xlsx.cpp: small files of each kind, after the letter that selects it.

usage: xlsx.py        (writes into the folder xlsx; the result is always the same)
"""
import bz2
import gzip
import io
import lzma
import pathlib
import zipfile

FOLDER = pathlib.Path(__file__).parent / "xlsx"
TABLE = b"Time,User\n2026-05-19 08:07:19,ann\n"
TYPES = "http://purl.oclc.org/ooxml/officeDocument/relationships/"
SHEET = ('<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="inlineStr"><is>'
         '<r><t>Us</t></r><r><t>er</t></r></is></c></row><row r="3"><c r="A3" s="1"><v>46161.338</v>'
         '</c><c r="B3" t="str"><v>a_x0041_</v></c><c r="D3" t="b"><v>1</v></c></row></sheetData>'
         '</worksheet>')
TEXTS = "<sst><si><t>Time</t></si><si><r><t>b</t></r><rPh><t>x</t></rPh></si></sst>"
FORMATS = ('<styleSheet><numFmts><numFmt numFmtId="164" formatCode="[$-407]d\\.m\\.yy h:mm"/></numFmts>'
           '<cellXfs><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs></styleSheet>')


def pack(parts, method=zipfile.ZIP_STORED):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content, method)
    return packed.getvalue()


def relations(*parts):
    return "<Relationships>" + "".join(
        f'<Relationship Id="r{i}" Type="{TYPES}{kind}" Target="{target}"/>'
        for i, (kind, target) in enumerate(parts)) + "</Relationships>"


BOOK = {
    "[Content_Types].xml": "<Types/>",
    "_rels/.rels": relations(("officeDocument", "xl/workbook.xml")),
    "xl/workbook.xml": '<workbook xmlns:r="r"><workbookPr date1904="1"/><sheets>'
                       '<sheet name="Log" r:id="r0"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": relations(("worksheet", "s.xml"), ("styles", "/xl/f.xml"),
                                            ("sharedStrings", "../xl/t.xml")),
    "xl/s.xml": SHEET, "xl/t.xml": TEXTS, "xl/f.xml": FORMATS,
}
SEEDS = {
    "book": b"f" + pack(BOOK),  # stored, so the fuzzer can change its XML
    "book-deflate": b"f" + pack(BOOK, zipfile.ZIP_DEFLATED),
    "zip": b"f" + pack({"a.csv": TABLE, "b/": "", ".c": ""}),
    "zip-cut": b"f" + pack({"a.csv": TABLE, "b.csv": TABLE})[:150],
    "gzip": b"f" + gzip.compress(TABLE, mtime=0),
    "bzip2": b"f" + bz2.compress(TABLE),
    "xz": b"f" + lzma.compress(TABLE),
    "sheet": b"s" + SHEET.encode(),
    "texts": b"t" + TEXTS.encode(),
    "formats": b"c" + FORMATS.encode(),
    "xz-watch": b"x" + lzma.compress(TABLE) + bytes(4) + lzma.compress(TABLE),
}

for seed, data in SEEDS.items():
    (FOLDER / seed).write_bytes(data)
