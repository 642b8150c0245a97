package org.pairboot.it.load;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** The calls of the C library that the load needs, with the numbers of Linux. */
@SuppressWarnings("restricted") // calls of foreign functions: what this class is for
final class LibC {
  static final int AF_INET = 2;
  static final int SOCK_DGRAM = 2;
  static final int SOCK_NONBLOCK = 0x800;
  static final int SOL_SOCKET = 1;
  static final int SO_SNDBUFFORCE = 32;
  static final int SO_RCVBUFFORCE = 33;
  static final int IPPROTO_IP = 0;
  static final int IP_PKTINFO = 8;

  private static final short POLLIN = 1;
  private static final Linker LINKER = Linker.nativeLinker();

  private static final MethodHandle SOCKET = link("socket", JAVA_INT, JAVA_INT, JAVA_INT);
  private static final MethodHandle BIND = link("bind", JAVA_INT, JAVA_LONG, JAVA_INT);
  private static final MethodHandle SETSOCKOPT =
      link("setsockopt", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT);
  private static final MethodHandle RECVMMSG =
      link("recvmmsg", JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_LONG);
  private static final MethodHandle SENDMMSG =
      link("sendmmsg", JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT);
  private static final MethodHandle POLL = link("poll", JAVA_LONG, JAVA_LONG, JAVA_INT);
  private static final MethodHandle CLOSE = link("close", JAVA_INT);

  private LibC() {}

  private static MethodHandle link(String name, ValueLayout... parameters) {
    return LINKER.downcallHandle(
        LINKER.defaultLookup().find(name).orElseThrow(),
        FunctionDescriptor.of(JAVA_INT, parameters));
  }

  private static int call(MethodHandle function, Object... arguments) {
    try {
      return (int) function.invokeWithArguments(arguments);
    } catch (Throwable e) {
      throw new AssertionError("a system call cannot be made", e);
    }
  }

  private static int done(String what, int result) {
    if (result < 0) {
      throw new IllegalStateException(what + " fails; the load wants to be root on Linux");
    }
    return result;
  }

  static int socket() {
    return done("socket", call(SOCKET, AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0));
  }

  static void bind(int fd, MemorySegment address) {
    done("bind", call(BIND, fd, address.address(), (int) address.byteSize()));
  }

  static void set(int fd, int level, int option, int value) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment memory = arena.allocateFrom(JAVA_INT, value);
      done("setsockopt", call(SETSOCKOPT, fd, level, option, memory.address(), Integer.BYTES));
    }
  }

  /** The number of messages, or -1. */
  static int receive(int fd, long messages, int count) {
    try {
      return (int) RECVMMSG.invokeExact(fd, messages, count, 0, 0L);
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  /** The number of messages, or -1. */
  static int send(int fd, long messages, int count) {
    try {
      return (int) SENDMMSG.invokeExact(fd, messages, count, 0);
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  /** Waits until there is something to receive. */
  static void awaitReadable(int fd, MemorySegment pollfd, int millis) {
    pollfd.set(JAVA_INT, 0, fd);
    pollfd.set(JAVA_SHORT, 4, POLLIN);
    try {
      int ready = (int) POLL.invokeExact(pollfd.address(), 1L, millis);
      assert ready <= 1;
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  static void close(int fd) {
    call(CLOSE, fd);
  }
}
