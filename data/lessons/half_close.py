#!/usr/bin/env python3
# SPDX-FileCopyrightText: the Soquete authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The client says that it has sent everything, and still hears the answer."""

import socket

server = socket.create_server(("127.0.0.1", 0))
client = socket.create_connection(server.getsockname())
connection, address = server.accept()

client.sendall(b"one two three\n")
client.shutdown(socket.SHUT_WR)

# recv() returns nothing when there will be nothing more.
received = 0
while data := connection.recv(100):
    received += len(data)
print("server: recv() returned 0 after", received, "bytes")
connection.sendall(b"You sent %d bytes." % received)
connection.close()

print("client:", client.recv(100).decode("utf-8"))
client.close()
server.close()
