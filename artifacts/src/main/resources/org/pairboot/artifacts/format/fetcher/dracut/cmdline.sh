#!/bin/sh
# Sourced by dracut, which wants to know that somebody takes care of the root file system.
if getarg coreos.live.rootfs_url= >/dev/null; then
  # shellcheck disable=SC2034
  root=pairboot rootok=1
fi
