package org.pairboot.artifacts.os;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/**
 * Calls of the C library, glibc or musl. Each returns what the function returns, or {@code -errno};
 * {@link LinuxCallException} names such a result.
 *
 * <p>Pointers are passed as {@code long}: a segment for each would allocate an object per call. No
 * call is linked as critical: sending may wait for a page of a mapped file, and must not delay the
 * garbage collector in the meantime.
 *
 * <p>An instance may be used by one thread at a time, because it holds the memory that receives
 * {@code errno}. No call but {@link #setsockopt} and {@link #open} allocates memory.
 */
@SuppressWarnings("restricted") // calling foreign functions is the purpose of this class
public final class LinuxCalls {
  /**
   * One signature for all functions, because the JVM generates code for each distinct signature: 11
   * of them took a fifth of the start time. On x86-64 and aarch64 the first six arguments are
   * passed in 64-bit registers, of which a function reads only those, and only the bits, that it
   * declares. The result is in such a register too, with undefined bits above an {@code int}.
   * open(2) is variadic, which makes no difference as long as no argument is a floating-point
   * number.
   */
  private static final FunctionDescriptor ANY =
      FunctionDescriptor.of(
          JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);

  private static final Linker LINKER = Linker.nativeLinker();
  private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");
  private static final long ERRNO_OFFSET =
      Linker.Option.captureStateLayout().byteOffset(MemoryLayout.PathElement.groupElement("errno"));

  private static final MethodHandle CLOSE = link("close");

  private final MemorySegment state;

  // Groups are linked on first use: a command that only locks a file does not link the socket
  // calls.

  private static final class Files {
    static final MethodHandle OPEN = link("open");
    static final MethodHandle FLOCK = link("flock");
  }

  private static final class Sockets {
    static final MethodHandle SOCKET = link("socket");
    static final MethodHandle BIND = link("bind");
    static final MethodHandle GETSOCKNAME = link("getsockname");
    static final MethodHandle SETSOCKOPT = link("setsockopt");
    static final MethodHandle SENDTO = link("sendto");
    static final MethodHandle RECVMSG = link("recvmsg");
    static final MethodHandle SENDMSG = link("sendmsg");
    static final MethodHandle RECVMMSG = link("recvmmsg");
    static final MethodHandle SENDMMSG = link("sendmmsg");
  }

  private static final class Events {
    static final MethodHandle POLL = link("poll");
    static final MethodHandle EPOLL_CREATE1 = link("epoll_create1");
    static final MethodHandle EPOLL_CTL = link("epoll_ctl");
    static final MethodHandle EPOLL_WAIT = link("epoll_wait");
    static final MethodHandle EVENTFD = link("eventfd");
    static final MethodHandle EVENTFD_READ = link("eventfd_read");
    static final MethodHandle EVENTFD_WRITE = link("eventfd_write");
  }

  private static final class Mappings {
    static final MethodHandle MADVISE = link("madvise");
  }

  /**
   * @param arena holds the memory for {@code errno}; the calls fail once it is closed
   */
  public LinuxCalls(Arena arena) {
    this.state = arena.allocate(Linker.Option.captureStateLayout());
  }

  private static MethodHandle link(String name) {
    MemorySegment function =
        LINKER
            .defaultLookup()
            .find(name)
            .orElseThrow(() -> new UnsatisfiedLinkError("the C library lacks " + name));
    return LINKER.downcallHandle(function, ANY, ERRNO);
  }

  /** Opens {@code file} for reading, without waiting; returns the file descriptor. */
  public int open(Path file) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment name = arena.allocateFrom(file.toString());
      return call(
          Files.OPEN, name.address(), Abi.O_RDONLY | Abi.O_NONBLOCK | Abi.O_CLOEXEC, 0, 0, 0);
    }
  }

  public int flock(int fd, int operation) {
    return call(Files.FLOCK, fd, operation, 0, 0, 0);
  }

  public int socket(int family, int type) {
    return call(Sockets.SOCKET, family, type, 0, 0, 0);
  }

  public int bind(int fd, long address, int length) {
    return call(Sockets.BIND, fd, address, length, 0, 0);
  }

  public int getsockname(int fd, long address, long length) {
    return call(Sockets.GETSOCKNAME, fd, address, length, 0, 0);
  }

  /** Sets an option whose value is an {@code int}. */
  public int setsockopt(int fd, int level, int option, int value) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment memory = arena.allocateFrom(JAVA_INT, value);
      return call(Sockets.SETSOCKOPT, fd, level, option, memory.address(), Integer.BYTES);
    }
  }

  /** Sends one datagram to {@code address}; returns the number of bytes sent. */
  public int sendto(int fd, MemorySegment message, MemorySegment address, int addressLength) {
    return intResult(
        raw(
            Sockets.SENDTO,
            fd,
            message.address(),
            message.byteSize(),
            0,
            address.address(),
            addressLength));
  }

  /** Receives one message without waiting; returns its size. */
  public int recvmsg(int fd, long message) {
    return call(Sockets.RECVMSG, fd, message, Abi.MSG_DONTWAIT, 0, 0);
  }

  /** Sends one message without waiting; returns its size. */
  public int sendmsg(int fd, long message) {
    return call(Sockets.SENDMSG, fd, message, Abi.MSG_DONTWAIT, 0, 0);
  }

  /** Receives up to {@code count} messages without waiting; returns their number. */
  public int recvmmsg(int fd, long messages, int count) {
    return call(Sockets.RECVMMSG, fd, messages, count, Abi.MSG_DONTWAIT, 0);
  }

  /**
   * Receives up to {@code count} messages of the error queue: packets that were sent earlier, with
   * what ICMP says about them. Returns their number.
   */
  public int recvErrors(int fd, long messages, int count) {
    return call(Sockets.RECVMMSG, fd, messages, count, Abi.MSG_DONTWAIT | Abi.MSG_ERRQUEUE, 0);
  }

  /** Sends up to {@code count} messages without waiting; returns the number sent. */
  public int sendmmsg(int fd, long messages, int count) {
    return call(Sockets.SENDMMSG, fd, messages, count, Abi.MSG_DONTWAIT, 0);
  }

  /** Waits for events on {@code count} structures at {@code pollfds}; returns how many have one. */
  public int poll(long pollfds, int count, int timeoutMillis) {
    return call(Events.POLL, pollfds, count, timeoutMillis, 0, 0);
  }

  public int epollCreate() {
    return call(Events.EPOLL_CREATE1, Abi.EPOLL_CLOEXEC, 0, 0, 0, 0);
  }

  public int epollCtl(int epoll, int operation, int fd, long event) {
    return call(Events.EPOLL_CTL, epoll, operation, fd, event, 0);
  }

  public int epollWait(int epoll, long events, int count, int timeoutMillis) {
    return call(Events.EPOLL_WAIT, epoll, events, count, timeoutMillis, 0);
  }

  public int eventfd() {
    return call(Events.EVENTFD, 0, Abi.EFD_CLOEXEC | Abi.EFD_NONBLOCK, 0, 0, 0);
  }

  /** Resets the counter to 0 and stores its previous value at the address {@code value}. */
  public int eventfdRead(int fd, long value) {
    return call(Events.EVENTFD_READ, fd, value, 0, 0, 0);
  }

  public int eventfdWrite(int fd) {
    return call(Events.EVENTFD_WRITE, fd, 1, 0, 0, 0);
  }

  public int madvise(long address, long length, int advice) {
    return call(Mappings.MADVISE, address, length, advice, 0, 0);
  }

  public int close(int fd) {
    return call(CLOSE, fd, 0, 0, 0, 0);
  }

  private int call(MethodHandle function, long a, long b, long c, long d, long e) {
    return intResult(raw(function, a, b, c, d, e, 0));
  }

  private int intResult(long raw) {
    int returned = (int) raw;
    return returned >= 0 ? returned : -state.get(JAVA_INT, ERRNO_OFFSET);
  }

  private long raw(MethodHandle function, long a, long b, long c, long d, long e, long f) {
    try {
      return (long) function.invokeExact(state, a, b, c, d, e, f);
    } catch (Throwable t) {
      throw new AssertionError("cannot call the C library", t);
    }
  }
}
