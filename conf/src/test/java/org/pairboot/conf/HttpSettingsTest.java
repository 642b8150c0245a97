package org.pairboot.conf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pairboot.conf.ClientPolicies.Access;
import org.pairboot.conf.HttpSettings.Tls;
import org.pairboot.conf.SettingsLoader.CommandLine;

class HttpSettingsTest {
  @TempDir private Path home;

  private HttpSettings load(boolean lowPorts, String... overrides) throws Exception {
    Path file = Files.writeString(home.resolve("empty.conf"), "");
    CommandLine commandLine =
        new CommandLine(Optional.of(file), Optional.of(home), List.of(overrides));
    Host host = new Host(false, lowPorts, home, Map.of());
    return new SettingsLoader(host).load(commandLine).settings().http();
  }

  private SettingsException refused(String... overrides) {
    return catchThrowableOfType(SettingsException.class, () -> load(false, overrides));
  }

  @Test
  void httpsIsOffAndHasASelfSignedCertificateByDefault() throws Exception {
    Path directory = home.resolve("tls");
    assertThat(load(false).tls())
        .isEqualTo(
            new Tls(
                false,
                new InetSocketAddress(8443),
                Optional.empty(),
                directory.resolve("certificate.pem"),
                directory.resolve("key.pem"),
                true));
    assertThat(load(true).tls().listen().getPort()).isEqualTo(443);
  }

  @Test
  void readsTheCertificateFromFiles() throws Exception {
    Tls tls =
        load(
                false,
                "http.tls.enabled=true",
                "http.tls.listen=127.0.0.1:0",
                "http.tls.advertise=192.168.1.10:443",
                "http.tls.certificate=/a/fullchain.pem",
                "http.tls.key=/a/privkey.pem")
            .tls();

    assertThat(tls)
        .isEqualTo(
            new Tls(
                true,
                new InetSocketAddress("127.0.0.1", 0),
                Optional.of(new InetSocketAddress("192.168.1.10", 443)),
                Path.of("/a/fullchain.pem"),
                Path.of("/a/privkey.pem"),
                false));
  }

  @Test
  void requiresCertificateAndKeyTogether() {
    assertThat(refused("http.tls.certificate=/a/cert.pem"))
        .hasMessageContaining(
            "http.tls.key: is auto, but http.tls.certificate is a file; set both, or neither");
    assertThat(refused("http.tls.key=/a/key.pem"))
        .hasMessageContaining(
            "http.tls.certificate: is auto, but http.tls.key is a file; set both, or neither");
    assertThat(refused("http.tls.key="))
        .hasMessageContaining("http.tls.key")
        .hasMessageContaining("expected auto, or a PEM file");
  }

  @Test
  void appliesAccessBySubnet() throws Exception {
    ClientPolicies<Access> clients =
        load(
                false,
                "http.access=deny",
                "http.subnets=[{net=10.1.0.0/16, access=allow}, {net=10.1.9.0/24}]")
            .clients();

    assertThat(clients.of(InetAddress.ofLiteral("10.1.2.3"))).isEqualTo(Access.ALLOW);
    assertThat(clients.of(InetAddress.ofLiteral("10.1.9.3"))).isEqualTo(Access.DENY);
    assertThat(clients.of(InetAddress.ofLiteral("10.2.2.3"))).isEqualTo(Access.DENY);
    assertThat(load(false).clients().of(InetAddress.ofLiteral("10.2.2.3"))).isEqualTo(Access.ALLOW);
  }

  @Test
  void rejectsTftpSettingsInASubnet() {
    assertThat(refused("http.subnets=[{net=10.0.0.0/8, max-blksize=512}]"))
        .hasMessage(
            "--set: http.subnets[0].max-blksize: unknown setting; expected one of access, net");
  }

  @Test
  void advertisesOnlyAddressesToConnectTo() throws Exception {
    assertThat(load(false).advertise()).isEmpty();
    assertThat(load(false, "http.advertise=192.168.1.10:8080").advertise())
        .contains(new InetSocketAddress("192.168.1.10", 8080));
    for (String useless : List.of("0.0.0.0:80", "192.168.1.10:0", "192.168.1.10")) {
      assertThat(refused("http.advertise=" + useless))
          .hasMessageContaining("http.advertise")
          .hasMessageContaining("auto, or ADDRESS:PORT such as 192.168.1.10:80");
    }
  }

  @Test
  void limitsHaveBounds() {
    assertThat(refused("http.max-connections-per-client=0"))
        .hasMessageContaining("a whole number from 1 to 1000000");
    assertThat(refused("http.head-timeout=0s")).hasMessageContaining("a duration from 1s to 1h");
  }
}
