package org.pairboot.tftp.transport.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * An array of {@code struct mmsghdr} (sys/socket.h), with at least one {@code struct iovec}
 * (sys/uio.h) per message.
 *
 * <pre>
 *  msghdr:   0 name   8 name size   16 iovecs   24 iovec count   32 control   40 control size
 *            48 flags                                                                     56 bytes
 *  mmsghdr:  0 msghdr              56 bytes moved                                         64 bytes
 *  iovec:    0 base                 8 length                                              16 bytes
 * </pre>
 */
final class MessageHeaders {
  private static final long SIZE = 64;
  private static final long NAME = 0;
  private static final long NAME_SIZE = 8;
  private static final long IOVECS = 16;
  private static final long IOVEC_COUNT = 24;
  private static final long CONTROL = 32;
  private static final long CONTROL_SIZE = 40;
  private static final long FLAGS = 48;
  private static final long MOVED = 56;

  private static final long IOVEC_SIZE = 16;
  private static final long LENGTH = 8;

  private final MemorySegment messages;
  private final MemorySegment iovecs;

  MessageHeaders(Arena arena, int messageCount, int iovecCount) {
    this.messages = arena.allocate(messageCount * SIZE, Long.BYTES);
    this.iovecs = arena.allocate(iovecCount * IOVEC_SIZE, Long.BYTES);
  }

  long address() {
    return messages.address();
  }

  void setName(int message, long address, int size) {
    messages.set(JAVA_LONG, message * SIZE + NAME, address);
    messages.set(JAVA_INT, message * SIZE + NAME_SIZE, size);
  }

  void setControl(int message, long address, long size) {
    messages.set(JAVA_LONG, message * SIZE + CONTROL, address);
    messages.set(JAVA_LONG, message * SIZE + CONTROL_SIZE, size);
  }

  void setIovecs(int message, int first, int count) {
    messages.set(JAVA_LONG, message * SIZE + IOVECS, iovecs.address() + first * IOVEC_SIZE);
    messages.set(JAVA_LONG, message * SIZE + IOVEC_COUNT, count);
    messages.set(JAVA_INT, message * SIZE + FLAGS, 0);
  }

  void setIovec(int iovec, long address, long length) {
    iovecs.set(JAVA_LONG, iovec * IOVEC_SIZE, address);
    iovecs.set(JAVA_LONG, iovec * IOVEC_SIZE + LENGTH, length);
  }

  long controlSize(int message) {
    return messages.get(JAVA_LONG, message * SIZE + CONTROL_SIZE);
  }

  void setMoved(int message, int size) {
    messages.set(JAVA_INT, message * SIZE + MOVED, size);
  }

  /** The bytes received with {@code message}. */
  int moved(int message) {
    return messages.get(JAVA_INT, message * SIZE + MOVED);
  }
}
