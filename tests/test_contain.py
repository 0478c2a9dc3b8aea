#!/usr/bin/env python3
# SPDX-FileCopyrightText: the Soquete authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What contain.py runs leaves nothing behind.

usage: test_contain.py

Speaks TAP.
"""

import os
import pathlib
import signal
import subprocess
import sys

CONTAIN = [sys.executable, pathlib.Path(__file__).with_name("contain.py")]
LIMIT = 60  # seconds

# Says who it is, then who its child with a session of its own is, which would
# stay: it does not hear of any end, and ignores being asked to.
STAYS = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(600)"
STARTS = f"""
import os, subprocess, sys
child = subprocess.Popen([sys.executable, "-c", {STAYS!r}], start_new_session=True)
print(os.getpid(), child.pid, flush=True)
"""


class Contained:
    def __init__(self, then):
        self.process = subprocess.Popen([*CONTAIN, sys.executable, "-c", STARTS + then],
                                        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.pids = [int(pid) for pid in self.process.stdout.readline().split()]
        assert len(self.pids) == 2, "the command did not start"

    def assert_gone(self):
        # Both streams end when nobody has them open any more.
        said = self.process.communicate(timeout=LIMIT)[1]
        for pid in self.pids:
            try:
                os.kill(pid, 0)
            except ProcessLookupError:
                continue
            raise AssertionError(f"{pid} is still there")
        return said


def status_is_the_commands():
    for code in (0, 1, 77):
        ended = subprocess.run([*CONTAIN, "sh", "-c", f"exit {code}"], check=False, timeout=LIMIT)
        assert ended.returncode == code, ended
    ended = subprocess.run([*CONTAIN, "sh", "-c", "kill -9 $$"], check=False, timeout=LIMIT)
    assert ended.returncode == 128 + signal.SIGKILL, ended


def what_a_failed_command_left_is_ended_and_named():
    contained = Contained("sys.exit(3)")
    said = contained.assert_gone()
    assert contained.process.returncode == 3
    assert "still there, and ended" in said and str(contained.pids[1]) in said, said


def what_a_command_left_is_ended_when_it_is_asked_to_end():
    contained = Contained("sys.stdin.read(); import time; time.sleep(600)")
    contained.process.send_signal(signal.SIGTERM)
    contained.assert_gone()
    assert contained.process.returncode == 128 + signal.SIGTERM


def what_a_command_left_is_ended_when_all_around_it_is_killed():
    contained = Contained("import time; time.sleep(600)")
    contained.process.kill()
    contained.assert_gone()


CASES = (status_is_the_commands, what_a_failed_command_left_is_ended_and_named,
         what_a_command_left_is_ended_when_it_is_asked_to_end,
         what_a_command_left_is_ended_when_all_around_it_is_killed)


def main():
    if sys.platform != "linux":
        print("1..0 # SKIP only Linux gives orphans to a process of one's choice")
        return 0
    failed = 0
    print(f"1..{len(CASES)}")
    for number, case in enumerate(CASES, 1):
        try:
            case()
            print(f"ok {number} {case.__name__}", flush=True)
        except Exception as error:
            failed += 1
            print(f"# {error!r}\nnot ok {number} {case.__name__}", flush=True)
    return 1 if failed else 0


sys.exit(main())
