#!/usr/bin/env python3
# SPDX-FileCopyrightText: the Soquete authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Many clients who talk at once; nobody may miss a line.

usage: many_clients.py PORT [CLIENTS [LINES]]

Prints what a line cost, from when it was sent until everybody had it: when all
talk at once, for each time that one was delivered; and when one line waits for
the one before.
"""

import selectors
import socket
import sys
import time

HOST = "127.0.0.1"
DEADLINE = 120
IN_TURN = 50


class Client:
    """One connection with plain text, which counts the lines that it is told."""

    def __init__(self, number, port):
        self.socket = socket.create_connection((HOST, port), timeout=DEADLINE)
        self.socket.sendall(f"/nick many{number}\n".encode())
        self.rest = b""
        self.named = False
        self.lines = 0

    def take(self):
        data = self.socket.recv(65536)
        if not data:
            raise AssertionError("a client was disconnected")
        *lines, self.rest = (self.rest + data).split(b"\n")
        self.named = self.named or any(b"You are now known as" in line for line in lines)
        self.lines += sum(line.startswith(b"<many") for line in lines)


def read_until(selector, what, condition):
    end = time.monotonic() + DEADLINE
    while not condition():
        if time.monotonic() > end:
            raise AssertionError(f"waited {DEADLINE} seconds for this: {what}")
        for key, _ in selector.select(0.1):
            key.data.take()


class Crowd:
    """Clients who are all in the room, under names of their own."""

    def __init__(self, port, n_clients):
        self.clients = [Client(number, port) for number in range(n_clients)]
        self.selector = selectors.DefaultSelector()
        for client in self.clients:
            self.selector.register(client.socket, selectors.EVENT_READ, client)
        read_until(self.selector, "a name for each", lambda: all(c.named for c in self.clients))
        self.said = [0] * n_clients

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.selector.close()
        for client in self.clients:
            client.socket.close()

    def say(self, number, n_lines):
        lines = "".join(f"line {i} of {number}\n" for i in range(n_lines))
        self.clients[number].socket.sendall(lines.encode())
        self.said[number] += n_lines

    def wait(self):
        """Until each has what all others said, and nothing else."""
        total = sum(self.said)

        def have_all():
            return all(client.lines >= total - said
                       for client, said in zip(self.clients, self.said))
        read_until(self.selector, "all lines", have_all)
        for client, said in zip(self.clients, self.said):
            if client.lines != total - said:
                raise AssertionError(f"{client.lines} lines, not {total - said}")

    def talk_at_once(self, n_lines, meanwhile=None):
        """Gives the seconds that it took; MEANWHILE is called when all have spoken."""
        begun = time.monotonic()
        for number in range(len(self.clients)):
            self.say(number, n_lines)
        if meanwhile is not None:
            meanwhile()
        self.wait()
        return time.monotonic() - begun

    def talk_in_turn(self, n_lines):
        begun = time.monotonic()
        for number in range(n_lines):
            self.say(number % len(self.clients), 1)
            self.wait()
        return time.monotonic() - begun


def main():
    port = int(sys.argv[1])
    n_clients = int(sys.argv[2]) if len(sys.argv) > 2 else 200
    n_lines = int(sys.argv[3]) if len(sys.argv) > 3 else 5
    n_deliveries = n_clients * n_lines * (n_clients - 1)
    with Crowd(port, n_clients) as crowd:
        at_once = crowd.talk_at_once(n_lines)
        in_turn = crowd.talk_in_turn(IN_TURN)
    print(f"{n_clients} clients: {n_deliveries} deliveries in {at_once:.2f} s, "
          f"{at_once / n_deliveries * 1e6:.1f} µs each; "
          f"one line after the other {in_turn / IN_TURN * 1000:.2f} ms")


if __name__ == "__main__":
    main()
