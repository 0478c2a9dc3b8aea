#!/bin/sh
# SPDX-FileCopyrightText: the Soquete authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# AT-SPI: the role of a button has another name since, and the same number.
#
# atspi_role_get_name () says “push button” with at-spi2-core 2.46 and “button” with
# 2.56, so a test or a script that looks for the name finds no button after an
# upgrade. The number of the role stays 43.

set -eu
here=$(dirname "$0")

look ()
{
  "$here/in-debian" "$@" <<'PROGRAM'
python3 - <<'PYTHON'
import gi
gi.require_version("Atspi", "2.0")
from gi.repository import Atspi
role = Atspi.Role.PUSH_BUTTON
print(int(role), Atspi.role_get_name(role))
PYTHON
PROGRAM
}

seen=$(
  look bookworm python3-gi=3.42.2-3+b1 gir1.2-atspi-2.0=2.46.0-5
  look trixie python3-gi=3.50.0-4+b1 gir1.2-atspi-2.0=2.56.2-1+deb13u2
)
echo "$seen"
[ "$seen" = "43 push button
43 button" ]
