#!/bin/sh
# SPDX-FileCopyrightText: the Soquete authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# usage: needs.sh PROGRAM COMMAND [ARGUMENT...]
#
# Runs COMMAND; without PROGRAM on this system the test is left out, which is
# said.

set -eu

program=$1
shift
if ! command -v "$program" >/dev/null; then
  echo "SKIP: $program is not installed"
  exit 77
fi
exec "$@"
