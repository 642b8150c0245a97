package org.pairboot.artifacts.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.pairboot.artifacts.text.ClientLogLimit.Limits;

class ClientLogLimitTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final ClientLogLimit limit =
      new ClientLogLimit(new Limits(5, 1000, 2, 6), Duration.ofSeconds(60));

  private static InetAddress client(int number) {
    return InetAddress.ofLiteral(
        "10.%d.%d.%d".formatted(number >> 16, number >> 8 & 0xff, number & 0xff));
  }

  private long lines(InetAddress client, boolean isProven, int events) {
    long lines = 0;
    for (int i = 0; i < events; i++) {
      lines += limit.add(client, isProven, 0).isPresent() ? 1 : 0;
    }
    return lines;
  }

  @Test
  void givesEachClientAShareOfItsOwn() {
    assertThat(lines(client(1), true, 1000)).isEqualTo(5);
    assertThat(lines(client(2), true, 3)).isEqualTo(3);
  }

  @Test
  void boundsWhatMayBeForgedInAllAndKeepsTheRest() {
    assertThat(lines(client(1), false, 1000)).isEqualTo(2);
    long forged = 0;
    for (int i = 2; i < 50_000; i++) {
      forged += lines(client(i), false, 1);
    }
    assertThat(forged).isEqualTo(4);
    assertThat(lines(client(3), true, 3)).as("of a client that receives").isEqualTo(3);
    assertThat(lines(client(100_000), true, 9)).as("of one seen later").isEqualTo(5);
  }

  @Test
  void boundsWhatManyAddressesOfOneMachineAndAllTogetherGet() {
    long lines = 0;
    for (int i = 0; i < 100; i++) {
      lines += lines(InetAddress.ofLiteral("2001:db8:0:7::" + i), true, 1);
    }
    assertThat(lines).isEqualTo(5);
    for (int i = 0; i < 2000; i++) {
      lines += lines(client(i), true, 1);
    }
    assertThat(lines).isEqualTo(1000);
  }

  @Test
  void saysOnceHowManyWereLeftOut() {
    assertThat(lines(client(1), true, 105)).isEqualTo(5);
    assertThat(limit.add(client(2), true, 59 * SECOND)).contains("");

    assertThat(limit.add(client(2), true, 60 * SECOND))
        .contains("; 100 more lines about clients were left out before, the last about 10.0.0.1");
    assertThat(limit.add(client(2), true, 61 * SECOND)).contains("");
    assertThat(limit.add(client(2), true, 500 * SECOND)).contains("");
  }
}
