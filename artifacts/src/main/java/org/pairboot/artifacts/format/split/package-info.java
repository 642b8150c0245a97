/**
 * Takes an image that is one file apart into a pair: what was concatenated comes out byte for byte,
 * what was fat gets a new rootfs and an initramfs that wants it.
 */
package org.pairboot.artifacts.format.split;
