package org.pairboot.appliance.systemd;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

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

  private static final Linker LINKER = Linker.nativeLinker();
  private static final MethodHandle SOCKET =
      handle("socket", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
  private static final MethodHandle SENDTO =
      handle(
          "sendto",
          FunctionDescriptor.of(
              JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT));
  private static final MethodHandle CLOSE =
      handle("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));

  private LibC() {}

  static int socket(int domain, int type) {
    try {
      return (int) SOCKET.invokeExact(domain, type, 0);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  static long sendTo(int fd, MemorySegment message, MemorySegment address, int addressLength) {
    try {
      return (long) SENDTO.invokeExact(fd, message, message.byteSize(), 0, address, addressLength);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  static void close(int fd) {
    try {
      int _ = (int) CLOSE.invokeExact(fd);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  private static MethodHandle handle(String name, FunctionDescriptor descriptor) {
    return LINKER.downcallHandle(
        LINKER
            .defaultLookup()
            .find(name)
            .orElseThrow(() -> new UnsatisfiedLinkError("the C library has no " + name)),
        descriptor);
  }

  private static AssertionError impossible(Throwable e) {
    return new AssertionError("a system call cannot be made", e);
  }
}
