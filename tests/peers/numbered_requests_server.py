#!/usr/bin/env python3
# SPDX-FileCopyrightText: the Soquete authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Numbers the requests of each client, and serves them all at once.

usage: numbered_requests_server.py HOST PORT

The answer to the second line of a client, “hello”, is “2: hello”.
"""

import socketserver
import sys


class Requests(socketserver.StreamRequestHandler):
    timeout = 10

    def handle(self):
        for number, line in enumerate(self.rfile, 1):
            request = line.decode().rstrip("\r\n")
            print(self.client_address[0], number, request, flush=True)
            self.wfile.write(f"{number}: {request}\n".encode())


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


with Server((sys.argv[1], int(sys.argv[2])), Requests) as server:
    print("waiting on port", server.server_address[1], flush=True)
    server.serve_forever()
