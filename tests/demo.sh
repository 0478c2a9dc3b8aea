#!/bin/sh
# SPDX-FileCopyrightText: the Soquete authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# usage: with-display.sh demo.sh BUILD-FOLDER [OPTION...]
#
# For “./dev run” where there is no display: opens the demo's two windows, lets
# the client and a netcat say something, and leaves a picture of it. Every wait
# is for a condition, and ends after 30 seconds.

set -eu

build=$1
shift
picture=$build/soquete-run.png
log=$build/soquete-run.log
heard=$HOME/netcat-heard
processes=

# shellcheck disable=SC2317 # the trap calls it
cleanup ()
{
  for process in $processes; do
    kill "$process" 2>/dev/null || true
  done
  # Wait for the end: the display goes away next.
  for process in $processes; do
    wait "$process" 2>/dev/null || true
  done
}
trap cleanup EXIT

fail ()
{
  printf 'demo: %s\n' "$*" >&2
  cat "$log" >&2
  exit 1
}

# until_true WHAT COMMAND...
until_true ()
{
  what=$1
  shift
  tries=300
  until "$@"; do
    kill -0 "$soquete" 2>/dev/null || fail "soquete ended before this: $what"
    tries=$((tries - 1))
    [ "$tries" -gt 0 ] || fail "waited 30 seconds for this: $what"
    sleep 0.1
  done
}

windows ()
{
  xdotool search --onlyvisible --pid "$soquete" --name . 2>/dev/null
}

two_windows ()
{
  [ "$(windows | wc -l)" -ge 2 ]
}

server_window ()
{
  xdotool search --onlyvisible --pid "$soquete" --name 'Server' 2>/dev/null | head -n 1
}

server_listens ()
{
  port=$(sed -n 's/^Listening on .* port \([0-9]*\)$/\1/p' "$log" | head -n 1)
  [ -n "$port" ]
}

netcat_heard ()
{
  grep -q "$1" "$heard"
}

picture_is_steady ()
{
  import -window root "$HOME/now.png"
  cmp -s "$HOME/now.png" "$picture" && return
  mv "$HOME/now.png" "$picture"
  return 1
}

openbox >"$HOME/openbox.log" 2>&1 &
processes=$!

"$build/src/soquete" --demo "$@" >"$log" 2>&1 &
soquete=$!
processes="$soquete $processes"

until_true "two windows" two_windows
until_true "the line that says where the server listens" server_listens

# Side by side: the server window on the left, the client window on the right.
server=$(server_window)
[ -n "$server" ] || fail "no window has 'Server' in its title"
client=$(windows | grep -vx "$server" | tail -n 1)
xdotool windowsize "$server" 900 860 windowmove "$server" 10 20
xdotool windowsize "$client" 660 860 windowmove "$client" 925 20

if command -v nc >/dev/null; then
  mkfifo "$HOME/netcat-says"
  nc 127.0.0.1 "$port" <"$HOME/netcat-says" >"$heard" &
  processes="$! $processes"
  exec 4>"$HOME/netcat-says"
  printf '/nick netcat\nHello from netcat!\n' >&4
  until_true "an answer to netcat" netcat_heard .
fi

xdotool windowactivate --sync "$client" type --delay 20 'Hello, everyone!'
xdotool key Return
if command -v nc >/dev/null; then
  until_true "netcat hears what the client says" netcat_heard 'Hello, everyone!'
fi
until_true "a picture that no longer changes" picture_is_steady

printf 'A picture of the two windows is in %s\n' "$picture"
