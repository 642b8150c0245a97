package org.pairboot.it.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pairboot.it.dhcp.AskDhcp;
import org.pairboot.it.lab.Cli;
import org.pairboot.it.lab.Command;
import org.pairboot.it.lab.Tools;

/**
 * Real DHCP servers accept what {@code pairboot dhcp} prints, and give each kind of firmware the
 * answer that it needs.
 */
class DhcpIT {
  private static final String SERVER = "10.9.0.1";
  private static final String URL = "http://10.9.0.1/";

  @TempDir private Path directory;

  @BeforeAll
  static void needNamespaces() {
    Tools.needRoot("network namespaces");
  }

  @ParameterizedTest
  @CsvSource({
    "dnsmasq,dnsmasq,dnsmasq-base",
    "isc,dhcpd,isc-dhcp-server",
    "kea,kea-dhcp4,kea-dhcp4-server"
  })
  void givesEachFirmwareItsLoader(String kind, String program, String debianPackage)
      throws IOException {
    Tools.need(program + ":" + debianPackage);

    List<String> answers = ask(kind, "auto");

    assertThat(answers)
        .containsExactly(
            "pxe-0 pxelinux.0 " + SERVER + " -",
            "pxe-6 grubia32.efi " + SERVER + " -",
            "pxe-7 ipxe.efi " + SERVER + " -",
            "pxe-9 ipxe.efi " + SERVER + " -",
            "pxe-10 grubarm.efi " + SERVER + " -",
            "pxe-11 grubaa64.efi " + SERVER + " -",
            "http-15 " + URL + "grubia32.efi HTTPClient",
            "http-16 " + URL + "ipxe.efi HTTPClient",
            "http-18 " + URL + "grubarm.efi HTTPClient",
            "http-19 " + URL + "grubaa64.efi HTTPClient",
            "ipxe-0-77-175 " + URL + "boot.ipxe " + SERVER + " -",
            "ipxe-0-175 " + URL + "boot.ipxe " + SERVER + " -",
            "ipxe-7-77 " + URL + "boot.ipxe " + SERVER + " -",
            "ordinary - -");
  }

  @ParameterizedTest
  @CsvSource({"isc,dhcpd,isc-dhcp-server"})
  void givesSecureBootFirmwareShim(String kind, String program, String debianPackage)
      throws IOException {
    Tools.need(program + ":" + debianPackage);

    assertThat(ask(kind, "grub"))
        .contains(
            "pxe-0 pxelinux.0 " + SERVER + " -",
            "pxe-7 shimx64.efi " + SERVER + " -",
            "http-16 " + URL + "shimx64.efi HTTPClient");
  }

  /** One line for each firmware; without the next server where a URL already contains it. */
  private List<String> ask(String kind, String loader) throws IOException {
    Path settings =
        Files.writeString(
            directory.resolve("settings"),
            new Cli(directory)
                .run(
                    "dhcp",
                    "--for",
                    kind,
                    "--loader",
                    loader,
                    "--address",
                    SERVER,
                    "--set",
                    "tftp.listen=0.0.0.0:69",
                    "--set",
                    "http.listen=0.0.0.0:80")
                .succeeded()
                .out());
    Stream<String> namespaces =
        Stream.of("unshare", "--net", "--mount", "--pid", "--fork", "--mount-proc", "--kill-child");
    Stream<String> exchange =
        Stream.of(
            "bash",
            Path.of(DhcpIT.class.getResource("dhcp/ask").getPath()).toString(),
            kind,
            settings.toString());
    Stream<String> asks =
        Stream.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            AskDhcp.class.getName());
    return Command.run(Stream.of(namespaces, exchange, asks).flatMap(part -> part).toList())
        .succeeded()
        .out()
        .lines()
        .map(line -> line.replaceFirst("^((?:http|ordinary)\\S* \\S+) \\S+ ", "$1 "))
        .toList();
  }
}
