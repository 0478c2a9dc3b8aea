#!/bin/bash
# SPDX-FileCopyrightText: the Soquete authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# usage: package.sh VERSION BUNDLE FOLDER [--quick]
#
# Makes of BUNDLE, in FOLDER: soquete-VERSION-setup.exe, which installs it, and
# soquete-VERSION-portable.zip, which keeps settings and history beside the
# program. With --quick neither is made small, for tests.

set -eu -o pipefail

version=$1
bundle=$(cd "$2" && pwd)
folder=$3
quick=${4:-}
here=$(cd "$(dirname "$0")" && pwd)
name=soquete-$version

mkdir -p "$folder"
folder=$(cd "$folder" && pwd)
rm -f "$folder/$name-setup.exe" "$folder/$name-portable.zip"

# What the uninstaller takes away: files, then folders from the inside out.
lists=$folder/uninstall.nsh
# shellcheck disable=SC2016 # $INSTDIR is for NSIS
{
  (cd "$bundle" && find . -type f) |
    sed 's|^\./||; s|/|\\|g; s|.*|Delete "$INSTDIR\\&"|'
  (cd "$bundle" && find . -depth -mindepth 1 -type d) |
    sed 's|^\./||; s|/|\\|g; s|.*|RMDir "$INSTDIR\\&"|'
} >"$lists"

set -- -V1 -INPUTCHARSET UTF8 "-DVERSION=$version" "-DBUNDLE=$bundle" "-DLISTS=$lists" \
  "-DICON=$here/../soquete.ico" "-DOUTPUT=$folder/$name-setup.exe"
[ -z "$quick" ] || set -- "$@" "-XSetCompressor /FINAL zlib"
makensis "$@" "$here/installer.nsi"

# The file that says so is what makes it portable.
portable=$folder/portable/Soquete
rm -rf "$folder/portable"
mkdir -p "$folder/portable"
cp -r "$bundle" "$portable"
sed 's/$/\r/' "$here/portable.txt" >"$portable/portable.txt"
python3 - "$folder/portable" "$folder/$name-portable.zip" "$quick" <<'END'
import pathlib, sys, zipfile

folder, archive, quick = sys.argv[1:]
kind = zipfile.ZIP_STORED if quick else zipfile.ZIP_DEFLATED
with zipfile.ZipFile(archive, "w", kind) as file:
    for path in sorted(pathlib.Path(folder).rglob("*")):
        file.write(path, path.relative_to(folder))
END
rm -rf "$folder/portable"
