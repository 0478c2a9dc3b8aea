#!/usr/bin/env python3
# SPDX-FileCopyrightText: the Soquete authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs a command, and ends with it whatever it started.

usage: contain.py COMMAND [ARGUMENT...]

A program that a test has started outlives it when the test fails, runs out of
time or is killed, above all one with a session of its own, and a virtual
display, a bus or a chat client then stays for ever. So the command runs below
a guard that the kernel gives all such orphans to (PR_SET_CHILD_SUBREAPER). The
guard has a session of its own, hears of our end (PR_SET_PDEATHSIG), and leaves
nothing behind, whichever of the others is killed.

Ends with the command's status. Elsewhere than on Linux it is only the command.
"""

import ctypes
import os
import signal
import sys
import time

PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36

# In seconds: for what ends by itself, then for what was asked to.
LET = 2
ASKED = 5

ENDINGS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
WATCHED = {*ENDINGS, signal.SIGCHLD}


def prctl(option, value):
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(option, value, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "prctl")


def parents():
    """Which process is whose child: {pid: parent}."""
    found = {}
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                with open(f"/proc/{name}/stat", encoding="utf-8", errors="replace") as file:
                    # The name before it is in parentheses, and may have any.
                    found[int(name)] = int(file.read().rpartition(")")[2].split()[1])
            except (OSError, IndexError, ValueError):
                pass  # it has just ended
    return found


def descendants():
    known = parents()
    found = {os.getpid()}
    while True:
        more = {pid for pid, parent in known.items() if parent in found} - found
        if not more:
            return found - {os.getpid()}
        found |= more


def name_of(pid):
    try:
        with open(f"/proc/{pid}/cmdline", encoding="utf-8", errors="replace") as file:
            return " ".join(file.read().split("\0"))[:80].strip()
    except OSError:
        return ""


def send(signo):
    for pid in descendants():
        try:
            os.kill(pid, signo)
        except ProcessLookupError:
            pass


class Guard:
    """The process that has all the others below it."""

    def __init__(self, command, owner):
        self.status = None
        self.children = True
        os.setsid()
        prctl(PR_SET_CHILD_SUBREAPER, 1)
        prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        signal.pthread_sigmask(signal.SIG_BLOCK, WATCHED)
        if os.getppid() != owner:
            sys.exit(1)  # it ended before we could hear of it

        self.command = os.fork()
        if self.command == 0:
            signal.pthread_sigmask(signal.SIG_UNBLOCK, WATCHED)
            try:
                os.execvp(command[0], command)
            except OSError as error:
                print(f"contain.py: {command[0]}: {error.strerror}", file=sys.stderr)
                os._exit(127)

    def reap(self):
        try:
            while True:
                pid, status = os.waitpid(-1, os.WNOHANG)
                if pid == 0:
                    return
                if pid == self.command:
                    self.status = status
        except ChildProcessError:
            self.children = False

    def wait(self, seconds, condition):
        """Reaps until CONDITION holds; whether it came before the time was over."""
        end = time.monotonic() + seconds
        while True:
            self.reap()
            if condition():
                return True
            left = end - time.monotonic()
            if left <= 0:
                return False
            caught = signal.sigtimedwait(WATCHED, left)
            if caught is not None and caught.si_signo in ENDINGS:
                send(caught.si_signo)
                end = min(end, time.monotonic() + ASKED)

    def run(self):
        self.wait(365 * 24 * 3600, lambda: self.status is not None)
        if not self.wait(LET, lambda: not self.children):
            for pid in sorted(descendants()):
                print(f"# contain.py: still there, and ended: {name_of(pid)} ({pid})",
                      file=sys.stderr)
            send(signal.SIGTERM)
            while not self.wait(ASKED, lambda: not self.children):
                send(signal.SIGKILL)
        return self.status if self.status is not None else 1


def as_exit_code(status):
    return os.WEXITSTATUS(status) if os.WIFEXITED(status) else 128 + os.WTERMSIG(status)


def main(command):
    if not command:
        sys.exit("usage: contain.py COMMAND [ARGUMENT...]")
    if sys.platform != "linux":
        os.execvp(command[0], command)

    owner = os.getpid()
    guard = os.fork()
    if guard == 0:
        os._exit(as_exit_code(Guard(command, owner).run()))

    for signo in ENDINGS:
        signal.signal(signo, lambda signo, frame: os.kill(guard, signo))
    sys.exit(as_exit_code(os.waitpid(guard, 0)[1]))


main(sys.argv[1:])
