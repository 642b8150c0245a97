package org.pairboot.artifacts.fetch.transport;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.pairboot.artifacts.fetch.transport.TransferException.Kind;
import org.pairboot.conf.HostPort;
import org.pairboot.conf.Network;
import org.pairboot.conf.ProxySettings;

/** Selects the proxy, if any, for a URL. Thread-safe. */
final class ProxyRules extends ProxySelector {
  private final Optional<URI> http;
  private final Optional<URI> https;
  private final List<String> exceptions;

  private ProxyRules(Optional<URI> http, Optional<URI> https, List<String> exceptions) {
    this.http = http;
    this.https = https;
    this.exceptions = exceptions;
  }

  /**
   * @throws TransferException when the settings name a proxy that cannot be used
   */
  static ProxyRules of(ProxySettings settings) throws TransferException {
    return new ProxyRules(
        proxy("http_proxy", settings.http()),
        proxy("https_proxy", settings.https()),
        settings.exceptions());
  }

  /** The proxy for {@code uri}, as {@code http://[USER:PASSWORD@]HOST:PORT}. */
  Optional<URI> proxyFor(URI uri) {
    boolean secure = "https".equalsIgnoreCase(uri.getScheme());
    return (secure ? https : http).filter(proxy -> !isException(uri));
  }

  @Override
  public List<Proxy> select(URI uri) {
    // Resolved at each use: the proxy's address may change while the appliance runs.
    return List.of(
        proxyFor(uri)
            .map(proxy ->
                new Proxy(
                    Proxy.Type.HTTP, new InetSocketAddress(RemoteUrl.host(proxy), proxy.getPort())))
            .orElse(Proxy.NO_PROXY));
  }

  @Override
  public void connectFailed(URI uri, SocketAddress address, IOException failure) {
    // There is no other proxy to choose; the failed request itself reports the failure.
  }

  private static Optional<URI> proxy(String name, Optional<String> given) throws TransferException {
    if (given.isEmpty()) {
      return Optional.empty();
    }
    String text = given.get().contains("://") ? given.get() : "http://" + given.get();
    try {
      URI uri = new URI(text);
      if (!"http".equalsIgnoreCase(uri.getScheme()) || uri.getHost() == null) {
        throw new URISyntaxException(text, "only http://HOST:PORT is supported");
      }
      return Optional.of(uri.getPort() < 0 ? withPort(uri, 80) : uri);
    } catch (URISyntaxException e) {
      // The URL itself is not shown: it may hold a password.
      throw new TransferException(
          Kind.FINAL,
          "invalid proxy in downloads.proxy or the variable " + name + ": " + e.getReason(),
          e);
    }
  }

  private static URI withPort(URI uri, int port) throws URISyntaxException {
    return new URI(uri.getScheme(), uri.getUserInfo(), uri.getHost(), port, "/", null, null);
  }

  private boolean isException(URI uri) {
    String host = RemoteUrl.host(uri).toLowerCase(Locale.ROOT);
    int port = uri.getPort() >= 0 ? uri.getPort() : "https".equals(uri.getScheme()) ? 443 : 80;
    return exceptions.stream().anyMatch(each -> covers(each, host, port));
  }

  private static boolean covers(String exception, String host, int port) {
    String rule = exception.toLowerCase(Locale.ROOT);
    if (rule.equals("*")) {
      return true;
    }
    return HostPort.parse(rule)
        .filter(given -> given.port().isEmpty() || given.port().getAsInt() == port)
        .map(given -> covers(given.host(), host))
        .orElse(false);
  }

  /**
   * @param rule a network, an address or a domain
   */
  private static boolean covers(String rule, String host) {
    if (rule.contains("/")) {
      return Network.parse(rule).flatMap(net -> literal(host).map(net::contains)).orElse(false);
    }
    // "example.com", ".example.com" and "*.example.com" are all in use with the same meaning.
    String domain = rule.replaceFirst("^\\*?\\.", "");
    return host.equals(domain) || host.endsWith("." + domain) || isSameAddress(host, domain);
  }

  private static boolean isSameAddress(String host, String rule) {
    Optional<InetAddress> address = literal(rule);
    return address.isPresent() && address.equals(literal(host));
  }

  private static Optional<InetAddress> literal(String host) {
    try {
      return Optional.of(InetAddress.ofLiteral(host));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
