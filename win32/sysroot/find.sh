#!/bin/sh
# SPDX-FileCopyrightText: the Soquete authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# usage: find.sh base|newer [--build]
#
# Prints the folder of the libraries for Windows, which is, the first of
#
#   1. $SOQUETE_SYSROOT (base) or $SOQUETE_SYSROOT_NEWER (newer);
#   2. one that build.sh made and ~/.cache/soquete keeps, as long as neither
#      build.sh nor what it reads has changed;
#   3. one unpacked from a file that is named in “ready” and lies in the folder
#      “windows” of a folder beside the checkout;
#   4. with --build, one that build.sh makes now.
#
# Without any it says so, and ends with 1.

set -eu

set_name=$1
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
cache=${XDG_CACHE_HOME:-$HOME/.cache}/soquete

key=$(cat "$here/build.sh" "$here"/*.patch "$here/appstream.h" "$here/../cross/mingw64.ini.in" |
  sha256sum | cut -c 1-16)
built=$cache/windows-$set_name-$key

# complete_newer FOLDER: the ready file of the newer set has no OpenSSL and no
# TLS for GIO. Those of the base set fit, as GLib keeps its interfaces.
complete_newer ()
{
  [ ! -e "$1/lib/pkgconfig/libcrypto.pc" ] || return 0
  other=$("$here/find.sh" base) || return 1
  (
    cd "$other"
    find bin include lib -name 'lib*crypto*' -o -name 'lib*ssl*' -o -name 'openssl*' \
      -o -path '*/gio/modules/*.dll' | tar -cf - --files-from -
  ) | tar -C "$1" -xf -
}

# repair FOLDER: the ready files' cmocka.pc names no prefix.
repair ()
{
  pc=$1/lib/pkgconfig/cmocka.pc
  if ! grep -q '^prefix=' "$pc"; then
    printf 'prefix=%s\n' "$1" | cat - "$pc" >"$pc.new"
    mv "$pc.new" "$pc"
  fi
}

# unpack FILE SUM FOLDER
unpack ()
{
  [ "$(sha256sum "$1" | cut -d ' ' -f 1)" = "$2" ] || return 1

  mkdir -p "$cache"
  new=$(mktemp -d "$3.XXXXXX")
  tar -C "$new" --strip-components=1 -xf "$1"
  if ! repair "$new" || ! { [ "$set_name" = base ] || complete_newer "$new"; }; then
    rm -rf "$new"
    return 1
  fi
  # Somebody else may have been faster.
  mv -T "$new" "$3" 2>/dev/null || rm -rf "$new"
}

# find_ready: unpacks one if need be, and prints its folder
find_ready ()
{
  while read -r set_of_file file sum; do
    [ "$set_of_file" = "$set_name" ] || continue
    folder=$cache/windows-$set_name-ready-$(printf '%s' "$sum" | cut -c 1-16)
    if [ -d "$folder" ]; then
      printf '%s\n' "$folder"
      return 0
    fi
    for candidate in "$root"/../*/windows/"$file"; do
      if [ -f "$candidate" ] && unpack "$candidate" "$sum" "$folder"; then
        printf '%s\n' "$folder"
        return 0
      fi
    done
  done <"$here/ready"
  return 1
}

case $set_name in
  base) named=${SOQUETE_SYSROOT:-} ;;
  newer) named=${SOQUETE_SYSROOT_NEWER:-} ;;
  *) echo "find.sh: there is no set $set_name" >&2; exit 2 ;;
esac

if [ -n "$named" ]; then
  printf '%s\n' "$named"
elif [ -d "$built" ]; then
  printf '%s\n' "$built"
elif find_ready; then
  :
elif [ "${2:-}" = --build ]; then
  mkdir -p "$cache"
  "$here/build.sh" "$set_name" "$built.new" >&2
  mv -T "$built.new" "$built"
  rm -rf "$built.new.work"
  printf '%s\n' "$built"
else
  echo "there are no libraries for Windows ($set_name) in $cache or beside the checkout" >&2
  exit 1
fi
