package org.pairboot.appliance.systemd;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * Three calls of the C library of Linux, as Java's channels have no datagrams over Unix sockets.
 * Each returns what the call returns, -1 for an error. Constants are those of x86-64 and aarch64.
 */
@SuppressWarnings("restricted") // calls of foreign functions: what this class is for
final class LibC {
  static final short AF_UNIX = 1;
  static final int SOCK_DGRAM = 2;
  static final int SOCK_CLOEXEC = 0x80000;

  /**
   * That of the TFTP server's calls, with the same option, so that the JVM has made the code for it
   * already. Any function of so many arguments or fewer can be called with it.
   */
  private static final FunctionDescriptor ANY =
      FunctionDescriptor.of(
          JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);

  private static final Linker LINKER = Linker.nativeLinker();
  private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");
  private static final MethodHandle SOCKET = link("socket");
  private static final MethodHandle SENDTO = link("sendto");
  private static final MethodHandle CLOSE = link("close");

  private final MemorySegment state;

  LibC(Arena arena) {
    this.state = arena.allocate(Linker.Option.captureStateLayout());
  }

  int socket(int domain, int type) {
    return (int) call(SOCKET, domain, type, 0, 0, 0, 0);
  }

  long sendTo(int fd, MemorySegment message, MemorySegment address, int addressLength) {
    return call(
        SENDTO, fd, message.address(), message.byteSize(), 0, address.address(), addressLength);
  }

  void close(int fd) {
    call(CLOSE, fd, 0, 0, 0, 0, 0);
  }

  private long call(MethodHandle function, long a, long b, long c, long d, long e, long f) {
    try {
      return (long) function.invokeExact(state, a, b, c, d, e, f);
    } catch (Throwable t) {
      throw new AssertionError("a system call cannot be made", t);
    }
  }

  private static MethodHandle link(String name) {
    MemorySegment function =
        LINKER
            .defaultLookup()
            .find(name)
            .orElseThrow(() -> new UnsatisfiedLinkError("the C library has no " + name));
    return LINKER.downcallHandle(function, ANY, ERRNO);
  }
}
