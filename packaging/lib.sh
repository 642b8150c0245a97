# Shared by the scripts of this repository: messages, and the packages that a step needs. To be sourced by bash.
# shellcheck shell=bash

# Commands such as dnsmasq and ip are not on an ordinary user's PATH.
PATH=$PATH:/usr/sbin:/sbin

if [[ -t 1 && -z ${NO_COLOR-} ]]; then
  bold=$'\e[1m' red=$'\e[31m' green=$'\e[32m' plain=$'\e[0m'
else
  bold='' red='' green='' plain=''
fi

step() { printf '%s==>%s %s\n' "$bold" "$plain" "$*"; }
good() { printf '%s  ok%s %s\n' "$green" "$plain" "$*"; }
note() { printf '     %s\n' "$*"; }
die() {
  printf '%serror:%s %s\n' "$red" "$plain" "$1" >&2
  shift
  (($# == 0)) || printf '       %s\n' "$@" >&2
  exit 1
}

# usage FILE: prints the comment at the top of a script as its help.
usage() { sed -n '2,/^[^#]/{ s/^# \{0,1\}//p }' "$1"; }

# need_value OPTION COUNT: checks that an option has a value; COUNT is the number of remaining arguments.
need_value() { (($2 > 1)) || die "$1 needs a value; see --help"; }

# missing_packages THING:PACKAGE...: prints the packages whose THING, a command or an absolute path, is missing.
missing_packages() {
  local pair thing
  for pair in "$@"; do
    thing=${pair%%:*}
    case $thing in
      /*) [[ -e $thing ]] ;;
      *) command -v "$thing" >/dev/null ;;
    esac || printf '%s\n' "${pair#*:}"
  done | sort -u
}

# need THING:PACKAGE...: installs missing packages if run as root; otherwise prints the command that does.
need() {
  local -a packages
  mapfile -t packages < <(missing_packages "$@")
  ((${#packages[@]} > 0)) || return 0
  command -v apt-get >/dev/null ||
    die "missing: ${packages[*]} (Debian package names)" "Install their counterparts, then run this again."
  ((EUID == 0)) || die "missing packages: ${packages[*]}" "Install them with: sudo apt-get install ${packages[*]}"
  step "Installing ${packages[*]}"
  install_packages "${packages[@]}"
}

# install_packages PACKAGE...: installs packages as root, without starting their daemons.
install_packages() (
  policy=/usr/sbin/policy-rc.d
  log=$(mktemp)
  trap 'rm -f "$log"' EXIT
  if [[ ! -e $policy ]]; then
    trap 'rm -f "$log" "$policy"' EXIT
    printf '#!/bin/sh\nexit 101\n' >"$policy"
    chmod 755 "$policy"
  fi
  export DEBIAN_FRONTEND=noninteractive
  quiet_install() { apt-get -q -y --no-install-recommends install "$@" >"$log" 2>&1 </dev/null; }
  if ! quiet_install "$@"; then
    # The package lists may be missing or outdated.
    apt-get -q update >"$log" 2>&1 || true
    quiet_install "$@" || {
      tail -n 15 "$log" >&2
      die "apt-get failed to install: $*" "Its messages are above."
    }
  fi
)

# jdk_version HOME: prints the feature version of the JDK there, or 0 if it has no compiler.
jdk_version() {
  local version=0
  if [[ -x $1/bin/javac && -r $1/release ]]; then
    version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release")
  fi
  printf '%s\n' "${version:-0}"
}

# find_jdk: prints the home of a JDK 25 or newer; searches where Maven's toolchain plugin does.
find_jdk() {
  local home on_path
  on_path=$(readlink -f "$(command -v javac || true)" || true)
  for home in "${JAVA_HOME-}" "${on_path%/bin/javac}" /usr/lib/jvm/* "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/*; do
    if [[ -n $home ]] && (($(jdk_version "$home") >= 25)); then
      printf '%s\n' "$home"
      return
    fi
  done
  return 1
}

in_apt() { [[ -n $(apt-cache --quiet=2 madison "$1" 2>/dev/null) ]]; }

# need_jdk: ensures a JDK 25 and Maven; installs them if the distribution has packages.
need_jdk() {
  local package
  if ! find_jdk >/dev/null; then
    for package in openjdk-25-jdk-headless temurin-25-jdk; do
      if in_apt "$package"; then
        ((EUID == 0)) || die "no JDK 25 found" "Install one with: sudo apt-get install $package"
        step "Installing $package"
        install_packages "$package"
        break
      fi
    done
    find_jdk >/dev/null || die "no JDK 25 found, and this distribution has no openjdk-25-jdk-headless" \
      "Install Temurin's package temurin-25-jdk (https://adoptium.net/installation/linux/), or unpack any" \
      "JDK 25 and point JAVA_HOME at it."
  fi
  need mvn:maven
}

# The architecture of the packages below, in Debian's words, and what apt-get and apt-cache need for it.
debian_architecture=amd64
apt_options=()

# use_architecture ARCHITECTURE CACHE: from now on, kernel_package and unpack mean packages of this architecture. Package lists
# of a foreign one are kept in CACHE, so that this machine's apt stays as it is.
use_architecture() {
  [[ $1 != "$debian_architecture" ]] || return 0
  debian_architecture=$1
  mkdir -p "$2/$1-lists/partial"
  apt_options=(-o "APT::Architecture=$1" -o "APT::Architectures=$1" -o Acquire::Languages=none -o APT::Sandbox::User=
    -o "Dir::State::lists=$2/$1-lists" -o Dir::State::status=/dev/null
    -o "Dir::Cache::pkgcache=" -o "Dir::Cache::srcpkgcache=")
  apt-get -q "${apt_options[@]}" update >"$2/$1-lists.log" 2>&1 || note "the package lists of $1 could not be updated; see $2/$1-lists.log"
}

# kernel_package METAPACKAGE: prints the current kernel package, such as linux-image-6.1.0-56-cloud-amd64.
kernel_package() {
  local package
  package=$(apt-cache "${apt_options[@]}" depends --no-recommends --no-suggests "$1" 2>/dev/null |
    sed -n 's/^ *Depends: \(linux-image-.*\)/\1/p' | head -n 1)
  [[ -n $package ]] || die "apt has no package $1" "Run apt-get update (as root) and try again."
  printf '%s\n' "$package"
}

# unpack CACHE PACKAGE DIR: fetches a package, unless its current version is cached, and unpacks it. Needs a directory $work.
unpack() {
  local cache=$1 package=$2 dir=$3 version file
  version=$(apt-cache "${apt_options[@]}" show --no-all-versions "$package" 2>/dev/null | sed -n 's/^Version: //p')
  [[ -n $version ]] || die "apt has no package $package" "Run apt-get update (as root) and try again."
  file=$cache/${package}_${version//:/%3a}_$debian_architecture.deb
  if [[ ! -e $file ]]; then
    # shellcheck disable=SC2154 # the caller sets work
    (cd "$work" && apt-get -q "${apt_options[@]}" -o APT::Sandbox::User= download "$package:$debian_architecture=$version" \
      >"$work/apt.log" 2>&1) || die "cannot fetch $package $version" "$(tail -n 1 "$work/apt.log")"
    mv "$work/$package"_*.deb "$file"
  fi
  dpkg -x "$file" "$dir"
}
