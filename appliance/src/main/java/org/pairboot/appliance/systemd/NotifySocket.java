package org.pairboot.appliance.systemd;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/**
 * The socket of sd_notify(3): a Unix socket for datagrams, in the file system or, with a leading
 * {@code @}, in the abstract name space. Thread-safe.
 */
final class NotifySocket {
  /** Of sockaddr_un, unix(7): two bytes of family, then the path. */
  private static final int PATH_OFFSET = 2;

  private static final int MAX_PATH = 108;

  private final byte[] path;

  /**
   * Does not open anything.
   *
   * @param name as NOTIFY_SOCKET has it
   * @throws IllegalArgumentException for a name that is no Unix socket's
   */
  NotifySocket(String name) {
    path = name.getBytes(StandardCharsets.UTF_8);
    if (path.length < 2 || path.length >= MAX_PATH || path[0] != '/' && path[0] != '@') {
      throw new IllegalArgumentException("NOTIFY_SOCKET names no Unix socket: " + name);
    }
    if (path[0] == '@') {
      path[0] = 0;
    }
  }

  void send(String message) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      send(message, new LibC(arena), arena);
    }
  }

  private void send(String message, LibC libc, Arena arena) throws IOException {
    int fd = libc.socket(LibC.AF_UNIX, LibC.SOCK_DGRAM | LibC.SOCK_CLOEXEC);
    if (fd < 0) {
      throw new IOException("no Unix socket to be had");
    }
    try {
      MemorySegment address = arena.allocate(PATH_OFFSET + MAX_PATH);
      address.set(JAVA_SHORT, 0, LibC.AF_UNIX);
      MemorySegment.copy(path, 0, address, JAVA_BYTE, PATH_OFFSET, path.length);
      byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
      MemorySegment text = arena.allocate(bytes.length);
      MemorySegment.copy(bytes, 0, text, JAVA_BYTE, 0, bytes.length);
      // Abstract names end with the address, so its length must not count what lies behind.
      if (libc.sendTo(fd, text, address, PATH_OFFSET + path.length) != bytes.length) {
        throw new IOException("the socket in NOTIFY_SOCKET does not take messages");
      }
    } finally {
      libc.close(fd);
    }
  }
}
