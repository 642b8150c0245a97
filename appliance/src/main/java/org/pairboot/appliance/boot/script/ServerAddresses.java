package org.pairboot.appliance.boot.script;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.pairboot.appliance.plan.Action.PartProtocols.Choice;
import org.pairboot.artifacts.catalog.BootRequest;
import org.pairboot.conf.HostPort;
import org.pairboot.conf.HttpSettings;
import org.pairboot.conf.Settings;

/**
 * The addresses of this server as a machine has to write them. Taken from the address the machine
 * itself used, and never from a {@code Host} header: OVMF and GRUB leave the port out of that.
 *
 * @param tftp where it is served, if it is; asked at each request, because ports are known only
 *     once the servers run
 * @param http the same
 * @param https the same
 */
public record ServerAddresses(
    Supplier<Optional<InetSocketAddress>> tftp,
    Supplier<Optional<InetSocketAddress>> http,
    Supplier<Optional<InetSocketAddress>> https) {
  private static final int HTTP_PORT = 80;
  private static final int HTTPS_PORT = 443;
  private static final int TFTP_PORT = 69;

  /** Those of a server with {@code settings}, whose ports are not those of a test (0). */
  public static ServerAddresses of(Settings settings) {
    HttpSettings http = settings.http();
    return new ServerAddresses(
            () -> Optional.of(settings.tftp().listen()).filter(listen -> settings.tftp().enabled()),
            () -> Optional.of(http.listen()).filter(listen -> http.enabled()),
            () ->
                Optional.of(http.tls().listen())
                    .filter(listen -> http.enabled() && http.tls().enabled()))
        .advertisedBy(settings);
  }

  /** The same, with those that the settings have machines told instead. */
  public ServerAddresses advertisedBy(Settings settings) {
    return new ServerAddresses(
        told(tftp, settings.tftp().advertise()),
        told(http, settings.http().advertise()),
        told(https, settings.http().tls().advertise()));
  }

  private static Supplier<Optional<InetSocketAddress>> told(
      Supplier<Optional<InetSocketAddress>> served, Optional<InetSocketAddress> advertised) {
    return () -> served.get().map(bound -> advertised.orElse(bound));
  }

  /** What it knows now, in the order of its components. */
  public List<Optional<InetSocketAddress>> current() {
    return List.of(tftp.get(), http.get(), https.get());
  }

  /** The URL of a protocol without a trailing slash, as the client of {@code request} has it. */
  public Optional<String> base(Choice protocol, BootRequest request) {
    return switch (protocol) {
      case AUTO -> base(Choice.HTTP, request).or(() -> base(Choice.TFTP, request));
      case TFTP -> tftpAuthority(request).map(authority -> "tftp://" + authority);
      case HTTP -> httpAuthority(request).map(authority -> "http://" + authority);
      case HTTPS -> authority(https.get(), HTTPS_PORT, request).map(a -> "https://" + a);
    };
  }

  /**
   * A URL for what the client of {@code request} shall fetch.
   *
   * @param protocol one that is served
   * @param path without a leading slash
   */
  String url(Choice protocol, String path, BootRequest request) {
    return base(protocol, request).orElseThrow() + "/" + path;
  }

  /** The base as GRUB names it; empty also for what GRUB cannot do. */
  Optional<String> grubDevice(Choice protocol, BootRequest request) {
    return switch (protocol) {
      case AUTO, HTTPS -> Optional.empty();
      case TFTP -> tftpAuthority(request).map(authority -> "(tftp," + authority + ")");
      case HTTP -> httpAuthority(request).map(authority -> "(http," + authority + ")");
    };
  }

  private Optional<String> httpAuthority(BootRequest request) {
    return authority(http.get(), HTTP_PORT, request);
  }

  private Optional<String> tftpAuthority(BootRequest request) {
    return authority(tftp.get(), TFTP_PORT, request);
  }

  private static Optional<String> authority(
      Optional<InetSocketAddress> served, int usual, BootRequest request) {
    return served.map(bound -> {
      boolean anywhere = bound.getAddress().isAnyLocalAddress();
      InetAddress address = anywhere ? request.local().getAddress() : bound.getAddress();
      return HostPort.authority(address, bound.getPort(), usual);
    });
  }
}
