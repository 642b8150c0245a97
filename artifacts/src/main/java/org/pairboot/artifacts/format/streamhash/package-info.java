/**
 * The {@code stream-hash} format of coreos-installer ({@code rdcore stream-hash}): one SHA-256 per
 * chunk of a file, so that a guest can verify a root file system while it arrives. An initramfs
 * carries it as {@code etc/coreos-live-want-rootfs}.
 */
package org.pairboot.artifacts.format.streamhash;
