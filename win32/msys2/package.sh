#!/bin/sh
# SPDX-FileCopyrightText: the Soquete authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Makes a package for MSYS2 UCRT64: pacman -U installs what it leaves here.

set -eu

cd "$(dirname "$0")"
if [ "${MSYSTEM:-}" != UCRT64 ]; then
  echo 'package.sh: please use the UCRT64 terminal of MSYS2' >&2
  exit 1
fi

exec makepkg-mingw --cleanbuild --force --syncdeps --noconfirm
