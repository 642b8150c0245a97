package org.pairboot.tftp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pairboot.tftp.event.TransferReport.Outcome;
import org.pairboot.tftp.packet.Packet;

/** Clients whose hosts say by ICMP that nobody has the port any more. */
@EnabledOnOs(OS.LINUX)
class LinuxClosedPortTest extends ServerFixture {
  private static final String CLOSED = "the client has closed its port";

  LinuxClosedPortTest() {
    super("linux");
  }

  private void startQuick(String... overrides) throws IOException {
    List<String> all =
        new ArrayList<>(
            List.of(
                "retransmit.initial=100ms",
                "retransmit.floor=20ms",
                "retransmit.give-up-after=30s"));
    all.addAll(List.of(overrides));
    start(all.toArray(String[]::new));
  }

  /** A victim, or a client that was switched off. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "port-mode=pool",
        "port-mode=single",
        "listen=0.0.0.0:0",
        "listen=[::1]:0",
        "listen=[::]:0"
      })
  void endsTheTransferOfAClientThatHasNotAnswered(String setting) throws IOException {
    startQuick(setting);
    try (RawClient client = new RawClient(reachable())) {
      client.request(RawClient.rrq("mapped", "blksize=1000"));
    }
    assertThat(awaitReport(Outcome.ABORTED).detail()).isEqualTo(CLOSED);
  }

  @Test
  void endsAProvenTransferWhosePortNobodyElseKnows() throws IOException {
    startQuick();
    leaveAfterTheFirstBlocks();
    assertThat(awaitReport(Outcome.ABORTED).detail()).isEqualTo(CLOSED);
  }

  @Test
  void doesNotBelieveItOfAProvenClientWhosePortsAreKnown() throws IOException {
    startQuick("port-mode=single", "retransmit.give-up-after=1s");
    leaveAfterTheFirstBlocks();
    assertThat(awaitReport(Outcome.TIMED_OUT).isProven()).isTrue();
  }

  @Test
  void servesOthersOnTheSamePort() throws IOException {
    startQuick("port-mode=single");
    RawClient other = client();
    for (int i = 0; i < 5; i++) {
      try (RawClient client = new RawClient(server().address())) {
        client.request(RawClient.rrq("mapped", "blksize=1000"));
      }
      assertThat(other.fetch(RawClient.rrq("mapped", "blksize=5000"))).hasSize(300_000);
    }
    awaitReport(Outcome.ABORTED);
  }

  /** The address of the server, or one of the host where it listens on all. */
  private InetSocketAddress reachable() {
    InetSocketAddress address = server().address();
    return switch (address.getAddress()) {
      case Inet6Address _ -> new InetSocketAddress("::1", address.getPort());
      default -> new InetSocketAddress("127.0.0.1", address.getPort());
    };
  }

  private void leaveAfterTheFirstBlocks() throws IOException {
    try (RawClient client = new RawClient(server().address())) {
      client.request(RawClient.rrq("mapped"));
      for (int block = 1; block <= 20; block++) {
        assertThat(((Packet.Data) client.receive()).block()).isEqualTo(block);
        client.ack(block);
      }
    }
  }
}
