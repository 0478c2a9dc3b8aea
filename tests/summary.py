#!/usr/bin/env python3
# SPDX-FileCopyrightText: the Soquete authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Adds up what meson's test logs say and ends with “N passed, M failed”.

usage: summary.py [--no-lint] testlog.json... < names of the steps that failed,
a line each; with --no-lint there was no such step

A step that failed without a failing test (it did not compile, say) counts as
one failure: a run that tested nothing must not look like one that passed.
"""

import json
import pathlib
import re
import sys

PASSED = {"OK", "EXPECTEDFAIL"}
LAST_WORDS = 8

linted = sys.argv[1:2] != ["--no-lint"]
logs = sys.argv[1:] if linted else sys.argv[2:]
failed_steps = sys.stdin.read().split()
passed, failed, skipped = 0, [], []


def last_words(test):
    """What went wrong, said again where a reader of the end finds it."""
    lines = (test.get("stdout", "") + test.get("stderr", "")).splitlines()
    telling = [line for line in lines if line.strip() and not re.match(r"ok \d", line)]
    return "".join(f"\n    {line[:200]}" for line in telling[-LAST_WORDS:])


for log in map(pathlib.Path, logs):
    build = log.parent.parent.name
    tests = [json.loads(line) for line in log.open()] if log.exists() else []
    if not tests:
        failed.append(f"{build}: no test ran")
    for test in tests:
        name = f"{build}: {test['name']}"
        reasons = [line for line in test.get("stdout", "").splitlines()
                   if re.search("skip|left out", line, re.IGNORECASE)]
        if test["result"] in PASSED:
            passed += 1
            # Parts of it may have been left out all the same.
            skipped += [f"{name}: {line}" for line in reasons if line.startswith(("ok ", "#"))]
        elif test["result"] == "SKIP":
            skipped.append(" ".join([name, *reasons]))
        else:
            failed.append(f"{name} ({test['result'].lower()}){last_words(test)}")

if "lint" in failed_steps:
    failed.append("lint")
elif linted:
    passed += 1
if failed_steps and not failed:
    failed = failed_steps

for name in skipped:
    print("skipped:", name)
for name in failed:
    print("failed:", name)
print(f"{passed} passed, {len(failed)} failed")
sys.exit(1 if failed else 0)
