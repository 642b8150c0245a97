/**
 * Splits an image in one file into a pair: a concatenated image is cut byte for byte, and a fat one
 * gets a new rootfs and an initramfs that expects it.
 */
package org.pairboot.artifacts.format.split;
