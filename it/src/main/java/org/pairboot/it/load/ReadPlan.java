package org.pairboot.it.load;

import java.nio.file.Path;

/**
 * What one client reads, and how.
 *
 * @param name to request from the server
 * @param file holds the bytes that the server must send
 * @param blksize to request, in bytes; for 512 the client sends no option
 * @param windowsize to request, in blocks; for 1 the client sends no option
 * @param tsize whether the client requests the size and checks it
 */
public record ReadPlan(
    String name, Path file, int blksize, int windowsize, boolean tsize, GapReply gapReply) {
  /** How a client answers a block that is not the next one (RFC 7440, section 4). */
  public enum GapReply {
    /** It acknowledges its last block each time, as EDK2 and iPXE do. */
    EVERY_BLOCK,

    /** It acknowledges its last block once and then waits, as U-Boot does (net/tftp.c). */
    ONCE_PER_GAP
  }

  /** A read with as few options as possible, for measuring servers. */
  public static ReadPlan plain(String name, Path file, int blksize, int windowsize) {
    GapReply gapReply = windowsize == 1 ? GapReply.EVERY_BLOCK : GapReply.ONCE_PER_GAP;
    return new ReadPlan(name, file, blksize, windowsize, false, gapReply);
  }

  /** A read with the options that firmware sends. */
  public static ReadPlan firmware(
      String name, Path file, int blksize, int windowsize, GapReply gapReply) {
    return new ReadPlan(name, file, blksize, windowsize, true, gapReply);
  }

  /** The same read under another name. */
  ReadPlan named(String other) {
    return new ReadPlan(other, file, blksize, windowsize, tsize, gapReply);
  }

  /** The request's option pairs; each string ends with a NUL. */
  String options() {
    StringBuilder options = new StringBuilder();
    if (tsize) {
      options.append("tsize\0").append("0\0");
    }
    if (blksize != 512) {
      options.append("blksize\0").append(blksize).append('\0');
    }
    if (windowsize != 1) {
      options.append("windowsize\0").append(windowsize).append('\0');
    }
    return options.toString();
  }
}
