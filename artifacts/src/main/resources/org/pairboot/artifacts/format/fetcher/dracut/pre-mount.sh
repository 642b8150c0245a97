#!/bin/sh
# Sourced by dracut once, after the network is up.
if getarg coreos.live.rootfs_url= >/dev/null; then
  sh /pairboot/rootfs.sh fetch || die "pairboot: the root file system was not fetched; see the reason above"
fi
