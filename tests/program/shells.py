#!/usr/bin/python3
"""Tests the completions in the shells themselves, and the manual page in man.

usage: shells.py PROGRAM
A missing shell is reported and skipped; without any shell, the test is skipped (exit status 77).
"""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

PROGRAM = os.path.abspath(sys.argv[1])
FOLDER = tempfile.mkdtemp()

# Words as typed (the last one incomplete), words that must be offered, words that must not.
TYPED = [
    (["ev"], ["events"], ["who"]),
    (["--for"], ["--format"], ["--map"]),
    (["--format", "js"], ["json", "jsonl"], ["text"]),
    (["--color", "a"], ["auto", "always"], ["never"]),
    (["catalog", "it-"], ["it-glue"], ["events"]),
    (["explain", "s"], ["schedule", "spread"], ["client"]),
    (["formats", "datt"], ["datto-rmm"], ["okta"]),
    (["completion", "z"], ["zsh"], ["bash"]),
    (["groups", "--fai"], [], ["--fail-on"]),
    (["diagnose", "--fai"], ["--fail-on"], []),
]

BASH = """source "$1"; shift
COMP_WORDS=(whylocked "$@"); COMP_CWORD=$#
_whylocked
printf '%s\\n' "${COMPREPLY[@]}"
"""
FISH = 'source $argv[1]; complete -C "$argv[2]"'


def run(*command, text=None):
    path = {**os.environ, "PATH": f"{FOLDER}:{os.environ['PATH']}"}  # `whylocked` is the program there
    done = subprocess.run(command, input=text, capture_output=True, text=True, timeout=60, env=path)
    return done.returncode, done.stdout, done.stderr


def page(*arguments):
    status, out, err = run(PROGRAM, *arguments)
    assert status == 0 and not err, (arguments, status, err)
    return out


def offered_by_bash(script, words):
    return run("bash", "--norc", "-c", BASH, "bash", script, *words)


def offered_by_fish(script, words):
    status, out, err = run("fish", "--no-config", "-c", FISH, script, " ".join(["whylocked", *words]))
    return status, re.sub(r"\t.*", "", out), err


def check_words(shell, ask, script, faults):
    for words, wanted, unwanted in TYPED:
        status, out, err = ask(script, words)
        offered = out.split()
        if status != 0 or err.strip():
            faults.append(f"{shell} {words}: status {status}: {err.strip()}")
        faults += [f"{shell} {words}: {word} is not offered" for word in wanted if word not in offered]
        faults += [f"{shell} {words}: {word} is offered" for word in unwanted if word in offered]


def check_shell(shell, ask, folder, faults):
    if shutil.which(shell) is None:
        print(f"{shell} is not installed: skipped")
        return False
    script = folder / shell
    script.write_text(page("completion", shell))
    status, out, err = run(shell, "-n", str(script))
    if status != 0 or out or err:
        faults.append(f"{shell} -n: {out}{err}")
    if ask is not None:
        check_words(shell, ask, str(script), faults)
    return True


def check_man(options, folder, faults):
    if shutil.which("man") is None:
        print("man is not installed: skipped")
        return False
    (folder / "whylocked.1").write_text(page("man"))
    status, out, err = run("man", "--warnings", "-E", "UTF-8", "-l", str(folder / "whylocked.1"))
    text = re.sub(r".\x08", "", out).replace("\u2010", "-")
    if status != 0 or err:
        faults.append(f"man: status {status}: {err}")
    faults += [f"man: {option} is missing" for option in options if option not in text]
    faults += [f"man: no section {name}" for name in ("NAME", "SYNOPSIS", "EXIT STATUS",
                                                      "ENVIRONMENT", "EXAMPLES")
               if f"\n{name}" not in "\n" + text]
    faults += [f"man: {name} is missing" for name in ("NO_COLOR", "CLICOLOR_FORCE", "TERM",
                                                      "COLUMNS", "TZDIR")
               if f" {name} " not in text.replace("\n", " ")]
    return True


def main():
    faults, ran = [], False
    options = sorted(set(re.findall(r"^ +(?:-\w, )?(--[\w-]+)", page("--help"), re.M)))
    assert len(options) > 20, options
    commands = [line.split("\t")[0] for line in page("completion", "words", "").splitlines()]
    offered = {line.split("\t")[0] for command in commands
               for line in page("completion", "words", command, "-").splitlines()}
    folder = pathlib.Path(FOLDER)
    (folder / "whylocked").symlink_to(PROGRAM)
    try:
        for shell, ask in (("bash", offered_by_bash), ("zsh", None), ("fish", offered_by_fish)):
            ran |= check_shell(shell, ask, folder, faults)
        faults += [f"{option} is not offered" for option in options if option not in offered]
        ran |= check_man(options, folder, faults)
    finally:
        shutil.rmtree(folder)
    for fault in faults:
        print(fault)
    return 1 if faults else 0 if ran else 77


if __name__ == "__main__":
    sys.exit(main())
