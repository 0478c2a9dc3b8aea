# SPDX-FileCopyrightText: the Soquete authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Programs, windows and files of the Windows (Wine) that the tests use."""

import os
import pathlib
import re
import signal
import socket
import subprocess
import time

DEADLINE = 60  # seconds for each thing that is waited for

WINE = os.environ["SOQ_WINE"]
PREFIX = pathlib.Path(os.environ["WINEPREFIX"])
DRIVE = PREFIX / "drive_c"
PICTURES = pathlib.Path(os.environ["SOQ_SCREENSHOT_DIR"])

# What goes wrong under Wine only, and does no harm: monitors without names, and a
# clipboard that X took away while it was looked at.
HARMLESS = re.compile(r"Failed to get device node property|GetUpdatedClipboardFormats\(\) failed")
TROUBLE = re.compile(r"(WARNING|CRITICAL|ERROR) \*\*")


def wait_until(what, condition, deadline=DEADLINE):
    """Polls CONDITION until it gives something, and returns that."""
    end = time.monotonic() + deadline
    while time.monotonic() < end:
        found = condition()
        if found:
            return found
        # Other processes need the time; nothing is assumed to be done after it.
        time.sleep(0.05)
    raise AssertionError(f"waited {deadline} seconds for this: {what}")


def user_folder():
    """The folder of the user's data, as Windows has it."""
    folders = [path for path in (DRIVE / "users").iterdir() if path.name != "Public"]
    return folders[0] / "AppData" / "Local"


def to_windows(path):
    return "Z:" + str(path).replace("/", "\\")


def run_wine(*command, **options):
    """Runs a program to its end; gives what it printed."""
    # A file, not a pipe: what it starts may hold a pipe open for ever.
    output = PICTURES / "output"
    with output.open("wb") as file:
        status = subprocess.run([WINE, *map(str, command)], stdin=subprocess.DEVNULL, stdout=file,
                                stderr=subprocess.STDOUT, timeout=DEADLINE, check=False,
                                **options).returncode
    return status, output.read_text(encoding="utf-8", errors="replace")


def registry(key, value=None):
    """The text of a value, or None."""
    select = ["/v", value] if value else ["/ve"]
    status, text = run_wine("reg", "query", key, *select)
    found = re.search(r"REG_\w+\s+(.*?)\s*$", text, re.MULTILINE)
    return found[1] if status == 0 and found else None


def xdotool(*arguments):
    answer = subprocess.run(["xdotool", *map(str, arguments)], stdout=subprocess.PIPE,
                            stderr=subprocess.DEVNULL, text=True, check=False)
    return answer.stdout.split()


def windows(title, pid=None):
    # Wine tells the process as Windows counts it, so only ours goes by that.
    by_pid = ["--pid", pid, "--all"] if pid else []
    return xdotool("search", "--onlyvisible", *by_pid, "--name", title)


def picture(name):
    path = PICTURES / f"{name}.png"
    subprocess.run(["import", "-window", "root", path], check=True)
    return path


def steady_picture(name):
    """A picture once the windows have drawn all that they have to."""
    seen = []

    def steady():
        seen.append(picture(name).read_bytes())
        return len(seen) > 1 and seen[-1] == seen[-2]
    wait_until("a picture that no longer changes", steady)


class Program:
    """A process with windows; NATIVE is one of this system."""

    def __init__(self, name, command, native=False, home=None):
        environment = dict(os.environ, GSK_RENDERER="cairo", GTK_A11Y="none",
                           ADW_DISABLE_PORTAL="1", SOQUETE_LOCALEDIR="/nowhere")
        environment.pop("G_DEBUG", None)
        environment.pop("LANGUAGE", None)
        if home is not None:
            to_home = str if native else to_windows
            for kind in ("CONFIG", "DATA", "CACHE"):
                environment[f"XDG_{kind}_HOME"] = to_home(home / kind.lower())
        else:
            for kind in ("CONFIG", "DATA", "CACHE"):
                environment.pop(f"XDG_{kind}_HOME", None)
        if native:
            environment["GDK_BACKEND"] = "x11"
            # A bus of its own, and so an instance of its own.
            command = ["dbus-run-session", "--", *command]
        else:
            command = [WINE, *command]
        self.name = name
        self.native = native
        self.output = PICTURES / f"{name}.out"
        self.errors = PICTURES / f"{name}.err"
        with self.output.open("wb") as output, self.errors.open("wb") as errors:
            self.process = subprocess.Popen([str(word) for word in command], env=environment,
                                            stdin=subprocess.DEVNULL, stdout=output,
                                            stderr=errors, start_new_session=True)

    def port(self):
        """Where its server window listens."""
        def told():
            if self.process.poll() is not None:
                raise AssertionError(f"{self.name} ended: {self.errors.read_text()}")
            found = re.search(r"port (\d+)", self.output.read_text())
            return found and int(found[1])
        return wait_until(f"the port of {self.name}", told)

    def window(self, title):
        def found():
            if self.process.poll() is not None:
                raise AssertionError(f"{self.name} ended: {self.errors.read_text()}")
            return windows(title)
        return Window(wait_until(f"a window “{title}” of {self.name}", found)[-1])

    def expect_end(self, status=0):
        try:
            seen = self.process.wait(DEADLINE)
        except subprocess.TimeoutExpired:
            raise AssertionError(f"{self.name} did not end") from None
        if seen != status:
            raise AssertionError(f"{self.name} ended with {seen}, not {status}")
        self.expect_no_trouble()

    def expect_no_trouble(self):
        if self.native:
            return
        lines = self.errors.read_text(encoding="utf-8", errors="replace").splitlines()
        trouble = [line for line in lines if TROUBLE.search(line) and not HARMLESS.search(line)]
        if trouble:
            raise AssertionError(f"{self.name}: {trouble}")

    def kill(self):
        """Ends it, and what it has started, by their common session."""
        for number in (signal.SIGTERM, signal.SIGKILL):
            try:
                os.killpg(self.process.pid, number)
            except ProcessLookupError:
                break
            try:
                self.process.wait(10)
                break
            except subprocess.TimeoutExpired:
                continue


class Window:
    """One window on the display."""

    def __init__(self, number):
        self.number = number

    def move(self, x, y):
        xdotool("windowmove", "--sync", self.number, x, y)

    def point(self, across, down):
        """A point inside, by parts of its width and height, in pixels."""
        text = subprocess.run(["xdotool", "getwindowgeometry", "--shell", self.number],
                              stdout=subprocess.PIPE, text=True, check=True).stdout
        size = dict(line.split("=") for line in text.splitlines())
        return int(int(size["WIDTH"]) * across), int(int(size["HEIGHT"]) * down)

    def has_focus(self):
        return xdotool("getactivewindow") == [self.number]

    def click(self, across, down):
        """Brings the window to the front, and the focus."""
        def clicked():
            # Two windows of one program of Wine may take the focus from each other.
            # Before it has the focus another one may be in front, and get the click.
            if not self.has_focus():
                xdotool("windowactivate", self.number)
                return False
            xdotool("mousemove", "--window", self.number, *self.point(across, down))
            xdotool("click", 1)
            return self.has_focus()
        wait_until("the focus", clicked)

    def type(self, across, down, text):
        self.click(across, down)
        xdotool("type", "--delay", 30, text)
        xdotool("key", "Return")

    def read(self, across, down):
        """What the text shows that is there, by copying all of it."""
        self.click(across, down)
        xdotool("key", "ctrl+a")
        xdotool("key", "ctrl+c")
        # Whoever has the clipboard may just have gone, and never answer.
        try:
            return subprocess.run(["xclip", "-o", "-selection", "clipboard"],
                                  stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                                  timeout=3, check=False).stdout.decode(errors="replace")
        except subprocess.TimeoutExpired:
            return ""

    def wait_for(self, across, down, text):
        seen = []

        def shown():
            seen.append(self.read(across, down))
            return text in seen[-1]
        try:
            wait_until(f"“{text}” in a window", shown)
        except AssertionError as error:
            raise AssertionError(f"{error}, saw {seen[-1:]!r}") from None


class Observer:
    """Somebody with plain text in the room: sees what really was said."""

    def __init__(self, port, nick):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=DEADLINE)
        self.seen = b""
        self.socket.sendall(f"/nick {nick}\n".encode())
        self.wait_for(nick)

    def wait_for(self, text):
        while text.encode() not in self.seen:
            data = self.socket.recv(65536)
            if not data:
                raise AssertionError(f"closed before {text!r}, after {self.seen!r}")
            self.seen += data

    def say(self, text):
        self.socket.sendall(f"{text}\n".encode())

    def close(self):
        self.socket.close()
