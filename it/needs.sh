# The Debian packages that virtual machines need to boot, as arguments of need. To be sourced by bash.
# shellcheck shell=bash
# shellcheck disable=SC2034 # used by the sourcing scripts
boot_needs=(
  qemu-system-x86_64:qemu-system-x86 /usr/lib/ipxe/qemu/pxe-virtio.rom:ipxe-qemu /usr/share/OVMF/OVMF_CODE_4M.fd:ovmf
  /usr/lib/PXELINUX/pxelinux.0:pxelinux /usr/lib/syslinux/modules/bios/ldlinux.c32:syslinux-common
  /usr/lib/SYSLINUX.EFI/efi64/syslinux.efi:syslinux-efi /usr/lib/ipxe/undionly.kpxe:ipxe
  /usr/lib/shim/shimx64.efi.signed:shim-signed
  /usr/lib/grub/x86_64-efi-signed/grubnetx64.efi.signed:grub-efi-amd64-signed
  /usr/lib/grub/x86_64-efi/http.mod:grub-efi-amd64-bin grub-mkimage:grub-common
  /usr/lib/u-boot/qemu-x86/u-boot.rom:u-boot-qemu qemu-system-aarch64:qemu-system-arm
  apt-get:apt apt-cache:apt dnsmasq:dnsmasq-base ip:iproute2 nft:nftables tcpdump:tcpdump unshare:util-linux nsenter:util-linux
  curl:curl xz:xz-utils dpkg:dpkg cpio:cpio mksquashfs:squashfs-tools mkfs.erofs:erofs-utils sfdisk:fdisk openssl:openssl
  dracut:dracut-core /usr/lib/dracut/modules.d/40network:dracut-network mkinitramfs:initramfs-tools-core
  dhclient:isc-dhcp-client arping:iputils-arping
  depmod:kmod xorriso:xorriso objcopy:binutils sha256sum:coreutils mmdebstrap:mmdebstrap
)
