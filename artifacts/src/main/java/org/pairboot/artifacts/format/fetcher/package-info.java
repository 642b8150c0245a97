/**
 * Builds a small additional initrd for an initramfs that cannot fetch its root file system: scripts
 * in the places where the initramfs looks for them, and the stream-hash of the root file system.
 */
package org.pairboot.artifacts.format.fetcher;
