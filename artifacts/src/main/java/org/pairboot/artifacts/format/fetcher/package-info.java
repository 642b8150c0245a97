/**
 * A small further initrd for an initramfs that cannot fetch its root file system: scripts in the
 * places where that looks for them, and the hashes that the root file system must have.
 */
package org.pairboot.artifacts.format.fetcher;
