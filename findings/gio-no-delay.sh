#!/bin/sh
# SPDX-FileCopyrightText: the Soquete authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# GIO: since some version between 2.74 and 2.84 each TCP socket has TCP_NODELAY.
#
# Nobody asked for it: a new GSocket, and one that it accepts, has Nagle's
# algorithm switched off with 2.84.4, and has it with 2.74.6. A lesson on Nagle's
# algorithm, or a count of packets, is another one after an upgrade.

set -eu
here=$(dirname "$0")

look ()
{
  "$here/in-debian" "$@" <<'PROGRAM'
python3 - <<'PYTHON'
import socket
import ctypes
import gi
from gi.repository import Gio, GLib

# Of the library; GLib.MICRO_VERSION is the one that the bindings were made from.
library = ctypes.CDLL("libglib-2.0.so.0")
version = ".".join(str(ctypes.c_uint.in_dll(library, f"glib_{part}_version").value)
                   for part in ("major", "minor", "micro"))

def new():
    return Gio.Socket.new(Gio.SocketFamily.IPV4, Gio.SocketType.STREAM, Gio.SocketProtocol.TCP)

def no_delay(gsocket):
    return socket.socket(fileno=socket.dup(gsocket.get_fd())).getsockopt(socket.IPPROTO_TCP,
                                                                        socket.TCP_NODELAY)

listener = new()
listener.bind(Gio.InetSocketAddress.new_from_string("127.0.0.1", 0), True)
listener.listen()
client = socket.create_connection(("127.0.0.1", listener.get_local_address().get_port()))
accepted = listener.accept()
print(f"GLib {version}:",
      "new", no_delay(new()), "accepted", no_delay(accepted))
PYTHON
PROGRAM
}

seen=$(
  look bookworm python3-gi=3.42.2-3+b1 libglib2.0-0=2.74.6-2+deb12u9
  look trixie python3-gi=3.50.0-4+b1 libglib2.0-0t64=2.84.4-3~deb13u5
)
echo "$seen"
[ "$seen" = "GLib 2.74.6: new 0 accepted 0
GLib 2.84.4: new 1 accepted 1" ]
