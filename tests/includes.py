#!/usr/bin/python3
"""The way of the data, held against the #include lines: a stage includes only what comes before it,
internal headers stay in their stage, heavy libraries stay in the few files that need them, and the
operating system in two.

usage: includes.py SOURCE_DIR
"""
import pathlib
import re
import sys

# A stage may include itself and what stands before it.
ORDER = ["small_list", "base", "address", "event", "diagnostic",
         "profile", "read", "input", "normalize", "check", "groups", "correlate", "catalog", "site",
         "attribute", "report", "learn", "diagnose", "cli", "main"]
IN_SOURCES_ONLY = ["nlohmann", "spdlog", "CLI", "fmt", "archive", "archive_entry", "expat", "gmime",
                   "maxminddb"]
IN_ONE_FILE = ["spdlog", "CLI", "archive", "archive_entry", "expat", "gmime", "maxminddb"]
# A header that ends in .h is a library's named above, a compiler's, or one of the operating system.
OF_COMPILER = ["immintrin.h"]
OF_POSIX = ["src/input/bytes/system_posix.cpp", "src/cli/terminal_posix.cpp"]
OF_WINDOWS = ["src/input/bytes/system_windows.cpp", "src/cli/terminal_windows.cpp"]
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^">]+)[">]', re.M)


def stage_of(path):
    """src/input/csv/reader.cpp, include/whylocked/read.hpp and src/terminal.cpp to read, read, terminal."""
    parts = pathlib.PurePath(path).parts
    stem = re.sub("_(posix|windows)$", "", pathlib.PurePath(path).stem)
    return parts[1] if parts[0] == "src" and len(parts) > 2 else stem


def faults_of_own(path, included):
    stage = stage_of(path)
    public = included.startswith("whylocked/")
    other = pathlib.PurePath(included).stem if public else stage_of("src/" + included)
    for name in (stage, other):
        if name not in ORDER:
            return [f'{path}: "{included}": "{name}" is no stage']
    if ORDER.index(other) > ORDER.index(stage):
        return [f'{path}: "{included}" points forward']
    if not public and other not in (stage, "terminal") and stage != "main":
        return [f'{path}: "{included}" is internal to {other}']
    return []


def is_of_system(included):
    known = included in OF_COMPILER or included.split("/")[0].removesuffix(".h") in IN_SOURCES_ONLY
    return included.endswith(".h") and not known


def faults(files):
    """What is wrong with files, a map of path to text."""
    found, users = [], {}
    for path, text in sorted(files.items()):
        for bracket, included in INCLUDE.findall(text):
            library = included.split("/")[0].removesuffix(".h")
            if bracket == "<" and is_of_system(included) and path not in OF_POSIX + OF_WINDOWS:
                found.append(f"{path}: <{included}> belongs in " + " or ".join(OF_POSIX))
            if bracket == '"':
                found += faults_of_own(path, included)
            elif library in IN_SOURCES_ONLY:
                users.setdefault(library, set()).add(path)
                if path.endswith(".hpp"):
                    found.append(f"{path}: <{included}> belongs in a .cpp file")
    for library in IN_ONE_FILE:
        if len(users.get(library, ())) > 1:
            found.append(f"{library} is included in " + ", ".join(sorted(users[library])))
    return found


PLANTED = [
    ("include/whylocked/read.hpp", '#include "whylocked/normalize.hpp"'),
    ("src/correlate/correlate.cpp", '#include "whylocked/catalog.hpp"'),
    ("src/attribute/score.cpp", '#include "input/table/columns.hpp"'),
    ("src/site/site.cpp", '# include "terminal.hpp"'),
    ("src/cli/arguments.hpp", "#include <fmt/format.h>"),
    ("src/cli/values.cpp", "#include <spdlog/logger.h>"),
    ("src/main.cpp", "#include <CLI/CLI.hpp>"),
    ("src/stray/new.cpp", '#include "whylocked/read.hpp"'),
    ("src/input/bytes/file.cpp", "#include <sys/stat.h>"),
    ("src/cli/watch.cpp", "#include <unistd.h>"),
    ("src/input/archive/archive.cpp", "#include <locale.h>"),
    ("src/terminal.cpp", "#include <windows.h>"),
    ("src/input/new_posix.cpp", "#include <poll.h>"),
]


def main():
    root = pathlib.Path(sys.argv[1])
    files = {str(path.relative_to(root)): path.read_text(encoding="utf-8")
             for folder in ("include", "src") for path in (root / folder).rglob("*.?pp")
             if "embed" not in path.parts}  # a program of its own, run at build time
    found = faults(files)
    for path, line in PLANTED:  # the check must notice each of these
        planted = dict(files)
        planted[path] = planted.get(path, "") + "\n" + line + "\n"
        if len(faults(planted)) <= len(found):
            found.append(f"not noticed: {line} in {path}")
    print("\n".join(found) or f"{len(files)} files, {len(PLANTED)} planted faults noticed")
    return 1 if found or len(files) < 50 else 0


sys.exit(main())
