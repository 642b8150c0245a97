# A root file system for guests. To be sourced by bash.
# shellcheck shell=bash

# root TREE BYTES: makes a root file system with an incompressible file of this size, which reports whether it arrived intact.
# Needs a directory $work.
root() {
  local tree=$1
  mkdir -p "$tree"/{bin,sbin,etc,proc,sys,dev,run,root,tmp,usr/lib}
  cp "$(command -v busybox)" "$tree/bin/busybox"
  ln -s busybox "$tree/bin/sh"
  install -m 755 "$(dirname "${BASH_SOURCE[0]}")/fetched-init" "$tree/sbin/init"
  printf 'ID=pairboot-test\n' | tee "$tree/etc/os-release" >"$tree/usr/lib/os-release"
  # shellcheck disable=SC2154 # the caller sets work
  head -c "$2" /dev/zero | openssl enc -aes-128-ctr -nosalt -K 00 -iv 00 >"$tree/filler" 2>"$work/openssl.log"
  (cd "$tree" && sha256sum filler >etc/sums)
}

# squash TREE FILE
squash() { mksquashfs "$1" "$2" -quiet -no-progress -noappend -all-root -no-xattrs; }
