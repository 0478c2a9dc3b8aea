#!/usr/bin/env python3
# SPDX-FileCopyrightText: the Soquete authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Real IRC clients and netcat in one room with soquete-server.

usage: test_irc_clients.py SOQUETE-SERVER

Speaks TAP. irssi, WeeChat, ii, Python's irc library and netcat are run as
their users run them; what each has shown is read from its own log. A program
that is not installed is left out, which is said.
"""

import glob
import os
import pathlib
import pty
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time

SERVER = sys.argv[1]
HERE = pathlib.Path(__file__).resolve().parent
HOST = "127.0.0.1"
LIMIT = 60  # seconds

LETTERS = "olá, ação ☺"

# What makes our own tests strict is not for the programs of others.
OURS = ("ASAN_", "CMOCKA_", "GIO_", "GSETTINGS_", "G_", "LSAN_", "MALLOC_", "UBSAN_", "XDG_")
ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
ENVIRONMENT["LC_ALL"] = "C.UTF-8"


def wait_for(what, condition):
    """The clients write their logs when they like; nothing tells us of it."""
    deadline = time.monotonic() + LIMIT
    while time.monotonic() < deadline:
        if condition():
            return
        threading.Event().wait(0.05)
    raise AssertionError(what)


class Server:
    """A running soquete-server with a certificate."""

    def __init__(self, folder, password=None):
        subprocess.run([SERVER, "--make-certificate", folder], check=True,
                       stdout=subprocess.DEVNULL)
        config = folder / "server.conf"
        config.write_text("[server]\nname=irc.example.test\nnetwork=Test\n"
                          + (f"password={password}\n" if password else "")
                          + f"[tls]\ncertificate={folder}/certificate.pem\nkey={folder}/key.pem\n"
                          + "[limits]\nthrottle=false\n")
        self.process = subprocess.Popen(
            [SERVER, "--config", config, "--address", HOST, "--port", "0"],
            stdout=subprocess.PIPE, text=True)
        found = re.search(r"port (\d+)", self.process.stdout.readline())
        self.port = int(found[1])

    def end(self):
        self.process.terminate()
        status = self.process.wait(LIMIT)
        self.process.stdout.close()
        if status != 0:
            raise AssertionError(f"the server ended with {status}")


class Client:
    """One program. `log` is what it has shown so far."""

    program = ""

    process = None

    def __init__(self, folder, server, nick):
        self.folder = folder
        self.server = server
        self.nick = nick
        folder.mkdir()

    def log(self, place):
        raise NotImplementedError

    def sees(self, place, pattern, times=1):
        """Waits until a line has been shown, and that it was shown so often."""
        def count():
            return len(re.findall(pattern, self.log(place), re.MULTILINE))

        wait_for(f"{self.nick} did not see {pattern!r} in {place}; it shows:\n{self.log(place)}",
                 lambda: count() >= times)
        if count() != times:
            raise AssertionError(f"{self.nick} saw {pattern!r} {count()} times in {place}:\n"
                                 + self.log(place))

    def end(self):
        if self.process is None:
            return  # it did not even start
        if self.process.poll() is None:
            self.process.terminate()
        try:
            self.process.wait(LIMIT)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class InTerminal(Client):
    """A program that wants a terminal."""

    def spawn(self, arguments, environment=None):
        self.terminal, child = pty.openpty()
        self.process = subprocess.Popen(
            arguments, stdin=child, stdout=child, stderr=child, close_fds=True,
            start_new_session=True,
            env={**ENVIRONMENT, "TERM": "xterm", **(environment or {})})
        os.close(child)
        self.screen = b""
        threading.Thread(target=self.read_screen, daemon=True).start()

    def read_screen(self):
        try:
            while True:
                self.screen += os.read(self.terminal, 65536)
        except OSError:
            pass

    def type(self, line):
        os.write(self.terminal, line.encode() + b"\r")


class Irssi(InTerminal):
    program = "irssi"
    tls = "-tls"

    def start(self, tls=False, password=""):
        (self.folder / "config").write_text(f"""
settings = {{
  core = {{ nick = "{self.nick}"; real_name = "Irssi"; user_name = "irssi"; }};
  "fe-common/core" = {{ autolog = "yes"; autolog_path = "{self.folder}/$0.log";
                        autolog_level = "ALL -CRAP -CTCPS"; autolog_colors = "no"; }};
  "fe-text" = {{ term_charset = "UTF-8"; }};
}};
""")
        self.spawn(["irssi", f"--home={self.folder}", f"--config={self.folder}/config"],
                   {"HOME": str(self.folder)})
        wait_for("irssi shows nothing", lambda: b"Irssi" in self.screen)
        option = "-tls -notls_verify " if tls else ""
        self.type(f"/connect {option}{HOST} {self.server.port} {password}")
        wait_for(f"irssi was not let in:\n{self.screen.decode(errors='replace')}",
                 lambda: b"MOTD File is missing" in self.screen)

    def log(self, place):
        path = self.folder / f"{place}.log"
        return path.read_text() if path.exists() else ""

    def say(self, place, text):
        self.type(f"/msg {place} {text}")

    def said(self, nick, text):
        return rf"<[ @+]?{nick}> {re.escape(text)}$"


class Weechat(Client):
    program = "weechat-headless"
    tls = "ssl"

    def start(self, tls=False, password=""):
        fifo = self.folder / "fifo"
        commands = [
            f"/set fifo.file.path {fifo}", "/fifo disable", "/fifo enable",
            "/set logger.file.flush_delay 0", "/set logger.file.auto_log on",
            f"/server add loc {HOST}/{self.server.port} -nicks={self.nick} -username=wee",
            # Version 4 has other names for it than 3; the wrong ones are refused.
            *(f"/set irc.server.loc.{word} {'on' if tls else 'off'}" for word in ("ssl", "tls")),
            *(f"/set irc.server.loc.{word}_verify off" for word in ("ssl", "tls")),
            "/set irc.server.loc.autorejoin on",
            f'/set irc.server.loc.password "{password}"',
            "/set irc.look.smart_filter off",
            "/connect loc",
        ]
        arguments = ["weechat-headless", "-d", self.folder]
        for command in commands:
            arguments += ["-r", command]
        self.output = open(self.folder / "output", "w+b")
        self.process = subprocess.Popen(arguments, stdin=subprocess.DEVNULL, stdout=self.output,
                                        stderr=self.output,
                                        env=ENVIRONMENT)
        wait_for("WeeChat made no fifo; is its plugin for that installed (weechat-plugins)?",
                 fifo.exists)
        self.fifo = fifo
        wait_for(f"WeeChat was not let in:\n{self.log('server')}",
                 lambda: "MOTD File is missing" in self.log("server"))

    def log(self, place):
        name = "server.loc" if place == "server" else f"loc.{place}"
        path = self.folder / "logs" / f"irc.{name}.weechatlog"
        return path.read_text() if path.exists() else ""

    def command(self, text, buffer="server.loc"):
        with open(self.fifo, "w") as fifo:
            fifo.write(f"irc.{buffer} *{text}\n")

    def say(self, place, text):
        self.command(f"/msg {place} {text}")

    def said(self, nick, text):
        return rf"\t[@+]?{nick}\t{re.escape(text)}$"

    def end(self):
        super().end()
        if self.process is not None:
            self.output.close()


class Ii(Client):
    program = "ii"

    def start(self):
        self.process = subprocess.Popen(
            ["ii", "-i", self.folder, "-s", HOST, "-p", str(self.server.port), "-n", self.nick],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, env=ENVIRONMENT)
        wait_for("ii was not let in", lambda: "MOTD File is missing" in self.log(""))

    def log(self, place):
        path = self.folder / HOST / place / "out"
        return path.read_text() if path.exists() else ""

    def command(self, text, place=""):
        path = self.folder / HOST / place / "in"
        wait_for(f"ii has no {path}", path.exists)
        with open(path, "w") as pipe:
            pipe.write(text + "\n")

    def say(self, place, text):
        self.command(text, place)

    def said(self, nick, text):
        return rf"^\d+ <{nick}> {re.escape(text)}$"


class Library(Client):
    program = "python3-irc"

    def start(self, password=None):
        self.output = open(self.folder / "output", "w+")
        arguments = [PYTHON_WITH_IRC, HERE / "irc_library_client.py", HOST, str(self.server.port),
                     self.nick]
        self.process = subprocess.Popen(arguments + ([password] if password else []),
                                        stdin=subprocess.PIPE, stdout=self.output,
                                        stderr=self.output, text=True, encoding="utf-8",
                                        env=ENVIRONMENT)

    def log(self, place):
        return (self.folder / "output").read_text()

    def command(self, text):
        self.process.stdin.write(text + "\n")
        self.process.stdin.flush()

    def say(self, place, text):
        self.command(f"PRIVMSG {place} :{text}")

    def said(self, nick, text):
        return rf"^pubmsg \| {nick} \| #\w+ \| {re.escape(text)}$"

    def end(self):
        super().end()
        if self.process is not None:
            self.process.stdin.close()
            self.output.close()


class Netcat(Client):
    program = "nc"

    def start(self):
        self.output = open(self.folder / "output", "w+")
        self.process = subprocess.Popen(["nc", HOST, str(self.server.port)],
                                        stdin=subprocess.PIPE, stdout=self.output, text=True,
                                        encoding="utf-8")
        self.command(f"/nick {self.nick}")
        self.sees("", rf"You are now known as {self.nick}")

    def log(self, place):
        return (self.folder / "output").read_text()

    def command(self, text):
        self.process.stdin.write(text + "\n")
        self.process.stdin.flush()

    def say(self, place, text):
        self.command(text)

    def said(self, nick, text):
        return rf"^<{nick}> {re.escape(text)}$"

    def end(self):
        super().end()
        if self.process is not None:
            self.process.stdin.close()
            self.output.close()


def find_python_with_irc():
    """The system's Python may have libraries that the one in PATH has not."""
    for python in (sys.executable, "/usr/bin/python3"):
        if subprocess.run([python, "-c", "import irc.client"], stderr=subprocess.DEVNULL,
                          check=False).returncode == 0:
            return python
    return None


PYTHON_WITH_IRC = find_python_with_irc()


def has_terminals():
    try:
        for descriptor in pty.openpty():
            os.close(descriptor)
        return True
    except OSError:
        return False


def weechat_has_fifo():
    return any(glob.glob(f"/usr/{place}/weechat/plugins/fifo.so")
               for place in ("lib", "lib64", "lib/*", "local/lib", "local/lib/*"))


def missing(kinds):
    for kind in kinds:
        if kind is Library:
            if PYTHON_WITH_IRC is None:
                return "Python's irc library (python3-irc) is not installed"
        elif shutil.which(kind.program) is None:
            return f"{kind.program} is not installed"
        elif issubclass(kind, InTerminal) and not has_terminals():
            return "there are no pseudo-terminals (/dev/pts)"
        elif kind is Weechat and not weechat_has_fifo():
            return "WeeChat's FIFO (weechat-plugins) is not installed"
    return None


class Room:
    """A server and who is in it, all ended at the end."""

    def __init__(self, **options):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="soquete-"))
        self.server = Server(self.folder, **options)
        self.clients = []

    def add(self, kind, nick, **options):
        client = kind(self.folder / nick, self.server, nick)
        self.clients.append(client)
        client.start(**options)
        return client

    def __enter__(self):
        return self

    def __exit__(self, *failure):
        for client in self.clients:
            client.end()
        self.server.end()
        shutil.rmtree(self.folder, ignore_errors=True)


cases = []


def case(*kinds):
    def register(function):
        cases.append((function, kinds))
        return function
    return register


def join_all(room, channel):
    irssi = room.add(Irssi, "iris")
    irssi.type(f"/join {channel}")
    irssi.sees(channel, r"iris \[.*\] has joined")
    wee = room.add(Weechat, "wendy")
    wee.command(f"/join {channel}")
    wee.sees(channel, r"wendy .* has joined")
    ii = room.add(Ii, "ian")
    ii.command(f"/j {channel}")
    irssi.sees(channel, r"ian \[.*\] has joined")
    library = room.add(Library, "lib")
    library.sees("", "^welcome ")
    library.command(f"JOIN {channel}")
    irssi.sees(channel, r"lib \[.*\] has joined")
    return irssi, wee, ii, library


@case(Irssi, Weechat, Ii, Library, Netcat)
def all_talk_in_one_room():
    with Room() as room:
        clients = [*join_all(room, "#lobby"), room.add(Netcat, "nora")]
        for client in clients:
            client.say("#lobby", f"{LETTERS} from {client.nick}")
            for other in clients:
                if other is not client:
                    other.sees("#lobby", other.said(client.nick, f"{LETTERS} from {client.nick}"))
        irssi, wee, ii, library, netcat = clients
        for client in (irssi, wee):
            client.sees("#lobby", client.said(client.nick, f"{LETTERS} from {client.nick}"))

        irssi.type("/window goto #lobby")
        irssi.type("/me waves")
        wee.sees("#lobby", r" \*\tiris waves$")
        library.sees("", r"^action \| iris \| #lobby \| waves$")
        netcat.sees("", r"^\* iris waves$")

        wee.command("/nick wanda", "loc.#lobby")
        irssi.sees("#lobby", "wendy is now known as wanda")
        library.sees("", r"^nick \| wendy \| wanda$")
        netcat.sees("", r"^\* wendy is now known as wanda\.$")

        library.command("QUIT :goodbye")
        irssi.sees("#lobby", r"lib \[.*\] has quit \[Quit: goodbye\]")
        netcat.sees("", r"^\* lib left: Quit: goodbye$")


@case(Irssi, Weechat, Ii, Library)
def an_operator_sets_the_topic_and_kicks():
    with Room() as room:
        irssi, wee, ii, library = join_all(room, "#class")
        irssi.type(f"/topic #class {LETTERS}")
        wee.sees("#class", f'iris has changed topic .*"{re.escape(LETTERS)}"')
        library.sees("", rf"^topic \| iris \| #class \| {re.escape(LETTERS)}$")
        irssi.type("/kick #class ian enough")
        wee.sees("#class", r"iris has kicked ian \(enough\)")
        library.sees("", r"^kick \| iris \| #class \| ian \| enough$")
        ii.sees("#class", "iris kicked ian|kicked")
        library.command("PRIVMSG iris :between us")
        irssi.sees("lib", irssi.said("lib", "between us"))
        irssi.say("lib", LETTERS)
        library.sees("", rf"^privmsg \| iris \| lib \| {re.escape(LETTERS)}$")
        if "between us" in wee.log("#class") + ii.log("#class"):
            raise AssertionError("a private message was seen by others")


@case(Irssi, Weechat)
def they_speak_tls():
    with Room() as room:
        irssi = room.add(Irssi, "iris", tls=True)
        wee = room.add(Weechat, "wendy", tls=True)
        irssi.type("/join #safe")
        irssi.sees("#safe", r"iris \[.*\] has joined")
        wee.command("/join #safe")
        irssi.sees("#safe", r"wendy \[.*\] has joined")
        irssi.say("#safe", LETTERS)
        wee.sees("#safe", wee.said("iris", LETTERS))
        wee.command("/whois iris")
        wee.sees("server", r"\[iris\] is using a secure connection")


@case(Irssi, Library)
def they_need_the_password():
    with Room(password="sesame") as room:
        stranger = room.add(Library, "stranger", password="wrong")
        stranger.sees("", r"^passwdmismatch \| ")
        stranger.sees("", "^disconnect ")
        nobody = room.add(Library, "nobody")
        nobody.sees("", r"^passwdmismatch \| ")
        friend = room.add(Library, "friend", password="sesame")
        friend.sees("", "^welcome ")
        room.add(Irssi, "iris", password="sesame")


def main():
    failed = 0
    print(f"1..{len(cases)}")
    for number, (function, kinds) in enumerate(cases, 1):
        name = function.__name__
        reason = missing(kinds)
        if reason:
            print(f"ok {number} {name} # SKIP {reason}", flush=True)
            continue
        try:
            function()
            print(f"ok {number} {name}", flush=True)
        except Exception as error:
            failed += 1
            for line in str(error).splitlines() or [repr(error)]:
                print("#", line)
            print(f"not ok {number} {name}", flush=True)
    return 1 if failed else 0


sys.exit(main())
