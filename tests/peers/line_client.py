#!/usr/bin/env python3
# SPDX-FileCopyrightText: the Soquete authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sends each line that is typed as bare UTF-8, with no newline; S ends.

usage: line_client.py HOST PORT < lines
"""

import socket
import sys

host, port = sys.argv[1], int(sys.argv[2])

client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
client.settimeout(10)
client.connect((host, port))

for line in sys.stdin:
    message = line.rstrip("\n")
    if message in ("S", "s"):
        break
    client.send(bytes(message, "utf-8"))
    print("sent:", message, flush=True)

client.close()
print("ended", flush=True)
