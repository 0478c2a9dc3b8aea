#!/bin/bash
# SPDX-FileCopyrightText: the Soquete authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# usage: package.sh   (in the UCRT64 terminal of MSYS2, in a checkout)
#
# Builds, tests and packs Soquete on Windows itself: the installer and the
# portable zip are left in build/packages. Libraries and icons are MSYS2's.

set -eu -o pipefail

[ "${MSYSTEM:-}" = UCRT64 ] || { echo "Please use the UCRT64 terminal of MSYS2." >&2; exit 1; }
root=$(cd "$(dirname "$0")/../.." && pwd)
build=$root/build/release
bundle=$root/build/bundle
cd "$root"

pacman -S --needed --noconfirm mingw-w64-ucrt-x86_64-{adwaita-icon-theme,cc,cmocka} \
  mingw-w64-ucrt-x86_64-{gettext-tools,glib-networking,gtk4,libadwaita,meson,ninja,nsis} \
  mingw-w64-ucrt-x86_64-{openssl,pkgconf,python,sqlite3}

[ -f "$build/build.ninja" ] ||
  MSYS2_ARG_CONV_EXCL='--prefix=' meson setup "$build" --prefix=/soquete --buildtype=release
meson compile -C "$build"
meson test -C "$build" --print-errorlogs

rm -rf "$bundle" "$bundle.staged"
DESTDIR=$bundle.staged meson install -C "$build" --no-rebuild
mv "$(dirname "$(find "$bundle.staged" -type d -name bin)")" "$bundle"
rm -rf "$bundle.staged"

cp "$MINGW_PREFIX"/bin/gspawn-win64-helper{,-console}.exe "$MINGW_PREFIX/bin/gdbus.exe" \
  "$bundle/bin"
mkdir -p "$bundle/lib/gio/modules" "$bundle/share/glib-2.0/schemas" "$bundle/share/icons"
cp "$MINGW_PREFIX"/lib/gio/modules/*.dll "$bundle/lib/gio/modules"
# MSYS2 draws SVG with a module that no program names.
cp -r "$MINGW_PREFIX/lib/gdk-pixbuf-2.0" "$bundle/lib"
cp "$MINGW_PREFIX"/share/glib-2.0/schemas/*.xml "$bundle/share/glib-2.0/schemas"
glib-compile-schemas "$bundle/share/glib-2.0/schemas"
rm "$bundle"/share/glib-2.0/schemas/*.xml
cp -r "$MINGW_PREFIX/share/icons/Adwaita" "$bundle/share/icons"
cp "$MINGW_PREFIX/share/icons/hicolor/index.theme" "$bundle/share/icons/hicolor"
# What GTK and libadwaita say themselves, in the languages that we have.
for folder in "$bundle"/share/locale/*/LC_MESSAGES; do
  cp "$MINGW_PREFIX/${folder#"$bundle/"}"/{gtk40,libadwaita}.mo "$folder"
done

# ldd follows what a library needs through all of its libraries.
find "$bundle" \( -name '*.exe' -o -name '*.dll' \) -exec ldd {} + |
  sed -n "s|.* => \($MINGW_PREFIX/bin/[^ ]*\) .*|\1|p" | sort -u |
  while read -r library; do
    cp "$library" "$bundle/bin"
  done
sed 's/$/\r/' COPYING >"$bundle/COPYING.txt"
sed 's/$/\r/' win32/package/libraries.txt >"$bundle/LIBRARIES.txt"

version=$(sed -n "s/^  version: '\(.*\)',$/\1/p" meson.build)
win32/package/package.sh "$version" "$bundle" build/packages
