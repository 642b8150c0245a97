/**
 * Benchmarks against the TFTP servers in common use, as ratios within one interleaved run.
 *
 * <p>{@code it/bench-tftp} runs {@link org.pairboot.it.bench.TftpBenchmark}.
 */
package org.pairboot.it.bench;
