#!/usr/bin/env python3
# SPDX-FileCopyrightText: the Soquete authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""TCP has no messages: one send () is not one recv ()."""

import socket
import time

server = socket.create_server(("127.0.0.1", 0))
client = socket.create_connection(server.getsockname())
connection, address = server.accept()

for word in (b"one\n", b"two\n", b"three\n"):
    client.sendall(word)
time.sleep(0.2)
data = connection.recv(2048)
print("3 send(), 1 recv():", data)

# So the receiver looks for the ends of lines itself.
for line in data.decode("utf-8").splitlines():
    print("line:", line)

client.sendall(b"x" * 10000)
client.close()
calls = 0
while connection.recv(2048):
    calls += 1
print("1 send() of 10000 bytes,", "several recv()" if calls > 1 else "one recv()")
connection.close()
server.close()
