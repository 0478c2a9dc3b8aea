#!/usr/bin/env python3
# SPDX-FileCopyrightText: the Soquete authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sends each line that is typed as one datagram, and prints the answer."""

import socket
import sys

port = int(sys.argv[1]) if len(sys.argv) > 1 else 12000

client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
# A datagram may get lost, and the answer too: do not wait for ever.
client.settimeout(2)

for line in sys.stdin:
    client.sendto(line.rstrip("\n").encode("utf-8"), ("127.0.0.1", port))
    try:
        answer, address = client.recvfrom(2048)
        print("server:", answer.decode("utf-8"), flush=True)
    except TimeoutError:
        print("no answer", flush=True)

client.close()
print("ended", flush=True)
