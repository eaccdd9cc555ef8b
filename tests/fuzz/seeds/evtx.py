#!/usr/bin/python3
"""Generates Windows event logs (.evtx): the seeds of fuzz/evtx.cpp, and golden/inputs/windows-event-log.

usage: evtx.py        (writes into these folders; the result is always the same)

A seed is "c" and the contents of a chunk after the numbers of its header, which the target adds, or "f"
and a whole file. The XML of a record is written without templates, which are optional.
"""
import gzip
import pathlib
import struct
import zlib

HERE = pathlib.Path(__file__).parent
GOLDEN = HERE.parent.parent / "golden/inputs/windows-event-log"
HEADER, CHUNK, CHUNK_HEADER, NUMBERS = 4096, 65536, 512, 128
NAMESPACE = "http://schemas.microsoft.com/win/2004/08/events/event"


def name(text, at):
    """The name of an element or attribute, after the reference to its offset."""
    wide = text.encode("utf-16le")
    return struct.pack("<IIHH", at + 4, 0, 0, len(text)) + wide + b"\0\0"


def value(text):
    return struct.pack("<BBH", 5, 1, len(text)) + text.encode("utf-16le")


def element(tag, content, at, attributes=()):
    """`content`: a text, or a list of (tag, content, attributes). `at`: offset of the first byte."""
    body = name(tag, at + 7)
    if attributes:
        listed = b""
        for number, (key, text) in enumerate(attributes):
            more = 0x40 if number + 1 < len(attributes) else 0
            listed += bytes([6 + more])
            listed += name(key, at + 7 + len(body) + 4 + len(listed)) + value(text)
        body += struct.pack("<I", len(listed)) + listed
    body += b"\2"
    if isinstance(content, str):
        body += value(content) if content else b""
    else:
        for child in content:
            body += element(*child[:2], at + 7 + len(body), *child[2:])
    body += b"\4"
    return struct.pack("<BHI", 0x41 if attributes else 1, 0xffff, len(body)) + body


def record(number, content, at):
    text = b"\x0f\1\1\0" + element("Event", content, at + 28, [("xmlns", NAMESPACE)]) + b"\0"
    size = 24 + len(text) + 4
    filetime = 134_000_000_000_000_000 + number
    return struct.pack("<IIQQ", 0x2a2a, size, number, filetime) + text + struct.pack("<I", size)


def event(number, time, identifier, **data):
    return [
        ("System", [
            ("Provider", "", [("Name", "Microsoft-Windows-Security-Auditing")]),
            ("EventID", str(identifier)), ("TimeCreated", "", [("SystemTime", time)]),
            ("EventRecordID", str(number)), ("Channel", "Security"), ("Computer", "DC01.corp.example")]),
        ("EventData", [("Data", text, [("Name", key)]) for key, text in data.items()]),
    ]


def records(events):
    packed = b""
    for number, content in enumerate(events, 1):
        packed += record(number, content, CHUNK_HEADER + len(packed))
    return packed


def chunk(packed):
    last = len(packed) - struct.unpack("<I", packed[-4:])[0] if packed else 0
    header = bytearray(CHUNK_HEADER)
    struct.pack_into("<8sQQQQIIII", header, 0, b"ElfChnk", 1, 9, 1, 9, 128, CHUNK_HEADER + last,
                     CHUNK_HEADER + len(packed), zlib.crc32(packed))
    struct.pack_into("<I", header, 124, zlib.crc32(header[128:], zlib.crc32(header[:120])))
    return bytes(header + packed).ljust(CHUNK, b"\0")


def log(*chunks):
    header = bytearray(HEADER)
    struct.pack_into("<8sQQQIHHHH", header, 0, b"ElfFile", 0, 0, 10, 128, 1, 3, HEADER, len(chunks))
    struct.pack_into("<I", header, 124, zlib.crc32(header[:120]))
    return bytes(header) + b"".join(chunks)


def failure(number, second):
    return event(number, f"2026-05-19T08:07:{second:02}.0000000Z", 4625, TargetUserName="ann",
                 TargetDomainName="CORP", Status="0xc000006d", SubStatus="0xc000006a", LogonType="3",
                 WorkstationName="SRV-BKP01", IpAddress="198.51.100.7")


def main():
    lock = event(6, "2026-05-19T08:07:24.5000000Z", 4740, TargetUserName="ann",
                 TargetDomainName="SRV-BKP01", SubjectUserName="DC01$", SubjectDomainName="CORP")
    events = [*(failure(n, 19 + n) for n in range(1, 6)), lock]
    seeds = HERE / "evtx"
    seeds.mkdir(exist_ok=True)
    tables = b"c" + bytes(CHUNK_HEADER - NUMBERS)
    (seeds / "events").write_bytes(tables + records(events))
    (seeds / "lock").write_bytes(tables + records([lock]))
    (seeds / "nothing").write_bytes(tables)
    (seeds / "cut").write_bytes(tables + records(events)[:-200])
    (seeds / "header").write_bytes(b"f" + log())
    whole = log(chunk(records(events[:3])), chunk(records(events[3:])), bytes(CHUNK))
    broken = bytearray(whole)
    broken[HEADER + CHUNK_HEADER + 300] ^= 0x55
    for file, content in {"security.evtx.gz": whole, "damaged.evtx.gz": bytes(broken),
                          "truncated.evtx.gz": whole[:HEADER + CHUNK + 2000]}.items():
        (GOLDEN / file).write_bytes(gzip.compress(content, mtime=0))


if __name__ == "__main__":
    main()
