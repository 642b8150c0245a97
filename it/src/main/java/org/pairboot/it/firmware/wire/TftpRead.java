package org.pairboot.it.firmware.wire;

import java.util.Optional;

/** One read by TFTP. Changes while it is under way, guarded by its {@link Traffic}. */
public final class TftpRead {
  private static final int DEFAULT_BLKSIZE = 512;

  private final String name;
  private final String options;
  private int blksize = DEFAULT_BLKSIZE;
  private int lastBlock;
  private long blocks;
  private long bytes;
  private boolean complete;
  private String error = "";

  TftpRead(String name, String options) {
    this.name = name;
    this.options = options;
  }

  /** As the client wrote it. */
  public String name() {
    return name;
  }

  /** As the client wrote them, {@code NAME=VALUE} in its order. */
  public String options() {
    return options;
  }

  /** Of blocks in order, each counted once. */
  public long bytes() {
    return bytes;
  }

  /** How many blocks have been sent at least once. */
  public long blocks() {
    return blocks;
  }

  /** Whether the last block, the short one, has been sent. */
  public boolean isComplete() {
    return complete;
  }

  /** What ended it early, from either side. */
  public Optional<String> error() {
    return Optional.of(error).filter(text -> !text.isEmpty());
  }

  boolean isRepeatedBy(TftpRead other) {
    return blocks == 0 && error.isEmpty() && name.equals(other.name);
  }

  /** As agreed upon so far. */
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
