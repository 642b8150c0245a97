package org.pairboot.tftp.transport.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.pairboot.artifacts.content.BytesContent;
import org.pairboot.artifacts.os.Abi;
import org.pairboot.tftp.transfer.Blocks;
import org.pairboot.tftp.transport.Flow;

class FlowTableTest {
  private static final InetAddress HOST = InetAddress.ofLiteral("10.0.0.1");

  private final FlowTable table = new FlowTable();

  private static AddressPair pair(int port) {
    AddressPair pair = new AddressPair(Abi.AF_INET);
    pair.setPeer(new InetSocketAddress(HOST, port));
    pair.setLocal(HOST);
    return pair;
  }

  private LinuxFlow add(int port, ReadAhead readAhead) {
    Flow.Handler nobody =
        new Flow.Handler() {
          @Override
          public void onPacket(ByteBuffer packet) {}

          @Override
          public void onSent(long at) {}

          @Override
          public void onPortClosed() {}

          @Override
          public void onReadFailure(Throwable failure) {}
        };
    Flow.Source source = new Flow.Source(BytesContent.of(new byte[0]).open(), new Blocks(0, 512));
    LinuxFlow flow = new LinuxFlow(null, pair(port), source, nobody, readAhead, true);
    table.add(flow);
    return flow;
  }

  @Test
  void findsFlowsUntilTheyAreRemoved() {
    List<LinuxFlow> flows = new ArrayList<>();
    try (ReadAhead readAhead = new ReadAhead((address, length) -> {})) {
      for (int port = 1; port <= 1000; port++) {
        flows.add(add(port, readAhead));
      }
    }
    for (int port = 1; port <= 1000; port++) {
      assertThat(table.find(pair(port))).isSameAs(flows.get(port - 1));
    }
    for (int port = 1; port <= 1000; port += 2) {
      table.remove(flows.get(port - 1));
      table.remove(flows.get(port - 1));
    }
    for (int port = 1; port <= 1000; port++) {
      assertThat(table.find(pair(port))).isSameAs(port % 2 == 1 ? null : flows.get(port - 1));
    }
    assertThat(table.find(pair(1001))).isNull();
  }
}
