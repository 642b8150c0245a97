# Sourced by the init script of initramfs-tools for boot=pairboot.
# shellcheck shell=sh disable=SC2034

mount_top() {
  :
}

mount_premount() {
  :
}

mountroot() {
  modprobe af_packet
  wait_for_udev 10
  configure_networking
  export PAIRBOOT_BUSYBOX=busybox
  sh /pairboot/rootfs.sh fetch || panic "pairboot: the root file system was not fetched; see the reason above"
  # shellcheck disable=SC2154
  sh /pairboot/rootfs.sh mount "$rootmnt" || panic "pairboot: the root file system was not mounted; see the reason above"
}

mount_bottom() {
  :
}
