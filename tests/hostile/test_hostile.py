#!/usr/bin/env python3
# SPDX-FileCopyrightText: the Soquete authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Hostile peers beside two people who talk.

usage: test_hostile.py SOQUETE-SERVER [--sanitized]

Speaks TAP. Each case is one kind of hostile peer: while it does its worst, ann
and bob talk, and each message must arrive, once and in order. At the end the
server must be idle, have its memory back, and still serve. How long the
longest message took is told, and is no verdict: that depends on the machine.
With the sanitizers, which keep memory on purpose, it is not measured.
"""

import os
import pathlib
import re
import select
import socket
import ssl
import struct
import subprocess
import sys
import tempfile
import threading
import time

SERVER = sys.argv[1]
SANITIZED = "--sanitized" in sys.argv
HOST = "127.0.0.1"
LIMIT = 60  # seconds
ROUNDS = 12
MEMORY_SLACK = 64 * 1024  # KiB: what a hash works in (16 MiB) twice, and as much again

cases = []


def case(function):
    cases.append(function)
    return function


class Peer:
    """A connection that does not care what becomes of it."""

    def __init__(self, room, *lines, port=None):
        self.room = room
        self.socket = socket.create_connection((HOST, port or room.port), timeout=LIMIT)
        if lines:
            self.send(*lines)

    def send(self, *lines):
        self.raw(b"".join((line if isinstance(line, bytes) else line.encode()) + b"\r\n"
                          for line in lines))

    def raw(self, data):
        """Sends what the server takes within half a second."""
        self.socket.setblocking(False)
        deadline = time.monotonic() + 0.5
        view = memoryview(data)
        while view and time.monotonic() < deadline:
            try:
                view = view[self.socket.send(view):]
            except BlockingIOError:
                select.select([], [self.socket], [], 0.05)
            except OSError:
                return

    def read(self, seconds=0.2):
        """What comes until nothing has come for a while."""
        data = b""
        deadline = time.monotonic() + 5
        self.socket.setblocking(False)
        while time.monotonic() < deadline and select.select([self.socket], [], [], seconds)[0]:
            try:
                more = self.socket.recv(65536)
            except OSError:
                break
            if not more:
                break
            data += more
        return data

    def reset(self):
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.socket.close()

    def close(self):
        self.socket.close()


class Friend(Peer):
    """ann or bob: reads everything, and says how long it took."""

    def __init__(self, room, nick):
        super().__init__(room)
        self.nick = nick
        self.lines = []
        self.arrived = threading.Condition()
        self.socket.setblocking(True)
        threading.Thread(target=self.listen, daemon=True).start()
        self.say(f"NICK {nick}")
        self.say(f"USER {nick} 0 * :{nick}")
        self.say("JOIN #friends")
        self.wait(" 366 ")

    def say(self, line):
        self.socket.sendall(line.encode() + b"\r\n")

    def listen(self):
        rest = b""
        try:
            while data := self.socket.recv(65536):
                *lines, rest = (rest + data).split(b"\n")
                for line in lines:
                    if line.startswith(b"PING"):
                        self.say("PONG x")
                with self.arrived:
                    self.lines += [line.decode().rstrip("\r") for line in lines]
                    self.arrived.notify_all()
        except OSError:
            pass

    def wait(self, part):
        with self.arrived:
            if not self.arrived.wait_for(lambda: any(part in line for line in self.lines), LIMIT):
                raise AssertionError(f"{self.nick} did not get {part!r}")


class Room:
    """A server, ann and bob."""

    def __init__(self, throttle):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="soquete-"))
        subprocess.run([SERVER, "--make-certificate", self.folder], check=True,
                       stdout=subprocess.DEVNULL)
        config = self.folder / "server.conf"
        config.write_text(
            f"[server]\ndata-dir={self.folder}\nudp=true\n[operators]\nroot=secret\n[limits]\n"
            f"throttle={'true' if throttle else 'false'}\n"
            f"[tls]\ncertificate={self.folder}/certificate.pem\nkey={self.folder}/key.pem\n")
        self.log = open(self.folder / "log", "w+")
        self.process = subprocess.Popen(
            [SERVER, "--config", config, "--address", HOST, "--port", "0"],
            stdout=subprocess.PIPE, stderr=self.log, text=True)
        self.port = int(self.process.stdout.readline().split()[-1])
        self.ann = Friend(self, "ann")
        self.bob = Friend(self, "bob")
        self.longest = 0.0
        self.count = 0
        self.peers = []

    def peer(self, *lines, **options):
        peer = Peer(self, *lines, **options)
        self.peers.append(peer)
        return peer

    def member(self, nick, *lines):
        """A hostile peer that is registered and in the channel of the friends."""
        peer = self.peer(f"NICK {nick}", f"USER {nick} 0 * :{nick}")
        answer = b""
        deadline = time.monotonic() + LIMIT
        while b" 001 " not in answer and time.monotonic() < deadline:
            answer += peer.read(0.3)
        if b" 001 " not in answer:
            raise AssertionError(f"{nick} was not let in: {answer!r}")
        if lines:
            peer.send(*lines)
        return peer

    def talk(self):
        """Each asks and answers in turn."""
        for _ in range(ROUNDS):
            for speaker, hearer in ((self.ann, self.bob), (self.bob, self.ann)):
                self.count += 1
                text = f":{speaker.nick}!~{speaker.nick}@127.0.0.1 PRIVMSG #friends :n{self.count}."
                begin = time.monotonic()
                speaker.say(f"PRIVMSG #friends :n{self.count}.")
                hearer.wait(text)
                self.longest = max(self.longest, time.monotonic() - begin)

    def check_talk(self):
        for friend, first in ((self.bob, 1), (self.ann, 2)):
            heard = [found[1] for line in friend.lines
                     if (found := re.search(r"PRIVMSG #friends :(n\d+\.)$", line))]
            wanted = [f"n{n}." for n in range(first, self.count + 1, 2)]
            if heard != wanted:
                raise AssertionError(f"{friend.nick} missed something, or got it twice")

    def close_peers(self):
        for peer in self.peers:
            peer.close()
        self.peers = []

    def stat(self, field):
        fields = pathlib.Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1]
        return int(fields.split()[field - 3])

    def cpu(self):
        return (self.stat(14) + self.stat(15)) / os.sysconf("SC_CLK_TCK")

    def memory(self):
        for line in open(f"/proc/{self.process.pid}/status", encoding="ascii"):
            if line.startswith("VmRSS:"):
                return int(line.split()[1])
        return 0

    def connections(self):
        return len(os.listdir(f"/proc/{self.process.pid}/fd"))

    def end(self):
        self.close_peers()
        self.ann.close()
        self.bob.close()
        self.process.terminate()
        status = self.process.wait(LIMIT)
        self.process.stdout.close()
        self.log.close()
        for path in self.folder.iterdir():
            path.unlink()
        self.folder.rmdir()
        if status != 0:
            raise AssertionError(f"the server ended with {status}")


# Connections.

@case
def silent_connections(room):
    for _ in range(200):
        room.peer()


@case
def connections_that_reset_at_once(room):
    for _ in range(300):
        Peer(room).reset()


@case
def connections_that_reset_after_registering(room):
    for n in range(60):
        Peer(room, f"NICK r{n}", f"USER r{n} 0 * :x", "JOIN #friends").reset()


@case
def half_closed_connections(room):
    for n in range(50):
        peer = room.peer(f"NICK h{n}", f"USER h{n} 0 * :x")
        peer.socket.shutdown(socket.SHUT_WR)


@case
def one_byte_at_a_time(room):
    peer = room.peer()
    for byte in b"NICK slow\r\nUSER slow 0 * :x\r\nJOIN #friends\r\n":
        peer.raw(bytes([byte]))


@case
def urgent_data(room):
    peer = room.member("urgent")
    for _ in range(20):
        peer.socket.send(b"!", socket.MSG_OOB)


@case
def never_registers(room):
    for n in range(100):
        room.peer(f"NICK never{n}")


@case
def registers_and_quits_again_and_again(room):
    for n in range(100):
        Peer(room, f"NICK q{n}", f"USER q{n} 0 * :x", "JOIN #friends", "QUIT :bye").close()


# Lines.

@case
def line_without_end(room):
    room.member("endless").raw(b"PRIVMSG #friends :" + b"x" * 4_000_000)


@case
def first_line_without_end(room):
    room.peer().raw(b"NICK " + b"x" * 4_000_000)


@case
def lines_that_are_too_long(room):
    room.member("long").send(*["PRIVMSG #friends :" + "x" * 600] * 200)


@case
def tags_that_are_too_long(room):
    room.member("tags").send(*["@" + "a=b;" * 2500 + " PRIVMSG #friends :x"] * 50)


@case
def thousands_of_tags(room):
    room.member("manytags").send(*["@" + ";".join(f"+k{n}" for n in range(800)) + " PING x"] * 50)


@case
def empty_lines(room):
    room.member("empty").raw(b"\r\n" * 200_000)


@case
def zero_bytes(room):
    room.member("zero").raw(b"PRIVMSG #friends :a\0b\r\n" * 500 + b"\0" * 100_000)


@case
def bytes_that_are_no_text(room):
    room.member("latin").raw(b"PRIVMSG #friends :\xff\xfe\xc0\x80\r\n" * 1000)


@case
def random_bytes(room):
    peer = room.member("random")
    for _ in range(20):
        peer.raw(os.urandom(20_000))


@case
def hundreds_of_parameters(room):
    room.member("params").send(*["JOIN " + "a " * 230, "MODE #friends " + "+ " * 230,
                                 "WHOIS " + ": " * 200, "USERHOST " + "ann " * 120] * 50)


@case
def carriage_returns_inside(room):
    room.member("cr").raw(b"PRIVMSG #friends :a\rQUIT :b\r\n" * 200)


@case
def unregistered_commands(room):
    names = ("ADMIN AWAY INFO INVITE ISON JOIN KICK KILL LINKS LIST LUSERS MODE MONITOR MOTD NAMES "
             "NOTICE OPER PART PONG PRIVMSG REHASH SETNAME STATS TAGMSG TIME TOPIC USERHOST VERSION "
             "WALLOPS WHO WHOIS WHOWAS CHATHISTORY BATCH SERVER SQUIT 001").split()
    peer = room.peer("CAP LS 302")
    for name in names:
        peer.send(name, f"{name} a", f"{name} #friends ann :x", f"{name} :")


@case
def commands_with_everything_missing(room):
    peer = room.member("missing")
    for name in ("JOIN PART MODE TOPIC KICK INVITE NAMES LIST WHO WHOIS WHOWAS PRIVMSG NOTICE "
                 "TAGMSG AWAY OPER MONITOR CHATHISTORY AUTHENTICATE REGISTER CAP NICK USER PASS PING "
                 "SETNAME USERHOST ISON STATS HELP KILL WALLOPS").split():
        peer.send(name, f"{name} :", f"{name} ,", f"{name} #", f"{name} * * * *", f"{name} : : :")


@case
def commands_of_servers(room):
    room.member("server1").send(*[":server.soquete KILL ann :x", "SERVER a 1 :b", "SQUIT server.soquete",
                                  ":ann!~ann@127.0.0.1 QUIT :spoof", "001 ann :x", "BATCH +1 netsplit",
                                  "ERROR :x", ":server.soquete MODE #friends +b *!*@*"] * 20)


@case
def somebody_elses_name(room):
    peer = room.member("liar", "JOIN #friends")
    peer.send(":ann!~ann@127.0.0.1 PRIVMSG #friends :not ann")
    room.bob.wait(":liar!~liar@127.0.0.1 PRIVMSG #friends :not ann")
    if any(line.startswith(":ann!") and "not ann" in line for line in room.bob.lines):
        raise AssertionError("bob was lied to")


# Floods.

@case
def messages_of_one_who_never_reads(room):
    peer = room.member("deaf", "JOIN #friends2")
    peer.send(*[f"PRIVMSG deaf :{'x' * 400}"] * 6000)


@case
def questions_of_one_who_never_reads(room):
    room.member("curious").send(*["WHO *", "LIST", "NAMES #friends", "VERSION", "MOTD", "LUSERS",
                                  "HELP", "INFO", "WHOIS ann"] * 2000)


@case
def pings(room):
    room.member("pinger").send(*["PING " + "x" * 400] * 5000)


@case
def hundreds_of_channels(room):
    room.member("joiner").send(*["JOIN " + ",".join(f"#c{i}-{n}" for n in range(50))
                                 for i in range(100)])


@case
def one_channel_joined_and_left(room):
    room.member("revolving").send(*["JOIN #friends", "PART #friends"] * 500)


@case
def nick_changes(room):
    room.member("chameleon", "JOIN #friends").send(*[f"NICK c{n}" for n in range(1000)])


@case
def modes_and_masks(room):
    peer = room.member("moder", "JOIN #m")
    peer.send(*["MODE #m +bbbb " + " ".join(f"{'*a' * 20}{n}-{i}" for i in range(4))
                for n in range(200)])
    peer.send("MODE #m +" + "zZ" * 200, "MODE #m b", "MODE #m " + "b" * 400, "MODE #m +k-k+l-l")
    for n in range(20):
        room.member(f"aaaaaaaaaaaaaaaaaa{n}", "JOIN #m")


@case
def topics(room):
    room.member("topper", "JOIN #t").send(*[f"TOPIC #t :{'x' * 450}{n}" for n in range(500)])


@case
def away_and_back(room):
    room.member("restless", "JOIN #friends").send(*["AWAY :x", "AWAY"] * 500)


@case
def watching_everybody(room):
    room.member("watcher").send(*["MONITOR + " + ",".join(f"w{i}x{n}" for n in range(40))
                                  for i in range(100)], *["MONITOR S", "MONITOR L"] * 200)


@case
def the_whole_past_again_and_again(room):
    peer = room.member("historian", "CAP REQ :draft/chathistory batch server-time message-tags",
                       "JOIN #friends")
    peer.send(*["CHATHISTORY LATEST #friends * 500",
                "CHATHISTORY AROUND #friends timestamp=2000-01-01T00:00:00.000Z 500"] * 200)


@case
def capabilities(room):
    room.peer().send(*["CAP LS 302", "CAP REQ :batch -batch multi-prefix", "CAP LIST",
                       "CAP REQ :" + "x" * 480, "CAP END"] * 500)


@case
def labels(room):
    peer = room.member("labeler", "CAP REQ :labeled-response batch echo-message")
    peer.send(*[f"@label={'x' * 3000} PRIVMSG labeler :x", "@label=a WHO *", "@label= PING x"] * 300)


@case
def kicks_and_kills_without_the_right(room):
    room.member("bully", "JOIN #friends").send(*["KICK #friends ann", "KILL ann :x", "MODE #friends +o bully",
                                                 "WALLOPS :x", "REHASH", "TOPIC #friends :x"] * 100)


# Passwords: each one costs the server a hash.

@case
def guessing_the_operators_password(room):
    room.member("guesser").send(*[f"OPER root guess{n}" for n in range(100)])


@case
def guessing_passwords_of_accounts(room):
    for n in range(10):
        peer = room.peer("CAP REQ :sasl", f"NICK s{n}")
        peer.send(*["AUTHENTICATE PLAIN", "AUTHENTICATE AGFubgB3cm9uZw=="] * 20)


@case
def accounts_without_end(room):
    for n in range(10):
        room.peer(f"NICK acc{n}").send(*[f"REGISTER acc{n}x{i} * secret" for i in range(20)])


@case
def an_answer_in_pieces_without_end(room):
    room.peer("CAP REQ :sasl").send("AUTHENTICATE PLAIN", *["AUTHENTICATE " + "A" * 400] * 500)


# TLS.

@case
def tls_that_is_garbage(room):
    for _ in range(30):
        room.peer().raw(b"\x16\x03\x01" + os.urandom(2000))


@case
def tls_that_stops_in_the_middle(room):
    for _ in range(40):
        room.peer().raw(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03")


@case
def tls_that_resets_after_the_handshake(room):
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    for _ in range(10):
        peer = Peer(room)
        secure = context.wrap_socket(peer.socket, do_handshake_on_connect=True)
        secure.sendall(b"NICK tls\r\n")
        secure.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        secure.close()


# Plain text and datagrams.

@case
def http_requests(room):
    for _ in range(50):
        room.peer().raw(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\n\r\nNICK x\r\n")


@case
def plain_bytes_without_end(room):
    room.peer().raw(bytes(range(11, 256)) * 8000)


@case
def plain_commands(room):
    room.peer().raw(b"hello\n" + b"/nick x\n/nick y\n/who\n/help\n/bad\n" * 20)


@case
def terminal_escapes(room):
    victim = room.peer()
    victim.raw(b"/nick victim\n")
    victim.read(0.3)
    room.member("painter", "JOIN #lobby", "PRIVMSG #lobby :\x1b[2J\x1b]0;owned\x07\u202eevil",
                "TOPIC #lobby :\x1b[31m", "NOTICE victim :\x1b[2J")
    heard = victim.read(0.5)
    if b"evil" not in heard or b"\x1b" in heard or "\u202e".encode() in heard:
        raise AssertionError(f"a terminal would have obeyed: {heard!r}")


@case
def datagrams(room):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
        for n in range(2000):
            udp.sendto(os.urandom(n % 1400), (HOST, room.port))


def run(room, function):
    """Lets ann and bob talk while the hostile peer is at work."""
    failures = []

    def attack():
        try:
            function(room)
        except Exception as error:  # what goes wrong there is told here
            failures.append(error)

    thread = threading.Thread(target=attack)
    room.longest = 0.0
    thread.start()
    room.talk()
    thread.join(LIMIT)
    room.talk()
    if thread.is_alive():
        raise AssertionError("the hostile peer was never done")
    if failures and not isinstance(failures[0], (ConnectionError, ssl.SSLError)):
        raise failures[0]
    room.check_talk()
    room.close_peers()


def calm_down(room, connections):
    """Waits until those who are gone are forgotten (the history has three files)."""
    deadline = time.monotonic() + LIMIT
    while room.connections() > connections + 4 and time.monotonic() < deadline:
        threading.Event().wait(0.1)
    if room.connections() > connections + 4:
        raise AssertionError(f"{room.connections()} descriptors are open, {connections} at first")
    busy = 1.0
    while busy > 0.2 and time.monotonic() < deadline:
        before = room.cpu()
        threading.Event().wait(0.5)
        busy = (room.cpu() - before) / 0.5
    if busy > 0.2:
        raise AssertionError(f"the server is busy with nothing: {busy:.0%} of a processor")


def main():
    failed = 0
    number = 0
    modes = (False,) if SANITIZED else (True, False)
    print(f"1..{len(modes) * (len(cases) + 1)}")
    for throttle in modes:
        name = "with the throttle" if throttle else "without the throttle"
        room = Room(throttle)
        room.talk()
        connections = room.connections()
        memory = room.memory()
        worst = 0.0
        for function in cases:
            number += 1
            try:
                run(room, function)
                print(f"ok {number} {function.__name__} {name}, longest wait "
                      f"{room.longest * 1000:.0f} ms", flush=True)
            except Exception as error:
                failed += 1
                print(f"# {error!r}\nnot ok {number} {function.__name__} {name}", flush=True)
                room.close_peers()
            worst = max(worst, room.longest)
            if os.environ.get("SOQ_HOSTILE_MEMORY"):
                print(f"# memory {room.memory() - memory:+} KiB, {room.connections()} descriptors")
        number += 1
        try:
            calm_down(room, connections)
            grown = room.memory() - memory
            log = (room.folder / "log").stat().st_size
            if grown > MEMORY_SLACK and not SANITIZED:
                raise AssertionError(f"{grown} KiB of memory were not given back")
            if log > 100_000:
                raise AssertionError(f"the log has {log} bytes")
            print(f"ok {number} afterwards {name}: memory {grown:+} KiB, log {log} bytes, "
                  f"longest wait of all {worst * 1000:.0f} ms")
        except Exception as error:
            failed += 1
            print(f"# {error!r}\nnot ok {number} afterwards {name}")
        room.end()
    return 1 if failed else 0


sys.exit(main())
