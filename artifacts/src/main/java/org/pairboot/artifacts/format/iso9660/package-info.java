/**
 * ISO 9660 file systems (ECMA-119), read in place: a file in one is a range of the image file that
 * need not be copied. Names are those of Rock Ridge (SUSP 1.12, RRIP 1.12) if the image has them,
 * else those of Joliet, else the plain ones.
 *
 * <p>Images are hostile input: directories may contain themselves, lengths may be gigabytes, and
 * areas may lie outside of the file. Reading is bounded, and each error names the offset.
 */
package org.pairboot.artifacts.format.iso9660;
