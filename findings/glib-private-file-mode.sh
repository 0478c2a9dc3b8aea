#!/bin/sh
# SPDX-FileCopyrightText: the Soquete authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# GLib: the mode that is asked for is not the one of a file that exists.
#
# g_file_set_contents_full () takes a mode. Over a file of mode 0644, asked for
# 0600, it leaves 0600 with 2.74.6 and 0644 with 2.84.4: what was meant to become
# private stays readable. g_key_file_save_to_file (), which takes no mode, goes the
# other way: over 0600 it leaves 0644 with 2.74.6 and 0600 with 2.84.4. So neither
# is right with both versions unless the program sets the mode itself.

set -eu
here=$(dirname "$0")

look ()
{
  "$here/in-debian" "$@" <<'PROGRAM'
cd /tmp
python3 - <<'PYTHON'
import os, stat
import ctypes
import gi
from gi.repository import GLib

# Of the library; GLib.MICRO_VERSION is the one that the bindings were made from.
library = ctypes.CDLL("libglib-2.0.so.0")
version = ".".join(str(ctypes.c_uint.in_dll(library, f"glib_{part}_version").value)
                   for part in ("major", "minor", "micro"))

def mode(path):
    return oct(stat.S_IMODE(os.stat(path).st_mode))[2:]

def file_of_mode(path, value):
    with open(path, "w") as file:
        file.write("[group]\nkey=before\n")
    os.chmod(path, value)

file_of_mode("contents", 0o644)
GLib.file_set_contents_full("contents", b"after", GLib.FileSetContentsFlags.CONSISTENT, 0o600)
file_of_mode("keys", 0o600)
keys = GLib.KeyFile()
keys.set_string("group", "key", "after")
keys.save_to_file("keys")
print(f"GLib {version}:",
      "contents", mode("contents"), "keys", mode("keys"))
PYTHON
PROGRAM
}

seen=$(
  look bookworm python3-gi=3.42.2-3+b1 libglib2.0-0=2.74.6-2+deb12u9
  look trixie python3-gi=3.50.0-4+b1 libglib2.0-0t64=2.84.4-3~deb13u5
)
echo "$seen"
[ "$seen" = "GLib 2.74.6: contents 600 keys 644
GLib 2.84.4: contents 644 keys 600" ]
