/**
 * The cpio archive in its "new ASCII" form (newc), the only one that Linux accepts as an initramfs.
 *
 * <p>Commons Compress reads and writes newc too, but does not fit here: its input stream reads to
 * the end of the 512-byte block after the trailer, which belongs to the next member; it does not
 * report the positions of headers and data; it allocates whatever name length a header declares;
 * and its writer cannot reproduce the output of GNU cpio.
 */
package org.pairboot.artifacts.format.cpio;
