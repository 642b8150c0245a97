package org.pairboot.appliance.doctor;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.apache.commons.net.tftp.TFTP;
import org.apache.commons.net.tftp.TFTPClient;

/** Reads from a server as machines do: by TFTP in its plainest form, and by HTTP and HTTPS. */
final class Fetch {
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final int TRIES = 2;

  /** More than a script ever has. */
  private static final int MAX_BYTES = 1 << 20;

  private Fetch() {}

  /**
   * An answer of HTTP.
   *
   * @param length as its head tells it
   * @param body what came, of at most {@link #MAX_BYTES}
   * @param certificate that the server has shown, over HTTPS
   */
  record Answer(
      int status, OptionalLong length, byte[] body, Optional<X509Certificate> certificate) {}

  /** A whole file by TFTP, in blocks of 512 bytes. */
  static byte[] tftp(InetSocketAddress server, String name) throws IOException {
    TFTPClient client = new TFTPClient();
    client.setDefaultTimeout(PATIENCE);
    client.setMaxTimeouts(TRIES);
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    client.open();
    try {
      client.receiveFile(name, TFTP.BINARY_MODE, file, server.getAddress(), server.getPort());
    } finally {
      client.close();
    }
    return file.toByteArray();
  }

  /**
   * @param server of HTTP or HTTPS; over the latter, any certificate will do
   * @param method GET or HEAD
   * @param range as in the header field of that name
   */
  static Answer http(Endpoint server, String method, String name, Optional<String> range)
      throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.url(name))
            .timeout(PATIENCE.multipliedBy(TRIES))
            .method(method, HttpRequest.BodyPublishers.noBody());
    range.ifPresent(bytes -> request.header("Range", bytes));
    try (HttpClient client =
        HttpClient.newBuilder()
            .connectTimeout(PATIENCE)
            // Machines do not ask through a proxy for downloads.
            .proxy(ProxySelector.of(null))
            .sslContext(AnyCertificate.context())
            .version(HttpClient.Version.HTTP_1_1)
            .build()) {
      HttpResponse<InputStream> response =
          client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream body = response.body()) {
        return new Answer(
            response.statusCode(),
            response.headers().firstValueAsLong("Content-Length"),
            body.readNBytes(MAX_BYTES),
            response.sslSession().map(Fetch::shown));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static X509Certificate shown(SSLSession session) {
    try {
      return (X509Certificate) session.getPeerCertificates()[0];
    } catch (SSLPeerUnverifiedException e) {
      throw new IllegalStateException("servers show a certificate", e);
    }
  }
}
