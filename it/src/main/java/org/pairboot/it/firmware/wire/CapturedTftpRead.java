package org.pairboot.it.firmware.wire;

import java.util.Optional;

/** One TFTP read. It changes while the transfer runs, guarded by its {@link Traffic}. */
public final class CapturedTftpRead {
  private static final int DEFAULT_BLKSIZE = 512;

  private final String name;
  private final String options;
  private int blksize = DEFAULT_BLKSIZE;
  private int lastBlock;
  private long blocks;
  private long bytes;
  private boolean complete;
  private String error = "";

  CapturedTftpRead(String name, String options) {
    this.name = name;
    this.options = options;
  }

  /** The name as the client sent it. */
  public String name() {
    return name;
  }

  /** The options as the client sent them, {@code NAME=VALUE} in its order. */
  public String options() {
    return options;
  }

  /** Bytes of the blocks in order; each block counts once. */
  public long bytes() {
    return bytes;
  }

  /** The number of blocks that were sent at least once. */
  public long blocks() {
    return blocks;
  }

  /** Whether the last, short block has been sent. */
  public boolean isComplete() {
    return complete;
  }

  /** The error that ended it, from either side. */
  public Optional<String> error() {
    return Optional.of(error).filter(text -> !text.isEmpty());
  }

  boolean isRepeatedBy(CapturedTftpRead other) {
    return blocks == 0 && error.isEmpty() && name.equals(other.name);
  }

  /** The negotiated block size. */
  int blksize() {
    return blksize;
  }

  void onOack(String... words) {
    for (int i = 0; i + 1 < words.length; i += 2) {
      if (words[i].equals("blksize")) {
        blksize = Integer.parseInt(words[i + 1]);
      }
    }
  }

  void onBlock(int block, int length) {
    if (block == (lastBlock + 1 & 0xFFFF)) {
      lastBlock = block;
      blocks++;
      bytes += length;
      complete = length < blksize;
    }
  }

  void endWith(String reason) {
    if (!complete && error.isEmpty()) {
      error = reason;
    }
  }

  @Override
  public String toString() {
    return "TFTP "
        + name
        + (options.isEmpty() ? "" : " [" + options + "]")
        + ": "
        + bytes
        + " bytes"
        + (error.isEmpty() ? complete ? "" : ", not complete" : ", " + error);
  }
}
