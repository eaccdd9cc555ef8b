#!/usr/bin/python3
"""Compares times in every zone with Python's own reader of the zone database.

usage: zones.py PROGRAM

The times are around changes of the clock, between them, and after the last change that the database
lists. Also tests TZDIR, with a database of a single zone.
"""
import csv
import datetime
import os
import pathlib
import random
import subprocess
import sys
import tempfile
import zoneinfo

SECOND = datetime.timedelta(seconds=1)
UTC = datetime.timezone.utc
FIRST = datetime.datetime(1930, 1, 1)
SECONDS = 150 * 365 * 86400  # to 2079
# Seconds from a change: in hours that occur twice or never, and around them.
NEAR = (-86400, -3601, -3600, -1800, -1, 0, 1, 1799, 3599, 3600, 7199, 7200)
# Settings rather than zones, and names that abbreviate winter time in a row.
NEITHER = {"localtime", "Factory", "CET", "EET", "WET"}


def offset(zone, time):
    return time.replace(tzinfo=UTC).astimezone(zone).utcoffset()


def change(draw, zone):
    """A change of the clock, in local time; None if a random interval has none."""
    low = FIRST + draw.randrange(SECONDS) * SECOND
    high = low + draw.choice((100, 200, 2000)) * 86400 * SECOND
    before = offset(zone, low)
    if offset(zone, high) == before:
        return None
    while high - low > SECOND:
        middle = low + (high - low) // 2 // SECOND * SECOND
        low, high = (middle, high) if offset(zone, middle) == before else (low, middle)
    return high + before


def times(draw, zone):
    yield from (FIRST + draw.randrange(SECONDS) * SECOND for _ in range(10))
    for _ in range(6):
        at = change(draw, zone)
        if at is not None:
            yield from (at + seconds * SECOND for seconds in NEAR)


def own_database():
    """Faults if TZDIR names a folder with one zone, five and three quarter hours east."""
    with tempfile.TemporaryDirectory() as folder:
        for place in zoneinfo.TZPATH:
            rules = pathlib.Path(place, "Asia", "Kathmandu")
            if rules.exists():
                pathlib.Path(folder, "Ours").write_bytes(rules.read_bytes())
        lost = subprocess.run([sys.argv[1], "--time-zone", "America/New_York", "x"], text=True,
                              capture_output=True, check=False, env={**os.environ, "TZDIR": folder})
        outputs = {}
        for name in ("Ours", "Asia/Kathmandu"):
            row = f"time,time zone,user,event\n2026-05-19 08:00:00,{name},ann,login failed\n"
            outputs[name] = subprocess.run([sys.argv[1], "events", "-q", "-"], input=row, text=True,
                                        capture_output=True, check=False,
                                        env={**os.environ, "TZDIR": folder}).stdout
    found = [] if "2026-05-19T02:15:00Z" in outputs["Ours"] else ["TZDIR is ignored"]
    if "2026-05-19T" in outputs["Asia/Kathmandu"]:
        found.append("with TZDIR another database is read")
    if "TZDIR names" not in lost.stderr:
        found.append("the hint does not name TZDIR: " + lost.stderr)
    return found


def main():
    draw = random.Random(20261127)
    names = sorted(zoneinfo.available_timezones() - NEITHER)
    rows, expected = [], []
    for name in names:
        zone = zoneinfo.ZoneInfo(name)
        for time in times(draw, zone):
            rows.append(f"{time},{name},ann,login failed\n")
            utc = time.replace(tzinfo=zone).astimezone(UTC)  # the first of two, as in whylocked
            expected.append((utc.strftime("%Y-%m-%dT%H:%M:%SZ"), name, str(time)))
    done = subprocess.run([sys.argv[1], "events", "-q", "-"], capture_output=True, text=True,
                          input="time,time zone,user,event\n" + "".join(rows), check=False)
    events = sorted(csv.DictReader(done.stdout.splitlines()), key=lambda event: int(event["row"]))
    got = [event["time"] for event in events]
    found = own_database()
    if len(got) != len(expected) or len(names) < 400:
        found.append(f"{len(got)} events of {len(expected)} rows, {len(names)} zones: "
                     + done.stderr)
    for (utc, name, local), time in zip(expected, got):
        if utc != time:
            found.append(f"{local} in {name} is {utc}, not {time}")
    print("\n".join(found[:20]) or f"{len(got)} times in {len(names)} zones")
    return 1 if found else 0


sys.exit(main())
