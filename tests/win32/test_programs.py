#!/usr/bin/env python3
# SPDX-FileCopyrightText: the Soquete authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Installs Soquete for Windows, uses it, and takes it away again.

usage: test_programs.py BUILD-FOLDER NATIVE-BUILD-FOLDER

Under win32/wine/with-wine.sh, after win32/package. Speaks TAP. Pictures and
what the programs printed are left in $SOQ_SCREENSHOT_DIR.
"""

import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile

from many_clients import Crowd
from windows_desktop import (DRIVE, Observer, PICTURES, PREFIX, Program, Window, picture, registry,
                             run_wine, steady_picture, to_windows, user_folder, wait_until, windows,
                             xdotool)

BUILD, NATIVE = map(pathlib.Path, sys.argv[1:])
INSTALLED = user_folder() / "Programs" / "Soquete"
OBJECT = ("--session", "--dest", "io.github.soquete.Soquete",
          "--object-path", "/io/github/soquete/Soquete")

# Where in a window, as parts of its width and height.
IN_MESSAGES = (0.72, 0.6)  # of a server window
IN_CONVERSATION = (0.45, 0.6)  # of a client window
IN_ENTRY = (0.5, 0.955)

cases = []
running = []
home = pathlib.Path(tempfile.mkdtemp(prefix="soquete-win32-"))


def case(function):
    cases.append(function)
    return function


def expect(seen, wanted):
    if seen != wanted:
        raise AssertionError(f"expected {wanted!r}, got {seen!r}")


def without_animations(folder):
    """Under Wine a pane that slides in may have no width for a frame."""
    settings = folder / "config" / "gtk-4.0" / "settings.ini"
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text("[Settings]\ngtk-enable-animations=0\n", encoding="utf-8")


def start(name, *command, native=False, person=None):
    """PERSON has folders and a name of their own; without, those of the user."""
    folder = None
    if person is not None:
        folder = home / name
        (folder / "config" / "soquete").mkdir(parents=True, exist_ok=True)
        settings = folder / "config" / "soquete" / "settings.ini"
        settings.write_text(f"[preferences]\nname={person}\n", encoding="utf-8")
        without_animations(folder)
    program = Program(name, command, native=native, home=folder)
    running.append(program)
    return program


def installed(name="soquete.exe"):
    return INSTALLED / "bin" / name


def act(action, *parameters):
    """Activates an action of the running program, from outside."""
    status, text = run_wine(installed("gdbus.exe"), "call", *OBJECT, "--method",
                            "org.gtk.Actions.Activate", action, f"[{', '.join(parameters)}]", "{}")
    if status != 0:
        raise AssertionError(f"{action}: {text}")


def is_forgotten():
    """Whether the bus has noticed that nobody has the program's name."""
    status, text = run_wine(installed("gdbus.exe"), "call", "--session", "--timeout", "3",
                            "--dest", "org.freedesktop.DBus", "--object-path",
                            "/org/freedesktop/DBus", "--method",
                            "org.freedesktop.DBus.NameHasOwner", OBJECT[2])
    return status == 0 and "false" in text


def bus_has_ended():
    """It does so ten seconds after the last program that spoke through it."""
    status, text = run_wine("winedbg", "--command", "info proc")
    expect(status, 0)
    return "gdbus.exe" not in text


def end_bus_unless(what, condition, deadline):
    """Under Wine it happens, if seldom, that GLib's bus does not hear of an end. Then it
    sends who comes next to who has gone, and runs for ever."""
    try:
        wait_until(what, condition, deadline)
    except AssertionError as error:
        print(f"# {error}; the bus was ended", flush=True)
        run_wine("taskkill", "/f", "/im", "gdbus.exe")


def leave(program):
    """Ends PROGRAM as a person does; the next one starts where none was."""
    act("quit")
    # While a window is in use it asks first.
    wait_until("the end, or the question",
               lambda: program.process.poll() is not None or windows("Quit Soquete"))
    if program.process.poll() is None:
        Window(windows("Quit Soquete")[-1]).click(0.5, 0.2)
        xdotool("key", "alt+q")
    program.expect_end()
    end_bus_unless("the bus to forget the program", is_forgotten, 5)


def package(kind):
    found = list((BUILD / "packages").glob(f"soquete-*-{kind}"))
    expect(len(found), 1)
    return found[0]


def data_files():
    folder = user_folder() / "soquete"
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


@case
def the_installer_installs_in_silence():
    run_wine(package("setup.exe"), "/S")
    wait_until("the entry for removal", lambda: registry(
        r"HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\Soquete", "UninstallString"))

    bundle = BUILD / "bundle"
    for path in bundle.rglob("*"):
        if path.is_file() and not (INSTALLED / path.relative_to(bundle)).is_file():
            raise AssertionError(f"{path} was not installed")
    command = registry(r"HKCU\Software\Classes\ircs\shell\open\command")
    expect(command.endswith(r'\Programs\Soquete\bin\soquete.exe" "%1"'), True)


@case
def it_speaks_the_languages_that_it_has():
    for language, sentence in (("pt_BR", "Um bate-papo cujos sockets você pode ver."),
                               ("es", "Una charla cuyos sockets se pueden ver.")):
        _, text = run_wine(installed(), "--help",
                           env=dict(os.environ, LC_ALL=f"{language}.UTF-8"))
        if sentence not in text:
            raise AssertionError(f"{language}: {text}")
        for library in ("gtk40", "libadwaita"):
            path = INSTALLED / "share" / "locale" / language / "LC_MESSAGES" / f"{library}.mo"
            expect(path.is_file(), True)


@case
def a_line_goes_from_the_client_window_to_the_server_window():
    program = start("demo", installed(), "--demo")
    port = program.port()
    server = program.window(r"^Server")
    client = program.window(r"#lobby")
    server.move(5, 5)
    client.move(1100, 5)
    observer = Observer(port, "observer")

    client.type(*IN_ENTRY, "Hello from Windows")
    observer.wait_for("Hello from Windows")
    server.wait_for(*IN_MESSAGES, "Hello from Windows")
    observer.say("Hello, Windows!")
    client.wait_for(*IN_CONVERSATION, "Hello, Windows!")
    observer.close()
    picture("demo")


@case
def a_second_start_opens_a_window_of_the_first():
    demo = running[-1]
    second = start("second", installed(), f"tcp://127.0.0.1:{demo.port()}")
    second.expect_end()
    wait_until("its window", lambda: len(windows(r"127\.0\.0\.1")) > 0)
    _, text = run_wine(installed("gdbus.exe"), "call", *OBJECT, "--method",
                       "org.gtk.Actions.List")
    expect("'new-server'" in text, True)


@case
def quitting_leaves_nothing_running_and_nothing_on_stderr():
    leave(running[-2])
    expect("server/server.conf" in data_files() or "settings.ini" in data_files(), True)


def make_certificate(program, folder, where):
    """Gives the fingerprint; WHERE is FOLDER as the program calls it."""
    folder.mkdir(parents=True, exist_ok=True)
    if program is None:
        output = subprocess.run([NATIVE / "src" / "soquete-server", "--make-certificate", folder],
                                stdout=subprocess.PIPE, text=True, check=True).stdout
    else:
        _, output = run_wine(program, "--make-certificate", where)
    # It is shown in groups that people can compare, and kept with colons.
    grouped = re.search(r"(?:[0-9A-F]{4}[\s#]+){15}[0-9A-F]{4}", output)[0]
    digits = re.sub(r"[\s#]", "", grouped)
    return ":".join(digits[i:i + 2] for i in range(0, len(digits), 2))


def use_certificate(name, folder):
    """Lets the server window of NAME use what make_certificate () made."""
    data = home / name / "data" / "soquete" / "server"
    data.mkdir(parents=True)
    (data / "server.conf").write_text(
        f"[tls]\ncertificate={folder}/certificate.pem\nkey={folder}/key.pem\n", encoding="utf-8")


def trust(name, port, fingerprint):
    with (home / name / "config" / "soquete" / "settings.ini").open("a") as file:
        file.write(f"\n[certificates]\n127.0.0.1:{port}={fingerprint}\n")


def talk(server, client, names, port):
    """What is said in one window is read in the other."""
    host, guest = names
    server.move(5, 5)
    client.move(1100, 5)
    # A key that a window has not looked at yet is lost when the focus goes elsewhere;
    # so the text must have got to the room before anybody looks for it.
    observer = Observer(port, "observer")
    client.type(*IN_ENTRY, f"This is {guest}.")
    observer.wait_for(f"This is {guest}.")
    server.wait_for(*IN_MESSAGES, f"This is {guest}.")
    server.type(*IN_ENTRY, f"This is {host}.")
    observer.wait_for(f"This is {host}.")
    client.wait_for(*IN_CONVERSATION, f"This is {host}.")
    observer.close()


def two_systems(windows_serves, tls):
    scheme = "ircs" if tls else "irc"
    names = ("wanda", "lina") if windows_serves else ("lina", "wanda")
    host = f"{'windows' if windows_serves else 'linux'}-serves-{scheme}"
    guest = f"{host}-guest"
    programs = {True: installed(), False: NATIVE / "src" / "soquete"}
    certificates = home / f"{host}-certificates"
    fingerprint = None

    if tls:
        where = to_windows(certificates) if windows_serves else str(certificates)
        fingerprint = make_certificate(installed("soquete-server.exe") if windows_serves else None,
                                       certificates, where)
        use_certificate(host, where.replace("\\", "/"))
    server = start(host, programs[windows_serves], "--host", "0", native=not windows_serves,
                   person=names[0])
    port = server.port()
    (home / guest / "config" / "soquete").mkdir(parents=True)
    client = None
    settings = home / guest / "config" / "soquete" / "settings.ini"
    settings.write_text(f"[preferences]\nname={names[1]}\n")
    without_animations(home / guest)
    if tls:
        trust(guest, port, fingerprint)
    client = Program(guest, [programs[not windows_serves], f"{scheme}://127.0.0.1:{port}/lobby"],
                     native=windows_serves, home=home / guest)
    running.append(client)
    talk(server.window(r"^Server"), client.window("#lobby"), names, port)
    picture(host)

    leave(server if windows_serves else client)
    for program in (server, client):
        program.kill()


@case
def a_linux_client_talks_to_a_windows_server():
    two_systems(windows_serves=True, tls=False)


@case
def a_linux_client_talks_to_a_windows_server_over_tls():
    two_systems(windows_serves=True, tls=True)


@case
def a_windows_client_talks_to_a_linux_server():
    two_systems(windows_serves=False, tls=False)


@case
def a_windows_client_talks_to_a_linux_server_over_tls():
    two_systems(windows_serves=False, tls=True)


@case
def two_hundred_clients_miss_nothing_and_the_window_answers():
    program = start("crowd", installed(), "--host", "0", person="wanda")
    port = program.port()
    program.window(r"^Server")
    waited = []

    def ask():
        begun = time.monotonic()
        run_wine(installed("gdbus.exe"), "call", *OBJECT, "--method", "org.gtk.Actions.List")
        waited.append(time.monotonic() - begun)
    with Crowd(port, 200) as crowd:
        seconds = crowd.talk_at_once(3, ask)
        steady_picture("crowd")
    print(f"# 119,400 deliveries in {seconds:.1f} s; an action was answered in {waited[0]:.1f} s")
    # Most of it is the time that gdbus.exe needs to start.
    expect(waited[0] < 5, True)
    leave(program)


@case
def the_portable_program_keeps_all_beside_it():
    folder = home / "stick"
    with zipfile.ZipFile(package("portable.zip")) as archive:
        archive.extractall(folder)
    before = data_files()
    program = start("portable", folder / "Soquete" / "bin" / "soquete.exe", "--host", "0")
    program.port()
    program.window(r"^Server")
    leave(program)
    expect(data_files(), before)
    expect((folder / "Soquete" / "data" / "settings.ini").is_file(), True)


@case
def the_uninstaller_leaves_only_what_is_the_persons():
    before = data_files()
    end_bus_unless("the end of the bus", bus_has_ended, 20)
    run_wine(INSTALLED / "uninstall.exe", "/S")
    # It copies itself and works from there.
    wait_until("the folder to go", lambda: not INSTALLED.exists())
    wait_until("the entry for removal to go", lambda: registry(
        r"HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\Soquete",
        "UninstallString") is None)
    for key in (r"HKCU\Software\Classes\irc", r"HKCU\Software\Classes\ircs",
                r"HKCU\Software\Soquete\Capabilities"):
        expect(registry(key), None)
    left = [path for path in (DRIVE / "users").rglob("*") if path.name.startswith("Soquete")]
    expect(left, [])
    expect(data_files(), before)


def main():
    failed = 0
    print(f"1..{len(cases)}")
    PICTURES.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(user_folder() / "soquete", ignore_errors=True)
    shutil.rmtree(INSTALLED, ignore_errors=True)
    manager = subprocess.Popen(["openbox"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for number, function in enumerate(cases, 1):
            name = function.__name__.replace("_", " ")
            try:
                function()
                print(f"ok {number} - {name}", flush=True)
            except (AssertionError, LookupError, OSError,
                    subprocess.SubprocessError) as error:
                failed += 1
                picture(f"failed-{number}")
                text = str(error).replace("\n", "\n# ")
                print(f"not ok {number} - {name}\n# {text}", flush=True)
                for program in running:
                    program.kill()
    finally:
        for program in running:
            program.kill()
        manager.terminate()
        manager.wait()
        shutil.rmtree(home)
    return 1 if failed else 0


sys.exit(main())
