package org.pairboot.tftp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pairboot.tftp.event.TransferReport.Outcome;
import org.pairboot.tftp.packet.Packet;

/** A wildcard socket, and the local addresses of its packets. */
@EnabledOnOs(OS.LINUX)
class LinuxWildcardTest extends ServerFixture {
  LinuxWildcardTest() {
    super("linux");
  }

  private RawClient clientOf(String address) throws IOException {
    InetAddress asked = InetAddress.ofLiteral(address);
    return open(new RawClient(new InetSocketAddress(asked, server().address().getPort())));
  }

  @ParameterizedTest
  @CsvSource({"pool,127.0.0.1", "pool,127.0.0.2", "single,127.0.0.1", "single,127.0.0.2"})
  void answersFromTheAddressThatReceivedTheRequest(String portMode, String asked)
      throws IOException {
    // No interface lists 127.0.0.2.
    start("listen=0.0.0.0:0", "port-mode=" + portMode);
    RawClient client = clientOf(asked);
    String[] windowed = {"blksize=512", "windowsize=4"};
    assertThat(client.fetch(RawClient.rrq("mapped", windowed))).hasSize(300_000);
    assertThat(client.lastSender().getAddress().getHostAddress()).isEqualTo(asked);
    assertThat(contents().localOf(client.address())).isEqualTo(client.server());
    assertThat(awaitReport(Outcome.COMPLETED).request().local()).isEqualTo(client.server());
    client.request(RawClient.rrq("nothing"));
    assertThat(client.receive()).isInstanceOf(Packet.Error.class);
    assertThat(client.lastSender()).isEqualTo(client.server());
  }

  @ParameterizedTest
  @ValueSource(strings = {"pool", "single"})
  void answersABroadcastFromTheAddressOfTheInterface(String portMode) throws IOException {
    start("listen=0.0.0.0:0", "port-mode=" + portMode);
    RawClient client = clientOf("127.255.255.255");
    assertThat(client.fetch(RawClient.rrq("small"))).hasSize(100);
    assertThat(client.lastSender().getAddress().getHostAddress()).isEqualTo("127.0.0.1");
  }

  @Test
  void separatesTransfersOfOneClientWithTwoLocalAddresses() throws IOException {
    start("listen=0.0.0.0:0", "port-mode=single");
    int port = server().address().getPort();
    RawClient client = clientOf("127.0.0.1");
    client.request(RawClient.rrq("small"));
    assertThat(((Packet.Data) client.receive()).payload().remaining()).isEqualTo(100);
    InetSocketAddress other = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.2"), port);
    client.sendTo(other, RawClient.rrq("other"));
    assertThat(((Packet.Data) client.receive()).payload().remaining()).isEqualTo(200);
    client.ack(1);
    assertThat(awaitReport(Outcome.COMPLETED).request().name()).isEqualTo("other");
    client.sendTo(client.server(), new Packet.Ack(1));
    awaitReport(Outcome.COMPLETED);
    await().until(() -> reports().size() == 2);
    assertThat(reports()).allMatch(report -> report.outcome() == Outcome.COMPLETED);
  }

  @Test
  void clampsBlocksToTheInterfaceThatReceivesRequests() throws IOException {
    start("listen=0.0.0.0:0");
    RawClient client = clientOf("127.0.0.2");
    client.request(RawClient.rrq("small", "blksize=65464"));
    assertThat(client.receive()).isEqualTo(RawClient.oack("blksize=65464"));
  }
}
