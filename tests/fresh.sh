#!/bin/bash
# SPDX-FileCopyrightText: the Soquete authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# usage: fresh.sh SUITE [-p PACKAGE]... [COMMAND [ARGUMENT...]]
#
# Clones HEAD into a new Debian where nothing is installed, and runs COMMAND in
# it, or else the README's two commands. SUITE is a release of Debian (bookworm,
# trixie); -p adds a package before, as a desktop would have it.
#
# Needs root, and debootstrap. The empty system is kept under
# ~/.cache/soquete/systems/ and copied for each run. Ends with COMMAND's status,
# or with 3 if something that it started is still there: that is named and ended.

set -euo pipefail

repository=$(git -C "$(dirname "$0")" rev-parse --show-toplevel)
cache=${XDG_CACHE_HOME:-$HOME/.cache}/soquete/systems

fail ()
{
  printf 'fresh.sh: %s\n' "$*" >&2
  exit 2
}

[ $# -ge 1 ] || fail "which release of Debian? bookworm or trixie, say"
suite=$1
shift
packages=()
while [ "${1:-}" = -p ]; do
  [ $# -ge 2 ] || fail "-p needs the name of a package"
  packages+=("$2")
  shift 2
done
[ $# -gt 0 ] || set -- sh -c './dev run && ./dev test'

[ "$(id -u)" -eq 0 ] || fail "a new system can only be made by root"
command -v debootstrap >/dev/null || fail "debootstrap is not installed"

# The archive that this system uses itself, and how it gets there.
archive=$(apt-get indextargets --format '$(SITE)' 'Created-By: Packages' 'Component: main' |
  grep -m 1 -E '/debian/?$') || fail "apt of this system knows no archive of Debian"

make_base ()
{
  rm -rf --one-file-system "${cache:?}/$suite"
  mkdir -p "$cache/$suite"
  debootstrap --variant=minbase --include=ca-certificates,git "$suite" "$cache/$suite/root" \
    "$archive" >"$cache/$suite/debootstrap.log" 2>&1 || {
    tail -n 5 "$cache/$suite/debootstrap.log" >&2
    fail "debootstrap did not make $suite"
  }
  for file in /etc/apt/apt.conf.d/*; do
    if grep -qiE 'proxy|acquire::https?' "$file"; then
      cp "$file" "$cache/$suite/root/etc/apt/apt.conf.d/"
    fi
  done
  touch "$cache/$suite/complete"
}

[ -e "$cache/$suite/complete" ] || make_base

run=$(mktemp -d "$cache/run.XXXXXX")
system=$run/root

# Each process that has the system for its root: its number and its command.
running ()
{
  for process in /proc/[0-9]*; do
    if [ "$(readlink "$process/root" 2>/dev/null)" = "$system" ]; then
      printf '%s %s\n' "${process#/proc/}" "$(tr '\0' ' ' <"$process/cmdline" | cut -c 1-150)"
    fi
  done
}

cleanup ()
{
  status=$?
  left=$(running)
  if [ -n "$left" ]; then
    printf 'fresh.sh: still there, and ended:\n%s\n' "$left"
    cut -d ' ' -f 1 <<<"$left" | xargs -r kill -KILL 2>/dev/null || true
    [ $status -ne 0 ] || status=3
  fi
  for place in proc dev/pts dev/shm dev sys; do
    if mountpoint -q "$system/$place"; then
      umount -l "$system/$place"
    fi
  done
  rm -rf --one-file-system "$run"
  exit $status
}
trap cleanup EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

cp -a "$cache/$suite/root" "$system"
mount -t proc proc "$system/proc"
mount --bind /sys "$system/sys"
mount --bind /dev "$system/dev"
mkdir -p "$system/dev/shm" "$system/dev/pts"
mount -t tmpfs tmpfs "$system/dev/shm"
mount --bind /dev/pts "$system/dev/pts"
cp /etc/resolv.conf "$system/etc/resolv.conf" 2>/dev/null || true
printf '127.0.0.1 localhost\n::1 localhost ip6-localhost ip6-loopback\n' >"$system/etc/hosts"
git clone -q "$repository" "$system/root/soquete"

inside ()
{
  env -i HOME=/root LANG=C.UTF-8 TERM=dumb \
    PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
    chroot "$system" "$@"
}

if [ ${#packages[@]} -gt 0 ]; then
  inside apt-get -q update >/dev/null
  inside env DEBIAN_FRONTEND=noninteractive \
    apt-get -q install -y --no-install-recommends "${packages[@]}" >/dev/null
fi
# shellcheck disable=SC2016 # the inner shell expands it
inside sh -c 'cd /root/soquete && exec "$@"' sh "$@" </dev/null
