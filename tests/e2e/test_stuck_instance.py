#!/usr/bin/env python3
# SPDX-FileCopyrightText: the Soquete authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A start beside an instance that has the program's name and does not answer.

usage: test_stuck_instance.py SOQUETE   (on a display and a session bus)
"""

import os
import re
import select
import signal
import subprocess
import sys
import time

SOQUETE = sys.argv[1]
DEADLINE = 60  # seconds for each thing that is waited for


class Instance:
    """A server window; what it prints comes from whoever opened it."""

    def __init__(self, running):
        self.process = subprocess.Popen([SOQUETE, "--host", "0"], stdout=subprocess.PIPE,
                                        stderr=subprocess.PIPE)
        running.append(self)
        self.port = int(re.search(rb"port (\d+)", self.read_line())[1])

    def read_line(self):
        end = time.monotonic() + DEADLINE
        line = b""
        while not line.endswith(b"\n"):
            left = end - time.monotonic()
            if left <= 0 or not select.select([self.process.stdout], [], [], left)[0]:
                raise AssertionError(f"no line in {DEADLINE} seconds, after {line!r}")
            byte = os.read(self.process.stdout.fileno(), 1)
            if not byte:
                raise AssertionError(f"ended with {self.process.wait()}: "
                                     f"{self.process.stderr.read().decode()}")
            line += byte
        return line

    def ended(self, deadline):
        try:
            self.process.wait(deadline)
            return True
        except subprocess.TimeoutExpired:
            return False


def main():
    running = []
    try:
        first = Instance(running)

        # One that answers gets the second start, which then ends.
        second = Instance(running)
        assert second.ended(DEADLINE), "the second start did not hand over"
        assert not first.ended(0)

        # One that hangs is passed by.
        first.process.send_signal(signal.SIGSTOP)
        third = Instance(running)
        assert third.port not in (first.port, second.port)
        assert not third.ended(0), "the third start does not live for itself"
        third.process.terminate()
        said = third.process.communicate(timeout=DEADLINE)[1].decode()
        assert "does not answer" in said, said
    finally:
        for instance in running:
            instance.process.send_signal(signal.SIGCONT)
            instance.process.kill()
            instance.process.wait()
    print("a start is handed over, or passes by who hangs: ok")


main()
