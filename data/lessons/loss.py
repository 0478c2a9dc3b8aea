#!/usr/bin/env python3
# SPDX-FileCopyrightText: the Soquete authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""UDP does not tell that a datagram was lost: who needs the answer asks again."""

import socket

server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(("127.0.0.1", 0))
client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
client.settimeout(0.3)

for attempt in range(1, 5):
    client.sendto(b"hello", server.getsockname())

    # Here nothing gets lost, so the first two are thrown away.
    question, address = server.recvfrom(100)
    if attempt > 2:
        server.sendto(question.upper(), address)

    try:
        print(client.recv(100).decode("utf-8"), "after", attempt, "tries")
        break
    except TimeoutError:
        print("no answer, and no error: ask again")
client.close()
server.close()
