#!/bin/sh
# SPDX-FileCopyrightText: the Soquete authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# usage: make-prefix.sh WINE FOLDER FONT    (needs a display)
#
# Makes FOLDER a Windows (Wine prefix) in which GTK's programs have letters and
# shortcuts. FONT: “DejaVu Sans” for GTK 4.8, “Liberation Sans” for GTK 4.18:
# the other one of the two is drawn badly, which looks like a fault of Wine 8.

set -eu

wine=$1
folder=$2
font=$3
here=$(cd "$(dirname "$0")" && pwd)

rm -rf "$folder"
mkdir -p "$folder"
export WINEPREFIX="$folder" WINEARCH=win64 WINEDEBUG=-all WINEDLLOVERRIDES='mscoree,mshtml='
"$wine" wineboot --init >/dev/null 2>&1

x86_64-w64-mingw32-gcc-posix -O1 -shared -s "$here/kbdus.c" \
  -o "$folder/drive_c/windows/system32/kbdus.dll"

# LOGFONTW: 12 pixels high, normal weight, default character set.
logfont=$(python3 - "$font" <<'END'
import struct, sys
numbers = struct.pack("<5i8B", -12, 0, 0, 0, 400, 0, 0, 0, 1, 0, 0, 0, 0)
print((numbers + sys.argv[1].encode("utf-16le").ljust(64, b"\0")).hex(","))
END
)
sed "s/@FONT@/$font/; s/@LOGFONT@/$logfont/" "$here/prefix.reg.in" >"$folder/prefix.reg"
"$wine" regedit /S "$folder/prefix.reg"
"$wine" wineboot --shutdown >/dev/null 2>&1 || true
WINEPREFIX="$folder" "$(dirname "$wine")/wineserver64" --wait 2>/dev/null || true

# Wine makes the folders of the user links into the home folder; what is
# installed here must not end up on anybody's desktop.
for link in "$folder"/drive_c/users/*/*; do
  [ -L "$link" ] || continue
  rm "$link"
  mkdir "$link"
done
