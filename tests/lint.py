#!/usr/bin/env python3
# SPDX-FileCopyrightText: the Soquete authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks what a compiler does not: sizes, licences, names and translations.

Prints one line a finding, “file:line: what”, and ends with 1 if there are any.
"""

import os
import pathlib
import re
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent

LONGEST_FUNCTION = 60
LONGEST_TABLE = 120  # class_init, and functions that hold only a table
LONGEST_FILE = {".c": 800, ".h": 150, ".ui": 350}
LONGEST_LINE = 100
LAID_OUT = {".c", ".h", ".ui", ".build", ".py", ".sh", ".css"}

SPDX = ("SPDX-FileCopyrightText:", "SPDX-License-Identifier: GPL-3.0-or-later")
TRANSLATED_C = re.compile(r'\b(?:_|N_|C_|NC_|ngettext|g_dngettext)\s*\(')
TRANSLATED_XML = re.compile(r'translatable="(?:yes|true)"')
GLIB_NAMES = re.compile(r"\bg(?:char|int|double|float)\b")
SLEEPS = re.compile(r"\b(?:g_usleep|usleep|nanosleep|sleep)\s*\(")
NOT_CODE = re.compile(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.DOTALL)
ERROR_TEXT = re.compile(r"\berror->message\b")
SAYS_TO_PEOPLE = "soq-error-text.c"
TO_LOG = re.compile(r"\b(?:g_message|g_debug|g_application_command_line_printerr)\b")
STATEMENT = re.compile(r"^ +(?:if|for|while|switch|return|do)\b|^ +[a-z_]+ \(.*;$")

findings = []


def report(path, line, what):
    findings.append(f"{path.relative_to(ROOT)}:{line}: {what}")


def files(*suffixes):
    folders = ("src", "tests", "data")
    found = [path for folder in folders for path in (ROOT / folder).rglob("*")]
    return sorted(path for path in found if path.suffix in suffixes and path.is_file())


def blank(match):
    """Leaves only the line ends, so that line numbers stay."""
    return re.sub(r"[^\n]", " ", match.group())


def functions(lines):
    """Yields (name, first line, body) of each function: GNU braces in column 0."""
    start = None
    for number, line in enumerate(lines, 1):
        if line == "{":
            start = number
        elif line == "}" and start is not None:
            heads = [above for above in lines[:start] if re.match(r"\w+ \(", above)]
            yield heads[-1].split(" ")[0] if heads else "?", start, lines[start:number - 1]
            start = None


def check_functions(path, lines):
    for name, start, body in functions(lines):
        only_table = not any(STATEMENT.match(line) for line in body if "return" not in line)
        limit = LONGEST_TABLE if name.endswith("class_init") or only_table else LONGEST_FUNCTION
        if len(body) > limit:
            report(path, start, f"{name} has {len(body)} lines, {limit} at most")


def check_c():
    for path in files(".c", ".h"):
        text = path.read_text(encoding="utf-8")
        code = NOT_CODE.sub(blank, text)
        if not all(mark in "\n".join(text.splitlines()[:3]) for mark in SPDX):
            report(path, 1, "the two SPDX lines are missing")
        for number, line in enumerate(code.splitlines(), 1):
            if GLIB_NAMES.search(line):
                report(path, number, "plain C types, please: char, int, double")
            if "tests" in path.parts and SLEEPS.search(line):
                report(path, number, "a test waits for a condition, it does not sleep")
            if ("ui" in path.parts and "src" in path.parts and ERROR_TEXT.search(line)
                    and path.name != SAYS_TO_PEOPLE and not TO_LOG.search(line)):
                report(path, number, "the text of an error is for logs: see soq-error-text.c")
        if path.suffix == ".c":
            check_functions(path, code.splitlines())


def width(line):
    """How long a line is, apart from URLs and text for people in it."""
    if "://" in line or "translatable=" in line:
        return 0
    return len(re.sub(r'"(?:\\.|[^"\\])* (?:\\.|[^"\\])*"', '""', line))


def check_sizes():
    for path in files(*LAID_OUT):
        lines = path.read_text(encoding="utf-8").splitlines()
        limit = LONGEST_FILE.get(path.suffix, sys.maxsize)
        if len(lines) > limit:
            report(path, limit, f"{len(lines)} lines, {limit} at most")
        for number, line in enumerate(lines, 1):
            if width(line) > LONGEST_LINE:
                report(path, number, f"{width(line)} columns, {LONGEST_LINE} at most")


def is_translated(path):
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".c":
        return TRANSLATED_C.search(NOT_CODE.sub(blank, text)) is not None
    if path.suffix == ".ui":
        return TRANSLATED_XML.search(text) is not None
    return path.name.endswith((".desktop.in", ".metainfo.xml.in"))


def check_potfiles():
    """Every file with text for people is listed, in order, and no other."""
    potfiles = ROOT / "po" / "POTFILES.in"
    listed = [name for name in potfiles.read_text().splitlines() if name and name[0] != "#"]
    found = [path for path in files(".c", ".ui", ".in") if "tests" not in path.parts]
    expected = {str(path.relative_to(ROOT)) for path in found if is_translated(path)}

    if listed != sorted(listed):
        report(potfiles, 1, "not sorted")
    for name in sorted(expected - set(listed)):
        report(potfiles, 1, f"{name} is not listed")
    for name in sorted(set(listed) - expected):
        report(potfiles, 1, f"{name} has nothing to translate")


def run(*command, **options):
    environment = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"}
    return subprocess.run(command, capture_output=True, text=True, cwd=ROOT,
                          env=environment, check=False, **options)


def check_catalogues():
    """Every language has every text of today's sources, and its formats match."""
    languages = (ROOT / "po" / "LINGUAS").read_text().split()
    for po in sorted((ROOT / "po").glob("*.po")):
        if po.stem not in languages:
            report(po, 1, "not listed in LINGUAS")
    if not languages:
        return
    if shutil.which("xgettext") is None:
        print("lint: translations not looked at, there is no gettext")
        return

    texts = run("xgettext", "--from-code=UTF-8", "--files-from=po/POTFILES.in", "--output=-",
                "--keyword=_", "--keyword=N_", "--keyword=C_:1c,2", "--keyword=NC_:1c,2",
                "--keyword=g_dngettext:2,3")
    if texts.returncode != 0:
        report(ROOT / "po" / "POTFILES.in", 1, texts.stderr.strip())
    for language in languages:
        po = ROOT / "po" / f"{language}.po"
        if not po.is_file():
            report(ROOT / "po" / "LINGUAS", 1, f"{po.name} does not exist")
            continue
        formats = run("msgfmt", "--check", "--statistics", "--output-file=/dev/null", po)
        if formats.returncode != 0 or re.search("fuzzy|untranslated", formats.stderr):
            report(po, 1, formats.stderr.strip().splitlines()[-1])
        complete = run("msgcmp", po, "-", input=texts.stdout)
        for line in complete.stderr.splitlines()[:10] if complete.returncode != 0 else []:
            report(po, 1, line.strip())


check_c()
check_sizes()
check_potfiles()
check_catalogues()

for finding in findings:
    print(finding)
sys.exit(1 if findings else 0)
