#!/bin/sh
# SPDX-FileCopyrightText: the Soquete authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# usage: with-display.sh COMMAND [ARGUMENT...]
#
# Runs COMMAND on a virtual display, a session bus and a home folder of its
# own, takes them away afterwards and ends with COMMAND's status.
#
# Not xvfb-run: the X server itself picks the display number, so that tests
# may start at the same moment; and -noreset keeps it when the first client
# leaves.

set -eu

home=$(mktemp -d)
xvfb=

# shellcheck disable=SC2317 # the trap calls it
cleanup ()
{
  if [ -n "$xvfb" ]; then
    kill "$xvfb" 2>/dev/null || true
    wait "$xvfb" 2>/dev/null || true
  fi
  rm -rf "$home"
}
trap cleanup EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# The server writes its number once it takes clients; if it cannot start, the
# read ends with nothing.
mkfifo "$home/number"
Xvfb -displayfd 3 -screen 0 "${SOQ_SCREEN:-1280x800x24}" -noreset -nolisten tcp \
  3>"$home/number" 2>"$home/xvfb.log" &
xvfb=$!
number=
read -r number <"$home/number" || true
if [ -z "$number" ]; then
  echo "with-display.sh: the virtual display did not start" >&2
  cat "$home/xvfb.log" >&2
  exit 1
fi

mkdir -m 700 "$home/run"
export DISPLAY=":$number"
export HOME="$home"
export XDG_CACHE_HOME="$home/cache"
export XDG_CONFIG_HOME="$home/config"
export XDG_DATA_HOME="$home/data"
export XDG_RUNTIME_DIR="$home/run"
unset WAYLAND_DISPLAY

# GDK loads a driver for GL even where nothing is drawn with it, and what that
# driver leaks or prints depends on what else is installed.
export GDK_DEBUG=gl-disable GDK_DISABLE=gl,vulkan

status=0
dbus-run-session -- "$@" || status=$?
exit "$status"
