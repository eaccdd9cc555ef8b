#!/usr/bin/python3
"""Instructions per row, which stay the same on a noisy machine.

usage: instructions.py PROGRAM [--generator FILE] [--rows N] [--form FORM]...

Prints a Markdown table: for each form of export, the instructions of `groups` and `diagnose` per row
and once per run. The cost of a row is the difference between a file and its first half, divided by the
rows of the second half; the rest of the first half is the cost of the run. If that is below zero, later
rows cost more than earlier ones. Twenty users and a hundred addresses give about one lockout in 150
rows, like ten million rows with 20,000 users; "wide" has as many users and addresses as rows. One
thread, so waiting is not counted. Counted by `perf stat` if the machine allows it, else by valgrind;
compare figures of one counter only.
"""
import argparse
import itertools
import os
import re
import shutil
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
import measure

FORMS = ("csv", "semicolon", "crlf", "month-first", "newest-first", "jsonl")
COMMANDS = {"groups": ["groups"], "diagnose": []}


def perf_count(command):
    done = subprocess.run(["perf", "stat", "-e", "instructions:u", "-x", ",", *command],
                          stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    found = re.search(r"^(\d+),,instructions", done.stderr, re.MULTILINE)
    return int(found[1]) if found and done.returncode == 0 else None


def valgrind_count(command):
    done = subprocess.run(["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null",
                           *command], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    found = re.search(r"Collected : (\d+)", done.stderr)
    if not found or done.returncode != 0:
        sys.exit(f"valgrind {' '.join(command)}\nended with {done.returncode}: {done.stderr}")
    return int(found[1])


def choose_counter():
    if shutil.which("perf") and perf_count(["true"]):
        return "perf stat", perf_count
    if shutil.which("valgrind"):
        return "valgrind --tool=callgrind", valgrind_count
    sys.exit("neither `perf stat -e instructions:u` nor valgrind works here\n"
             "hint: apt-get install valgrind")


def first_half(path, rows, has_header):
    half = path + ".half"
    with open(path, "rb") as whole, open(half, "wb") as file:
        file.writelines(itertools.islice(whole, rows // 2 + has_header))
    return half


def count_form(count, program, words, path, half, rows):
    """Instructions per row, and once per run."""
    command = [program, "-q", *words]
    whole, part = count([*command, path]), count([*command, half])
    each = (whole - part) / (rows - rows // 2)
    return each, part - each * (rows // 2)


def main():
    parser = argparse.ArgumentParser(description="Instructions per row, for each form of export.")
    parser.add_argument("program", metavar="PROGRAM", type=measure.program_path)
    parser.add_argument("--generator", metavar="FILE",
                        help="bench_generate of another build")
    parser.add_argument("--rows", metavar="N", type=int, default=100_000)
    parser.add_argument("--form", action="append", choices=[*FORMS, "wide"],
                        help="may be repeated (default: all)")
    arguments = parser.parse_args()
    generator = measure.generator_of(arguments.program, arguments.generator)
    name, count = choose_counter()
    threads = measure.threads_option(arguments.program, 1)

    print(f"Instructions ({name}), {arguments.rows:,} rows, one thread\n")
    measure.table_head("form", *(f"`{command}` {what}" for command in COMMANDS
                                 for what in ("per row", "once, millions")))
    cases = [(form, form, 20, 100) for form in FORMS]
    cases.append(("wide", "csv", arguments.rows, arguments.rows))
    with tempfile.TemporaryDirectory() as folder:
        for title, form, users, addresses in cases:
            if arguments.form and title not in arguments.form:
                continue
            path = measure.export(generator, folder, form, rows=arguments.rows, users=users,
                                  addresses=addresses)
            half = first_half(path, arguments.rows, form != "jsonl")
            cells = []
            for words in COMMANDS.values():
                each, once = count_form(count, arguments.program, [*threads, *words], path, half,
                                        arguments.rows)
                cells += [f"{each:,.0f}", f"{once / 1e6:,.1f}"]
            measure.table_row(title, *cells)
            os.remove(path)
            os.remove(half)


main()
