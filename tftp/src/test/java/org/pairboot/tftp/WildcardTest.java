package org.pairboot.tftp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pairboot.conf.TftpSettings;
import org.pairboot.tftp.packet.Packet;
import org.pairboot.tftp.transport.nio.NioTransport;

/**
 * A wildcard listen address on a machine whose only addresses are those of the loopback network.
 */
class WildcardTest {
  private static final InetAddress ONE = InetAddress.ofLiteral("127.0.0.1");
  private static final InetAddress TWO = InetAddress.ofLiteral("127.0.0.2");

  private final Map<InetAddress, Integer> mtuByAddress =
      new ConcurrentHashMap<>(Map.of(ONE, 65536, TWO, 1500));
  private final TestContents contents = new TestContents().with("small", TestContents.bytes(100));

  private TftpServer start(String... overrides) throws IOException {
    String[] all = Arrays.copyOf(overrides, overrides.length + 1);
    all[overrides.length] = "listen=0.0.0.0:0";
    TftpSettings settings = TestSettings.create(all);
    NioTransport transport =
        NioTransport.open(settings, 2, () -> Map.copyOf(mtuByAddress), Duration.ofMillis(10));
    return TftpServer.start(settings, contents.catalog(), report -> {}, transport);
  }

  private static InetSocketAddress at(InetAddress address, TftpServer server) {
    return new InetSocketAddress(address, server.address().getPort());
  }

  @ParameterizedTest
  @CsvSource({"pool,127.0.0.1", "pool,127.0.0.2", "single,127.0.0.1", "single,127.0.0.2"})
  void answersFromTheAddressThatReceivedTheRequest(String portMode, String asked)
      throws IOException {
    try (TftpServer server = start("port-mode=" + portMode);
        RawClient client = new RawClient(at(InetAddress.ofLiteral(asked), server), ONE)) {
      assertThat(client.fetch(RawClient.rrq("small"))).hasSize(100);
      assertThat(client.lastSender().getAddress().getHostAddress()).isEqualTo(asked);
      assertThat(contents.localOf(client.address())).isEqualTo(client.server());
    }
  }

  @Test
  void clampsBlocksToTheInterfaceOfTheAddress() throws IOException {
    try (TftpServer server = start();
        RawClient one = new RawClient(at(ONE, server), ONE);
        RawClient two = new RawClient(at(TWO, server), ONE)) {
      Packet.Rrq rrq = RawClient.rrq("small", "blksize=65464");
      assertThat(one.request(rrq).receive()).isEqualTo(RawClient.oack("blksize=65464"));
      assertThat(two.request(rrq).receive()).isEqualTo(RawClient.oack("blksize=1468"));
    }
  }

  @Test
  void followsAddressesThatAppearAndVanish() throws IOException {
    try (TftpServer server = start()) {
      InetAddress three = InetAddress.ofLiteral("127.0.0.3");
      mtuByAddress.put(three, 1400);
      await().until(() -> answers(at(three, server)));
      mtuByAddress.remove(three);
      await().until(() -> !answers(at(three, server)));
      assertThat(answers(at(ONE, server))).isTrue();
    }
  }

  private boolean answers(InetSocketAddress server) throws IOException {
    try (RawClient client = new RawClient(server, ONE)) {
      client.request(RawClient.rrq("nothing"));
      return !client.isQuiet();
    }
  }

  @Test
  void namesThePortThatIsTakenOnOneAddress() throws IOException {
    try (TftpServer server = start()) {
      int port = server.address().getPort();
      TftpSettings settings = TestSettings.create("listen=0.0.0.0:" + port);
      assertThatThrownBy(() -> NioTransport.open(settings, 2, () -> Map.of(TWO, 0), Duration.ZERO))
          .isInstanceOf(BindException.class)
          .hasMessageContaining("127.0.0.2:" + port);
    }
  }

  @Test
  void failsWithoutAnyAddress() {
    TftpSettings settings = TestSettings.create("listen=0.0.0.0:0");
    assertThatThrownBy(() -> NioTransport.open(settings, 1, Map::of, Duration.ZERO))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no network interface has an address");
  }
}
