package org.pairboot.tftp.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DropLogTest {
  private static final InetAddress PEER = InetAddress.ofLiteral("192.0.2.7");
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  @Test
  void a_flood_is_a_line_at_once_and_one_in_a_minute() {
    DropLog log = new DropLog();
    long start = Long.MAX_VALUE - SECOND; // nanoTime may wrap
    assertThat(log.add(DropReason.THROTTLED, 1, PEER, start))
        .contains(
            "TFTP ignored 1 request, the last from 192.0.2.7: its network asks for more than"
                + " tftp.unproven allows (a flood, or forged addresses)");
    for (int second = 1; second < 60; second++) {
      assertThat(log.add(DropReason.THROTTLED, 100, PEER, start + second * SECOND)).isEmpty();
    }
    assertThat(log.add(DropReason.THROTTLED, 100, PEER, start + 60 * SECOND).orElseThrow())
        .startsWith("TFTP ignored 6000 requests");
  }

  @Test
  void reasons_are_told_apart_and_name_their_setting() {
    DropLog log = new DropLog();
    assertThat(log.add(DropReason.DENIED, 3, PEER, 0).orElseThrow()).contains("tftp.subnets");
    assertThat(log.add(DropReason.OVERLOADED, 3, PEER, 0).orElseThrow())
        .contains("tftp.unproven.max-transfers");
  }
}
