#!/usr/bin/env python3
# SPDX-FileCopyrightText: the Soquete authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes soquete.ico from the icon's drawing; run it again when that changes.

usage: make-icon.py DRAWING.svg soquete.ico   (needs rsvg-convert)
"""

import pathlib
import struct
import subprocess
import sys

SIZES = (16, 24, 32, 48, 64, 128, 256)


def render(drawing, size):
    command = ["rsvg-convert", "-w", str(size), "-h", str(size), drawing]
    return subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout


drawing, icon = sys.argv[1:]
pictures = [(size, render(drawing, size)) for size in SIZES]
header = struct.pack("<3H", 0, 1, len(pictures))
offset = len(header) + 16 * len(pictures)
entries = b""
for size, picture in pictures:
    # 256 does not fit into a byte and is written as 0.
    entries += struct.pack("<4B2H2I", size % 256, size % 256, 0, 0, 1, 32, len(picture), offset)
    offset += len(picture)
pathlib.Path(icon).write_bytes(header + entries + b"".join(data for _, data in pictures))
