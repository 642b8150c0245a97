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
import java.util.Locale;
import org.pairboot.conf.HostPort;
import org.pairboot.conf.HttpSettings;
import org.pairboot.conf.KebabCase;
import org.pairboot.conf.Settings;

/** Renders settings for DHCP servers that send machines to this server. */
public final class DhcpAdvice {
  private static final int TFTP_PORT = 69;
  private static final int HTTP_PORT = 80;

  private DhcpAdvice() {}

  /** The DHCP servers for which there are templates. */
  public enum ServerKind {
    DNSMASQ,
    ISC,
    KEA,
    ROUTEROS,
    OPNSENSE,
    WINDOWS;

    /** As options spell it. */
    @Override
    public String toString() {
      return KebabCase.of(this);
    }

    private String template() {
      return this + ".mustache";
    }
  }

  /**
   * The variables of the templates.
   *
   * @param url the HTTP base URL with a trailing slash; empty without HTTP, so that names are
   *     fetched over TFTP
   * @param tftpPort empty for the standard port, which most firmware cannot change
   * @param tftp for firmware that boots over TFTP
   * @param http for UEFI HTTP Boot; empty without HTTP
   * @param arm32 the loader that no distribution packages
   */
  @SuppressWarnings("UnusedMethod") // the templates call them
  private record Model(
      String address,
      String url,
      String tftpPort,
      List<BootFile> tftp,
      List<BootFile> http,
      String arm32) {
    /** The script for iPXE, however it was started. */
    public String script() {
      return url + "boot.ipxe";
    }

    /** For servers that cannot match architectures, and firmware that does not report one. */
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

  /**
   * The boot file of one architecture, in the notations of the DHCP servers.
   *
   * @param tag a name for a tag or class
   * @param words the architecture in words
   * @param number of the architecture, decimal
   * @param file a name for TFTP, or a URL for HTTP Boot
   */
  @SuppressWarnings("UnusedMethod") // the templates call them
  private record BootFile(String tag, String words, int number, String file) {

    static BootFile of(ClientArchitecture architecture, String file) {
      return new BootFile(architecture.tag(), architecture.words(), architecture.number(), file);
    }

    /** The two bytes of option 93 as {@code 00:07}, for ISC's dhcpd. */
    public String colonHex() {
      return String.format(Locale.ROOT, "%02x:%02x", number >> 8, number & 0xff);
    }

    /** The two bytes of option 93 as {@code 0007}. */
    public String hex() {
      return String.format(Locale.ROOT, "%04x", number);
    }

    /** Five digits, as in the vendor class of firmware: {@code Arch:00007}. */
    public String digits() {
      return String.format(Locale.ROOT, "%05d", number);
    }
  }

  /** Renders the settings for one kind of DHCP server, with comments that explain them. */
  public static String render(
      ServerKind kind, FirstLoader loader, InetAddress address, Settings settings) {
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

  private static List<BootFile> bootFiles(FirstLoader loader, boolean overHttp, String prefix) {
    return Arrays.stream(ClientArchitecture.values())
        .filter(architecture -> architecture.bootsOverHttp() == overHttp)
        .map(architecture -> BootFile.of(architecture, prefix + loader.file(architecture)))
        .toList();
  }
}
