package org.pairboot.conf;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The HTTP proxy for downloads. FTP and TFTP never use a proxy.
 *
 * @param http for {@code http://} URLs, as configured: {@code http://HOST:PORT}
 * @param https for {@code https://} URLs
 * @param exceptions hosts to contact directly: a domain with its subdomains, an address, a network,
 *     each with or without a port, or {@code *} for all
 */
public record ProxySettings(
    Optional<String> http, Optional<String> https, List<String> exceptions) {
  private static final String EXPECTED =
      "auto, none, or the URL of an HTTP proxy such as http://proxy.example:3128";

  /** No proxy. */
  public static final ProxySettings NONE =
      new ProxySettings(Optional.empty(), Optional.empty(), List.of());

  static ProxySettings read(SettingsReader reader, Host host) {
    List<String> exceptions =
        reader.parsedList(
            "downloads.no-proxy",
            "a list of host names, addresses and networks, such as [ lab.example, 10.0.0.0/8 ]",
            text -> Optional.of(text.strip()).filter(each -> !each.isEmpty()));
    String proxy =
        reader.parsed(
            "downloads.proxy", EXPECTED, text -> Optional.of(text).filter(ProxySettings::isValid));
    return switch (proxy) {
      case "auto" -> ofEnvironment(host.environment(), exceptions);
      case "none" -> NONE;
      default -> new ProxySettings(Optional.of(proxy), Optional.of(proxy), exceptions);
    };
  }

  private static boolean isValid(String text) {
    return text.equals("auto")
        || text.equals("none")
        || text.matches("http://([^/?#\\s@]+@)?[^/?#\\s@]+/?");
  }

  /**
   * Reads the variables that curl and wget read; the lower-case one wins. HTTP_PROXY is not read:
   * clients of a web server can set it for the CGI programs that it starts (CVE-2016-5385).
   */
  private static ProxySettings ofEnvironment(
      Map<String, String> environment, List<String> moreExceptions) {
    Optional<String> any = first(environment, "all_proxy", "ALL_PROXY");
    return new ProxySettings(
        first(environment, "http_proxy").or(() -> any),
        first(environment, "https_proxy", "HTTPS_PROXY").or(() -> any),
        Stream.concat(
                first(environment, "no_proxy", "NO_PROXY").stream()
                    .flatMap(list -> Arrays.stream(list.split("[,\\s]+")))
                    .filter(each -> !each.isEmpty()),
                moreExceptions.stream())
            .toList());
  }

  private static Optional<String> first(Map<String, String> environment, String... names) {
    return Arrays.stream(names)
        .map(name -> environment.getOrDefault(name, "").strip())
        .filter(value -> !value.isEmpty())
        .findFirst();
  }
}
