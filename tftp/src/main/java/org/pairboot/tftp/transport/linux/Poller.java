package org.pairboot.tftp.transport.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.pairboot.artifacts.os.Abi;
import org.pairboot.artifacts.os.LinuxCallException;
import org.pairboot.artifacts.os.LinuxCalls;

/**
 * An epoll instance with an eventfd that wakes it.
 *
 * <p>{@code struct epoll_event} (sys/epoll.h) is packed on x86-64 only: 12 bytes with the data at 4
 * there, 16 bytes with the data at 8 elsewhere.
 */
final class Poller {
  private static final int MAX_EVENTS = 64;
  private static final boolean PACKED = System.getProperty("os.arch").equals("amd64");
  private static final long SIZE = PACKED ? 12 : 16;
  private static final long EVENTS = 0;
  private static final long DATA = PACKED ? 4 : 8;

  /** The data of the eventfd; that of sockets is never negative. */
  private static final int WAKE_UP = -1;

  private final LinuxCalls calls;
  private final MemorySegment ready;
  private final MemorySegment change;
  private final MemorySegment counter;
  private final int epoll;
  private final int eventfd;

  /** Not {@link #calls}, which belongs to the thread of the loop. Guarded by this. */
  private final LinuxCalls wakersCalls;

  private boolean closed;

  Poller(Arena arena, LinuxCalls calls) throws IOException {
    this.calls = calls;
    this.wakersCalls = new LinuxCalls(arena);
    this.ready = arena.allocate(MAX_EVENTS * SIZE, Long.BYTES);
    this.change = arena.allocate(SIZE, Long.BYTES);
    this.counter = arena.allocate(Long.BYTES, Long.BYTES);
    this.epoll = LinuxCallException.check("epoll_create1", calls.epollCreate());
    this.eventfd = calls.eventfd();
    if (eventfd < 0) {
      calls.close(epoll);
      throw new LinuxCallException("eventfd", eventfd);
    }
    try {
      add(eventfd, WAKE_UP);
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  /**
   * Monitors {@code fd} until it is closed.
   *
   * @param data the value that {@link #data} returns for it
   */
  void add(int fd, int data) throws IOException {
    LinuxCallException.check("epoll_ctl", control(Abi.EPOLL_CTL_ADD, fd, data, false));
  }

  void notifyWritable(int fd, int data, boolean wanted) {
    control(Abi.EPOLL_CTL_MOD, fd, data, wanted);
  }

  private int control(int operation, int fd, int data, boolean writable) {
    change.set(JAVA_INT, EVENTS, Abi.EPOLLIN | (writable ? Abi.EPOLLOUT : 0));
    change.set(JAVA_INT, DATA, data);
    return calls.epollCtl(epoll, operation, fd, change.address());
  }

  /**
   * Waits until a socket is ready, {@link #wakeUp} is called, or the time is over.
   *
   * @return the number of events
   */
  int await(int timeoutMillis) throws IOException {
    int count = calls.epollWait(epoll, ready.address(), MAX_EVENTS, timeoutMillis);
    if (count < 0 && count != -Abi.EINTR) {
      throw new LinuxCallException("epoll_wait", count);
    }
    return Math.max(0, count);
  }

  /** Whether {@code event} is a wake-up and not of a socket; consumes it. */
  boolean isWakeUp(int event) {
    if (data(event) != WAKE_UP) {
      return false;
    }
    calls.eventfdRead(eventfd, counter.address());
    return true;
  }

  int data(int event) {
    return ready.get(JAVA_INT, event * SIZE + DATA);
  }

  /** Whether there is something to receive; this includes errors, which receiving clears. */
  boolean isReadable(int event) {
    return (events(event) & ~Abi.EPOLLOUT) != 0;
  }

  /** Whether the error queue has something; it has to be taken out, or this never ends. */
  boolean hasErrors(int event) {
    return (events(event) & Abi.EPOLLERR) != 0;
  }

  boolean isWritable(int event) {
    return (events(event) & Abi.EPOLLOUT) != 0;
  }

  private int events(int event) {
    return ready.get(JAVA_INT, event * SIZE + EVENTS);
  }

  /** Ends the current or the next {@link #await}. For any thread, also after {@link #close}. */
  synchronized void wakeUp() {
    if (!closed) {
      wakersCalls.eventfdWrite(eventfd);
    }
  }

  synchronized void close() {
    if (!closed) {
      closed = true;
      calls.close(eventfd);
      calls.close(epoll);
    }
  }
}
