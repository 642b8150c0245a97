#!/bin/sh
# Sourced by dracut, once, when the network was started.
if getarg coreos.live.rootfs_url= >/dev/null; then
  sh /pairboot/rootfs.sh fetch || die "pairboot: the root file system was not fetched; the reason stands above"
fi
