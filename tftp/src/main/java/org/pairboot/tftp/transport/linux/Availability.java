package org.pairboot.tftp.transport.linux;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.Optional;
import java.util.Set;
import org.pairboot.artifacts.os.Abi;
import org.pairboot.artifacts.os.LinuxCallException;
import org.pairboot.artifacts.os.LinuxCalls;

/** Checks whether this machine and this process can use {@link LinuxTransport}. */
public final class Availability {
  private static final Set<String> ARCHITECTURES = Set.of("amd64", "aarch64");

  private Availability() {}

  /** Why the transport cannot be used here, as a clause; empty if it can. */
  public static Optional<String> obstacle() {
    String system = System.getProperty("os.name");
    String architecture = System.getProperty("os.arch");
    if (!system.equals("Linux")) {
      return Optional.of("the system is " + system + ", not Linux");
    }
    if (!ARCHITECTURES.contains(architecture)) {
      return Optional.of("unsupported architecture " + architecture);
    }
    if (!Availability.class.getModule().isNativeAccessEnabled()) {
      return Optional.of("java runs without --enable-native-access=ALL-UNNAMED");
    }
    try (Arena arena = Arena.ofConfined()) {
      return tryCalls(new LinuxCalls(arena), arena);
    } catch (LinkageError | RuntimeException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      return Optional.of("cannot call the C library: " + cause.getMessage());
    }
  }

  /** Containers may forbid calls, and sandboxes may not implement them. */
  private static Optional<String> tryCalls(LinuxCalls calls, Arena arena) {
    try {
      new Poller(arena, calls).close();
    } catch (IOException e) {
      return Optional.of(e.getMessage());
    }
    int fd = calls.socket(Abi.AF_INET, Abi.SOCK_DGRAM | Abi.SOCK_CLOEXEC);
    if (fd == -Abi.EAFNOSUPPORT) {
      fd = calls.socket(Abi.AF_INET6, Abi.SOCK_DGRAM | Abi.SOCK_CLOEXEC);
    }
    if (fd < 0) {
      return Optional.of(new LinuxCallException("socket", fd).getMessage());
    }
    try {
      MessageHeaders none = new MessageHeaders(arena, 1, 1);
      int received = calls.recvmmsg(fd, none.address(), 1);
      int sent = calls.sendmmsg(fd, none.address(), 0);
      if (received < 0 && received != -Abi.EAGAIN) {
        return Optional.of(new LinuxCallException("recvmmsg", received).getMessage());
      }
      return sent < 0
          ? Optional.of(new LinuxCallException("sendmmsg", sent).getMessage())
          : Optional.empty();
    } finally {
      calls.close(fd);
    }
  }
}
