#!/usr/bin/python3
"""How long whole commands take, and how much memory, on exports made here.

usage: bench.py PROGRAM [ROWS]        (1000000 rows for the large export)

Prints a Markdown table: the median of five runs after a warm-up, wall clock and peak memory of the
process. The last column is the time in units of `cksum` on the same file, which reads every byte
once: compare that figure between machines, not the seconds.
"""
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time

RUNS = 5
AGENT = ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
         "Chrome/126.0.0.0 Safari/537.36")


def write_export(path, rows):
    """Users by Zipf's law, one login in twelve failed, a lockout after five failures in a row."""
    draw = random.Random(1)
    users = max(20, rows // 500)
    failures, now = {}, 1778000000.0
    with open(path, "w", encoding="ascii") as file:
        file.write("Time,Username,IP Address,Event,Result,Reason,User Agent\n")
        written = 0
        while written < rows:
            now += draw.expovariate(1.0)
            user = min(int(draw.paretovariate(0.9)), users)
            address = f"198.{51 + user % 3}.{user // 200 % 256}.{user % 200 + 1}"
            stamp = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(now))
            name = f"user{user}@msp.example.com"
            failed = draw.random() < 1 / 12
            result = "Failure,Incorrect password" if failed else "Success,"
            file.write(f'{stamp},{name},{address},Login,{result},"{AGENT}"\n')
            written += 1
            failures[user] = failures.get(user, 0) + 1 if failed else 0
            if failures[user] >= 5 and written < rows:
                file.write(f"{stamp},{name},{address},Account Locked,,,\n")
                failures[user] = 0
                written += 1


def run_once(command):
    begin = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, _, usage = os.wait4(process.pid, 0)
    return time.perf_counter() - begin, usage.ru_maxrss / 1024


def measure(command):
    run_once(command)
    runs = [run_once(command) for _ in range(RUNS)]
    return (statistics.median(seconds for seconds, _ in runs),
            statistics.median(mebibytes for _, mebibytes in runs))


def main():
    program = os.path.abspath(sys.argv[1])
    large = int(sys.argv[2]) if len(sys.argv) > 2 else 1000000
    print("| command | rows | MB | seconds | MB/s | peak MiB | x cksum |\n|---|---:|---:|---:|---:|---:|---:|")
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "export.csv")
        for rows in (5000, large):
            write_export(path, rows)
            size = os.path.getsize(path) / 1e6
            floor, _ = measure(["cksum", path])
            for words in ([], ["groups"], ["events"]):
                seconds, peak = measure([program, *words, path])
                name = " ".join(["whylocked", *words, "export.csv"])
                print(f"| `{name}` | {rows} | {size:.1f} | {seconds:.3f} | {size / seconds:.0f} | "
                      f"{peak:.0f} | {seconds / floor:.1f} |")


main()
