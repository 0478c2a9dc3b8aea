#!/usr/bin/env python3
# SPDX-FileCopyrightText: the Soquete authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the programs of the lab's lessons: each server with each client, in
Python and in C, and each client with soquete-server.

usage: test_lessons.py SOQUETE-SERVER FOLDER-OF-SOURCES FOLDER-OF-PROGRAMS

Speaks TAP. Servers take any free port of this computer.
"""

import os
import pathlib
import re
import socket
import subprocess
import sys

SOQUETE_SERVER = sys.argv[1]
SOURCES = pathlib.Path(sys.argv[2])
PROGRAMS = pathlib.Path(sys.argv[3])
LIMIT = 60  # seconds
LANGUAGES = ("py", "c")
SUFFIX = ".exe" if os.name == "nt" else ""


def command(name, language):
    if language == "py":
        return [sys.executable, str(SOURCES / f"{name}.py")]
    return [str(PROGRAMS / f"{name}{SUFFIX}")]


def expect(seen, wanted):
    if seen != wanted:
        raise AssertionError(f"expected {wanted!r}, got {seen!r}")


class Running:
    """A server that was started, and its port."""

    def __init__(self, arguments, pattern):
        self.process = subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        encoding="utf-8")
        first = self.process.stdout.readline()
        found = re.search(pattern, first)
        if not found:
            self.process.kill()
            raise AssertionError(f"it said {first!r} first")
        self.port = found[1]

    def __enter__(self):
        return self

    def __exit__(self, *failure):
        self.process.kill()
        self.process.wait(LIMIT)
        self.process.stdin.close()
        self.process.stdout.close()

    def type(self, line):
        self.process.stdin.write(line)
        self.process.stdin.flush()

    def expect_line(self, wanted):
        expect(self.process.stdout.readline(), wanted)


def lesson_server(name, language):
    return Running(command(name, language) + ["0"], r"waiting on port (\d+)")


def soquete_server(mode, *options):
    return Running([SOQUETE_SERVER, "--address", "127.0.0.1", "--port", "0", "--mode", mode,
                    *options], r"Listening on 127.0.0.1 port (\d+)")


def run_client(name, language, port, typed):
    done = subprocess.run(command(name, language) + [port], input=typed, stdout=subprocess.PIPE,
                          encoding="utf-8", timeout=LIMIT, check=False)
    expect(done.returncode, 0)
    return done.stdout.splitlines()


def line_pair(server, client):
    with lesson_server("line_server", server) as running:
        expect(run_client("line_client", client, running.port, "one\ntwo\n\nthree\n"), ["ended"])
        if server == "py":
            running.expect_line("127.0.0.1 is here\n")
        says = "127.0.0.1 says:" if server == "py" else "says:"
        running.expect_line(f"{says} one\n")
        running.expect_line(f"{says} two\n")


def request_pair(server, client):
    with lesson_server("request_server", server) as running:
        running.type("fine\nsee you\n")
        expect(run_client("request_client", client, running.port, "how are you?\nbye\nmore\n"),
               ["answer: fine", "answer: see you", "ended"])
        if server == "py":
            running.expect_line("127.0.0.1 is here\n")
        running.expect_line("request: how are you?\n")
        running.expect_line("request: bye\n")


def echo_pair(server, client):
    with lesson_server("echo_server", server) as running:
        for _ in range(2):
            expect(run_client("echo_client", client, running.port, "olá\nbye\n"),
                   ["echo: olá", "echo: bye", "ended"])


def without_prefix(lines):
    return [line.removeprefix("server: ") for line in lines]


def uppercase_pair(server, client):
    with lesson_server("uppercase_server", server) as running:
        for _ in range(2):
            expect(without_prefix(run_client("uppercase_client", client, running.port,
                                             "hello\nbye\n")),
                   ["HELLO", "BYE", "ended"])


def uppercase_udp_pair(server, client):
    with lesson_server("uppercase_udp_server", server) as running:
        expect(run_client("uppercase_udp_client", client, running.port, "hello\nbye\n"),
               ["server: HELLO", "server: BYE", "ended"])


def line_with_soquete(client):
    with soquete_server("silent") as running:
        expect(run_client("line_client", client, running.port, "one\ntwo\n\n"), ["ended"])


def request_with_soquete(client):
    with soquete_server("echo") as running:
        expect(run_client("request_client", client, running.port, "hello\nbye\n"),
               ["answer: hello", "answer: bye", "ended"])


def echo_with_soquete(client):
    with soquete_server("echo") as running:
        expect(run_client("echo_client", client, running.port, "olá\nbye\n"),
               ["echo: olá", "echo: bye", "ended"])


def uppercase_with_soquete(client):
    with soquete_server("uppercase") as running:
        expect(without_prefix(run_client("uppercase_client", client, running.port,
                                         "hello\nbye\n")),
               ["HELLO", "BYE", "ended"])


def uppercase_udp_with_soquete(client):
    with soquete_server("uppercase", "--udp") as running:
        expect(run_client("uppercase_udp_client", client, running.port, "hello\nbye\n"),
               ["server: HELLO", "server: BYE", "ended"])


ALONE = {
    "stream": ["line: three", "1 send() of 10000 bytes, several recv()"],
    "blocking": ["blocking: recv() waited", "non-blocking: recv() returned at once"],
    "half_close": ["server: recv() returned 0 after 14 bytes", "client: You sent 14 bytes."],
    "backlog": ["3 clients are connected, accept() was not called yet", "accept(): client 3"],
    "names": ["connected to 127.0.0.1"],
    "failures": ["connect() where nobody listens: ECONNREFUSED",
                 "bind() to the port of another: EADDRINUSE",
                 "bind() again, with SO_REUSEADDR: 0",
                 "recv() with a time limit: timed out"],
    "loss": ["no answer, and no error: ask again", "HELLO after 3 tries"],
}
# Windows gives a port away at once, and Wine does not reset.
if os.name != "nt":
    ALONE["failures"] += ["bind() again: EADDRINUSE",
                          "recv() of a broken connection: ECONNRESET"]


def shows(name, language):
    """Both ends are in one program, which says what it has seen."""
    done = subprocess.run(command(name, language), stdout=subprocess.PIPE, encoding="utf-8",
                          timeout=LIMIT, check=False)
    expect(done.returncode, 0)
    said = done.stdout.replace("WSA", "").splitlines()
    for claim in ALONE[name]:
        if claim not in said:
            raise AssertionError(f"expected {claim!r} among {said!r}")


def missing(function, arguments):
    """What this system lacks for a case, or None."""
    if function is shows and arguments[0] == "names":
        try:
            socket.getaddrinfo("localhost", 0)
        except socket.gaierror:
            return "localhost has no address here (/etc/hosts)"
    return None


def default_port_is_the_classroom_one():
    ports = {"line": 8800, "request": 5000, "echo": 12345, "uppercase": 12000,
             "uppercase_udp": 12000}
    for lesson, port in ports.items():
        for side in ("server", "client"):
            python = (SOURCES / f"{lesson}_{side}.py").read_text(encoding="utf-8")
            source = (SOURCES / f"{lesson}_{side}.c").read_text(encoding="utf-8")
            expect(re.findall(r"else (\d+)\n", python), [str(port)])
            expect(re.findall(r": (\d+)\)\);", source), [str(port)])


def pairs():
    for function in (line_pair, request_pair, echo_pair, uppercase_pair, uppercase_udp_pair):
        for server in LANGUAGES:
            for client in LANGUAGES:
                yield f"{function.__name__} {server} {client}", function, (server, client)
    for function in (line_with_soquete, request_with_soquete, echo_with_soquete,
                     uppercase_with_soquete, uppercase_udp_with_soquete):
        for client in LANGUAGES:
            yield f"{function.__name__} {client}", function, (client,)
    for name in ALONE:
        for language in LANGUAGES:
            yield f"{name} {language}", shows, (name, language)
    yield "default_port", default_port_is_the_classroom_one, ()


cases = list(pairs())
print(f"1..{len(cases)}")
failed = False
for number, (title, function, arguments) in enumerate(cases, 1):
    reason = missing(function, arguments)
    if reason:
        print(f"ok {number} - {title} # SKIP {reason}")
        continue
    try:
        function(*arguments)
        print(f"ok {number} - {title}")
    except (AssertionError, OSError, subprocess.SubprocessError) as error:
        failed = True
        print(f"# {error}")
        print(f"not ok {number} - {title}")
sys.exit(1 if failed else 0)
