#!/bin/bash
# SPDX-FileCopyrightText: the Soquete authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# usage: bundle.sh BUILD-FOLDER SYSROOT BUNDLE
#
# Puts all that Soquete needs on a Windows without anything else into BUNDLE:
# the programs, the libraries they name, what GLib and GTK look for at run time,
# icons and translations. Everything is found relative to the programs.

set -eu -o pipefail

build=$1
sysroot=$2
bundle=$3
root=$(cd "$(dirname "$0")/../.." && pwd)
host=x86_64-w64-mingw32
icons=/usr/share/icons

rm -rf "$bundle" "$bundle.staged"
DESTDIR=$bundle.staged meson install -C "$build" --no-rebuild >/dev/null
mkdir -p "$(dirname "$bundle")"
# Whatever the prefix: it is the folder that has bin/.
mv "$(dirname "$(find "$bundle.staged" -type d -name bin)")" "$bundle"
rm -rf "$bundle.staged"

# GLib starts helpers, and gdbus.exe is the bus by which a second start finds
# the first; TLS is a module that GIO loads.
cp "$sysroot"/bin/gspawn-win64-helper{,-console}.exe "$sysroot/bin/gdbus.exe" "$bundle/bin"
mkdir -p "$bundle/lib/gio/modules"
cp "$sysroot"/lib/gio/modules/*.dll "$bundle/lib/gio/modules"

# names_of FILE: the libraries that it needs
names_of ()
{
  $host-objdump -p "$1" | sed -n 's/.*DLL Name: //p'
}

# Windows' own libraries are in none of these folders.
folders=("$sysroot/bin" "$(dirname "$($host-gcc-posix -print-libgcc-file-name)")" "/usr/$host/lib")
waiting=("$bundle"/bin/*.exe "$bundle"/lib/gio/modules/*.dll)
while [ ${#waiting[@]} -gt 0 ]; do
  names=$(names_of "${waiting[0]}")
  waiting=("${waiting[@]:1}")
  for name in $names; do
    for folder in "${folders[@]}"; do
      if [ -e "$folder/$name" ] && [ ! -e "$bundle/bin/$name" ]; then
        cp "$folder/$name" "$bundle/bin"
        waiting+=("$bundle/bin/$name")
      fi
    done
  done
done
find "$bundle" \( -name '*.dll' -o -name '*.exe' \) -exec $host-strip --strip-unneeded {} +

mkdir -p "$bundle/share/glib-2.0/schemas"
cp "$sysroot"/share/glib-2.0/schemas/*.xml "$bundle/share/glib-2.0/schemas"
glib-compile-schemas "$bundle/share/glib-2.0/schemas"
rm "$bundle"/share/glib-2.0/schemas/*.xml

# No library draws SVG here, so icons come as pictures. Debian 12's Adwaita has
# its symbolic ones as such; ours are rendered.
mkdir -p "$bundle/share/icons/Adwaita"
cp "$icons/hicolor/index.theme" "$bundle/share/icons/hicolor"
(
  cd "$icons/Adwaita"
  find index.theme 16x16 32x32 -name '*-symbolic*.png' -o -name index.theme
) | tar -C "$icons/Adwaita" -cf - --files-from - | tar -C "$bundle/share/icons/Adwaita" -xf -
ours=$bundle/share/icons/hicolor
for size in 16 32 48 128 256; do
  mkdir -p "$ours/${size}x$size/apps"
  rsvg-convert -w $size -h $size "$ours/scalable/apps/io.github.soquete.Soquete.svg" \
    -o "$ours/${size}x$size/apps/io.github.soquete.Soquete.png"
done
for icon in "$ours"/*/*/*-symbolic.svg; do
  category=$(basename "$(dirname "$icon")")
  mkdir -p "$ours/16x16/$category"
  gtk4-encode-symbolic-svg -o "$ours/16x16/$category" "$icon" 16x16
done
rm -r "$ours/scalable" "$ours/symbolic"
gtk4-update-icon-cache -q -f "$bundle/share/icons/Adwaita"
gtk4-update-icon-cache -q -f "$ours"

# What GTK and libadwaita say themselves, in the languages that we have.
for folder in "$bundle"/share/locale/*/LC_MESSAGES; do
  cp "$sysroot/${folder#"$bundle/"}"/{gtk40,libadwaita}.mo "$folder"
done

# For people; lines end as Notepad of old wants them.
sed 's/$/\r/' "$root/COPYING" >"$bundle/COPYING.txt"
sed 's/$/\r/' "$root/win32/package/libraries.txt" >"$bundle/LIBRARIES.txt"
