package org.pairboot.tftp.transport.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
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
  private static final Linker LINKER = Linker.nativeLinker();
  private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");
  private static final long ERRNO_OFFSET =
      Linker.Option.captureStateLayout().byteOffset(MemoryLayout.PathElement.groupElement("errno"));

  private static final MethodHandle SOCKET = link("socket", JAVA_INT, JAVA_INT, JAVA_INT);
  private static final MethodHandle BIND = link("bind", JAVA_INT, JAVA_LONG, JAVA_INT);
  private static final MethodHandle GETSOCKNAME =
      link("getsockname", JAVA_INT, JAVA_LONG, JAVA_LONG);
  private static final MethodHandle SETSOCKOPT =
      link("setsockopt", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT);
  private static final MethodHandle RECVMMSG =
      link("recvmmsg", JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_LONG);
  private static final MethodHandle SENDMMSG =
      link("sendmmsg", JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT);
  private static final MethodHandle EPOLL_CREATE1 = link("epoll_create1", JAVA_INT);
  private static final MethodHandle EPOLL_CTL =
      link("epoll_ctl", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG);
  private static final MethodHandle EPOLL_WAIT =
      link("epoll_wait", JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT);
  private static final MethodHandle EVENTFD = link("eventfd", JAVA_INT, JAVA_INT);
  private static final MethodHandle EVENTFD_READ = link("eventfd_read", JAVA_INT, JAVA_LONG);
  private static final MethodHandle EVENTFD_WRITE = link("eventfd_write", JAVA_INT, JAVA_LONG);
  private static final MethodHandle MADVISE = link("madvise", JAVA_LONG, JAVA_LONG, JAVA_INT);
  private static final MethodHandle CLOSE = link("close", JAVA_INT);
  private static final MethodHandle STRERROR =
      LINKER.downcallHandle(
          symbol("strerror"), FunctionDescriptor.of(ValueLayout.ADDRESS, JAVA_INT));

  private final MemorySegment state;

  LibC(Arena arena) {
    this.state = arena.allocate(Linker.Option.captureStateLayout());
  }

  private static MethodHandle link(String name, ValueLayout... parameters) {
    FunctionDescriptor descriptor = FunctionDescriptor.of(JAVA_INT, parameters);
    return LINKER.downcallHandle(symbol(name), descriptor, ERRNO);
  }

  private static MemorySegment symbol(String name) {
    return LINKER
        .defaultLookup()
        .find(name)
        .orElseThrow(() -> new UnsatisfiedLinkError("the C library has no " + name));
  }

  private int result(int returned) {
    return returned >= 0 ? returned : -state.get(JAVA_INT, ERRNO_OFFSET);
  }

  /** The exception for a call that has returned {@code -errno}; its message is the system's. */
  static IOException failure(int result) {
    try {
      MemorySegment text = (MemorySegment) STRERROR.invokeExact(-result);
      return new IOException(text.reinterpret(256).getString(0));
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  private static AssertionError impossible(Throwable e) {
    return new AssertionError("a system call cannot be made", e);
  }

  int socket(int family, int type) {
    try {
      return result((int) SOCKET.invokeExact(state, family, type, 0));
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  int bind(int fd, long address, int length) {
    try {
      return result((int) BIND.invokeExact(state, fd, address, length));
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  int getsockname(int fd, long address, long length) {
    try {
      return result((int) GETSOCKNAME.invokeExact(state, fd, address, length));
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  /** Sets an option whose value is an {@code int}. */
  int setsockopt(int fd, int level, int option, int value) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment memory = arena.allocateFrom(JAVA_INT, value);
      return result(
          (int) SETSOCKOPT.invokeExact(state, fd, level, option, memory.address(), Integer.BYTES));
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  int recvmmsg(int fd, long messages, int count) {
    try {
      return result((int) RECVMMSG.invokeExact(state, fd, messages, count, Abi.MSG_DONTWAIT, 0L));
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  int sendmmsg(int fd, long messages, int count) {
    try {
      return result((int) SENDMMSG.invokeExact(state, fd, messages, count, Abi.MSG_DONTWAIT));
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  int epollCreate() {
    try {
      return result((int) EPOLL_CREATE1.invokeExact(state, Abi.EPOLL_CLOEXEC));
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  int epollCtl(int epoll, int operation, int fd, long event) {
    try {
      return result((int) EPOLL_CTL.invokeExact(state, epoll, operation, fd, event));
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  int epollWait(int epoll, long events, int count, int timeoutMillis) {
    try {
      return result((int) EPOLL_WAIT.invokeExact(state, epoll, events, count, timeoutMillis));
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  int eventfd() {
    try {
      return result((int) EVENTFD.invokeExact(state, 0, Abi.EFD_CLOEXEC | Abi.EFD_NONBLOCK));
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  /** Sets the counter back to 0, writing what it was to {@code value}. */
  int eventfdRead(int fd, long value) {
    try {
      return result((int) EVENTFD_READ.invokeExact(state, fd, value));
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  int eventfdWrite(int fd) {
    try {
      return result((int) EVENTFD_WRITE.invokeExact(state, fd, 1L));
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  int madvise(long address, long length, int advice) {
    try {
      return result((int) MADVISE.invokeExact(state, address, length, advice));
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  int close(int fd) {
    try {
      return result((int) CLOSE.invokeExact(state, fd));
    } catch (Throwable e) {
      throw impossible(e);
    }
  }
}
