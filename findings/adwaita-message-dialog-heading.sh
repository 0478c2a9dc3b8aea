#!/bin/sh
# SPDX-FileCopyrightText: the Soquete authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# libadwaita: a message dialog measures its heading at a width it does not fit in.
#
# With libadwaita 1.7.6 (GTK 4.18.6) an AdwMessageDialog whose heading has a word
# wider than 252 pixels, a host with a port say, makes GTK warn: “Trying to measure
# GtkLabel … for width of 252, but it needs at least …”. The heading is shown all the
# same; a program that runs with fatal warnings, as tests do, ends. 1.2.2 does not warn.

set -eu
here=$(dirname "$0")

look ()
{
  "$here/in-debian" "$@" <<'PROGRAM'
export GDK_BACKEND=x11 GSK_RENDERER=cairo GTK_A11Y=none ADW_DISABLE_PORTAL=1 GSETTINGS_BACKEND=memory
Xvfb -displayfd 3 -screen 0 800x600x24 3>/tmp/number 2>/dev/null &
until [ -s /tmp/number ]; do sleep 0.1; done
DISPLAY=:$(cat /tmp/number) python3 - 2>/tmp/stderr <<'PYTHON'
import gi
gi.require_version("Adw", "1")
from gi.repository import Adw, GLib, Gtk
Adw.init()
parent = Adw.Window(default_width=640, default_height=480)
parent.present()
dialog = Adw.MessageDialog.new(parent, "Is This Really irc-server.example.org:6697?", "A question.")
dialog.add_response("cancel", "Cancel")
dialog.present()
loop = GLib.MainLoop()
dialog.add_tick_callback(lambda widget, clock: (clock.get_frame_counter() > 20 and loop.quit(), True)[1])
GLib.timeout_add_seconds(20, loop.quit)
loop.run()
print(f"libadwaita {Adw.MAJOR_VERSION}.{Adw.MINOR_VERSION}.{Adw.MICRO_VERSION}")
PYTHON
grep -o 'Trying to measure GtkLabel' /tmp/stderr | sort -u
kill $!
PROGRAM
}

seen=$(
  look bookworm python3-gi=3.42.2-3+b1 gir1.2-adw-1=1.2.2-1 xvfb fonts-dejavu-core
  look trixie python3-gi=3.50.0-4+b1 gir1.2-adw-1=1.7.6-1~deb13u1 xvfb fonts-dejavu-core
)
echo "$seen"
[ "$seen" = "libadwaita 1.2.2
libadwaita 1.7.6
Trying to measure GtkLabel" ]
