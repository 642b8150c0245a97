package org.pairboot.appliance.doctor.network;

import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.pairboot.artifacts.fetch.transport.TftpClient;

/** Reads from a server as machines do: by TFTP, by HTTP and by HTTPS. */
final class BootClient {
  /** A script that every Pairboot server has, and that uses up no machine's one-time boot. */
  static final String SCRIPT = "boot.ipxe";

  /** A server on this host answers at once; a silent one must not delay the report for long. */
  private static final Duration TIMEOUT = Duration.ofSeconds(2);

  private static final int TRIES = 2;

  /** More than any script has. */
  private static final int MAX_BYTES = 1 << 20;

  private BootClient() {}

  /**
   * An HTTP response.
   *
   * @param length by its Content-Length
   * @param body its first {@link #MAX_BYTES}
   * @param certificate that the server presented, for HTTPS
   */
  record Response(
      int status, OptionalLong length, byte[] body, Optional<X509Certificate> certificate) {}

  /** Whether a Pairboot server answers at {@code endpoint}. */
  static boolean answersAsPairboot(Endpoint endpoint) {
    try {
      return isPairbootScript(
          switch (endpoint.service()) {
            case TFTP -> tftp(endpoint.local(), SCRIPT);
            case HTTP, HTTPS -> http(endpoint, "GET", SCRIPT, Optional.empty()).body();
          });
    } catch (IOException e) {
      return false;
    }
  }

  static boolean isPairbootScript(byte[] text) {
    String script = new String(text, StandardCharsets.UTF_8);
    return script.startsWith("#!ipxe") && script.contains("Pairboot");
  }

  /** Reads a whole file by TFTP. */
  static byte[] tftp(InetSocketAddress server, String name) throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    new TftpClient(TIMEOUT.dividedBy(TRIES), TIMEOUT.multipliedBy(TRIES))
        .read(server, name, incoming -> new BoundedOutput(file));
    return file.toByteArray();
  }

  /** Ends a transfer that is longer than any script. */
  private static final class BoundedOutput extends FilterOutputStream {
    private final ByteArrayOutputStream file;

    BoundedOutput(ByteArrayOutputStream file) {
      super(file);
      this.file = file;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      if (file.size() + length > MAX_BYTES) {
        throw new IOException("more than " + MAX_BYTES + " bytes");
      }
      file.write(bytes, offset, length);
    }
  }

  /**
   * Sends one request by HTTP or HTTPS.
   *
   * @param server may present any certificate
   * @param method GET or HEAD
   * @param range the value of the header field of that name
   */
  static Response http(Endpoint server, String method, String name, Optional<String> range)
      throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.url(name))
            // Includes connecting: a first TLS handshake on a busy host takes seconds.
            .timeout(TIMEOUT.multipliedBy(TRIES))
            .method(method, HttpRequest.BodyPublishers.noBody());
    range.ifPresent(bytes -> request.header("Range", bytes));
    try (HttpClient client =
        HttpClient.newBuilder()
            // Machines do not use the proxy that this host uses for downloads.
            .proxy(ProxySelector.of(null))
            .sslContext(AnyCertificate.context())
            .version(HttpClient.Version.HTTP_1_1)
            .build()) {
      HttpResponse<InputStream> response =
          client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream body = response.body()) {
        return new Response(
            response.statusCode(),
            response.headers().firstValueAsLong("Content-Length"),
            body.readNBytes(MAX_BYTES),
            response.sslSession().map(BootClient::certificate));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static X509Certificate certificate(SSLSession session) {
    try {
      return (X509Certificate) session.getPeerCertificates()[0];
    } catch (SSLPeerUnverifiedException e) {
      throw new IllegalStateException("HTTPS servers present a certificate", e);
    }
  }

  /** Accepts any certificate, because what is wrong with it is to be reported. */
  private static final class AnyCertificate extends X509ExtendedTrustManager {
    private static SSLContext context() {
      try {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(new KeyManager[0], new TrustManager[] {new AnyCertificate()}, null);
        return context;
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("every Java platform has TLS", e);
      }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
