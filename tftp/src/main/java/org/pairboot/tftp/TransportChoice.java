package org.pairboot.tftp;

import java.io.IOException;
import java.util.Optional;
import org.pairboot.conf.TftpSettings;
import org.pairboot.tftp.transport.Transport;
import org.pairboot.tftp.transport.linux.Availability;
import org.pairboot.tftp.transport.linux.LinuxTransport;
import org.pairboot.tftp.transport.nio.NioTransport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens the transport that the settings select. */
final class TransportChoice {
  private static final Logger LOG = LoggerFactory.getLogger(TransportChoice.class);

  private TransportChoice() {}

  /**
   * @throws java.net.BindException if an address cannot be bound; names address and port
   * @throws IOException if the selected transport does not work here
   */
  static Transport open(TftpSettings settings, int loops) throws IOException {
    return open(settings, loops, Availability.obstacle());
  }

  /**
   * The same.
   *
   * @param obstacle why the Linux transport cannot be used; empty if it can
   */
  static Transport open(TftpSettings settings, int loops, Optional<String> obstacle)
      throws IOException {
    if (settings.transport() == TftpSettings.Transport.NIO) {
      return NioTransport.open(settings, loops);
    }
    if (obstacle.isEmpty()) {
      return LinuxTransport.open(settings, loops);
    }
    if (settings.transport() == TftpSettings.Transport.LINUX) {
      throw new IOException(
          "tftp.transport=linux does not work here: " + obstacle.get() + "; use auto or nio");
    }
    LOG.info("TFTP uses the portable transport, nio: {}", obstacle.get());
    return NioTransport.open(settings, loops);
  }
}
