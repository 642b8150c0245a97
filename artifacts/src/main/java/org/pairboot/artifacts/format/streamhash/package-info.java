/**
 * The {@code stream-hash} format of coreos-installer ({@code rdcore stream-hash}): one SHA-256 for
 * each chunk of a file, so that a guest can check a root file system while it arrives. An initramfs
 * carries it as {@code etc/coreos-live-want-rootfs}.
 */
package org.pairboot.artifacts.format.streamhash;
