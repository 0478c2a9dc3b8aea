#!/bin/sh
# SPDX-FileCopyrightText: the Soquete authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# usage: run-test.sh WINE PROGRAM [ARGUMENT...]
#
# Runs a test program and ends with its status. Wine's server sends SIGKILL to a
# process that takes long to go after its last thread has ended; nothing else here
# does, and with it the status of the program is lost. So it is run once more then,
# and only what the second run printed counts.

set -u

output=$(mktemp)
trap 'rm -f "$output"' EXIT
# Who is out of time shall show how far it came.
trap 'cat "$output"; exit 143' TERM

status=0
"$@" >"$output" || status=$?
if [ "$status" -eq 137 ]; then
  echo "run-test.sh: Wine's server killed $2 while it ended; once more" >&2
  status=0
  "$@" >"$output" || status=$?
fi
cat "$output"
exit "$status"
