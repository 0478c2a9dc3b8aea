#!/bin/bash
# SPDX-FileCopyrightText: the Soquete authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# usage: with-wine.sh WINE PREFIX FONT COMMAND [ARGUMENT...]   (needs a display)
#
# Runs COMMAND in the Windows that is in PREFIX, and ends with its status, or with
# 75 if that Windows ended before COMMAND did: then nothing that COMMAND said of its
# programs counts. Makes PREFIX first if it is not there, or was made otherwise.

set -eu

wine=$1
prefix=$2
font=$3
shift 3
here=$(cd "$(dirname "$0")" && pwd)
server=$(dirname "$wine")/wineserver64
[ -x "$server" ] || server=wineserver

export WINEPREFIX="$prefix" WINEARCH=win64 WINEDEBUG=-all WINEDLLOVERRIDES='mscoree,mshtml='
# Windows names files in Unicode, and Wine takes the locale for them.
export LC_ALL=C.UTF-8
# The bus of this desktop speaks through a socket of Unix.
unset DBUS_SESSION_BUS_ADDRESS

made_with=$("$wine" --version; cat "$here/make-prefix.sh" "$here/prefix.reg.in" "$here/kbdus.c")
made_with="$font $(printf '%s' "$made_with" | sha256sum)"
if [ "$(cat "$prefix/made-with" 2>/dev/null || true)" != "$made_with" ]; then
  "$here/make-prefix.sh" "$wine" "$prefix" "$font"
  printf '%s\n' "$made_with" >"$prefix/made-with"
fi

command=
desktop=
# shellcheck disable=SC2317 # the trap calls it
cleanup ()
{
  # First what would start a server again.
  [ -z "$command" ] || kill "$command" 2>/dev/null || true
  [ -z "$desktop" ] || kill "$desktop" 2>/dev/null || true
  "$server" --kill 2>/dev/null || true
  "$server" --wait 2>/dev/null || true
}
trap cleanup EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# One may be left from a run that was killed.
"$server" --kill 2>/dev/null || true
"$server" --wait 2>/dev/null || true

"$server" --foreground --persistent 2>"$prefix/server.log" &
served_by=$!
until "$server" --kill=0 2>/dev/null; do
  kill -0 "$served_by" # still there?
  sleep 0.1
done

# Services and the desktop start with the first program and keep what that one
# writes to; so nobody who waits for the end of a test's output may be first.
"$wine" wineboot </dev/null >/dev/null 2>&1
"$wine" explorer.exe /desktop </dev/null >/dev/null 2>&1 &
desktop=$!

"$@" <&0 &
command=$!
status=0
wait -n -p ended "$served_by" "$command" || status=$?
if [ "$ended" = "$served_by" ]; then
  cat "$prefix/server.log" >&2
  echo "with-wine.sh: Wine's server ended by itself; what failed since says nothing" >&2
  exit 75
fi
command=
exit "$status"
