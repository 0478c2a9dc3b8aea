#!/usr/bin/env python3
# SPDX-FileCopyrightText: the Soquete authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The system connects clients before the server calls accept ()."""

import socket

server = socket.create_server(("127.0.0.1", 0), backlog=5)

clients = []
for number in range(1, 4):
    client = socket.create_connection(server.getsockname())
    client.sendall(b"client %d" % number)
    clients.append(client)
print(len(clients), "clients are connected, accept() was not called yet")

for client in clients:
    connection, address = server.accept()
    print("accept():", connection.recv(100).decode("utf-8"))
    connection.close()
    client.close()
server.close()
