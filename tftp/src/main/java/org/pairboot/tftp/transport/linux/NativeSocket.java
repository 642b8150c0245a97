package org.pairboot.tftp.transport.linux;

/** What a {@link FlowSocket} needs of the kernel. Results are counts, or {@code -errno}. */
interface NativeSocket {

  /** Takes up to {@code count} packets that have arrived, without waiting (recvmmsg). */
  int receive(long messages, int count);

  /**
   * Sends up to {@code count} messages without waiting, and returns how many went; an error is that
   * of the first one (sendmmsg).
   */
  int send(long messages, int count);

  /** Whether the link shall call when sending is possible again. */
  void wantWritable(boolean wanted);

  void close();
}
