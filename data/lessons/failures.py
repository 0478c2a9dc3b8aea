#!/usr/bin/env python3
# SPDX-FileCopyrightText: the Soquete authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a call returns when it fails: each error has a name that says why."""

import errno
import os
import socket
import struct


def attempt(title, call, *arguments):
    """Makes a call that may fail, and prints how it went."""
    try:
        call(*arguments)
        print(f"{title}: 0")
    except TimeoutError:
        print(f"{title}: timed out")
    except OSError as error:
        print(f"{title}: {errno.errorcode.get(error.errno, error.errno)}")


def new_server(reuse):
    server = socket.socket()
    if reuse:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    return server


def use_port_once(reuse):
    """Serves one client and closes first: the connection lingers."""
    server = new_server(reuse)
    server.bind(("127.0.0.1", 0))
    server.listen(1)
    client = socket.create_connection(server.getsockname())
    server.accept()[0].close()
    client.recv(1)
    client.close()
    address = server.getsockname()
    server.close()
    return address


# Refused: somebody has the port, but nobody listens on it.
owner = socket.socket()
owner.bind(("127.0.0.1", 0))
client = socket.socket()
attempt("connect() where nobody listens", client.connect, owner.getsockname())
client.close()
owner.close()

# In use: only one server can have a port.
server = socket.socket()
server.bind(("127.0.0.1", 0))
server.listen(1)
second = socket.socket()
attempt("bind() to the port of another", second.bind, server.getsockname())
second.close()

# Still in use: after a server has ended, for about a minute, unless both set
# SO_REUSEADDR. Windows gives the port away at once, and its SO_REUSEADDR means
# something else: leave it out there.
for reuse in (False, True):
    address = use_port_once(reuse)
    again = new_server(reuse)
    attempt("bind() again" + (", with SO_REUSEADDR" if reuse else ""), again.bind, address)
    again.close()

# Reset: closing with a linger time of 0 breaks the connection.
linger = struct.pack("hh" if os.name == "nt" else "ii", 1, 0)
client = socket.create_connection(server.getsockname())
connection = server.accept()[0]
connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
connection.close()
attempt("recv() of a broken connection", client.recv, 100)
client.close()

# Timed out: the server is there, but says nothing.
client = socket.create_connection(server.getsockname())
client.settimeout(0.3)
attempt("recv() with a time limit", client.recv, 100)
client.close()
server.close()
