/**
 * ISO 9660 file systems (ECMA-119), read where they lie: a file in one is a stretch of the image
 * that nobody has to copy out. Names are those of Rock Ridge (SUSP 1.12, RRIP 1.12) where the image
 * has them, else of Joliet, else the plain ones.
 *
 * <p>Everything in an image is hostile: directories that contain themselves, lengths of gigabytes,
 * areas outside of the file. What is read is bounded, and each objection names the offset.
 */
package org.pairboot.artifacts.format.iso9660;
