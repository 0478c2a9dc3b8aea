#!/usr/bin/python3
# SPDX-FileCopyrightText: the Soquete authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""End to end: a server window and two client windows, each a process of its own.

Everything goes through the accessibility bus, as a screen reader's user does
it: text is put into the entry, the button is pressed, the conversation is read.

usage: test_three_processes.py SOQUETE   (on a display and a session bus)
"""

import os
import re
import subprocess
import sys
import time

# The accessibility code of GTK and of this process may warn.
os.environ["G_DEBUG"] = ""

SKIPPED = 77

try:
    import gi

    gi.require_version("Atspi", "2.0")
    from gi.repository import Atspi, Gio
except (ImportError, ValueError) as error:
    print(f"skipped: the accessibility bus cannot be used from Python here: {error}")
    sys.exit(SKIPPED)

DEADLINE = 60  # seconds for each thing that is waited for


def wait_until(what, condition):
    """Polls CONDITION until it gives something, and returns that."""
    end = time.monotonic() + DEADLINE
    while time.monotonic() < end:
        try:
            found = condition()
        except gi.repository.GLib.Error:
            found = None  # what it looked at has just gone
        if found:
            return found
        # The other processes need the time; nothing is assumed to be done.
        time.sleep(0.05)
    raise AssertionError(f"waited {DEADLINE} seconds for this: {what}")


def bus_address():
    """Starts the accessibility bus and returns where it is."""
    bus = Gio.bus_get_sync(Gio.BusType.SESSION)
    reply = bus.call_sync("org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus", "GetAddress",
                          None, None, Gio.DBusCallFlags.NONE, -1, None)
    return reply.unpack()[0]


def find(node, role, name):
    """The first descendant of that role and name; GTK 4.8 does not tell what is shown.

    Roles are compared by their number: their names differ between versions of AT-SPI.
    """
    if node is None:
        return None
    if node.get_role() == role and (node.get_name() or "").split(" ")[-1] == name:
        return node
    for i in range(node.get_child_count()):
        found = find(node.get_child_at_index(i), role, name)
        if found is not None:
            return found
    return None


class Window:
    """One soquete process and its window."""

    def __init__(self, name, arguments, address):
        config = os.path.join(os.environ["HOME"], name)
        os.makedirs(os.path.join(config, "soquete"))
        with open(os.path.join(config, "soquete", "settings.ini"), "w", encoding="utf-8") as file:
            file.write(f"[preferences]\nname={name}\n")

        # Without animations: while libadwaita 1.2 lets the members slide in, it
        # sometimes gives them a negative width, of which GTK complains.
        os.makedirs(os.path.join(config, "gtk-4.0"))
        with open(os.path.join(config, "gtk-4.0", "settings.ini"), "w", encoding="utf-8") as file:
            file.write("[Settings]\ngtk-enable-animations=0\n")

        known = self.applications()
        environment = dict(os.environ, XDG_CONFIG_HOME=config, AT_SPI_BUS_ADDRESS=address,
                           GTK_A11Y="atspi", G_DEBUG="fatal-criticals")
        # A session bus of its own: on a shared one the second start would only
        # ask the first process for another window.
        self.process = subprocess.Popen(["dbus-run-session", "--", *arguments],
                                        env=environment, text=True,
                                        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self.application = wait_until(
            f"{name} on the accessibility bus",
            lambda: next((app for pid, app in self.applications().items()
                          if pid not in known), None))
        self.pid = self.application.get_process_id()

    @staticmethod
    def applications():
        desktop = Atspi.get_desktop(0)
        found = (desktop.get_child_at_index(i) for i in range(desktop.get_child_count()))
        return {app.get_process_id(): app for app in found
                if app is not None and app.get_name() == "soquete"}

    def text(self):
        """What the conversation shows."""
        view = find(self.application, Atspi.Role.TEXT, "Conversation")
        return Atspi.Text.get_text(view, 0, Atspi.Text.get_character_count(view)) if view else ""

    def say(self, text):
        entry = wait_until("the entry", lambda: find(self.application, Atspi.Role.TEXT, "Message"))
        Atspi.EditableText.set_text_contents(entry, text)
        send = wait_until("the Send button",
                          lambda: find(self.application, Atspi.Role.PUSH_BUTTON, "Send"))
        wait_until("a Send button that can be pressed",
                   lambda: send.get_state_set().contains(Atspi.StateType.SENSITIVE))
        Atspi.Action.do_action(send, 0)

    def wait_for(self, text):
        wait_until(f"“{text}” in a conversation", lambda: text in self.text())

    def press(self, button):
        found = wait_until(f"the {button} button",
                           lambda: find(self.application, Atspi.Role.PUSH_BUTTON, button))
        Atspi.Action.do_action(found, 0)

    def agree(self, last_word, button):
        """Presses that button of the question that ends with that word."""
        dialog = wait_until(f"the question that ends with {last_word}",
                            lambda: find(self.application, Atspi.Role.LABEL, last_word))
        while dialog.get_parent().get_role() != Atspi.Role.APPLICATION:
            dialog = dialog.get_parent()
        found = wait_until(f"the {button} button", lambda: find(dialog, Atspi.Role.PUSH_BUTTON, button))
        Atspi.Action.do_action(found, 0)

    def end(self):
        if self.process.poll() is None:
            os.kill(self.pid, 15)
        self.process.wait(timeout=DEADLINE)


def talk(windows, soquete):
    address = bus_address()
    os.environ["AT_SPI_BUS_ADDRESS"] = address

    server = Window("owner", [soquete, "--host", "0"], address)
    windows.append(server)
    port = server.process.stdout.readline().split()[-1]
    ana = Window("ana", [soquete, f"127.0.0.1:{port}"], address)
    windows.append(ana)
    # Those who come at the same moment are told of in one line.
    wait_until("ana in the lobby", lambda: re.search(r"\bana\b.* joined", ana.text()))
    bruno = Window("bruno", [soquete, f"tcp://127.0.0.1:{port}"], address)
    windows.append(bruno)
    bruno.wait_for("You are now known as bruno.")

    ana.say("Olá, bruno!")
    bruno.wait_for("Olá, bruno!")
    server.wait_for("Olá, bruno!")
    bruno.say("Hello from another process.")
    ana.wait_for("Hello from another process.")
    server.wait_for("Hello from another process.")
    server.say("The server hears both of you.")
    ana.wait_for("The server hears both of you.")
    bruno.wait_for("The server hears both of you.")

    server.press("Stop")
    server.agree("Server?", "Stop")
    ana.wait_for("The server is stopping.")
    bruno.wait_for("The server is stopping.")


def main():
    windows = []
    try:
        talk(windows, sys.argv[1])
        print("three processes talked")
        return 0
    except AssertionError as error:
        for window in windows:
            try:
                print(f"a conversation: {window.text()!r}")
            except Exception as problem:  # it may be gone
                print(f"no conversation: {problem}")
        print(f"failed: {error}")
        return 1
    finally:
        for window in windows:
            window.end()


if __name__ == "__main__":
    sys.exit(main())
