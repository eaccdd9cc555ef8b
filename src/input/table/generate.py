"""Writes aliases.tsv as a C++ table, in the order in which it is searched.

usage: generate.py ALIASES OUTPUT
"""
import sys


def main(aliases, output):
    rows = []
    with open(aliases, encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            if line.startswith("#") or not line.strip():
                continue
            cells = line.rstrip("\n").split("\t")
            if len(cells) != 3 or cells[2] not in set("123456789") or '"' in cells[0]:
                sys.exit(f"{aliases}:{number}: no row of name, field and priority 1 to 9")
            rows.append(cells)
    rows.sort(key=lambda row: row[0].replace(" ", "").encode())
    with open(output, "w", encoding="utf-8") as file:
        file.write('// Made by generate.py.\n#include "input/table/aliases.hpp"\n\n'
                   "namespace whylocked::input {\n\nnamespace {\n\nconstexpr Alias kAliases[] = {\n")
        for name, field, priority in rows:
            file.write(f'    {{"{name}", Field::{field}, {priority}}},\n')
        file.write("};\n\n}  // namespace\n\nstd::span<const Alias> all_aliases() { return kAliases; }"
                   "\n\n}  // namespace whylocked::input\n")


main(*sys.argv[1:])
