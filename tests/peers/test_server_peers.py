#!/usr/bin/env python3
# SPDX-FileCopyrightText: the Soquete authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the classroom programs of this folder against soquete-server.

usage: test_server_peers.py SOQUETE-SERVER

Speaks TAP. Each case starts a server of its own on a free port of this
computer; every wait ends after ten seconds.
"""

import contextlib
import json
import pathlib
import re
import signal
import socket
import subprocess
import sys
import tempfile

SERVER = sys.argv[1]
HERE = pathlib.Path(__file__).resolve().parent
HOST = "127.0.0.1"
LIMIT = 60  # seconds

cases = []


def case(function):
    cases.append(function)
    return function


def expect(seen, wanted):
    if seen != wanted:
        raise AssertionError(f"expected {wanted!r}, got {seen!r}")


class Server:
    """A running soquete-server."""

    def __init__(self, *options):
        self.errors = tempfile.TemporaryFile("w+")
        self.process = subprocess.Popen([SERVER, "--address", HOST, "--port", "0", *options],
                                        stdout=subprocess.PIPE, stderr=self.errors, text=True)
        first = self.process.stdout.readline()
        found = re.search(rf"Listening on {re.escape(HOST)} port (\d+)", first)
        if not found:
            self.process.kill()
            raise AssertionError(f"it said {first!r} first")
        self.port = int(found[1])

    def __enter__(self):
        return self

    def __exit__(self, *failure):
        if self.process.poll() is None:
            self.process.terminate()
        try:
            status = self.process.wait(LIMIT)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise AssertionError("it did not end within ten seconds") from None
        finally:
            self.process.stdout.close()
        self.errors.seek(0)
        for line in self.errors:
            print("# server:", line.rstrip())
        if failure[0] is None:
            expect(status, 0)

    def end(self):
        """Ends it and gives the rest of its output."""
        self.process.terminate()
        return self.process.communicate(timeout=LIMIT)[0]


class Member:
    """A plain connection that is looked at byte for byte."""

    def __init__(self, server):
        self.socket = socket.create_connection((HOST, server.port), timeout=LIMIT)
        self.seen = b""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def send(self, data):
        self.socket.sendall(data)

    def read_until(self, end):
        while end not in self.seen:
            data = self.socket.recv(65536)
            if not data:
                raise AssertionError(f"closed before {end!r}, after {self.seen!r}")
            self.seen += data
        head, _, self.seen = self.seen.partition(end)
        return head + end

    def read_line(self):
        return self.read_until(b"\n")

    def read_said(self):
        """The next line that is not a notice."""
        line = self.read_line()
        while line.startswith(b"* "):
            line = self.read_line()
        return line

    def read_to_end(self):
        rest = self.seen
        while data := self.socket.recv(65536):
            rest += data
        return rest

    def join(self, nick):
        self.send(b"/nick %s\n" % nick)
        self.read_until(b"You are now known as %s." % nick)
        self.read_line()
        return self

    def wait_for_members(self, count):
        """Until /who tells of that many: joining takes a silent one a second."""
        names = []
        while len(names) < count:
            self.send(b"/who\n")
            self.read_until(b"* In #lobby: ")
            names = self.read_line().split(b", ")


def start(program, server, *arguments):
    return subprocess.Popen([sys.executable, HERE / program, HOST, str(server.port), *arguments],
                            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def run(program, server, *arguments, typed=""):
    """What a classroom program prints, as lines."""
    process = start(program, server, *arguments)
    output, _ = process.communicate(typed, timeout=LIMIT)
    expect(process.returncode, 0)
    return output.splitlines()


def watch(server):
    """Somebody in the room who sees what the others say."""
    return Member(server).join(b"watcher")


@case
def request_and_answer():  # S1
    with Server("--mode", "echo") as server:
        expect(run("ask_and_wait_client.py", server, typed="2 + 2?\nolá\nbye\n"),
               ["answer: 2 + 2?", "answer: olá", "ended"])


@case
def a_word_ends_the_client():  # S1
    with Server("--mode", "echo", "--quit-word", "enough") as server:
        expect(run("ask_and_wait_client.py", server, typed="hello\nenough\nmore\n")[0], "answer: hello")


@case
def a_word_stops_the_server():  # S1
    with Server("--mode", "silent", "--stop-word", "finish") as server, Member(server) as member:
        member.send(b"finish\n")
        expect(server.process.wait(LIMIT), 0)


@case
def the_server_ends_with_its_last_client():  # S1
    with Server("--mode", "echo", "--stop-when-empty") as server:
        run("ask_and_wait_client.py", server, typed="hello\nbye\n")
        expect(server.process.wait(LIMIT), 0)


@case
def lines_without_a_newline():  # S3
    with Server() as server, watch(server) as watcher:
        client = start("line_client.py", server)
        for line in ("bom dia", "ação €", "x"):
            client.stdin.write(line + "\n")
            client.stdin.flush()
            expect(re.sub(rb"^<[^>]*>", b"<>", watcher.read_said()), b"<> " + line.encode() + b"\n")
        output, _ = client.communicate("S\n", timeout=LIMIT)
        expect(output.splitlines()[-1], "ended")


@case
def echo():  # S4
    with Server("--mode", "echo") as server:
        expect(run("echo_client.py", server, "Olá, mundo"), ["received: Olá, mundo"])


@case
def echo_is_exact():  # S4
    with Server("--mode", "echo") as server, Member(server) as member:
        for data in (b"a\n", b"b\r\n", b"no newline", b"\n", b"\xff\x00\xfe\n"):
            member.send(data)
            expect(member.read_until(data), data)
        member.socket.shutdown(socket.SHUT_WR)
        expect(member.read_to_end(), b"")


@case
def uppercase():  # S5
    with Server("--mode", "uppercase") as server:
        expect(run("uppercase_client.py", server, typed="hello\nação\n"), ["HELLO", "AÇÃO", "ended"])


@case
def answers_come_at_any_time():  # S5
    with Server() as server, Member(server).join(b"teacher") as teacher:
        client = start("uppercase_client.py", server)
        teacher.wait_for_members(2)
        teacher.send(b"anybody there?\n")
        line = client.stdout.readline()
        while line.startswith("* "):
            line = client.stdout.readline()
        expect(line, "<teacher> anybody there?\n")
        client.communicate(timeout=LIMIT)


@case
def requests_from_many_at_once():  # S8
    with Server("--mode", "uppercase", "--no-throttle") as server:
        lines = run("many_requests_client.py", server, "20", "25")
    expect(lines.pop(), "ended")
    expect(len(lines), 20 * 25)
    for line in lines:
        request, answer = line.split(" -> ")
        expect(answer, request.upper())


@case
def silent_says_nothing():
    with Server("--mode", "silent", "--log-json") as server, Member(server) as member:
        member.send(b"hello\nworld")
        member.socket.shutdown(socket.SHUT_WR)
        expect(member.read_to_end(), b"")


@case
def netcat_without_a_newline():
    with Server() as server, watch(server) as watcher:
        with Member(server) as netcat:
            netcat.send(b"oi")
            netcat.socket.shutdown(socket.SHUT_WR)
            netcat.read_to_end()
        expect(re.sub(rb"^<[^>]*>", b"<>", watcher.read_said()), b"<> oi\n")


@case
def a_thousand_lines_in_one_write():
    wanted = [b"<speaker> line %d\n" % number for number in range(1000)]
    with Server("--no-throttle") as server, contextlib.ExitStack() as stack:
        ann, bob, speaker = (stack.enter_context(Member(server)).join(name)
                             for name in (b"ann", b"bob", b"speaker"))
        speaker.send(b"".join(b"line %d\n" % number for number in range(1000)))
        for member in (ann, bob):
            expect([member.read_said() for _ in wanted], wanted)


@case
def throttled_lines_wait_and_are_not_lost():
    wanted = [b"<speaker> %d\n" % number for number in range(45)]
    with Server() as server, watch(server) as watcher, Member(server).join(b"speaker") as speaker:
        speaker.send(b"".join(b"%d\n" % number for number in range(45)))
        expect([watcher.read_said() for _ in wanted], wanted)


@case
def datagrams():  # S7
    for mode, answer in (("echo", "olá".encode()), ("uppercase", "OLÁ".encode())):
        with Server("--mode", mode, "--udp") as server:
            with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
                client.settimeout(LIMIT)
                client.sendto("olá".encode(), (HOST, server.port))
                expect(client.recvfrom(2048), (answer, (HOST, server.port)))


@case
def the_end_is_told_to_every_client():
    with Server() as server, contextlib.ExitStack() as stack:
        members = [stack.enter_context(Member(server)).join(b"m%d" % number) for number in range(5)]
        server.process.send_signal(signal.SIGTERM)
        for member in members:
            last = member.read_to_end().splitlines()[-1]
            if not last.startswith(b"* "):
                raise AssertionError(f"the last line was {last!r}")
        expect(server.process.wait(LIMIT), 0)


@case
def interrupted_from_the_keyboard():
    with Server() as server:
        server.process.send_signal(signal.SIGINT)
        expect(server.process.wait(LIMIT), 0)


@case
def every_line_of_the_log_is_json():
    with Server("--log-json") as server, Member(server).join(b"ann") as ann:
        ann.send(b'quote " backslash \\ bad \xff nul \x00 escape \x1b[31m\n/quit\n')
        ann.read_to_end()
        events = [json.loads(line) for line in server.end().splitlines()]
    types = [event["event"] for event in events]
    for wanted in ("connected", "message", "disconnected"):
        expect(wanted in types, True)
    said = next(event for event in events if event["event"] == "message")
    expect((said["address"], said["name"]), (HOST, "ann"))


def status_of(*options):
    return subprocess.run([SERVER, *options], capture_output=True, text=True,
                          timeout=LIMIT, check=False)


@case
def bad_options_end_with_2():
    for options in (["--port", "70000"], ["--port", "x"], ["--mode", "shout"], ["--bogus"],
                    ["--address", "not an address"], ["--config", "/nonexistent"], ["extra"]):
        result = status_of(*options)
        expect((options, result.returncode, result.stdout), (options, 2, ""))
        expect(result.stderr.startswith("soquete-server: "), True)


@case
def a_bad_file_names_its_key_and_line():
    with tempfile.NamedTemporaryFile("w", suffix=".conf") as file:
        file.write("[server]\nport = 5000\nbacklog = many\n")
        file.flush()
        result = status_of("--config", file.name)
    expect(result.returncode, 2)
    expect(("backlog" in result.stderr, "3" in result.stderr), (True, True))


@case
def a_port_in_use_ends_with_3():
    with Server() as server:
        result = status_of("--address", HOST, "--port", str(server.port))
    expect(result.returncode, 3)
    expect(str(server.port) in result.stderr, True)


@case
def a_foreign_address_ends_with_3():
    expect(status_of("--address", "192.0.2.1", "--port", "0").returncode, 3)


def main():
    failed = 0
    print(f"1..{len(cases)}", flush=True)
    for number, function in enumerate(cases, 1):
        name = function.__name__.replace("_", " ")
        try:
            function()
            print(f"ok {number} - {name}", flush=True)
        except Exception as error:  # one case must not hide the next ones
            failed += 1
            for line in f"{type(error).__name__}: {error}".splitlines():
                print("#", line)
            print(f"not ok {number} - {name}", flush=True)
    return 1 if failed else 0


sys.exit(main())
