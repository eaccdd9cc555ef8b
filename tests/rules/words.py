#!/usr/bin/python3
"""Compares the lines of each word list with the enumerators that number them: each name in the list is a
prefix of the name in the source, in the same order.

usage: words.py SOURCE_DIR
"""
import pathlib
import re
import sys

LISTS = {"src/input/table/column_words.txt": "src/input/table/columns.cpp",
         "src/input/mail/mail_words.txt": "src/input/mail/split.hpp",
         "src/normalize/event/cell_words.txt": "src/normalize/event/words.hpp",
         "src/site/user_words.txt": "src/site/roster.cpp"}
# "kNoName = 1 << 10,", and "kSender = 1," for the first.
ENUMERATOR = re.compile(r"^ +k(\w+) = 1(?: << (\d+))?,", re.M)


def names_in_list(text):
    return [line.partition(":")[0].replace("-", " ") for line in text.splitlines()
            if line and not line.startswith("#")]


def names_in_source(text):
    found = {int(bit or 0): name for name, bit in ENUMERATOR.findall(text)}
    return [re.sub(r"(?<=.)([A-Z])", r" \1", found.get(i, "nothing")).lower()
            for i in range(max(found) + 1)]


def main():
    root = pathlib.Path(sys.argv[1])
    wrong = []
    for words, source in LISTS.items():
        lines = names_in_list((root / words).read_text())
        names = names_in_source((root / source).read_text())
        wrong += [f"{words}: no enumerator for {line!r} in {source}" for line in lines[len(names):]]
        wrong += [f"{words}: {line!r} is {name!r} in {source}" for line, name in zip(lines, names)
                  if not name.startswith(line)]
    print("\n".join(wrong) or f"the words of {len(LISTS)} lists are numbered as in the sources")
    return bool(wrong)


sys.exit(main())
