package org.pairboot.appliance.dhcp;

import com.samskivert.mustache.Mustache;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.pairboot.conf.HostPort;
import org.pairboot.conf.HttpSettings;
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
   * @param tftp for firmware that boots by TFTP
   * @param http for UEFI HTTP Boot; none without HTTP
   * @param arm32 the loader that no distribution has ready
   */
  private record Model(
      String address,
      String url,
      String tftpPort,
      List<BootFile> tftp,
      List<BootFile> http,
      String arm32) {
    /** What iPXE is told, whatever has started it. */
    public String script() {
      return url + "boot.ipxe";
    }

    /** For servers that know no architecture, or for firmware that says none. */
    public String biosFile() {
      return file(ClientArchitecture.BIOS);
    }

    public String efi32File() {
      return file(ClientArchitecture.EFI32);
    }

    public String efi64File() {
      return file(ClientArchitecture.EFI64);
    }

    public String arm64File() {
      return file(ClientArchitecture.EFI_ARM64);
    }

    private String file(ClientArchitecture architecture) {
      return tftp.stream()
          .filter(boot -> boot.number() == architecture.number())
          .findFirst()
          .orElseThrow()
          .file();
    }
  }

  /** The settings for one kind of DHCP server, with comments that explain each. */
  public static String render(
      DhcpServerKind kind, FirstLoader loader, InetAddress address, Settings settings) {
    InetSocketAddress tftp = settings.tftp().advertise().orElse(settings.tftp().listen());
    String url = settings.http().enabled() ? url(address, settings.http()) : "";
    Model model =
        new Model(
            address.getHostAddress(),
            url,
            tftp.getPort() == TFTP_PORT ? "" : String.valueOf(tftp.getPort()),
            bootFiles(loader, false, ""),
            url.isEmpty() ? List.of() : bootFiles(loader, true, url),
            loader.file(ClientArchitecture.EFI_ARM32));
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

  private static String url(InetAddress address, HttpSettings http) {
    InetSocketAddress reached =
        http.advertise().orElseGet(() -> new InetSocketAddress(address, http.listen().getPort()));
    return "http://" + HostPort.authority(reached.getAddress(), reached.getPort(), HTTP_PORT) + "/";
  }

  private static List<BootFile> bootFiles(FirstLoader loader, boolean byHttp, String prefix) {
    return Arrays.stream(ClientArchitecture.values())
        .filter(architecture -> architecture.bootsByHttp() == byHttp)
        .map(architecture -> BootFile.of(architecture, prefix + loader.file(architecture)))
        .toList();
  }
}
