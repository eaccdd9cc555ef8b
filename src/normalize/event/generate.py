"""Writes phrases.txt and codes.tsv as tables of C++.

usage: generate.py PHRASES CODES OUTPUT
"""
import sys


def phrases(path):
    head, text = None, []
    for number, line in enumerate(open(path, encoding="utf-8"), 1):
        if '"' in line and not line.startswith("#"):
            sys.exit(f"{path}:{number}: a quotation mark")
        if line.startswith("#") or not line.strip():
            continue
        if not line[0].isspace():
            if head:
                yield head, " ".join(text)
            head, text = line.strip().rstrip(":").split(), []
        else:
            text.append(line.strip())
    yield head, " ".join(text)


def cells_of(path):
    for line in open(path, encoding="utf-8"):
        if line.strip() and not line.startswith("#"):
            yield line.rstrip("\n").split("\t")


def main(phrases_path, codes_path, output):
    codes, events, twins = [], [], []
    for table, number, what, *rest in cells_of(codes_path):
        if table == "twins":
            twins.append(f"Reporter::{number}, Reporter::{what}")
        elif table == "event":
            success = {"success": "true", "failure": "false", "-": "std::nullopt"}[rest[0]]
            reporter = rest[1].replace("-", "unknown")
            events.append(f"{number}, Statement::{what}, {success}, Reporter::{reporter}")
        else:
            reason = rest[0].replace("-", "unknown")
            codes.append(f"CodeTable::{table}, {number}, Statement::{what}, Reason::{reason}")
    words = [f'Statement::{head[0]}, Reason::{(head + ["unknown"])[1]}, "{text}"'
             for head, text in phrases(phrases_path)]
    with open(output, "w", encoding="utf-8") as file:
        file.write('// Made by generate.py.\n#include "normalize/event/codes.hpp"\n\n'
                   "namespace whylocked::normalize {\n\n")
        for kind, name, rows in (("PhraseRow", "phrase_rows", words), ("Code", "codes", codes),
                                 ("EventId", "event_ids", events),
                                 ("std::pair<Reporter, Reporter>", "twins", twins)):
            file.write(f"std::span<const {kind}> {name}() {{\n  static constexpr {kind} kRows[] = {{\n")
            file.writelines(f"      {{{row}}},\n" for row in rows)
            file.write("  };\n  return kRows;\n}\n\n")
        file.write("}  // namespace whylocked::normalize\n")


main(*sys.argv[1:])
