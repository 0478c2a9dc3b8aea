#!/bin/bash
# SPDX-FileCopyrightText: the Soquete authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# usage: build.sh base|newer DESTINATION
#
# Builds the libraries that Soquete needs for Windows (x86-64), from Debian's
# source packages and with Debian's MinGW compiler, into DESTINATION:
#
#   base   GLib 2.74, GTK 4.8, libadwaita 1.2: Debian 12's, the oldest we support
#   newer  GLib 2.84, GTK 4.18, libadwaita 1.7: Debian 13's, close to MSYS2's
#
# It takes half an hour or so on two processors, and what was done is not done
# again when it is called once more after a failure. SOQ_WORK is where it
# works (default: DESTINATION.work), SOQ_JOBS how many compilers run at once.

set -eu -o pipefail

set_name=$1
destination=$2
here=$(cd "$(dirname "$0")" && pwd)
work=${SOQ_WORK:-$destination.work}
jobs=${SOQ_JOBS:-$(nproc)}
host=x86_64-w64-mingw32
flags='-O2 -g0 -pipe'

case $set_name in
  base) release=bookworm ;;
  newer) release=trixie ;;
  *) echo "build.sh: there is no set $set_name" >&2; exit 2 ;;
esac

mkdir -p "$destination"/{bin,include,lib/pkgconfig}
mkdir -p "$work"/{apt/{lists/partial,cache/archives/partial},build,done,download,log,source}
destination=$(cd "$destination" && pwd)
work=$(cd "$work" && pwd)

# In the order in which they need each other.
components=(
  zlib libffi pcre2 gettext glib2.0 sqlite3 cmocka openssl glib-networking
  libpng1.6 libjpeg-turbo tiff pixman fribidi harfbuzz cairo pango1.0 gdk-pixbuf
  graphene libepoxy gtk4 libadwaita-1 runtime
)

# Where a source package comes from if it is not bookworm: cairo 1.16 and
# glib-networking 2.74 do not build for Windows with Meson, and these do.
declare -A other_release=([cairo]=trixie [glib-networking]=trixie)
for name in glib2.0 harfbuzz pango1.0 gtk4 libadwaita-1; do
  other_release[$name]=$release
done


# Sources. apt gets folders of its own: nothing on the running system changes.

prepare_apt ()
{
  [ ! -e "$work/apt/ready" ] || return 0

  local key=/usr/share/keyrings/debian-archive-keyring.gpg mirror suite
  mirror=$(sed -n 's/^URIs: *//p' /etc/apt/sources.list.d/debian.sources 2>/dev/null | head -n 1)
  mirror=${mirror:-http://deb.debian.org/debian}
  for suite in bookworm bookworm-updates trixie; do
    echo "deb-src [signed-by=$key] $mirror $suite main"
  done >"$work/apt/sources.list"
  echo "deb [signed-by=$key] $mirror bookworm-backports main" >>"$work/apt/sources.list"
  cat >"$work/apt/apt.conf" <<END
Dir::Etc::SourceList "$work/apt/sources.list";
Dir::Etc::SourceParts "/dev/null";
Dir::State::Lists "$work/apt/lists";
Dir::Cache "$work/apt/cache";
APT::Sandbox::User "root";
END
  APT_CONFIG=$work/apt/apt.conf apt-get -q update >"$work/log/apt.log" 2>&1
  touch "$work/apt/ready"
}

fetch ()
{
  local name=$1 try

  prepare_apt
  mkdir -p "$work/download/$name"
  cd "$work/download/$name"
  for try in 1 2 3; do
    echo "fetching $name, try $try"
    APT_CONFIG=$work/apt/apt.conf apt-get source -q --download-only \
      "$name/${other_release[$name]:-bookworm}" && return 0
  done
  # Not the end: the upstream tarball may be there, see unpack ().
  return 0
}

# unpack NAME: prints the folder. A mirror may lack Debian's part of a package
# (this happened with deb.debian.org); then upstream's tarball has to do.
unpack ()
{
  local name=$1 folder=$work/source/$1 description tarball patch

  echo "$folder"
  [ ! -e "$folder/.unpacked" ] || return 0

  (fetch "$name") >"$work/log/$name.fetch" 2>&1
  rm -rf "$folder"
  description=$(find "$work/download/$name" -name '*.dsc' | tail -n 1)
  if [ -z "$description" ] ||
    ! dpkg-source --no-check --no-copy -x "$description" "$folder" >"$work/log/$name.unpack" 2>&1
  then
    tarball=$(find "$work/download/$name" -name '*.orig.tar.*' ! -name '*.asc' | tail -n 1)
    [ -n "$tarball" ] || { echo "the mirror has no source of $name" >&2; return 1; }
    echo "$name: upstream's tarball, without Debian's patches" | tee -a "$work/log/notes" >&2
    rm -rf "$folder"
    mkdir -p "$folder"
    tar -C "$folder" --strip-components=1 -xf "$tarball"
  fi
  for patch in "$here/$name"-*.patch; do
    [ ! -e "$patch" ] || patch -d "$folder" -p1 -s <"$patch"
  done
  touch "$folder/.unpacked"
}


# Build systems

prepare_tools ()
{
  sed "s|@SYSROOT@|$destination|g" "$here/../cross/mingw64.ini.in" >"$work/mingw64.ini"
  cat >"$work/mingw64.cmake" <<END
set(CMAKE_SYSTEM_NAME Windows)
set(CMAKE_SYSTEM_PROCESSOR x86_64)
set(CMAKE_C_COMPILER $host-gcc-posix)
set(CMAKE_CXX_COMPILER $host-g++-posix)
set(CMAKE_RC_COMPILER $host-windres)
set(CMAKE_FIND_ROOT_PATH $destination)
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE ONLY)
END

  # cairo 1.18 wants Meson 1.3, and Debian 12 has 1.0: that of the backports is
  # only Python, so it can be unpacked anywhere.
  [ ! -x "$work/tools/usr/bin/meson" ] || return 0
  prepare_apt
  (
    mkdir -p "$work/download/meson"
    cd "$work/download/meson"
    APT_CONFIG=$work/apt/apt.conf apt-get download -q meson/bookworm-backports
    dpkg-deb -x meson_*.deb "$work/tools"
  ) >"$work/log/meson.fetch" 2>&1
}

# with_meson NAME OPTION...
with_meson ()
{
  local name=$1 source folder=$work/build/$1

  shift
  source=$(unpack "$name")
  rm -rf "$folder"
  # ninja calls Meson too, to install.
  export PYTHONPATH=$work/tools/usr/lib/python3/dist-packages
  /usr/bin/python3 "$work/tools/usr/bin/meson" setup "$folder" "$source" --cross-file "$work/mingw64.ini" \
    --prefix "$destination" --libdir lib --buildtype plain --wrap-mode nodownload \
    -Ddefault_library=shared \
    -Dc_args="$flags -I$destination/include" -Dcpp_args="$flags -I$destination/include" "$@"
  ninja -C "$folder" -j "$jobs" install
}

# with_cmake NAME OPTION...; the folder of libraries is absolute because
# libjpeg-turbo puts its own beside the build otherwise.
with_cmake ()
{
  local name=$1 source folder=$work/build/$1

  shift
  source=$(unpack "$name")
  rm -rf "$folder"
  cmake -S "$source" -B "$folder" -G Ninja -DCMAKE_TOOLCHAIN_FILE="$work/mingw64.cmake" \
    -DCMAKE_INSTALL_PREFIX="$destination" -DCMAKE_INSTALL_LIBDIR="$destination/lib" \
    -DCMAKE_BUILD_TYPE=None -DCMAKE_C_FLAGS="$flags" -DCMAKE_CXX_FLAGS="$flags" \
    -DBUILD_SHARED_LIBS=ON "$@"
  ninja -C "$folder" -j "$jobs" install
}

# with_configure NAME SUBFOLDER OPTION...: configures, in the build folder
with_configure ()
{
  local name=$1 subfolder=$2 source

  shift 2
  source=$(unpack "$name")
  rm -rf "$work/build/$name"
  mkdir -p "$work/build/$name"
  cd "$work/build/$name"
  "$source/$subfolder/configure" --host=$host --prefix="$destination" \
    --enable-shared --disable-static CC=$host-gcc-posix CXX=$host-g++-posix \
    CFLAGS="$flags -I$destination/include" LDFLAGS="-L$destination/lib" \
    PKG_CONFIG_LIBDIR="$destination/lib/pkgconfig" "$@"
}


# Components

# Debian's tarball has no win32 folder, so neither the makefile nor CMake works;
# the linker exports everything, as nothing says what to export.
build_zlib ()
{
  local source version

  source=$(unpack zlib)
  rm -rf "$work/build/zlib"
  cp -a "$source" "$work/build/zlib"
  cd "$work/build/zlib"
  # shellcheck disable=SC2086 # flags are several
  $host-gcc-posix $flags -shared -D_LARGEFILE64_SOURCE=0 \
    adler32.c compress.c crc32.c deflate.c gzclose.c gzlib.c gzread.c gzwrite.c infback.c \
    inffast.c inflate.c inftrees.c trees.c uncompr.c zutil.c \
    -o zlib1.dll -Wl,--out-implib,libz.dll.a
  install -m 755 zlib1.dll "$destination/bin"
  install -m 644 libz.dll.a "$destination/lib"
  install -m 644 zlib.h zconf.h "$destination/include"
  version=$(sed -n 's/^#define ZLIB_VERSION "\(.*\)"/\1/p' zlib.h)
  write_pc zlib "$version" '-lz'
}

# write_pc NAME VERSION LIBRARIES
write_pc ()
{
  cat >"$destination/lib/pkgconfig/$1.pc" <<END
prefix=$destination
libdir=\${prefix}/lib
includedir=\${prefix}/include

Name: $1
Description: $1
Version: $2
Libs: -L\${libdir} $3
Cflags: -I\${includedir}
END
}

build_libffi ()
{
  with_configure libffi . --disable-docs --disable-multi-os-directory
  make -j "$jobs"
  make install
}

build_pcre2 ()
{
  with_cmake pcre2 -DPCRE2_BUILD_TESTS=OFF -DPCRE2_BUILD_PCRE2GREP=OFF \
    -DPCRE2_SUPPORT_JIT=ON -DBUILD_STATIC_LIBS=OFF
}

# Only libintl, and without libiconv: what it translates is UTF-8 already. The
# colons keep make from running autotools again, as Debian's patches touch
# what those would make.
build_gettext ()
{
  with_configure gettext gettext-runtime --disable-java --disable-csharp --disable-libasprintf \
    --disable-curses --disable-openmp --enable-threads=windows --without-libiconv-prefix \
    --enable-relocatable am_cv_func_iconv=no ACLOCAL=: AUTOMAKE=: AUTOCONF=: AUTOHEADER=:
  make -C intl -j "$jobs"
  make -C intl install
}

build_glib2.0 ()
{
  local options='-Dman=false -Dgtk_doc=false'

  [ "$set_name" = base ] ||
    options='-Dman-pages=disabled -Ddocumentation=false -Dintrospection=disabled'
  # shellcheck disable=SC2086 # options are several
  with_meson glib2.0 -Dtests=false -Dinstalled_tests=false -Dnls=disabled \
    -Dglib_debug=disabled -Dlibelf=disabled -Dsysprof=disabled $options
}

# SQLite makes itself one file, with the Tcl of this system.
build_sqlite3 ()
{
  local source

  source=$(unpack sqlite3)
  rm -rf "$work/build/sqlite3"
  mkdir -p "$work/build/sqlite3"
  cd "$work/build/sqlite3"
  "$source/configure" --disable-tcl --disable-readline
  make sqlite3.c sqlite3.h
  # shellcheck disable=SC2086 # flags are several
  $host-gcc-posix $flags -shared -DSQLITE_ENABLE_FTS5 -DSQLITE_THREADSAFE=1 \
    -DSQLITE_API='__declspec(dllexport)' sqlite3.c \
    -o libsqlite3-0.dll -Wl,--out-implib,libsqlite3.dll.a
  install -m 755 libsqlite3-0.dll "$destination/bin"
  install -m 644 libsqlite3.dll.a "$destination/lib"
  install -m 644 sqlite3.h "$destination/include"
  write_pc sqlite3 "$(cat "$source/VERSION")" '-lsqlite3'
}

build_cmocka ()
{
  with_cmake cmocka -DWITH_EXAMPLES=OFF -DUNIT_TESTING=OFF -DWITH_STATIC_LIB=OFF
  write_pc cmocka 1.1.5 '-lcmocka'
}

build_openssl ()
{
  local source

  source=$(unpack openssl)
  rm -rf "$work/build/openssl"
  mkdir -p "$work/build/openssl"
  cd "$work/build/openssl"
  # shellcheck disable=SC2086 # flags are several
  "$source/Configure" mingw64 --cross-compile-prefix=$host- CC=gcc-posix \
    --prefix="$destination" --libdir=lib --openssldir=ssl \
    shared no-tests no-legacy no-engine no-asm $flags
  make -j "$jobs" build_sw >/dev/null
  make install_sw >/dev/null
}

build_glib-networking ()
{
  with_meson glib-networking -Dgnutls=disabled -Dopenssl=enabled -Dlibproxy=disabled \
    -Dgnome_proxy=disabled -Denvironment_proxy=enabled -Dinstalled_tests=false
}

build_libpng1.6 ()
{
  with_cmake libpng1.6 -DPNG_TESTS=OFF -DPNG_STATIC=OFF -DPNG_EXECUTABLES=OFF -DPNG_TOOLS=OFF \
    -DZLIB_LIBRARY="$destination/lib/libz.dll.a" -DZLIB_INCLUDE_DIR="$destination/include"
}

build_libjpeg-turbo ()
{
  with_cmake libjpeg-turbo -DENABLE_STATIC=OFF -DWITH_SIMD=OFF -DWITH_TURBOJPEG=OFF
}

build_tiff ()
{
  with_cmake tiff -Dtiff-tools=OFF -Dtiff-tests=OFF -Dtiff-contrib=OFF -Dtiff-docs=OFF \
    -Djbig=OFF -Dlzma=OFF -Dzstd=OFF -Dwebp=OFF -Dlibdeflate=OFF -Dlerc=OFF -Dcxx=OFF
}

build_pixman ()
{
  with_meson pixman -Dtests=disabled -Dgtk=disabled -Dlibpng=disabled -Dopenmp=disabled
}

build_fribidi ()
{
  with_meson fribidi -Ddocs=false
}

# No FreeType and no fontconfig anywhere: text is drawn with DirectWrite.
build_harfbuzz ()
{
  with_meson harfbuzz -Dtests=disabled -Ddocs=disabled -Dfreetype=disabled -Dicu=disabled \
    -Dcairo=disabled -Dglib=enabled -Dgobject=disabled -Dintrospection=disabled \
    -Dgdi=enabled -Ddirectwrite=enabled
}

build_cairo ()
{
  with_meson cairo -Dtests=disabled -Dfreetype=disabled -Dfontconfig=disabled -Dgtk_doc=false \
    -Dspectre=disabled -Dsymbol-lookup=disabled -Dglib=enabled -Dpng=enabled -Dzlib=enabled \
    -Dxlib=disabled -Dxcb=disabled
}

build_pango1.0 ()
{
  local options='-Dgtk_doc=false'

  [ "$set_name" = base ] ||
    options='-Ddocumentation=false -Dman-pages=false -Dbuild-testsuite=false -Dbuild-examples=false'
  # shellcheck disable=SC2086 # options are several
  with_meson pango1.0 -Dintrospection=disabled -Dinstall-tests=false -Dfontconfig=disabled \
    -Dfreetype=disabled -Dsysprof=disabled -Dlibthai=disabled -Dxft=disabled $options
}

build_gdk-pixbuf ()
{
  with_meson gdk-pixbuf -Dman=false -Dgtk_doc=false -Ddocs=false -Dtests=false \
    -Dinstalled_tests=false -Dintrospection=disabled -Dbuiltin_loaders=all \
    -Dnative_windows_loaders=false -Drelocatable=true
}

build_graphene ()
{
  with_meson graphene -Dtests=false -Dinstalled_tests=false -Dintrospection=disabled -Dgtk_doc=false
}

build_libepoxy ()
{
  with_meson libepoxy -Dtests=false -Ddocs=false
}

build_gtk4 ()
{
  local options='-Dmedia-ffmpeg=disabled -Dgtk_doc=false -Ddemos=false'

  [ "$set_name" = base ] ||
    options='-Dprint-cpdb=disabled -Ddocumentation=false -Dbuild-demos=false
      -Dbuild-testsuite=false -Daccesskit=disabled'
  # shellcheck disable=SC2086 # options are several
  with_meson gtk4 -Dmedia-gstreamer=disabled -Dprint-cups=disabled -Dvulkan=disabled \
    -Dintrospection=disabled -Dman-pages=false -Dbuild-examples=false -Dbuild-tests=false \
    -Dinstall-tests=false -Dsysprof=disabled -Dcloudproviders=disabled -Dtracker=disabled \
    -Dcolord=disabled $options
}

# librsvg is written in Rust and not built here, so nothing could draw
# libadwaita's own symbolic icons: they are rendered now and put beside.
render_icons ()
{
  local source=$1 icon category name

  ! grep -q icons/16x16 "$source/src/adwaita.gresources.xml" || return 0
  for icon in "$source"/src/icons/scalable/*/*-symbolic.svg; do
    category=$(basename "$(dirname "$icon")")
    name=$(basename "$icon" .svg)
    mkdir -p "$source/src/icons/16x16/$category"
    gtk4-encode-symbolic-svg -o "$source/src/icons/16x16/$category" "$icon" 16x16
    sed -i "0,/<file[^>]*>icons\/scalable/s||<file>icons/16x16/$category/$name.symbolic.png</file>&|" \
      "$source/src/adwaita.gresources.xml"
  done
}

# libadwaita 1.7 needs AppStream for one function that we do not call; that
# would bring libxml2, curl and more, so a header stands in for it.
build_libadwaita-1 ()
{
  local options='-Dgtk_doc=false'

  render_icons "$(unpack libadwaita-1)"
  if [ "$set_name" = newer ]; then
    options='-Ddocumentation=false'
    mkdir -p "$destination/include/appstream-stand-in"
    cp "$here/appstream.h" "$destination/include/appstream-stand-in"
    write_pc appstream 1.0.0 ''
    cat >>"$destination/lib/pkgconfig/appstream.pc" <<'END'
Cflags: -I${includedir}/appstream-stand-in
Requires: gio-2.0
END
    sed -i '0,/^Cflags/{/^Cflags/d}' "$destination/lib/pkgconfig/appstream.pc"
  fi
  with_meson libadwaita-1 -Dintrospection=disabled -Dvapi=false -Dtests=false -Dexamples=false \
    $options
}

# The compiler's own libraries, and the schemas: DESTINATION/bin is then
# enough for programs to run. And DESTINATION may be moved: pkg-config puts
# another prefix in the place of that in a .pc file, but only of that.
build_runtime ()
{
  local name

  sed -i "/^prefix=/!s|\(\${exec_prefix}/*\)\?$destination|\${prefix}|g" \
    "$destination"/lib/pkgconfig/*.pc
  for name in libgcc_s_seh-1.dll libstdc++-6.dll libssp-0.dll; do
    cp "$($host-gcc-posix -print-file-name=$name)" "$destination/bin"
  done
  cp "/usr/$host/lib/libwinpthread-1.dll" "$destination/bin"
  glib-compile-schemas "$destination/share/glib-2.0/schemas"
  rm -rf "$destination"/{man,cmake} \
    "$destination"/share/{man,doc,gtk-doc,bash-completion,aclocal,gettext}
  find "$destination" -name '*.la' -delete
  find "$destination" \( -name '*.dll' -o -name '*.exe' \) -exec $host-strip --strip-unneeded {} +
}


prepare_tools
for name in "${components[@]}"; do
  [ ! -e "$work/done/$name" ] || continue
  started=$SECONDS
  # In a shell of its own, or “set -e” would not hold in what “if” looks at.
  set +e
  (set -e; "build_$name") >"$work/log/$name" 2>&1
  status=$?
  set -e
  if [ $status -ne 0 ]; then
    tail -n 25 "$work/log/$name" >&2
    echo "build.sh: $name did not build, all is in $work/log/$name" >&2
    exit 1
  fi
  touch "$work/done/$name"
  printf '%4d s  %s\n' $((SECONDS - started)) "$name"
done
printf '%4d s  in all\n' $SECONDS
[ ! -e "$work/log/notes" ] || cat "$work/log/notes"
