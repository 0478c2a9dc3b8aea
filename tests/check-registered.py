#!/usr/bin/env python3
# SPDX-FileCopyrightText: the Soquete authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fails when a folder holds a test-NAME.c that nobody builds.

usage: check-registered.py FOLDER NAME...
"""

import pathlib
import sys

folder = pathlib.Path(sys.argv[1])
found = {path.stem.removeprefix("test-") for path in folder.glob("test-*.c")}
forgotten = sorted(found - set(sys.argv[2:]))

if forgotten:
    sys.exit(f"{folder / 'meson.build'} does not list: {', '.join(forgotten)}")
