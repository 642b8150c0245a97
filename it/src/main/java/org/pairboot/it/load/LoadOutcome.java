package org.pairboot.it.load;

/**
 * What one client got.
 *
 * @param bytes that came and were right
 * @param startedAt as of {@link System#nanoTime}
 * @param firstData from its start to the first block, in nanoseconds
 * @param duration from its start to its last block, in nanoseconds; only valid when it ended well
 * @param duplicates blocks that came again
 * @param done whether all came
 * @param failure what went wrong; empty when nothing did, even if the time was over too soon
 */
public record LoadOutcome(
    long bytes,
    long startedAt,
    long firstData,
    long duration,
    long duplicates,
    boolean done,
    String failure) {}
