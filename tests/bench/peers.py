#!/usr/bin/python3
"""Compares the whole program with other tools on the same files.

usage: peers.py PROGRAM [--peers DIR] [--rounds N] [--scale ROWS[:USERS[:ADDRESSES]]]... [...]

Every command runs once per round, in turn; the tables show medians. `groups` and the peers answer the
same question, and a round before the first checks that they give the same answer: groups of (user,
address, 15-minute window) with at least one failed login, their failures and successes, the first
and the last failure. The order of the groups is not compared.

DuckDB runs through its npm package, installed in the folder --peers; Miller, mawk and wc run if they
are installed. mawk splits at every comma, which is correct for these files only because the quoted
columns come last. Ratios are comparable between machines, seconds are not. Exit status 1: an answer
differs.
"""
import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zlib

sys.dont_write_bytecode = True
import measure

HERE = os.path.dirname(os.path.abspath(__file__))
SCALES = ["1e5", "1e6", "1e7", "5e6:1e3:1e3", "5e6:1e5:1e5", "5e6:1e6:1e6"]
SLOW_ROWS = 1_000_000  # at most, for Miller and mawk, which keep all groups in slow tables

# Each prints user, address, from, to, failures, successes, first, last.
MILLER = ["mlr", "--icsv", "--ocsv", "filter", '$Event == "Login"', "then", "put", '''
    $user = tolower($Username);
    $time = strptime($Timestamp, "%Y-%m-%dT%H:%M:%S");
    $from = $time - $time % 900;
    $failures = 0;
    $successes = 0;
    if ($Result == "Failure") {
      $failures = 1;
      $failed = $time;
    } elif ($Result == "Success") {
      $successes = 1;
    }''', "then", "stats1", "-a", "sum,min,max", "-f", "failures,successes,failed",
          "-g", "user,IP Address,from", "then", "filter", "$failures_sum > 0", "then", "put", '''
    $to = sec2gmt($from + 900);
    $from = sec2gmt($from);
    $failed_min = sec2gmt($failed_min);
    $failed_max = sec2gmt($failed_max);''', "then", "cut", "-o", "-f",
          "user,IP Address,from,to,failures_sum,successes_sum,failed_min,failed_max"]
MAWK = ["mawk", '''
BEGIN { FS = ","; OFS = ","; print "header" }
$4 == "Login" {
  key = tolower($2) OFS $3 OFS substr($1, 1, 14) int(substr($1, 15, 2) / 15)
  if ($5 == "Success") { successes[key]++; next }
  if ($5 != "Failure") next
  if (!failures[key]++) first[key] = $1
  last[key] = $1
}
END {
  for (key in failures) {
    window = substr(key, length(key) - 14)
    if (!(window in edges)) {
      minute = substr(window, 15) * 15
      from = mktime(substr(window, 1, 4) " " substr(window, 6, 2) " " substr(window, 9, 2) " " \\
                    substr(window, 12, 2) " " minute " 0")
      edges[window] = strftime("%Y-%m-%dT%H:%M:%S", from) OFS \\
                      strftime("%Y-%m-%dT%H:%M:%S", from + 900)
    }
    print substr(key, 1, length(key) - 15) edges[window], failures[key], successes[key] + 0,
          first[key], last[key]
  }
}''']


def parse_scale(text):
    try:
        numbers = [int(float(part)) for part in text.split(":")]
        rows, users, addresses = (*numbers, *[20_000, 5_000][len(numbers) - 1:])
    except ValueError:
        raise argparse.ArgumentTypeError(f"'{text}' is not like 1e6 or 1e6:20000:5000") from None
    return rows, users, addresses


def parse_arguments():
    parser = argparse.ArgumentParser(
        description="Compares the whole program with other tools on the same files.")
    parser.add_argument("program", metavar="PROGRAM", type=measure.program_path)
    parser.add_argument("--generator", metavar="FILE",
                        help="bench_generate of another build")
    parser.add_argument("--peers", metavar="DIR",
                        help="folder for npm packages; without it, DuckDB is skipped")
    parser.add_argument("--data", metavar="DIR",
                        help="folder for exports (default: a temporary one)")
    parser.add_argument("--scale", metavar="ROWS[:USERS[:ADDRESSES]]", action="append",
                        type=parse_scale, help=f"may be repeated (default: {', '.join(SCALES)})")
    parser.add_argument("--failures", metavar="PERCENT", type=int, default=44)
    parser.add_argument("--rounds", metavar="N", type=int, default=5)
    parser.add_argument("--threads", metavar="N", type=int, default=2,
                        help="threads of whylocked and DuckDB, in addition to runs with one (2)")
    parser.add_argument("--only", metavar="PATTERN",
                        help="only the commands whose name matches this pattern")
    return parser.parse_args()


def install_duckdb(folder):
    """Returns its version, or None after a message."""
    if not folder:
        return print("no --peers DIR: DuckDB is skipped", file=sys.stderr)
    if not shutil.which("npm"):
        return print("npm is not installed: DuckDB is skipped", file=sys.stderr)
    os.makedirs(folder, exist_ok=True)
    if not os.path.isdir(os.path.join(folder, "node_modules", "@duckdb", "node-api")):
        done = subprocess.run(["npm", "install", "--prefix", folder, "--no-audit", "--no-fund",
                               "--silent", "@duckdb/node-api"])
        if done.returncode != 0:
            return print("npm cannot install @duckdb/node-api: DuckDB is skipped", file=sys.stderr)
    script = os.path.join(HERE, "duckdb.mjs")
    return subprocess.run(["node", script, folder, "1", "version"], check=True, text=True,
                          stdout=subprocess.PIPE).stdout.strip()


class Tool:
    """A command for one file. `answers`: it prints or writes groups."""

    def __init__(self, name, command, answers=False, writes=None):
        self.name, self.command, self.answers, self.writes = name, command, answers, writes


def threads_text(count):
    return "" if count == 0 else f", {count} thread" + "s" * (count > 1)


def own_tools(program, path, threads):
    variants = {count: measure.threads_option(program, count) for count in (threads, 1)}
    if not variants[1]:
        variants = {0: []}
    for command, words in (("groups", ["groups"]), ("diagnose", [])):
        for count, more in variants.items():
            yield Tool(f"`whylocked {command}`{threads_text(count)}",
                       [program, "-q", *words, *more, path], answers=command == "groups")


def peer_tools(arguments, duckdb, path, rows, folder):
    if duckdb:
        script = ["node", os.path.join(HERE, "duckdb.mjs"), arguments.peers]
        output = os.path.join(folder, "duckdb.csv")
        for count in (arguments.threads, 1):
            name = f"DuckDB {duckdb}{threads_text(count)}"
            yield Tool(f"{name}: groups", [*script, str(count), "groups", path, output], True,
                       output)
            yield Tool(f"{name}: groups only counted", [*script, str(count), "count", path])
    if rows <= SLOW_ROWS:
        if shutil.which("mlr"):
            yield Tool("Miller: groups", [*MILLER, path], True)
        if shutil.which("mawk"):
            yield Tool("mawk, split at commas: groups", [*MAWK, path], True)
    yield Tool("`wc -l`", ["wc", "-l", path])


def read_answer(path):
    """Groups, failures, successes, and a checksum of all groups that ignores their order."""
    groups = failures = successes = digest = 0
    with open(path, "rb") as file:
        next(file)
        for line in file:
            fields = line.split(b",")
            groups, failures = groups + 1, failures + int(fields[4])
            successes += int(fields[5])
            # time formats differ: 2026-05-19T08:00:00Z, 2026-05-19 08:00:00
            times = b",".join(fields[2:]).replace(b"T", b" ").replace(b"Z", b"").strip()
            digest += zlib.crc32(times, zlib.crc32(b",".join(fields[:2])))
    return groups, failures, successes, digest


def warm_up(tools, output):
    """Runs each tool once. Returns the common answer, and the names of tools that differ."""
    answer, wrong = None, []
    for tool in tools:
        measure.Run(tool.command, output)
        if not tool.answers:
            continue
        found = read_answer(tool.writes or output)
        if answer is None:
            answer = found
        elif found != answer:
            wrong.append(tool.name)
            print(f"{tool.name}: (groups, failures, successes, digest) are {found}, "
                  f"not {answer}", file=sys.stderr)
    return answer, wrong


def print_table(tools, runs, wrong, size):
    walls = {name: measure.median(of_name, "wall") for name, of_name in runs.items()}
    bases = [next((walls[name] for name in walls if f"`whylocked {command}`" in name), None)
             for command in ("groups", "diagnose")]
    measure.table_head("command", "wall s", "min-max", "x groups", "x diagnose", "MB/s",
                       "CPU s", "peak MiB", "answer")
    for tool in tools:
        wall, of_tool = walls[tool.name], runs[tool.name]
        each = [run.wall for run in of_tool]
        measure.table_row(tool.name, f"{wall:.3f}", f"{min(each):.3f}-{max(each):.3f}",
                          *(f"{wall / base:.2f}" if base else "" for base in bases),
                          f"{size / wall / 1e6:.0f}", f"{measure.median(of_tool, 'processor'):.2f}",
                          f"{measure.median(of_tool, 'peak'):.0f}",
                          "" if not tool.answers else "WRONG" if tool.name in wrong else "same")
    print()


def compare(arguments, generator, duckdb, scale, folder):
    rows, users, addresses = scale
    path = measure.export(generator, arguments.data or folder, rows=rows, users=users,
                          addresses=addresses, failures=arguments.failures)
    output = os.path.join(folder, "output")
    tools = [*own_tools(arguments.program, path, arguments.threads),
             *peer_tools(arguments, duckdb, path, rows, folder)]
    tools = [tool for tool in tools if re.search(arguments.only or "", tool.name)]
    answer, wrong = warm_up(tools, output)
    size = os.path.getsize(path)
    counts = ""
    if answer:
        counts = ": {:,} groups of {:,} failures and {:,} successes".format(*answer)
    print(f"{rows:,} rows, {users:,} users, {addresses:,} addresses, {size / 1e6:,.0f} MB{counts}; "
          f"{arguments.rounds} rounds\n", flush=True)
    commands = {tool.name: tool.command for tool in tools}
    runs = measure.alternating(commands, arguments.rounds, output)
    print_table(tools, runs, wrong, size)
    if not arguments.data:
        os.remove(path)
    return not wrong


def main():
    arguments = parse_arguments()
    generator = measure.generator_of(arguments.program, arguments.generator)
    duckdb = install_duckdb(arguments.peers)
    if arguments.data:
        os.makedirs(arguments.data, exist_ok=True)
    same = True
    with tempfile.TemporaryDirectory() as folder:
        for scale in arguments.scale or map(parse_scale, SCALES):
            same &= compare(arguments, generator, duckdb, scale, folder)
    sys.exit(0 if same else 1)


main()
