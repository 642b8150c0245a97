package org.pairboot.tftp.transport;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import org.pairboot.artifacts.os.Abi;
import org.pairboot.artifacts.os.LinuxCallException;
import org.pairboot.conf.HostPort;

/** Says in one line which port cannot be opened, why, and how to fix it. */
public final class BindFailure {
  /** The setting that names the port for requests. */
  public static final String LISTEN_KEY = "tftp.listen";

  /** The setting that names the ports for transfers. */
  public static final String POOL_KEY = "tftp.pool-ports";

  private static final int FIRST_UNPRIVILEGED_PORT = 1024;
  private static final String PRIVILEGE =
      "ports below 1024 need root or the capability CAP_NET_BIND_SERVICE";

  private BindFailure() {}

  /**
   * The exception to throw after a failed bind(2).
   *
   * @param key the setting that names {@code address}
   */
  public static BindException of(InetSocketAddress address, String key, LinuxCallException cause) {
    return switch (cause.errno()) {
      case Abi.EADDRINUSE ->
          failure(address, "address already in use (EADDRINUSE)", otherProgram(key), cause);
      case Abi.EADDRNOTAVAIL ->
          failure(address, "not an address of this machine (EADDRNOTAVAIL)", change(key), cause);
      case Abi.EACCES, Abi.EPERM ->
          failure(address, "permission denied (" + cause.getMessage() + ")", PRIVILEGE, cause);
      default -> failure(address, cause.getMessage(), change(key), cause);
    };
  }

  /**
   * The exception to throw when a channel cannot be bound to an address of this machine. The JDK
   * reports no errno, only a text that depends on the locale, so the remedy names every likely one.
   *
   * @param key the setting that names {@code address}
   */
  public static BindException of(InetSocketAddress address, String key, SocketException cause) {
    boolean privileged = address.getPort() > 0 && address.getPort() < FIRST_UNPRIVILEGED_PORT;
    String remedy = privileged ? otherProgram(key) + "; " + PRIVILEGE : otherProgram(key);
    return failure(address, String.valueOf(cause.getMessage()), remedy, cause);
  }

  /**
   * No port of an address can be bound. Even so, an interface may list it: an IPv6 address is
   * unusable until it has been checked for duplicates.
   */
  public static final class NotLocalException extends BindException {
    private static final long serialVersionUID = 1;

    /**
     * @param key the setting that names {@code address}
     */
    public NotLocalException(InetSocketAddress address, String key, SocketException cause) {
      super(message(address, "not an address of this machine", change(key)));
      initCause(cause);
    }
  }

  private static String otherProgram(String key) {
    return "stop the program that uses it, or " + change(key);
  }

  private static String change(String key) {
    return "change " + key;
  }

  private static BindException failure(
      InetSocketAddress address, String reason, String remedy, IOException cause) {
    BindException e = new BindException(message(address, reason, remedy));
    e.initCause(cause);
    return e;
  }

  private static String message(InetSocketAddress address, String reason, String remedy) {
    return "cannot open UDP " + HostPort.format(address) + " for TFTP: " + reason + "; " + remedy;
  }
}
