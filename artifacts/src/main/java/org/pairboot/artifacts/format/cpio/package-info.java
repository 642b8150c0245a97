/**
 * The cpio archive in its "new ASCII" form (newc), the only one that Linux takes as an initramfs.
 *
 * <p>Commons Compress reads and writes newc too, but not for this purpose: its input stream reads
 * on to the end of a 512-byte block after the trailer, which belongs to the next member; it gives
 * no positions of headers and data; it allocates names as long as a header says; and its writer
 * cannot reproduce what GNU cpio writes. Hence own code.
 */
package org.pairboot.artifacts.format.cpio;
