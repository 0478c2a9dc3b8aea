#!/usr/bin/env python3
# SPDX-FileCopyrightText: the Soquete authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What --trace writes, beside what others saw.

usage: test_trace.py SOQUETE-SERVER

Speaks TAP. One server talks with clients over TCP, UDP and TLS while strace
watches it: both must tell the same calls, in the same order on each
descriptor, with the same sizes and results. And tshark must find in the
packets of a .pcapng exactly the bytes that were sent.
"""

import collections
import json
import os
import pathlib
import re
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import tempfile

SERVER = sys.argv[1]
HOST = "127.0.0.1"
LIMIT = 60  # seconds

# What the trace tells of; strace sees more, such as getsockopt and getpeername.
CALLS = {"socket", "setsockopt", "bind", "listen", "accept", "getsockname", "send", "sendto", "sendmsg",
         "recv", "recvfrom", "recvmsg", "shutdown", "close"}


def read_all(peer, until):
    """Reads until the bytes end with something, or the other end has ended."""
    data = b""
    while not data.endswith(until):
        more = peer.recv(65536)
        if not more:
            break
        data += more
    return data


class Server:
    """soquete-server with --trace, perhaps below strace."""

    def __init__(self, folder, name, prefix=()):
        self.trace = folder / name
        config = folder / "server.conf"
        subprocess.run([SERVER, "--make-certificate", folder], check=True,
                       stdout=subprocess.DEVNULL)
        config.write_text(f"[server]\ndata-dir={folder}\nudp=true\n[tls]\n"
                          f"certificate={folder}/certificate.pem\nkey={folder}/key.pem\n")
        environment = dict(os.environ)
        if prefix:  # the leak checker does not work below strace
            environment["ASAN_OPTIONS"] = os.environ.get("ASAN_OPTIONS", "") + ":detect_leaks=0"
        self.process = subprocess.Popen(
            [*prefix, SERVER, "--config", config, "--address", HOST, "--port", "0",
             "--trace", self.trace], stdout=subprocess.PIPE, text=True, env=environment)
        self.port = int(self.process.stdout.readline().split()[-1])

    def pid(self):
        """Of the server itself, which strace is the parent of."""
        children = pathlib.Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return int((children.read_text().split() or [self.process.pid])[0])

    def end(self):
        subprocess.run(["kill", "-INT", str(self.pid())], check=True)
        status = self.process.wait(LIMIT)
        self.process.stdout.close()
        if status != 0:
            raise AssertionError(f"the server ended with {status}")

    def connect(self):
        return socket.create_connection((HOST, self.port), timeout=LIMIT)


def talk(server):
    """A conversation over all that the server speaks."""
    plain = server.connect()
    plain.sendall(b"hello\n")
    read_all(plain, b"commands.\n")

    irc = server.connect()
    irc.sendall(b"PASS secret\r\nNICK ann\r\nUSER ann 0 * :Ann\r\nJOIN #lobby\r\n")
    read_all(irc, b"End of /NAMES list\r\n")
    irc.sendall("PRIVMSG #lobby :caf\u00e9\r\n".encode())
    read_all(plain, "<ann> caf\u00e9\n".encode())

    udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    udp.settimeout(LIMIT)
    udp.connect((HOST, server.port))
    udp.send(b"first")
    read_all(plain, b"first\n")
    udp.send(b"second")
    read_all(plain, b"second\n")

    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    secure = context.wrap_socket(server.connect())
    secure.sendall(b"NICK tls\r\nUSER tls 0 * :x\r\nJOIN #lobby\r\nPRIVMSG #lobby :sealed\r\n")
    read_all(plain, b"<tls> sealed\n")
    secure.sendall(b"QUIT :bye\r\n")
    read_all(secure, b"never")
    secure.close()

    irc.sendall(b"QUIT :bye\r\n")
    read_all(irc, b"never")
    irc.close()
    plain.shutdown(socket.SHUT_WR)
    read_all(plain, b"never")
    plain.close()
    udp.close()


Call = collections.namedtuple("Call", "name argument result")


def whole_lines(text):
    """strace's lines, with those that another thread cut put together."""
    pending = {}
    for line in text.splitlines():
        pid, _, rest = line.partition(" ")
        rest = rest.strip()
        if rest.endswith("<unfinished ...>"):
            pending[pid] = rest[:-len("<unfinished ...>")]
        elif found := re.match(r"<\.\.\. \w+ resumed>(.*)", rest):
            yield pending.pop(pid) + found[1]
        else:
            yield rest


def address(text):
    found = re.search(r'sin_port=htons\((\d+)\), sin_addr=inet_addr\("([^"]+)"\)', text)
    return f"{found[2]}:{found[1]}" if found else None


def from_strace(line):
    """One line of strace as a call on a descriptor, or None."""
    found = re.match(r"(\w+)\((.*)\)\s+= (-?\d+)(?: (E\w+))?", line)
    if not found:
        return None
    name, arguments, result, error = found.groups()
    arguments = arguments.strip()  # a cut line has a space before its cut
    if name == "socket":
        if not re.match(r"AF_INET", arguments):
            return None
        family, kind = re.match(r"(\w+), (\w+)", arguments).groups()
        return int(result), Call("socket", f"{family}, {kind}", int(result))
    descriptor = int(re.match(r"\d+", arguments)[0])
    outcome = error or int(result)
    if name in ("accept", "accept4"):
        return descriptor, Call("accept", None, outcome)
    # The C library makes send () and recv () with these.
    if name in ("sendto", "recvfrom") and arguments.endswith(", NULL, NULL" if name[0] == "r" else ", NULL, 0"):
        size = int(re.search(r", (\d+), [^,]*, NULL, \w+$", arguments)[1])
        return descriptor, Call("send" if name == "sendto" else "recv", size, outcome)
    if name in ("sendmsg", "recvmsg"):
        sizes = [int(n) for n in re.findall(r"iov_len=(\d+)", arguments)]
        return descriptor, Call(name, sum(sizes) if sizes else None, outcome)
    if name == "setsockopt":
        found = re.search(r"(\w+), \[(\d+)\], 4$", arguments)
        return descriptor, Call(name, f"{found[1]}={found[2]}" if found else arguments, outcome)
    if name == "shutdown":
        return descriptor, Call(name, re.search(r"SHUT_\w+", arguments)[0], outcome)
    if name == "listen":
        return descriptor, Call(name, int(arguments.split(", ")[1]), outcome)
    if name in ("bind", "getsockname"):
        return descriptor, Call(name, address(arguments), outcome)
    return descriptor, Call(name, None, outcome)


def from_trace(record):
    name = record["call"]
    argument = None
    if name in ("socket", "setsockopt", "shutdown", "bind", "getsockname"):
        argument = record["argument"]
    elif name in ("send", "recv", "sendmsg", "recvmsg", "listen"):
        argument = record["size"]
    outcome = record.get("error") or record["result"]
    # strace does not tell how large a buffer was that nothing came into.
    if name == "recvmsg" and "error" in record:
        argument = None
    return record["descriptor"], Call(name, argument, outcome)


def lives(calls, is_socket=None):
    """The calls of each socket, from socket () or accept () to close ()."""
    done, live = [], {}
    for descriptor, call in calls:
        if call.name == "socket":
            live[descriptor] = [call]
        elif descriptor in live:
            live[descriptor].append(call)
            if call.name == "accept" and isinstance(call.result, int):
                live[call.result] = []
            elif call.name == "close":
                done.append(live.pop(descriptor))
    if live:
        raise AssertionError(f"sockets {sorted(live)} were never closed")
    return done


def test_strace_saw_the_same(folder):
    log = folder / "strace"
    server = Server(folder, "trace.json",
                    ["strace", "-f", "-o", log, "-e", "trace=network,read,write,close"])
    talk(server)
    server.end()
    records = json.loads(server.trace.read_text())["calls"]
    told = lives([from_trace(record) for record in records
                  if record["call"] in CALLS])
    seen = lives([found for line in whole_lines(log.read_text())
                  if (found := from_strace(line)) and found[1].name in CALLS | {"read", "write"}])
    if told != seen:
        for mine, theirs in zip(told, seen):
            for n, (a, b) in enumerate(zip(mine, theirs)):
                if a != b:
                    raise AssertionError(f"call {n}: the trace has {a}, strace {b}, after {mine[:n]}")
        raise AssertionError(f"{[len(x) for x in told]} calls in the trace, {[len(x) for x in seen]} in strace")
    if len(told) < 5 or sum(map(len, told)) < 60:
        raise AssertionError(f"only {len(told)} sockets, {sum(map(len, told))} calls")
    return f"{len(told)} sockets, {sum(map(len, told))} calls"


def test_trace_tells_what_tls_meant_and_no_password(folder):
    server = Server(folder, "trace.json")
    talk(server)
    server.end()
    records = json.loads(server.trace.read_text())["calls"]
    text = "".join(record.get("text", "") for record in records)
    for wanted in ("PASS ......\r\n", "JOIN #lobby", "PRIVMSG #lobby :sealed", "hello\n"):
        if wanted not in text:
            raise AssertionError(f"{wanted!r} is not in the trace")
    if "secret" in text:
        raise AssertionError("the password is in the trace")
    meant = [record for record in records if record["call"] == "decrypt"]
    if not any("sealed" in record["text"] for record in meant):
        raise AssertionError("what TLS meant is not in the trace")
    if not any(record.get("encrypted") and record["call"] == "recv" for record in records):
        raise AssertionError("what TLS sent is not in the trace")
    if not {"ann", "tls", "guest-1"} <= {record.get("name") for record in records}:
        raise AssertionError("the peers have no names in the trace")
    return f"{len(records)} records"


def follow(file, protocol, stream):
    """What each end sent, as tshark puts it together."""
    result = subprocess.run(["tshark", "-n", "-r", file, "-q", "-z",
                             f"follow,{protocol},raw,{stream}"],
                            check=True, capture_output=True, text=True, timeout=LIMIT)
    there, here = b"", b""
    for line in result.stdout.splitlines():
        if re.fullmatch(r"[0-9a-f]+", line):
            there += bytes.fromhex(line)
        elif re.fullmatch(r"\t[0-9a-f]+", line):
            here += bytes.fromhex(line[1:])
    return there, here


def test_tshark_finds_the_bytes(folder):
    server = Server(folder, "trace.pcapng")
    peer = server.connect()
    sent = b"".join(b"line %d %s\n" % (n, b"x" * (n % 700)) for n in range(30))
    got = b""
    peer.sendall(b"hello\n")
    got += read_all(peer, b"commands.\n")
    peer.sendall(sent)
    other = server.connect()
    other.sendall("caf\u00e9\n".encode())
    got += read_all(peer, "caf\u00e9\n".encode())
    peer.shutdown(socket.SHUT_WR)
    got += read_all(peer, b"never")
    udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    udp.settimeout(LIMIT)
    udp.connect((HOST, server.port))
    udp.send(b"one datagram")
    read_all(other, b"datagram\n")
    server.end()
    peer.close()
    other.close()
    udp.close()

    there, here = follow(server.trace, "tcp", 0)
    if there != b"hello\n" + sent:
        raise AssertionError(f"the client sent {len(sent) + 6} bytes, tshark finds {len(there)}: {there[-80:]!r}")
    if here != got:
        raise AssertionError(f"the client got {got[-80:]!r}, tshark finds {here[-80:]!r}")
    if follow(server.trace, "udp", 0)[0] != b"one datagram":
        raise AssertionError("tshark does not find the datagram")
    problems = subprocess.run(
        ["tshark", "-n", "-r", server.trace, "-o", "ip.check_checksum:TRUE", "-o",
         "tcp.check_checksum:TRUE", "-o", "udp.check_checksum:TRUE", "-Y",
         "ip.checksum.status==0 || tcp.checksum.status==0 || udp.checksum.status==0 || "
         "_ws.malformed || tcp.analysis.lost_segment || tcp.analysis.retransmission"],
        check=True, capture_output=True, text=True, timeout=LIMIT)
    if problems.stdout:
        raise AssertionError(f"tshark complains: {problems.stdout}")
    return f"{len(there)} and {len(here)} bytes"


def test_a_name_that_says_nothing_is_refused(folder):
    result = subprocess.run([SERVER, "--port", "0", "--trace", folder / "trace.doc"],
                            capture_output=True, text=True, timeout=LIMIT)
    if result.returncode != 2 or ".json, .pcapng or .txt" not in result.stderr:
        raise AssertionError(f"{result.returncode}: {result.stderr}")
    return "refused"


TESTS = ((test_strace_saw_the_same, "strace"),
         (test_trace_tells_what_tls_meant_and_no_password, None),
         (test_tshark_finds_the_bytes, "tshark"),
         (test_a_name_that_says_nothing_is_refused, None))


def main():
    failed = 0
    print(f"1..{len(TESTS)}")
    for number, (test, tool) in enumerate(TESTS, 1):
        if tool and not shutil.which(tool):
            print(f"ok {number} {test.__name__} # SKIP {tool} is not installed")
            continue
        with tempfile.TemporaryDirectory(prefix="soquete-") as folder:
            try:
                print(f"ok {number} {test.__name__}: {test(pathlib.Path(folder))}", flush=True)
            except Exception as error:
                failed += 1
                print(f"# {error!r}\nnot ok {number} {test.__name__}", flush=True)
    return 1 if failed else 0


sys.exit(main())
