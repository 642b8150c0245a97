package org.pairboot.appliance.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pairboot.appliance.host.SocketTable.PortKind;

class SocketTableTest {
  private static final String HEAD =
      "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout"
          + " inode\n";

  @TempDir private Path proc;

  @BeforeEach
  void requireTheByteOrderOfTheExamples() throws Exception {
    Assumptions.assumeTrue(ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN);
    Files.createDirectory(proc.resolve("net"));
  }

  @Test
  void aWildcardSocketConflictsWithEveryAddress() throws Exception {
    list("udp", "00000000:0045", "07", 501);

    assertThat(udp("192.0.2.1", 69)).containsExactly(501L);
    assertThat(udp("0.0.0.0", 69)).containsExactly(501L);
    assertThat(udp("192.0.2.1", 6969)).isEmpty();
  }

  @Test
  void aSocketConflictsWithItsAddressAndTheWildcard() throws Exception {
    list("udp", "010200C0:0045", "07", 502);

    assertThat(udp("192.0.2.1", 69)).containsExactly(502L);
    assertThat(udp("192.0.2.2", 69)).isEmpty();
    assertThat(udp("0.0.0.0", 69)).containsExactly(502L);
  }

  @Test
  void includesDualStackSockets() throws Exception {
    list("tcp6", "00000000000000000000000000000000:0050", "0A", 503);

    assertThat(tcp("192.0.2.1", 80)).containsExactly(503L);
  }

  @Test
  void unwrapsIpv4MappedAddresses() throws Exception {
    list("tcp6", "0000000000000000FFFF0000010200C0:0050", "0A", 504);

    assertThat(tcp("192.0.2.1", 80)).containsExactly(504L);
    assertThat(tcp("192.0.2.2", 80)).isEmpty();
  }

  @Test
  void ignoresEstablishedConnections() throws Exception {
    list("tcp", "010200C0:0050", "01", 505);

    assertThat(tcp("192.0.2.1", 80)).isEmpty();
  }

  private void list(String table, String address, String state, long inode) throws Exception {
    String peer = address.replaceAll("[0-9A-F]", "0");
    Files.writeString(
        proc.resolve("net").resolve(table),
        HEAD
            + "  12: %s %s %s 00000000:00000000 00:00000000 00000000     0        0 %d 2 00 0\n"
                .formatted(address, peer, state, inode));
  }

  private Iterable<Long> udp(String host, int port) throws Exception {
    return new SocketTable(proc).inodes(PortKind.UDP, new InetSocketAddress(host, port));
  }

  private Iterable<Long> tcp(String host, int port) throws Exception {
    return new SocketTable(proc).inodes(PortKind.TCP, new InetSocketAddress(host, port));
  }
}
