package org.pairboot.artifacts.fetch.transport;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import org.pairboot.artifacts.fetch.transport.Transports.Timeouts;

/** Fetches files by TFTP. Such a transfer cannot be resumed. */
final class TftpTransport implements Transport {
  private static final int PORT = 69;

  /** After this much silence a packet is sent again. */
  private static final Duration RESEND = Duration.ofSeconds(1);

  private final TftpClient client;

  TftpTransport(Timeouts timeouts) {
    this.client = new TftpClient(RESEND, timeouts.read());
  }

  @Override
  public void fetch(URI file, Resume resume, Receiver receiver) throws TransferException {
    try {
      InetAddress host = InetAddress.getByName(RemoteUrl.host(file));
      int port = file.getPort() < 0 ? PORT : file.getPort();
      client.read(new InetSocketAddress(host, port), RemoteUrl.path(file), receiver);
    } catch (IOException e) {
      throw TransferException.of(file, e);
    }
  }
}
