package org.pairboot.artifacts.format.inspect;

import java.util.OptionalLong;

/**
 * A way to boot from a file.
 *
 * @param method {@code appended}, {@code concatenated}, {@code rootfs-url}, or {@code fat} for the
 *     file as the only initrd
 * @param works whether it does
 * @param reason why, or under which condition
 * @param memory how much a machine needs for it, in bytes, where it works and can be told
 */
public record BootOption(String method, boolean works, String reason, OptionalLong memory) {}
