#!/bin/sh
# SPDX-FileCopyrightText: the Soquete authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# tinyirc, Net::IRC: a PING that says who sent it is never answered.
#
# Every message of IRC may begin with its source, a PING too. tinyirc 1.1 and
# Perl's Net::IRC 0.79 answer “PING :token”, and are silent after “:server PING
# :token”: a server that writes its PING like all its other lines ends their
# connections after its time-out.

set -eu
here=$(dirname "$0")

seen=$("$here/in-debian" bookworm tinyirc=1:1.1.dfsg.1-5 libnet-irc-perl=0.79-4 python3 <<'PROGRAM'
cat >/tmp/ping.py <<'PYTHON'
import os
import pty
import socket
import subprocess

PROGRAMS = {
    "tinyirc": ["tinyirc", "me", "127.0.0.1", "{port}"],
    "Net::IRC": ["perl", "-MNet::IRC", "-e",
                 "my $irc = new Net::IRC; $irc->newconn(Nick => 'me', Server => '127.0.0.1', "
                 "Port => {port}); $irc->start"],
}


def answer(command, ping):
    listener = socket.create_server(("127.0.0.1", 0))
    listener.settimeout(60)
    terminal, child = pty.openpty()
    port = listener.getsockname()[1]
    process = subprocess.Popen([word.format(port=port) for word in command], stdin=child,
                               stdout=child, stderr=child, start_new_session=True,
                               env={**os.environ, "TERM": "xterm"})
    os.close(child)
    peer = listener.accept()[0]
    peer.settimeout(60)
    said = b""
    while b"USER" not in said:
        said += peer.recv(4096)
    # The second PING is answered by both, and so ends the wait for the first.
    peer.sendall(b":s 001 me :Welcome\r\n:s 376 me :End\r\n" + ping + b"\r\nPING :last\r\n")
    said = b""
    while b"last" not in said:
        said += peer.recv(4096)
    process.kill()
    process.wait()
    os.close(terminal)
    return "answered" if b"token" in said else "not answered"


for name, command in PROGRAMS.items():
    for ping in (b"PING :token", b":s PING :token"):
        print(f"{name}: {ping.decode()}: {answer(command, ping)}", flush=True)
PYTHON
timeout 300 python3 /tmp/ping.py
PROGRAM
)
echo "$seen"
[ "$seen" = "tinyirc: PING :token: answered
tinyirc: :s PING :token: not answered
Net::IRC: PING :token: answered
Net::IRC: :s PING :token: not answered" ]
