#!/bin/sh
# Sourced by dracut until something is mounted at NEWROOT.
if [ -e /run/pairboot/source ] && ! ismounted "$NEWROOT"; then
  sh /pairboot/rootfs.sh mount "$NEWROOT" || die "pairboot: the root file system was not mounted; see the reason above"
fi
