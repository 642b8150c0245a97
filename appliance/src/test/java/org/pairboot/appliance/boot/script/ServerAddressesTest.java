package org.pairboot.appliance.boot.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.pairboot.appliance.plan.Action.PartProtocols.Choice;
import org.pairboot.artifacts.catalog.BootRequest;
import org.pairboot.artifacts.catalog.BootRequest.Protocol;
import org.pairboot.conf.Host;
import org.pairboot.conf.Settings;
import org.pairboot.conf.SettingsException;
import org.pairboot.conf.SettingsLoader;

class ServerAddressesTest {
  private static final BootRequest BEHIND_NAT =
      new BootRequest(
          "boot.ipxe",
          Protocol.TFTP,
          new InetSocketAddress("192.0.2.77", 2070),
          new InetSocketAddress("172.17.0.2", 69));

  @Test
  void anAddressThatWasAskedIsNamedWhereAllAreListenedOn() throws Exception {
    ServerAddresses addresses = of();

    assertThat(addresses.base(Choice.TFTP, BEHIND_NAT)).contains("tftp://172.17.0.2");
    assertThat(addresses.base(Choice.HTTP, BEHIND_NAT)).contains("http://172.17.0.2:8080");
    assertThat(addresses.base(Choice.HTTPS, BEHIND_NAT)).contains("https://172.17.0.2:8443");
  }

  @Test
  void whatIsAdvertisedIsNamedInstead() throws Exception {
    ServerAddresses addresses =
        of(
            "tftp.advertise=192.0.2.1:6969",
            "http.advertise=192.0.2.2:80",
            "http.tls.advertise=192.0.2.3:443");

    assertThat(addresses.base(Choice.TFTP, BEHIND_NAT)).contains("tftp://192.0.2.1:6969");
    assertThat(addresses.grubDevice(Choice.TFTP, BEHIND_NAT)).contains("(tftp,192.0.2.1:6969)");
    assertThat(addresses.base(Choice.HTTP, BEHIND_NAT)).contains("http://192.0.2.2");
    assertThat(addresses.base(Choice.HTTPS, BEHIND_NAT)).contains("https://192.0.2.3");
  }

  @Test
  void whatIsNotServedIsNotAdvertisedEither() throws Exception {
    ServerAddresses tftpOnly =
        new ServerAddresses(
                () -> Optional.of(new InetSocketAddress(69)), Optional::empty, Optional::empty)
            .advertisedBy(settings("tftp.advertise=192.0.2.1:69", "http.advertise=192.0.2.2:80"));

    assertThat(tftpOnly.base(Choice.HTTP, BEHIND_NAT)).isEmpty();
    assertThat(tftpOnly.base(Choice.AUTO, BEHIND_NAT)).contains("tftp://192.0.2.1");
  }

  private static ServerAddresses of(String... settings) throws SettingsException {
    return new ServerAddresses(
            () -> Optional.of(new InetSocketAddress(69)),
            () -> Optional.of(new InetSocketAddress(8080)),
            () -> Optional.of(new InetSocketAddress(8443)))
        .advertisedBy(settings(settings));
  }

  private static Settings settings(String... overrides) throws SettingsException {
    return new SettingsLoader(new Host(false, true, Path.of("/nowhere"), Map.of()))
        .load(
            new SettingsLoader.CommandLine(Optional.empty(), Optional.empty(), List.of(overrides)))
        .settings();
  }
}
