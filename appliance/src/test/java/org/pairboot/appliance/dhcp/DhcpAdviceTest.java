package org.pairboot.appliance.dhcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pairboot.appliance.dhcp.DhcpAdvice.ServerKind;
import org.pairboot.conf.Host;
import org.pairboot.conf.Settings;
import org.pairboot.conf.SettingsLoader;

class DhcpAdviceTest {
  private static final InetAddress OWN = InetAddress.ofLiteral("192.0.2.1");

  @ParameterizedTest
  @EnumSource(
      value = ServerKind.class,
      names = {"DNSMASQ", "ISC", "KEA", "OPNSENSE"})
  void urlsUseTheAdvertisedAddress(ServerKind kind) throws Exception {
    assertThat(render(kind, "http.advertise=203.0.113.9:8000"))
        .contains("http://203.0.113.9:8000/boot.ipxe")
        .doesNotContain("http://192.0.2.1");
  }

  @Test
  void omitsTheStandardPort() throws Exception {
    assertThat(render(ServerKind.DNSMASQ, "http.advertise=203.0.113.9:80"))
        .contains("http://203.0.113.9/boot.ipxe");
  }

  @Test
  void usesTheServersAddressByDefault() throws Exception {
    assertThat(render(ServerKind.DNSMASQ, "http.listen=0.0.0.0:8080"))
        .contains("http://192.0.2.1:8080/boot.ipxe");
  }

  @Test
  void loadersComeFromThisServersTftp() throws Exception {
    assertThat(render(ServerKind.DNSMASQ, "http.advertise=203.0.113.9:8000"))
        .contains("pxelinux.0")
        .contains("192.0.2.1");
  }

  @Test
  void usesTheAdvertisedTftpPort() throws Exception {
    assertThat(render(ServerKind.DNSMASQ, "tftp.listen=0.0.0.0:6969")).contains("6969");
    assertThat(
            render(ServerKind.DNSMASQ, "tftp.listen=0.0.0.0:6969", "tftp.advertise=203.0.113.9:69"))
        .doesNotContain("6969");
  }

  private static String render(ServerKind kind, String... settings) throws Exception {
    List<String> overrides = new ArrayList<>(List.of("tftp.listen=0.0.0.0:69"));
    overrides.addAll(List.of(settings));
    Settings loaded =
        new SettingsLoader(new Host(false, true, Path.of("/nowhere"), Map.of()))
            .load(new SettingsLoader.CommandLine(Optional.empty(), Optional.empty(), overrides))
            .settings();
    return DhcpAdvice.render(kind, FirstLoader.AUTO, OWN, loaded);
  }
}
