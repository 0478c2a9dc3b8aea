# SPDX-FileCopyrightText: the Soquete authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# What “./dev windows” does; dev reads this file. On Windows itself (MSYS2)
# “./dev test” is enough, and this is for Debian and Ubuntu.
# shellcheck shell=sh disable=SC2154 # $build and $root are dev's

needed_for_windows='
  x86_64-w64-mingw32-gcc-posix gcc-mingw-w64-x86-64-posix - - -
  x86_64-w64-mingw32-g++-posix g++-mingw-w64-x86-64-posix - - -
  file:/usr/lib/wine/wine64    wine64                     - - -
  file:/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf fonts-dejavu-core - - -
  file:/usr/share/fonts/truetype/liberation/LiberationSans-Regular.ttf fonts-liberation - - -
  makensis                     nsis                       - - -
  rsvg-convert                 librsvg2-bin               - - -
  gtk4-encode-symbolic-svg     libgtk-4-bin               - - -
  openbox                      openbox                    - - -
  xclip                        xclip                      - - -
  xdotool                      xdotool                    - - -
  import                       imagemagick                - - -
'

# Only to build the libraries from their source.
needed_for_sysroot='
  cmake        cmake     - - -
  dpkg-source  dpkg-dev  - - -
  gperf        gperf     - - -
  make         make      - - -
  patch        patch     - - -
  sassc        sassc     - - -
  tclsh        tcl       - - -
'

wine=/usr/lib/wine/wine64

# windows_configure FOLDER SYSROOT OPTION...
windows_configure ()
{
  folder=$1
  sysroot=$2
  shift 2
  mkdir -p "$folder"
  sed "s|@SYSROOT@|$sysroot|g" "$root/win32/cross/mingw64.ini.in" >"$folder/mingw64.ini"
  sed "s|@WINE@|$wine|g; s|@ROOT@|$root|g" "$root/win32/cross/wine.ini.in" >"$folder/wine.ini"
  # A folder that was configured with other libraries would keep them.
  if [ "$(cat "$folder/sysroot" 2>/dev/null)" != "$sysroot" ]; then
    rm -rf "$folder/build.ninja" "$folder/meson-private"
    printf '%s\n' "$sysroot" >"$folder/sysroot"
  fi
  [ -f "$folder/build.ninja" ] ||
    set -- --cross-file "$folder/mingw64.ini" --cross-file "$folder/wine.ini" "$@"
  configure "$folder" -Dwerror=true --prefix /soquete "$@"
}

# windows_meson_test FOLDER SYSROOT FONT OPTION...: under Wine, on a display. It
# may take three times as long as elsewhere before it counts as hung. What failed
# counts, unless Wine itself had ended; then all is done again, once.
windows_meson_test ()
{
  folder=$1
  libraries=$2/bin
  font=$3
  shift 3
  set -- env "WINEPATH=Z:$(printf '%s' "$libraries" | tr / '\\')" SOQ_SCREEN=2200x900x24 \
    "$root/tests/with-display.sh" "$root/win32/wine/with-wine.sh" \
    "$wine" "$folder/wine" "$font" \
    meson test -C "$folder" --no-rebuild --print-errorlogs --timeout-multiplier 3 "$@"
  status=0
  "$@" || status=$?
  [ $status -eq 75 ] || return $status
  say "== the same once more, as Wine itself had ended"
  "$@"
}

windows_core ()
{
  rm -f "$build/windows/meson-logs/"*.json
  windows_configure "$build/windows" "$sysroot_base" &&
    meson compile -C "$build/windows" &&
    windows_meson_test "$build/windows" "$sysroot_base" 'DejaVu Sans' --no-suite win32
}

# windows_package FOLDER SYSROOT OPTION...
windows_package ()
{
  folder=$1
  version=$(sed -n "s/^  version: '\(.*\)',$/\1/p" "$root/meson.build")
  "$root/win32/package/bundle.sh" "$folder" "$2" "$folder/bundle" || return 1
  shift 2
  "$root/win32/package/package.sh" "$version" "$folder/bundle" "$folder/packages" "$@"
}

windows_programs ()
{
  windows_meson_test "$build/windows" "$sysroot_base" 'DejaVu Sans' \
    --suite win32 --logbase programs
}

# The newer libraries: nothing that they deprecate is called outside of the one
# file that may, and the program starts and talks.
windows_newer ()
{
  folder=$build/windows-newer
  rm -f "$folder/meson-logs/"*.json
  windows_configure "$folder" "$sysroot_newer" -Dnewest=true &&
    ninja -C "$folder" src/soquete.exe src/soquete-server.exe soquete-gmo &&
    windows_package "$folder" "$sysroot_newer" --quick &&
    windows_meson_test "$folder" "$sysroot_newer" 'Liberation Sans' \
      --suite win32 --logbase programs
}

# windows_is_possible: says why not
windows_is_possible ()
{
  if in_msys2; then
    say "left out: this is Windows, the other tests were it"
    return 1
  fi
  if [ "$(package_manager)" != apt ]; then
    say "left out: it needs Debian's MinGW and Wine (apt)"
    return 1
  fi
  sysroot_base=$("$root/win32/sysroot/find.sh" base 2>&1) || {
    say "left out: $sysroot_base; ./dev windows builds them"
    return 1
  }
}

# windows_test: what “./dev test” does of it, and whether it was possible. Last
# of all, as what is timed by a person's patience fails beside a compiler.
windows_test ()
{
  say "== windows"
  if [ "${SOQUETE_WINDOWS:-1}" = 0 ]; then
    say "left out: SOQUETE_WINDOWS=0"
    return 1
  fi
  windows_is_possible || return 1
  if ! (install_missing "$needed_for_windows"); then
    say "left out: what it needs cannot be installed"
    return 1
  fi
  step windows windows_core
  step windows-packages windows_package "$build/windows" "$sysroot_base" --quick
  step windows-programs windows_programs
}

command_windows ()
{
  in_msys2 && fail "this is Windows: run ./dev test, and win32/msys2/package.sh"
  [ "$(package_manager)" = apt ] || fail "this needs Debian's MinGW and Wine (apt)"
  install_missing "$needed_to_build $needed_for_virtual_display $needed_for_windows"
  install_possible "$wanted_to_test"
  if ! sysroot_base=$("$root/win32/sysroot/find.sh" base 2>/dev/null); then
    say "The libraries for Windows are not there; building them takes about half an hour."
    install_missing "$needed_for_sysroot"
    sysroot_base=$("$root/win32/sysroot/find.sh" base --build)
  fi
  sysroot_newer=$("$root/win32/sysroot/find.sh" newer 2>/dev/null) || sysroot_newer=

  set -- "$build/windows/meson-logs/testlog.json" "$build/windows/meson-logs/programs.json"
  # The programs of this system, for those of Windows to talk with.
  step build windows_native
  step windows windows_core
  step packages windows_package "$build/windows" "$sysroot_base"
  step programs windows_programs
  if [ -n "$sysroot_newer" ]; then
    step newer windows_newer
    set -- "$@" "$build/windows-newer/meson-logs/programs.json"
  else
    say "== newer: left out, GTK 4.18 for Windows is not there (win32/README.md)"
  fi

  printf '%s' "$failures" | python3 "$root/tests/summary.py" --no-lint "$@"
  say "Packages: $build/windows/packages"
}

windows_native ()
{
  { [ -f "$build/build.ninja" ] || configure "$build" -Dwerror=true; } &&
    meson compile -C "$build" src/soquete src/soquete-server
}
