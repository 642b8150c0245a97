#!/bin/sh
# Sourced by dracut, which needs to know that the root file system is taken care of.
if getarg coreos.live.rootfs_url= >/dev/null; then
  # shellcheck disable=SC2034
  root=pairboot rootok=1
fi
