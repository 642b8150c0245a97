package org.pairboot.artifacts.fetch.transport;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.pairboot.artifacts.fetch.transport.TransferException.Kind;
import org.pairboot.artifacts.fetch.transport.Transports.Timeouts;
import org.pairboot.conf.ProxySettings;

/** Fetches files by HTTP and HTTPS; can resume a partial file (RFC 9110 section 14). */
final class HttpTransport implements Transport, AutoCloseable {
  private static final String USER_AGENT = "pairboot";

  private final HttpClient client;
  private final ProxyRules proxies;
  private final Timeouts timeouts;
  private final int maxRedirects;

  /**
   * @param trust decides which certificates are accepted
   */
  HttpTransport(ProxySettings proxy, SSLContext trust, Timeouts timeouts, int maxRedirects)
      throws TransferException {
    this.proxies = ProxyRules.of(proxy);
    this.timeouts = timeouts;
    this.maxRedirects = maxRedirects;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            // Redirects are followed here: the client's own limit cannot be set or reported.
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(timeouts.connect())
            .proxy(proxies)
            .sslContext(trust)
            .build();
  }

  @Override
  public void fetch(URI file, Resume resume, Receiver receiver) throws TransferException {
    try {
      URI current = file;
      for (int redirects = 0; ; redirects++) {
        HttpResponse<InputStream> response = send(file, current, resume);
        try (InputStream body = response.body()) {
          Optional<URI> next = HttpResponseHead.redirect(current, response);
          if (next.isEmpty()) {
            receive(response, body, resume, receiver);
            return;
          }
          current = next.get();
        }
        if (redirects >= maxRedirects) {
          throw new TransferException(
              Kind.FINAL,
              "more than " + maxRedirects + " redirects; the last one points to " + current);
        }
      }
    } catch (IOException e) {
      throw TransferException.of(file, e);
    }
  }

  private HttpResponse<InputStream> send(URI file, URI current, Resume resume) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(RemoteUrl.withoutCredentials(current))
            .header("User-Agent", USER_AGENT)
            // Ends with the head of the response; TimedBody limits the wait for the body.
            .timeout(timeouts.connect().plus(timeouts.read()));
    if (RemoteUrl.isSameServer(file, current)) {
      RemoteUrl.credentials(file).ifPresent(own -> request.header("Authorization", own.basic()));
    }
    // Sent without waiting for a 401 or 407, which the client throws once it has an Authenticator.
    proxies
        .proxyFor(current)
        .flatMap(RemoteUrl::credentials)
        .ifPresent(own -> request.header("Proxy-Authorization", own.basic()));
    if (resume.offset() > 0) {
      request.header("Range", "bytes=" + resume.offset() + "-");
      resume.validator().ifPresent(tag -> request.header("If-Range", tag));
    }
    try {
      return client.send(request.build(), head -> new TimedBody(timeouts.read()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for the server");
    }
  }

  private static void receive(
      HttpResponse<?> response, InputStream body, Resume resume, Receiver receiver)
      throws IOException {
    Incoming incoming = HttpResponseHead.incoming(response, resume);
    try (OutputStream out = receiver.begin(incoming)) {
      body.transferTo(out);
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
