package org.pairboot.tftp.transport.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * Calls of the C library, glibc or musl. Each returns what the call returns, or {@code -errno}.
 *
 * <p>Pointers travel as {@code long}: a segment for each would be an object for each call. No call
 * is linked as critical: sending may wait for a page of a mapped file, and must not hold up the
 * garbage collector meanwhile.
 *
 * <p>Used by one thread at a time, because {@code errno} is kept in between.
 */
@SuppressWarnings("restricted") // calls of foreign functions: what this class is for
final class LibC {
  /**
   * One signature for all functions, as the JVM makes code for each signature anew: 11 of them took
   * a fifth of the time of a start. On x86-64 and aarch64 six arguments travel in registers of 64
   * bits, of which a function looks only at those and at the parts that it knows. The result is in
   * such a register too, and has garbage above an {@code int}.
   */
  private static final FunctionDescriptor ANY =
      FunctionDescriptor.of(
          JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);

  private static final Linker LINKER = Linker.nativeLinker();
  private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");
  private static final long ERRNO_OFFSET =
      Linker.Option.captureStateLayout().byteOffset(MemoryLayout.PathElement.groupElement("errno"));

  private static final MethodHandle SOCKET = link("socket");
  private static final MethodHandle BIND = link("bind");
  private static final MethodHandle GETSOCKNAME = link("getsockname");
  private static final MethodHandle SETSOCKOPT = link("setsockopt");
  private static final MethodHandle RECVMMSG = link("recvmmsg");
  private static final MethodHandle SENDMMSG = link("sendmmsg");
  private static final MethodHandle EPOLL_CREATE1 = link("epoll_create1");
  private static final MethodHandle EPOLL_CTL = link("epoll_ctl");
  private static final MethodHandle EPOLL_WAIT = link("epoll_wait");
  private static final MethodHandle EVENTFD = link("eventfd");
  private static final MethodHandle EVENTFD_READ = link("eventfd_read");
  private static final MethodHandle EVENTFD_WRITE = link("eventfd_write");
  private static final MethodHandle MADVISE = link("madvise");
  private static final MethodHandle CLOSE = link("close");
  private static final MethodHandle STRERROR = link("strerror");

  private final MemorySegment state;

  LibC(Arena arena) {
    this.state = arena.allocate(Linker.Option.captureStateLayout());
  }

  private static MethodHandle link(String name) {
    MemorySegment function =
        LINKER
            .defaultLookup()
            .find(name)
            .orElseThrow(() -> new UnsatisfiedLinkError("the C library has no " + name));
    return LINKER.downcallHandle(function, ANY, ERRNO);
  }

  /** The exception for a call that has returned {@code -errno}; its message is the system's. */
  static IOException failure(int result) {
    try (Arena arena = Arena.ofConfined()) {
      LibC libc = new LibC(arena);
      MemorySegment text = MemorySegment.ofAddress(libc.raw(STRERROR, -result, 0, 0, 0, 0));
      return new IOException(text.reinterpret(256).getString(0));
    }
  }

  int socket(int family, int type) {
    return call(SOCKET, family, type, 0, 0, 0);
  }

  int bind(int fd, long address, int length) {
    return call(BIND, fd, address, length, 0, 0);
  }

  int getsockname(int fd, long address, long length) {
    return call(GETSOCKNAME, fd, address, length, 0, 0);
  }

  /** Sets an option whose value is an {@code int}. */
  int setsockopt(int fd, int level, int option, int value) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment memory = arena.allocateFrom(JAVA_INT, value);
      return call(SETSOCKOPT, fd, level, option, memory.address(), Integer.BYTES);
    }
  }

  int recvmmsg(int fd, long messages, int count) {
    return call(RECVMMSG, fd, messages, count, Abi.MSG_DONTWAIT, 0);
  }

  int sendmmsg(int fd, long messages, int count) {
    return call(SENDMMSG, fd, messages, count, Abi.MSG_DONTWAIT, 0);
  }

  int epollCreate() {
    return call(EPOLL_CREATE1, Abi.EPOLL_CLOEXEC, 0, 0, 0, 0);
  }

  int epollCtl(int epoll, int operation, int fd, long event) {
    return call(EPOLL_CTL, epoll, operation, fd, event, 0);
  }

  int epollWait(int epoll, long events, int count, int timeoutMillis) {
    return call(EPOLL_WAIT, epoll, events, count, timeoutMillis, 0);
  }

  int eventfd() {
    return call(EVENTFD, 0, Abi.EFD_CLOEXEC | Abi.EFD_NONBLOCK, 0, 0, 0);
  }

  /** Sets the counter back to 0, writing what it was to {@code value}. */
  int eventfdRead(int fd, long value) {
    return call(EVENTFD_READ, fd, value, 0, 0, 0);
  }

  int eventfdWrite(int fd) {
    return call(EVENTFD_WRITE, fd, 1, 0, 0, 0);
  }

  int madvise(long address, long length, int advice) {
    return call(MADVISE, address, length, advice, 0, 0);
  }

  int close(int fd) {
    return call(CLOSE, fd, 0, 0, 0, 0);
  }

  private int call(MethodHandle function, long a, long b, long c, long d, long e) {
    int returned = (int) raw(function, a, b, c, d, e);
    return returned >= 0 ? returned : -state.get(JAVA_INT, ERRNO_OFFSET);
  }

  private long raw(MethodHandle function, long a, long b, long c, long d, long e) {
    try {
      return (long) function.invokeExact(state, a, b, c, d, e, 0L);
    } catch (Throwable t) {
      throw new AssertionError("a system call cannot be made", t);
    }
  }
}
