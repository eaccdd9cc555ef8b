"""Shared by the benchmarks: exports from bench_generate, one run of a command, Markdown tables."""
import os
import statistics
import subprocess
import sys
import time


class Run:
    """One run: wall clock and processor seconds, peak MiB of the process.

    The peak is never below the memory of this interpreter when it starts the process, about 13 MiB.
    """

    def __init__(self, command, output, environment=None):
        with open(output, "wb") as file:
            begin = time.perf_counter()
            process = subprocess.Popen(command, stdout=file, stderr=subprocess.PIPE,
                                       env={**os.environ, "TZ": "UTC", **(environment or {})})
            messages = process.stderr.read()
            _, status, usage = os.wait4(process.pid, 0)
            self.wall = time.perf_counter() - begin
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            sys.exit(f"{' '.join(command)}\nended with {process.returncode}: "
                     f"{messages.decode(errors='replace')}")
        self.processor = usage.ru_utime + usage.ru_stime
        self.peak = usage.ru_maxrss / 1024


def median(runs, what):
    return statistics.median(getattr(run, what) for run in runs)


def alternating(commands, rounds, output):
    """Runs every command once per round, so a slow minute of the machine affects them all."""
    runs = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            runs[name].append(Run(command, output))
    return runs


def program_path(path):
    if not os.access(path, os.X_OK) or os.path.isdir(path):
        sys.exit(f"{path} is not a program\nhint: build it first: cmake --build --preset release")
    return os.path.abspath(path)


def generator_of(program, named=None):
    """`named`, or else bench_generate of the same build."""
    return program_path(named or
                        os.path.join(os.path.dirname(program), "tests", "bench_generate"))


def export(generator, folder, form="csv", **options):
    """The path of an export with these options in `folder`; generates it if it does not exist."""
    words = [f"--{name}={value}" for name, value in options.items()]
    path = os.path.join(folder, "".join(["export", *words, ".", form]).replace("=", "-"))
    if not os.path.exists(path):
        command = [generator, "--form", form]
        for name, value in options.items():
            command += [f"--{name}", str(value)]
        with open(path + ".part", "wb") as file:
            subprocess.run(command, stdout=file, check=True)
        os.rename(path + ".part", path)
    return path


def threads_option(program, count):
    """The words that set the program's number of threads; empty if it has no such option."""
    shown = subprocess.run([program, "--help"], check=True, text=True, stdout=subprocess.PIPE)
    return ["--threads", str(count)] if "--threads" in shown.stdout else []


def table_head(*columns):
    """All columns except the first are numbers."""
    print("| " + " | ".join(columns) + " |")
    print("|---|" + "---:|" * (len(columns) - 1))


def table_row(*cells):
    print("| " + " | ".join(str(cell) for cell in cells) + " |", flush=True)
