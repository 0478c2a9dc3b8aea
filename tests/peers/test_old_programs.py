#!/usr/bin/env python3
# SPDX-FileCopyrightText: the Soquete authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Old, slow and far IRC programs against soquete-server.

usage: test_old_programs.py SOQUETE-SERVER

Speaks TAP. Each program connects through a relay of ours, so that what it
sends and what it is sent is known, whatever it shows. It registers, joins a
channel, says a text and hears one, and answers PING. A program that is not
installed is left out, which is said.
"""

import os
import pathlib
import pty
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time

SERVER = sys.argv[1]
HOST = "127.0.0.1"
CHANNEL = "#old"
LIMIT = 40
TEXT = "olá ção €"

# What makes our own tests strict is not for the programs of others.
OURS = ("ASAN_", "CMOCKA_", "GIO_", "GSETTINGS_", "G_", "LSAN_", "MALLOC_", "UBSAN_", "XDG_")
ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
ENVIRONMENT.update(LC_ALL="C.UTF-8", TERM="xterm")


class Left(Exception):
    """The program is not here."""


def wait_for(what, condition):
    deadline = time.monotonic() + LIMIT
    while not condition():
        if time.monotonic() > deadline:
            raise AssertionError(what() if callable(what) else what)
        threading.Event().wait(0.05)


def find(*names):
    for name in names:
        path = shutil.which(name, path=os.environ["PATH"] + ":/usr/games")
        if path is not None:
            return path
    raise Left(f"{names[0]} is not installed")


class Relay:
    """One connection to the server, and the bytes of both ways."""

    def __init__(self, port):
        self.listener = socket.create_server((HOST, 0))
        self.port = self.listener.getsockname()[1]
        self.target = port
        self.sent = b""
        self.got = b""
        self.sockets = [self.listener]
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        try:
            while True:
                ours, _ = self.listener.accept()
                theirs = socket.create_connection((HOST, self.target))
                self.sockets += [ours, theirs]
                threading.Thread(target=self.pump, args=(ours, theirs, True), daemon=True).start()
                threading.Thread(target=self.pump, args=(theirs, ours, False), daemon=True).start()
        except OSError:
            pass

    def pump(self, source, sink, sent):
        try:
            while data := source.recv(65536):
                if sent:
                    self.sent += data
                else:
                    self.got += data
                sink.sendall(data)
            sink.shutdown(socket.SHUT_WR)
        except OSError:
            pass

    def close(self):
        for each in self.sockets:
            try:
                each.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
            each.close()


class Server:
    def __init__(self, folder):
        subprocess.run([SERVER, "--make-certificate", folder], check=True,
                       stdout=subprocess.DEVNULL)
        config = folder / "server.conf"
        config.write_text("[server]\nname=irc.example.test\n"
                          f"[tls]\ncertificate={folder}/certificate.pem\nkey={folder}/key.pem\n"
                          "[limits]\nthrottle=false\nping-seconds=10\n")
        self.process = subprocess.Popen([SERVER, "--config", config, "--address", HOST,
                                         "--port", "0"], stdout=subprocess.PIPE, text=True)
        self.port = int(re.search(r"port (\d+)", self.process.stdout.readline())[1])

    def end(self):
        self.process.terminate()
        self.process.wait(LIMIT)
        self.process.stdout.close()


class Observer:
    """Somebody who sits in the channel."""

    def __init__(self, port, nick):
        self.socket = socket.create_connection((HOST, port))
        self.text = ""
        self.say(f"NICK {nick}", "USER observer 0 * :Observer", f"JOIN {CHANNEL}")
        threading.Thread(target=self.listen, daemon=True).start()
        wait_for("the observer was not let in", lambda: " 366 " in self.text)

    def say(self, *lines):
        self.socket.sendall("".join(line + "\r\n" for line in lines).encode())

    def listen(self):
        rest = b""
        try:
            while data := self.socket.recv(65536):
                *lines, rest = (rest + data).split(b"\n")
                for line in lines:
                    if line.startswith(b"PING"):
                        self.say("PONG x")
                    self.text += line.decode(errors="replace").rstrip("\r") + "\n"
        except OSError:
            pass

    def close(self):
        self.socket.shutdown(socket.SHUT_RDWR)
        self.socket.close()


class Program:
    """One program under test. `say` makes it say TEXT in the channel."""

    nick = "old"
    secure = False

    def __init__(self, folder, server, relay):
        self.folder = folder
        self.server = server
        self.relay = relay
        self.port = str(relay.port)
        self.process = None
        self.terminal = None

    def spawn(self, arguments, terminal=False, **options):
        options.setdefault("env", {**ENVIRONMENT, "HOME": str(self.folder)})
        if terminal:
            self.terminal, child = pty.openpty()
            options.update(stdin=child, stdout=child, stderr=child)
        else:
            options.update(stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
                           stderr=subprocess.DEVNULL)
        self.process = subprocess.Popen(arguments, cwd=self.folder, start_new_session=True,
                                        **options)
        if terminal:
            os.close(child)
            threading.Thread(target=self.read_screen, daemon=True).start()

    def read_screen(self):
        try:
            while os.read(self.terminal, 65536):
                pass
        except OSError:
            pass

    def type(self, line, end="\r"):
        if self.terminal is not None:
            os.write(self.terminal, (line + end).encode())
        else:
            self.process.stdin.write((line + "\n").encode())
            self.process.stdin.flush()

    def join(self):
        self.type(f"/join {CHANNEL}")

    def say(self):
        self.type(TEXT)

    def end(self):
        if self.process is not None:
            try:
                os.killpg(self.process.pid, 9)
            except ProcessLookupError:
                pass
            self.process.wait()
            if self.process.stdin is not None:
                try:
                    self.process.stdin.close()
                except OSError:
                    pass
        if self.terminal is not None:
            os.close(self.terminal)


class Sic(Program):
    def start(self):
        self.spawn([find("sic"), "-h", HOST, "-p", self.port, "-n", self.nick])

    def join(self):
        self.type(f":j {CHANNEL}")

    def say(self):
        self.type(f":m {CHANNEL} {TEXT}")


class Ii(Program):
    def start(self):
        self.spawn([find("ii"), "-s", HOST, "-p", self.port, "-n", self.nick, "-i",
                    str(self.folder)])

    def write(self, place, line):
        path = self.folder / HOST / place / "in"
        wait_for(f"{path} is not there", path.exists)
        path.write_text(line + "\n")

    def join(self):
        self.write("", f"/j {CHANNEL}")

    def say(self):
        self.write(CHANNEL, TEXT)


class TinyIrc(Program):
    def start(self):
        self.spawn([find("tinyirc"), self.nick, HOST, self.port], terminal=True)


class IrcII(Program):
    names = ("ircII",)

    def start(self):
        self.spawn([find(*self.names), "-d", "-q", self.nick, f"{HOST}:{self.port}"],
                   terminal=True)

    def say(self):
        self.type(f"/msg {CHANNEL} {TEXT}")


class Epic5(IrcII):
    names = ("epic5",)


class Catgirl(Program):
    secure = True

    def start(self):
        self.spawn([find("catgirl"), "-h", HOST, "-p", self.port, "-n", self.nick,
                    "-t", str(self.server / "certificate.pem"), "-j", CHANNEL], terminal=True)

    def join(self):
        pass


class Eggdrop(Program):
    def start(self):
        program = find("eggdrop")
        (self.folder / "old.tcl").write_text(f"""
bind join - * said
proc said {{nick host hand chan}} {{
  if {{[isbotnick $nick]}} {{ putserv "PRIVMSG {CHANNEL} :{TEXT}" }}
}}
""", encoding="utf-8")
        (self.folder / "egg.conf").write_text(f"""
set nick "{self.nick}"
set altnick "old?"
set realname "An old program"
set username "egg"
set owner "nobody"
set admin "nobody"
set network "test"
set userfile "egg.user"
set chanfile "egg.chan"
set pidfile "egg.pid"
set mod-path "/usr/lib/eggdrop/modules/"
set help-path "/usr/share/eggdrop/help/"
set text-path "/usr/share/eggdrop/text/"
set net-type "Other"
loadmodule blowfish
loadmodule dns
loadmodule channels
loadmodule server
loadmodule irc
set servers {{ {HOST}:{self.port} }}
channel add {CHANNEL}
source old.tcl
""", encoding="utf-8")
        # Who runs it as root has to say so in another way than anybody else.
        options = {"user": "nobody"} if os.geteuid() == 0 else {}
        for path in (self.folder, *self.folder.iterdir()):
            path.chmod(0o777)
        self.spawn([program, "-nt", "-m", "egg.conf"], terminal=True, **options)

    def join(self):
        pass

    def say(self):
        pass


class Script(Program):
    """A program of twenty lines that uses a library."""

    interpreter = sys.executable
    needs = ()
    text = ""

    def start(self):
        program = find(self.interpreter)
        if subprocess.run([program, *self.needs], stdout=subprocess.DEVNULL,
                          stderr=subprocess.DEVNULL, env=ENVIRONMENT).returncode != 0:
            raise Left("its library is not installed, or not for this interpreter")
        path = self.folder / "script"
        path.write_text(self.text.format(host=HOST, port=self.port, nick=self.nick,
                                         channel=CHANNEL, text=TEXT), encoding="utf-8")
        self.spawn([program, str(path)])

    def join(self):
        pass

    def say(self):
        pass


class Pydle(Script):
    interpreter = "/usr/bin/python3"
    # The one of Debian 12 gives asyncio what Python 3.10 no longer takes.
    needs = ("-c", "import pydle, sys; sys.exit(sys.version_info >= (3, 10)"
                   " and pydle.__version__ < '1')")
    text = """
import pydle
class Client(pydle.Client):
    async def on_connect(self):
        await self.join("{channel}")
    async def on_join(self, channel, user):
        if user == self.nickname:
            await self.message(channel, "{text}")
Client("{nick}", realname="Old").run("{host}", port={port}, tls=False)
"""


class NetIrc(Script):
    interpreter = "perl"
    needs = ("-MNet::IRC", "-e1")
    text = """
use Net::IRC;
my $irc = new Net::IRC;
my $conn = $irc->newconn(Nick => '{nick}', Server => '{host}', Port => {port}, Ircname => 'Old');
$conn->add_handler('376', sub {{ $_[0]->join('{channel}') }});
$conn->add_handler('422', sub {{ $_[0]->join('{channel}') }});
$conn->add_handler('366', sub {{ $_[0]->privmsg('{channel}', '{text}') }});
$irc->start;
"""


class Limnoria(Program):
    def start(self):
        program = find("limnoria", "supybot")
        (self.folder / "old.conf").write_text(f"""supybot.nick: {self.nick}
supybot.ident: old
supybot.networks: test
supybot.networks.test.servers: {HOST}:{self.port}
supybot.networks.test.ssl: False
supybot.networks.test.channels: {CHANNEL}
supybot.plugins: Utilities Misc
supybot.plugins.Utilities: True
supybot.plugins.Misc: True
supybot.reply.whenAddressedBy.chars: !
supybot.log.stdout: False
""")
        self.spawn([program, "--allow-root", str(self.folder / "old.conf")])

    def join(self):
        pass

    def say(self):
        pass


class Znc(Program):
    """A bouncer: it stays connected for somebody who is not there."""

    def start(self):
        program = find("znc")
        (self.folder / "configs").mkdir()
        with socket.create_server((HOST, 0)) as free:
            port = free.getsockname()[1]
        (self.folder / "configs" / "znc.conf").write_text(f"""Version = 1.8.2
<Listener l>
  Port = {port}
  IPv4 = true
  IPv6 = false
  SSL = false
</Listener>
<User old>
  Admin = false
  Nick = {self.nick}
  AltNick = old_
  Ident = old
  RealName = Old
  Pass = plain#secret
  LoadModule = perform
  <Network test>
    Server = {HOST} {self.port}
    <Chan {CHANNEL}>
    </Chan>
  </Network>
</User>
""")
        self.bouncer = port
        self.spawn([program, "--foreground", "--allow-root", "--datadir", str(self.folder)])

    def join(self):
        pass

    def say(self):
        with socket.create_connection((HOST, self.bouncer)) as client:
            client.sendall(f"PASS old/test:secret\r\nNICK old\r\nUSER old 0 * :Old\r\n"
                           f"PRIVMSG {CHANNEL} :{TEXT}\r\nQUIT\r\n".encode())
            while client.recv(65536):
                pass


PROGRAMS = (Sic, Ii, TinyIrc, IrcII, Epic5, Catgirl, Eggdrop, Pydle, NetIrc, Limnoria, Znc)

# Answers what it is told to answer, rather than speaking by itself.
ECHOES = (Limnoria,)


def check(program, observer, relay):
    """It gets in, joins, speaks, hears, and answers PING."""
    def told():
        return (f"sent:\n{relay.sent.decode(errors='replace')}\n"
                f"got:\n{relay.got.decode(errors='replace')[-3000:]}")

    # What is encrypted is seen by the observer only.
    if not program.secure:
        wait_for(lambda: "it was not let in; " + told(), lambda: b" 001 " in relay.got)
    wait_for(lambda: "it did not begin; " + told(), lambda: relay.got)
    program.join()
    wait_for(lambda: "it did not join; " + told(),
             lambda: re.search(rf"^:{program.nick}!\S+ JOIN ", observer.text, re.MULTILINE))
    if isinstance(program, ECHOES):
        observer.say(f"PRIVMSG {CHANNEL} :!echo {TEXT}")
    program.say()
    wait_for(lambda: "it did not speak; " + told(),
             lambda: re.search(rf"^:{program.nick}!\S+ PRIVMSG {CHANNEL} :.*{TEXT}",
                               observer.text, re.MULTILINE))
    observer.say(f"PRIVMSG {CHANNEL} :you hear {TEXT}")
    before = len(relay.sent)
    if program.secure:
        wait_for(lambda: "it does not answer PING; " + told(), lambda: len(relay.sent) > before)
        return
    wait_for(lambda: "it does not hear; " + told(),
             lambda: f"you hear {TEXT}".encode() in relay.got)
    wait_for(lambda: "it was sent no PING", lambda: b"\r\nPING :" in relay.got)
    wait_for(lambda: "it does not answer PING; " + told(),
             lambda: re.search(rb"(?m)^(@\S+ )?PONG", relay.sent))


def run(kind, server, folder):
    relay = Relay(server.port)
    observer = Observer(server.port, f"watch-{kind.__name__}")
    program = kind(folder, folder.parent, relay)
    try:
        program.start()
        check(program, observer, relay)
    finally:
        program.end()
        relay.close()
        observer.close()


def main():
    failed = False
    print(f"1..{len(PROGRAMS)}")
    with tempfile.TemporaryDirectory(prefix="soquete-old-") as name:
        folder = pathlib.Path(name)
        folder.chmod(0o755)
        server = Server(folder)
        try:
            for number, kind in enumerate(PROGRAMS, 1):
                place = folder / kind.__name__
                place.mkdir()
                try:
                    run(kind, server, place)
                    print(f"ok {number} - {kind.__name__}", flush=True)
                except Left as left:
                    print(f"ok {number} - {kind.__name__} # SKIP {left}", flush=True)
                except (AssertionError, OSError) as error:
                    failed = True
                    print(f"not ok {number} - {kind.__name__}", flush=True)
                    print("\n".join("# " + line for line in str(error).splitlines()), flush=True)
        finally:
            server.end()
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
