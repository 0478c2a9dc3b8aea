#!/usr/bin/env python3
# SPDX-FileCopyrightText: the Soquete authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a call does that cannot be done yet: waits, or says so."""

import socket
import time

server = socket.create_server(("127.0.0.1", 0))
client = socket.create_connection(server.getsockname())
connection, address = server.accept()

# Blocking, as a socket is at first; without a limit it would wait for ever.
connection.settimeout(0.5)
begin = time.monotonic()
try:
    connection.recv(100)
except TimeoutError:
    waited = time.monotonic() - begin
    print("blocking: recv() waited" if waited > 0.4 else "it did not wait")

connection.setblocking(False)
try:
    connection.recv(100)
except BlockingIOError:
    print("non-blocking: recv() returned at once")

sent = 0
try:
    while True:
        sent += connection.send(b"x" * 65536)
except BlockingIOError:
    print("send() took", sent, "bytes, then the buffers were full")
client.close()
connection.close()
server.close()
