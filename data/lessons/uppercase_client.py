#!/usr/bin/env python3
# SPDX-FileCopyrightText: the Soquete authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sends each line that is typed; a thread prints whatever comes meanwhile."""

import socket
import sys
import threading

port = int(sys.argv[1]) if len(sys.argv) > 1 else 12000

server = socket.create_connection(("127.0.0.1", port))


def listen():
    """Prints what the server says, whenever it says something."""
    with server.makefile("r", encoding="utf-8") as lines:
        for line in lines:
            print("server:", line.rstrip("\n"), flush=True)


listener = threading.Thread(target=listen)
listener.start()

for typed in sys.stdin:
    server.sendall(typed.encode("utf-8"))

# “I have sent everything, but I still listen”: the last answers still come.
server.shutdown(socket.SHUT_WR)
listener.join()
server.close()
print("ended", flush=True)
