/**
 * Benchmarks against the servers that people have today, as ratios of one interleaved run.
 *
 * <p>{@code it/bench-tftp} runs {@link org.pairboot.it.bench.TftpBenchmark}.
 */
package org.pairboot.it.bench;
