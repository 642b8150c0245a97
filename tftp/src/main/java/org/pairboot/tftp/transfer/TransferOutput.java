package org.pairboot.tftp.transfer;

/**
 * Where a {@link Transfer} sends its packets. Each command replaces what an earlier command of the
 * same transfer has left unsent: the newer command always includes all that is worth sending.
 */
public interface TransferOutput {

  /** Sends the OACK. */
  void sendOack();

  /** Sends {@code count} consecutive blocks from the logical block {@code first}. */
  void sendData(long first, int count);
}
