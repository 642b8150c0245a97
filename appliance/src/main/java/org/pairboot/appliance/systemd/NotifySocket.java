package org.pairboot.appliance.systemd;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import org.pairboot.artifacts.os.Abi;
import org.pairboot.artifacts.os.LinuxCallException;
import org.pairboot.artifacts.os.LinuxCalls;

/**
 * The socket of sd_notify(3): a Unix datagram socket, in the file system or, with a leading
 * {@code @}, in the abstract namespace. Thread-safe.
 */
final class NotifySocket {
  /** In sockaddr_un, unix(7), the path follows two bytes of family. */
  private static final int PATH_OFFSET = 2;

  private static final int MAX_PATH = 108;

  private final byte[] path;

  /**
   * Does not open anything.
   *
   * @param name the value of NOTIFY_SOCKET
   * @throws IllegalArgumentException when the name is not that of a Unix socket
   */
  NotifySocket(String name) {
    path = name.getBytes(StandardCharsets.UTF_8);
    if (path.length < 2 || path.length >= MAX_PATH || (path[0] != '/' && path[0] != '@')) {
      throw new IllegalArgumentException("NOTIFY_SOCKET is not a Unix socket: " + name);
    }
    if (path[0] == '@') {
      path[0] = 0;
    }
  }

  void send(String message) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      send(message, new LinuxCalls(arena), arena);
    }
  }

  private void send(String message, LinuxCalls calls, Arena arena) throws IOException {
    int fd = calls.socket(Abi.AF_UNIX, Abi.SOCK_DGRAM | Abi.SOCK_CLOEXEC);
    LinuxCallException.check("socket", fd);
    try {
      MemorySegment address = arena.allocate(PATH_OFFSET + MAX_PATH);
      address.set(JAVA_SHORT, 0, (short) Abi.AF_UNIX);
      MemorySegment.copy(path, 0, address, JAVA_BYTE, PATH_OFFSET, path.length);
      byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
      MemorySegment text = arena.allocate(bytes.length);
      MemorySegment.copy(bytes, 0, text, JAVA_BYTE, 0, bytes.length);
      // An abstract name ends with the address, so the length must not include unused bytes.
      int sent = calls.sendto(fd, text, address, PATH_OFFSET + path.length);
      if (LinuxCallException.check("sendto NOTIFY_SOCKET", sent) != bytes.length) {
        throw new IOException("NOTIFY_SOCKET accepted only " + sent + " bytes of a message");
      }
    } finally {
      calls.close(fd);
    }
  }
}
