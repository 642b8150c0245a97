/**
 * The buffer that a boot loader passes to Linux as initrd: a sequence of cpio archives, compressed
 * or not, read by the rules of the kernel ({@code init/initramfs.c} and {@code
 * Documentation/driver-api/early-userspace/buffer-format.rst}).
 */
package org.pairboot.artifacts.format.initramfs;
