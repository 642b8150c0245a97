package org.pairboot.tftp.transport;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.util.Locale;
import org.pairboot.conf.HostPort;

/** Says in one line which port cannot be had, why, and what helps. */
public final class BindFailure {
  /** The setting that names the port for requests. */
  public static final String LISTEN_KEY = "tftp.listen";

  /** The setting that names the ports for transfers. */
  public static final String POOL_KEY = "tftp.pool-ports";

  private BindFailure() {}

  /**
   * The exception to throw.
   *
   * @param key the setting that has named {@code address}
   * @param cause its message is the system's reason, such as {@code Address already in use}
   */
  public static BindException of(InetSocketAddress address, String key, IOException cause) {
    String reason = String.valueOf(cause.getMessage());
    BindException e =
        new BindException(
            "cannot open UDP "
                + HostPort.format(address)
                + " for TFTP: "
                + reason.toLowerCase(Locale.ROOT)
                + "; "
                + remedy(reason, key));
    e.initCause(cause);
    return e;
  }

  private static String remedy(String reason, String key) {
    if (reason.startsWith("Permission")) {
      return "ports below 1024 need root or the capability CAP_NET_BIND_SERVICE";
    }
    return reason.endsWith("in use")
        ? "stop the program that has it, or change " + key
        : "change " + key;
  }
}
