package org.pairboot.tftp.transfer;

/**
 * Where a {@link Transfer} sends. Each command replaces what the same transfer still has waiting: a
 * newer command always says all that is worth sending.
 */
public interface TransferOutput {

  /** Sends the OACK. */
  void sendOack();

  /** Sends {@code count} blocks in a row, from the logical block {@code first}. */
  void sendData(long first, int count);
}
