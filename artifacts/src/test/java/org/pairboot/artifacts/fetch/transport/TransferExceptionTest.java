package org.pairboot.artifacts.fetch.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.pairboot.artifacts.fetch.transport.TransferException.Kind;

class TransferExceptionTest {
  private static final URI FILE = URI.create("https://boot.example/vmlinuz");

  @Test
  void tellsAMisspeltNameFromATroubledResolver() {
    IOException http = new ConnectException();
    http.initCause(new UnresolvedAddressException());

    assertThat(TransferException.of(FILE, http))
        .hasMessage("unknown host: boot.example")
        .extracting(TransferException::kind)
        .isEqualTo(Kind.UNKNOWN_HOST);
    assertThat(
            TransferException.of(
                FILE, new UnknownHostException("boot.example: Name or service not known")))
        .hasMessage("unknown host: boot.example: Name or service not known")
        .extracting(TransferException::kind)
        .isEqualTo(Kind.UNKNOWN_HOST);
    assertThat(
            TransferException.of(
                FILE,
                new UnknownHostException("boot.example: Temporary failure in name resolution")))
        .extracting(TransferException::kind)
        .isEqualTo(Kind.TRANSIENT);
  }

  @Test
  void namesAPortWithoutTls() {
    assertThat(
            TransferException.of(
                FILE, new SSLException("Unrecognized SSL message, plaintext connection?")))
        .hasMessage("the server does not speak TLS on this port; try http://")
        .extracting(TransferException::kind)
        .isEqualTo(Kind.FINAL);
    assertThat(TransferException.of(FILE, new SSLException("closed in handshake")).kind())
        .isEqualTo(Kind.TRANSIENT);
  }
}
