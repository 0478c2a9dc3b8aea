#!/bin/sh
# SPDX-FileCopyrightText: the Soquete authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# ii: a change of name is seen only if the new name has a colon before it.
#
# The last parameter of a message may have a colon, and must have one only if it is
# empty, has a space or begins with a colon. ii 1.8 says nothing of “NICK bobby”, and
# of “NICK :evelyn” it says that eve changed her name: both are the same message.

set -eu
here=$(dirname "$0")

seen=$("$here/in-debian" bookworm ii=1.8-3+ds+b1 python3 <<'PROGRAM'
cat >/tmp/ii.py <<'PYTHON'
import pathlib
import socket
import subprocess
import tempfile
import time

with tempfile.TemporaryDirectory() as folder:
    listener = socket.create_server(("127.0.0.1", 0))
    listener.settimeout(60)
    ii = subprocess.Popen(["ii", "-i", folder, "-s", "127.0.0.1",
                           "-p", str(listener.getsockname()[1]), "-n", "me"],
                          stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    peer = listener.accept()[0]
    peer.sendall(b":s 001 me :Welcome\r\n:me!u@h JOIN :#c\r\n:bob!u@h JOIN :#c\r\n"
                 b":eve!u@h JOIN :#c\r\n:bob!u@h NICK bobby\r\n:eve!u@h NICK :evelyn\r\n"
                 b":s NOTICE me :end\r\n")
    out = pathlib.Path(folder, "127.0.0.1", "out")
    end = time.monotonic() + 60
    while time.monotonic() < end and not (out.exists() and "end" in out.read_text()):
        time.sleep(0.05)
    for file in sorted(pathlib.Path(folder).rglob("out")):
        for line in file.read_text().splitlines():
            if "nick" in line:
                print(line.split(" ", 1)[1])
    ii.kill()
    ii.wait()
PYTHON
timeout 120 python3 /tmp/ii.py
PROGRAM
)
echo "$seen"
[ "$seen" = "-!- eve changed nick to evelyn" ]
