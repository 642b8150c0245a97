package org.pairboot.artifacts.format.live;

import org.pairboot.artifacts.format.initramfs.Compression;

/**
 * The root file system in an image.
 *
 * @param name {@code root.squashfs} or {@code root.erofs}
 * @param member the index of the member that holds it
 * @param compression how that member is compressed
 * @param dataOffset where its data starts: from the start of the image in an uncompressed member,
 *     of the unpacked bytes in a compressed one
 * @param size its length in bytes
 * @param mtime its time stamp, in seconds since 1970
 */
public record RootFile(
    String name,
    int member,
    Compression compression,
    long dataOffset,
    long size,
    long mtime,
    FileSystemType type) {}
