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
import org.pairboot.conf.ProxySettings;

/** Fetches files by HTTP and HTTPS, of which parts can be continued (RFC 9110 section 14). */
final class HttpTransport implements Transport, AutoCloseable {
  private static final String USER_AGENT = "pairboot";

  private final HttpClient client;
  private final ProxyRules proxies;
  private final Timeouts timeouts;
  private final int maxRedirects;

  /**
   * @param trust whose certificates are accepted
   */
  HttpTransport(ProxySettings proxy, SSLContext trust, Timeouts timeouts, int maxRedirects)
      throws TransferException {
    this.proxies = ProxyRules.of(proxy);
    this.timeouts = timeouts;
    this.maxRedirects = maxRedirects;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            // Followed here: the client would do it without a limit that can be told to users.
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
          Optional<URI> next = Redirects.next(current, response);
          if (next.isEmpty()) {
            receive(response, body, resume, receiver);
            return;
          }
          current = next.get();
        }
        if (redirects >= maxRedirects) {
          throw new TransferException(
              Kind.FINAL, "more than " + maxRedirects + " redirects; the last is to " + current);
        }
      }
    } catch (IOException e) {
      throw NetworkFailures.of(file, e);
    }
  }

  private HttpResponse<InputStream> send(URI file, URI current, Resume resume) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(Redirects.withoutUserInfo(current))
            .header("User-Agent", USER_AGENT)
            // Until the head of the answer is there; from then on TimedBody counts.
            .timeout(timeouts.connect().plus(timeouts.read()));
    if (Redirects.isSameServer(file, current)) {
      Credentials.of(file).ifPresent(own -> request.header("Authorization", own.basic()));
    }
    // Unasked: with an Authenticator, the client makes an exception of every 401 and 407.
    proxies
        .proxyFor(current)
        .flatMap(Credentials::of)
        .ifPresent(own -> request.header("Proxy-Authorization", own.basic()));
    if (resume.offset() > 0) {
      request.header("Range", "bytes=" + resume.offset() + "-");
      resume.validator().ifPresent(tag -> request.header("If-Range", tag));
    }
    try {
      return client.send(request.build(), head -> new TimedBody(timeouts.read()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for a server");
    }
  }

  private static void receive(
      HttpResponse<?> head, InputStream body, Resume resume, Receiver receiver) throws IOException {
    Incoming incoming = HttpAnswer.read(head.statusCode(), head.headers(), resume);
    try (OutputStream out = receiver.begin(incoming)) {
      body.transferTo(out);
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
