#!/usr/bin/python3
"""The progress line of a long read: only on a terminal, not with --quiet, and erased before the answer.

usage: progress.py PROGRAM SOURCE_DIR
"""
import os
import pathlib
import pty
import re
import select
import subprocess
import sys
import time

PROGRAM, SOURCE = sys.argv[1], pathlib.Path(sys.argv[2])
EXPORT = (SOURCE / "samples/two-hourly.csv").read_bytes()
CLEAR = b"\r\x1b[K"
LINE = re.compile(rb"\r\x1b\[K[\d.]+ MB, [\d.]+ [MG]B/s")
PATIENCE = 60   # seconds to wait for expected output
SILENCE = 0.5   # seconds to watch for unexpected output


class Run:
    """Runs the program on a pipe that stays open, with its messages on a terminal or in a pipe."""

    def __init__(self, terminal, *arguments):
        self.messages, theirs = pty.openpty() if terminal else os.pipe()
        self.process = subprocess.Popen([PROGRAM, *arguments, "-"], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, stderr=theirs)
        os.close(theirs)
        self.text = b""
        self.process.stdin.write(EXPORT)
        self.process.stdin.flush()

    def listen(self, seconds, until=None):
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0 and not (until and until.search(self.text)):
            if not select.select([self.messages], [], [], left)[0]:
                break
            try:
                piece = os.read(self.messages, 65536)
            except OSError:  # the other side of the terminal is closed
                break
            if not piece:
                break
            self.text += piece

    def finish(self):
        answer, _ = self.process.communicate(timeout=PATIENCE)
        self.listen(PATIENCE)
        os.close(self.messages)
        return self.process.returncode, answer


def fail(name, run):
    sys.exit(f"{name}: {run.text!r}")


ANSWER = subprocess.run([PROGRAM, "-"], input=EXPORT, capture_output=True).stdout

shown = Run(True)
shown.listen(PATIENCE, LINE)
if not LINE.search(shown.text):
    fail("a slow pipe on a terminal shows nothing", shown)
if shown.finish() != (0, ANSWER):
    fail("the answer differs when the line is shown", shown)
if not shown.text.endswith(CLEAR):
    fail("the line is not erased", shown)

for name, terminal, arguments in (("not on a terminal", False, ()), ("--quiet", True, ("-q",))):
    silent = Run(terminal, *arguments)
    silent.listen(SILENCE)
    status, answer = silent.finish()
    if (status, answer) != (0, ANSWER) or silent.text:
        fail(name, silent)

print("shown only on a terminal")
