/**
 * The buffer that a boot loader hands to Linux as initrd: cpio archives, compressed or not, one
 * behind the other, read by the rules of the kernel ({@code init/initramfs.c} and {@code
 * Documentation/driver-api/early-userspace/buffer-format.rst}).
 */
package org.pairboot.artifacts.format.initramfs;
