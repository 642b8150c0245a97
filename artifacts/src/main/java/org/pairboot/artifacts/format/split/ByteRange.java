package org.pairboot.artifacts.format.split;

/**
 * A stretch of a file, in bytes from its start.
 *
 * @param start its first byte
 * @param end the byte behind its last one
 */
public record ByteRange(long start, long end) {
  public ByteRange {
    if (start < 0 || end <= start) {
      throw new IllegalArgumentException("no range: " + start + " to " + end);
    }
  }

  /** Its length in bytes. */
  public long length() {
    return end - start;
  }

  /** What follows {@code Range:} in an HTTP request for it (RFC 9110, section 14.1.2). */
  public String header() {
    return "bytes=" + start + "-" + (end - 1);
  }
}
