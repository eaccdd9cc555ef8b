#!/usr/bin/python3
"""Checks #include lines against the rooms: a room includes only what it links in CMakeLists.txt, internal
headers stay in their room, heavy libraries and the operating system stay in the few files that need them.

usage: includes.py SOURCE_DIR
"""
import pathlib
import re
import sys

ROOM = re.compile(r"^whylocked_room\((\w+)(?: USES ([\w ]+?))?(?:\n| LIBRARIES| ALSO|\))", re.M)
# Rooms whose internal headers every later room may include.
SHARED = ["base", "event"]
# Public headers that are not named after their room.
PUBLIC = {"diagnostic": "base", "text": "base", "address": "event", "profile": "input",
          "read": "input"}
IN_SOURCES_ONLY = ["nlohmann", "spdlog", "CLI", "fmt", "archive", "archive_entry", "expat", "gmime",
                   "maxminddb", "libevtx", "libbfio", "lzma"]
IN_ONE_FILE = ["spdlog", "CLI", "archive", "archive_entry", "expat", "gmime", "maxminddb", "libevtx",
               "libbfio", "lzma"]
# A header that ends in .h belongs to a library above, the compiler, or the operating system.
OF_COMPILER = ["immintrin.h"]
OF_SYSTEM = re.compile(r"src/(input|cli)/.*_(posix|windows)\.cpp$")
SYSTEM_FILES = 3  # input's for POSIX, and the terminal's for each system
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^">]+)[">]', re.M)


def linked_rooms(cmake):
    """Each room with the rooms that it links, directly or indirectly."""
    direct = {name: uses.split() for name, uses in ROOM.findall(cmake)}
    direct["cli"] = ["diagnose", "learn"]
    direct["main"] = ["cli"]

    def reach(room, found):
        for other in direct[room]:
            if other not in found:
                found.add(other)
                reach(other, found)
        return found
    return {room: reach(room, {room}) for room in direct}


def room_of(path):
    """src/input/csv/reader.cpp to input, include/whylocked/read.hpp to input, src/main.cpp to main."""
    parts = pathlib.PurePath(path).parts
    if parts[0] == "src" and len(parts) > 2:
        return parts[1]
    stem = pathlib.PurePath(path).stem
    return PUBLIC.get(stem, stem)


def faults_of_own(path, included, rooms):
    room = room_of(path)
    public = included.startswith("whylocked/")
    other = room_of("include/" + included if public else "src/" + included)
    for name in (room, other):
        if name not in rooms:
            return [f'{path}: "{included}": "{name}" is not a room']
    if other not in rooms[room]:
        return [f'{path}: "{included}": {room} does not link {other}']
    if not public and other != room and other not in SHARED and room != "main":
        return [f'{path}: "{included}" is internal to {other}']
    return []


def is_of_system(included):
    known = included in OF_COMPILER or included.split("/")[0].removesuffix(".h") in IN_SOURCES_ONLY
    return included.endswith(".h") and not known


def faults(files, rooms):
    """The faults of files, given as a map of path to text."""
    found, users, of_system = [], {}, set()
    for path, text in sorted(files.items()):
        for bracket, included in INCLUDE.findall(text):
            library = included.split("/")[0].removesuffix(".h")
            if bracket == "<" and is_of_system(included):
                of_system.add(path)
                if not OF_SYSTEM.match(path):
                    found.append(f"{path}: <{included}> belongs in a file for one system")
            if bracket == '"':
                found += faults_of_own(path, included, rooms)
            elif library in IN_SOURCES_ONLY:
                users.setdefault(library, set()).add(path)
                if path.endswith(".hpp") and not included.endswith("_fwd.hpp"):
                    found.append(f"{path}: <{included}> belongs in a .cpp file")
    for library in IN_ONE_FILE:
        if len(users.get(library, ())) > 1:
            found.append(f"{library} is included in " + ", ".join(sorted(users[library])))
    if len(of_system) > SYSTEM_FILES:
        found.append("the system's headers are included in " + ", ".join(sorted(of_system)))
    return found


PLANTED = [
    ("include/whylocked/read.hpp", '#include "whylocked/normalize.hpp"'),
    ("src/correlate/correlate.cpp", '#include "whylocked/catalog.hpp"'),
    ("src/catalog/names.cpp", '#include "whylocked/read.hpp"'),
    ("src/attribute/scoring/score.cpp", '#include "input/table/columns.hpp"'),
    ("src/base/parallel.cpp", '#include "whylocked/event.hpp"'),
    ("src/site/site.cpp", '# include "cli/terminal.hpp"'),
    ("src/cli/arguments.hpp", "#include <fmt/format.h>"),
    ("src/cli/values.cpp", "#include <spdlog/logger.h>"),
    ("src/main.cpp", "#include <CLI/CLI.hpp>"),
    ("src/stray/new.cpp", '#include "whylocked/read.hpp"'),
    ("src/input/csv/reader.cpp", "#include <sys/stat.h>"),
    ("src/cli/watch.cpp", "#include <unistd.h>"),
    ("src/input/archive/archive.cpp", "#include <locale.h>"),
    ("src/cli/terminal.cpp", "#include <windows.h>"),
    ("src/input/new_posix.cpp", "#include <poll.h>"),
    ("src/report/page_posix.cpp", "#include <poll.h>"),
]


def main():
    root = pathlib.Path(sys.argv[1])
    rooms = linked_rooms((root / "CMakeLists.txt").read_text(encoding="utf-8"))
    files = {str(path.relative_to(root)): path.read_text(encoding="utf-8")
             for folder in ("include", "src") for path in (root / folder).rglob("*.?pp")
             if "generate" not in path.parts}  # a separate program, run at build time
    found = faults(files, rooms)
    for path, line in PLANTED:  # the check must notice each of these
        planted = dict(files)
        planted[path] = planted.get(path, "") + "\n" + line + "\n"
        if len(faults(planted, rooms)) <= len(found):
            found.append(f"not noticed: {line} in {path}")
    print("\n".join(found) or f"{len(files)} files, {len(PLANTED)} planted faults noticed")
    return 1 if found or len(files) < 50 or len(rooms) < 10 else 0


sys.exit(main())
