#!/bin/sh
# SPDX-FileCopyrightText: the Soquete authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# PyGObject: GLib.MICRO_VERSION is not the version of GLib that runs.
#
# The constants are those of the library that the introspection data was made
# from. On Debian 12 they say 2.74.4 while libglib-2.0 is 2.74.6, and what the
# library itself says (glib_micro_version) is right. A script that works round a
# fault by the version works round the wrong one.

set -eu
here=$(dirname "$0")

seen=$("$here/in-debian" bookworm python3-gi=3.42.2-3+b1 gir1.2-glib-2.0=1.74.0-3 \
  libglib2.0-0=2.74.6-2+deb12u9 <<'PROGRAM'
python3 - <<'PYTHON'
import ctypes
from gi.repository import GLib

library = ctypes.CDLL("libglib-2.0.so.0")
parts = [ctypes.c_uint.in_dll(library, f"glib_{part}_version").value
         for part in ("major", "minor", "micro")]
print("constants", GLib.MAJOR_VERSION, GLib.MINOR_VERSION, GLib.MICRO_VERSION)
print("library", *parts)
PYTHON
PROGRAM
)
echo "$seen"
[ "$seen" = "constants 2 74 4
library 2 74 6" ]
