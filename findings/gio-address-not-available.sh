#!/bin/sh
# SPDX-FileCopyrightText: the Soquete authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# GIO: an address that this computer does not have is “connection refused”.
#
# bind () to an address of nobody here fails with EADDRNOTAVAIL. GIO 2.74.6 made
# G_IO_ERROR_FAILED of it; 2.84.4 makes G_IO_ERROR_CONNECTION_REFUSED, the code of
# ECONNREFUSED, of a socket that never tried to connect. A program that explains
# errors by their code tells its user that the server refused.

set -eu
here=$(dirname "$0")

look ()
{
  "$here/in-debian" "$@" <<'PROGRAM'
python3 - <<'PYTHON'
import ctypes
import gi
from gi.repository import Gio, GLib

# Of the library; GLib.MICRO_VERSION is the one that the bindings were made from.
library = ctypes.CDLL("libglib-2.0.so.0")
version = ".".join(str(ctypes.c_uint.in_dll(library, f"glib_{part}_version").value)
                   for part in ("major", "minor", "micro"))

listener = Gio.Socket.new(Gio.SocketFamily.IPV4, Gio.SocketType.STREAM, Gio.SocketProtocol.TCP)
# 192.0.2.0/24 is for documentation (RFC 5737).
try:
    listener.bind(Gio.InetSocketAddress.new_from_string("192.0.2.1", 0), True)
    said = "bound"
except GLib.Error as error:
    said = f"{Gio.IOErrorEnum(error.code).value_nick}: {error.message}"
print(f"GLib {version}: {said}")
PYTHON
PROGRAM
}

seen=$(
  look bookworm python3-gi=3.42.2-3+b1 libglib2.0-0=2.74.6-2+deb12u9
  look trixie python3-gi=3.50.0-4+b1 libglib2.0-0t64=2.84.4-3~deb13u5
)
echo "$seen"
[ "$seen" = "GLib 2.74.6: failed: Error binding to address 192.0.2.1:0: Cannot assign requested address
GLib 2.84.4: connection-refused: Error binding to address 192.0.2.1:0: Cannot assign requested address" ]
