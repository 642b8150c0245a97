package org.pairboot.artifacts.store;

/**
 * What looking for leftovers has come to; in a dry run, what it would.
 *
 * @param blobs how many blobs were deleted that nothing refers to
 * @param freedBytes their length
 * @param uncertain how many manifests are damaged, so that nobody knows what they refer to; then no
 *     blob is deleted
 */
public record Collected(int blobs, long freedBytes, int uncertain) {}
