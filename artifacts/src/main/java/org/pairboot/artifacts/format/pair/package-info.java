/** Verifies, before anything is served, that an initramfs and a rootfs belong together. */
package org.pairboot.artifacts.format.pair;
