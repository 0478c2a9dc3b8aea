#!/bin/sh
# SPDX-FileCopyrightText: the Soquete authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# usage: check-xml.sh SOURCE-FOLDER
#
# Every XML file of ours is well-formed.

set -eu

cd "$1"
find src data \( -name '*.ui' -o -name '*.xml' -o -name '*.xml.in' -o -name '*.svg' \) \
  -exec xmllint --noout {} +
