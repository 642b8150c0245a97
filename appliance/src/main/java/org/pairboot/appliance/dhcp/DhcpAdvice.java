package org.pairboot.appliance.dhcp;

import com.samskivert.mustache.Mustache;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.pairboot.conf.Settings;

/** Renders DHCP settings that name this server. */
public final class DhcpAdvice {
  private static final int TFTP_PORT = 69;
  private static final int HTTP_PORT = 80;

  private DhcpAdvice() {}

  /**
   * What a template can name.
   *
   * @param url the base URL over HTTP, with a trailing slash; empty without HTTP, and then names
   *     are fetched by TFTP
   * @param tftpPort the port when it is not the one firmware insists on, else empty
   */
  private record Model(String address, String url, String tftpPort) {}

  /** The settings for one kind of DHCP server, with comments that explain each. */
  public static String render(DhcpServerKind kind, InetAddress address, Settings settings) {
    InetSocketAddress tftp = settings.tftp().listen();
    InetSocketAddress http = settings.http().listen();
    String port = http.getPort() == HTTP_PORT ? "" : ":" + http.getPort();
    Model model =
        new Model(
            address.getHostAddress(),
            settings.http().enabled() ? "http://" + address.getHostAddress() + port + "/" : "",
            tftp.getPort() == TFTP_PORT ? "" : String.valueOf(tftp.getPort()));
    try (Reader template =
        new InputStreamReader(
            DhcpAdvice.class.getResourceAsStream(kind.template()), StandardCharsets.UTF_8)) {
      return Mustache.compiler()
          .escapeHTML(false)
          .emptyStringIsFalse(true)
          .compile(template)
          .execute(model);
    } catch (IOException e) {
      throw new UncheckedIOException("template " + kind.template(), e);
    }
  }
}
