#!/usr/bin/env python3
# SPDX-FileCopyrightText: the Soquete authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A client made with Python's irc library: prints what it hears, sends raw
lines from its standard input.

usage: irc_library_client.py HOST PORT NICK [PASSWORD]
"""

import os
import sys
import threading

import irc.client

host, port, nick = sys.argv[1], int(sys.argv[2]), sys.argv[3]
password = sys.argv[4] if len(sys.argv) > 4 else None
# Before version 9 it was called IRC.
reactor = (irc.client.Reactor if hasattr(irc.client, "Reactor") else irc.client.IRC)()
connection = reactor.server()


def show(_, event):
    who = str(event.source).partition("!")[0]
    print(event.type, who, event.target, *event.arguments, sep=" | ", flush=True)
    if event.type == "disconnect":
        os._exit(0)


def send_lines():
    for line in sys.stdin:
        connection.send_raw(line.rstrip("\n"))


reactor.add_global_handler("all_events", show)
connection.connect(host, port, nick, password=password)
threading.Thread(target=send_lines, daemon=True).start()
reactor.process_forever()
