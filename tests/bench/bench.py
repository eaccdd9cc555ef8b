#!/usr/bin/python3
"""Time and memory of whole commands, on generated exports.

usage: bench.py PROGRAM [ROWS]        (1000000 rows for the large export)

Prints a Markdown table: the median of five runs after a warm-up, wall clock and peak memory of the
process. One attempt in ten fails. The last column is the time relative to `cksum` on the same file,
which reads every byte once: compare that figure between machines, not the seconds. peers.py
compares with other tools.
"""
import os
import sys
import tempfile

sys.dont_write_bytecode = True
import measure

RUNS = 5


def main():
    if len(sys.argv) < 2 or sys.argv[1].startswith("-"):
        sys.exit(__doc__)
    program = measure.program_path(sys.argv[1])
    generator = measure.generator_of(program)
    large = int(sys.argv[2]) if len(sys.argv) > 2 else 1000000
    measure.table_head("command", "rows", "MB", "seconds", "MB/s", "peak MiB", "x cksum")
    with tempfile.TemporaryDirectory() as folder:
        for rows in (5000, large):
            path = measure.export(generator, folder, rows=rows, users=max(20, rows // 50),
                                  addresses=max(20, rows // 200), failures=10)
            size = os.path.getsize(path) / 1e6
            commands = {"cksum": ["cksum", path]}
            for words in ([], ["groups"], ["events"]):
                name = " ".join(["whylocked", *words, "export.csv"])
                commands[f"`{name}`"] = [program, "-q", *words, path]
            output = os.path.join(folder, "output")
            measure.alternating(commands, 1, output)
            runs = measure.alternating(commands, RUNS, output)
            floor = measure.median(runs.pop("cksum"), "wall")
            for name, of_command in runs.items():
                seconds = measure.median(of_command, "wall")
                measure.table_row(name, rows, f"{size:.1f}", f"{seconds:.3f}",
                                  f"{size / seconds:.0f}",
                                  f"{measure.median(of_command, 'peak'):.0f}",
                                  f"{seconds / floor:.1f}")


main()
