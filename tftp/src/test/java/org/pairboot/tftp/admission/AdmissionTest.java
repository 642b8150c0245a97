package org.pairboot.tftp.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pairboot.tftp.TestSettings;
import org.pairboot.tftp.admission.PrefixBuckets.Scope;

class AdmissionTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();
  private static final long START = Long.MAX_VALUE - SECOND; // nanoTime may wrap

  private static InetAddress address(String literal) {
    return InetAddress.ofLiteral(literal);
  }

  private static int takenOf(PrefixBuckets buckets, String address, int asked, long now) {
    int taken = 0;
    for (int i = 0; i < asked; i++) {
      taken += buckets.tryTake(address(address), 1, now) ? 1 : 0;
    }
    return taken;
  }

  @Test
  void givesANetworkItsBurstAndThenItsRate() {
    PrefixBuckets buckets = new PrefixBuckets(Scope.NETWORK, 100, 10, 7, START);
    assertThat(takenOf(buckets, "192.0.2.1", 500, START)).isEqualTo(100);
    assertThat(takenOf(buckets, "192.0.2.1", 500, START + 2 * SECOND)).isEqualTo(20);
    assertThat(takenOf(buckets, "192.0.2.1", 500, START + 3600 * SECOND)).isEqualTo(100);
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.1, 192.0.2.254, true",
    "192.0.2.1, 192.0.3.1, false",
    "2001:db8:0:1::1, 2001:db8:0:1:ffff::9, true",
    "2001:db8:0:1::1, 2001:db8:0:2::1, false",
  })
  void sharesABucketBetweenAddressesOfOneLink(String one, String other, boolean shared) {
    PrefixBuckets buckets = new PrefixBuckets(Scope.NETWORK, 100, 10, 7, START);
    takenOf(buckets, one, 100, START);
    assertThat(takenOf(buckets, other, 1, START)).isEqualTo(shared ? 0 : 1);
  }

  @Test
  void canTakeReturnedTokensAgain() {
    PrefixBuckets buckets = new PrefixBuckets(Scope.NETWORK, 3, 1, 7, START);
    for (int i = 0; i < 1000; i++) {
      assertThat(buckets.tryTake(address("192.0.2.1"), 3, START)).isTrue();
      buckets.giveBack(address("192.0.2.1"), 3);
    }
    assertThat(takenOf(buckets, "192.0.2.1", 9, START)).isEqualTo(3);
  }

  @Test
  void doesNotLimitExemptNetworks() {
    Admission byDefault = new Admission(TestSettings.create("unproven.burst=16"), 7, START);
    Admission chosen =
        new Admission(
            TestSettings.create("unproven.burst=16", "unproven.exempt=[192.0.2.0/24]"), 7, START);
    for (int i = 0; i < 100; i++) {
      assertThat(byDefault.admit(address("127.0.0.1"), 3, START)).isPresent();
      assertThat(chosen.admit(address("192.0.2.9"), 3, START)).isPresent();
      assertThat(chosen.admit(address("127.0.0.1"), 3, START).isPresent()).isEqualTo(i < 5);
    }
  }

  /**
   * A thousand machines within a second. Each requests names that do not exist (10 for PXELINUX, 14
   * for GRUB) before a file that it fetches, from four networks or, with IPv6, from one.
   */
  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void doesNotThrottleABootingRackByDefault(int networks) {
    Admission admission = new Admission(TestSettings.create(), 7, START);
    Random random = new Random(networks);
    record Event(long at, InetAddress client, boolean found) {}
    List<Event> storm = new ArrayList<>();
    for (int machine = 0; machine < 1000; machine++) {
      String literal =
          networks == 1
              ? "fd00:1::" + Integer.toHexString(machine + 1)
              : "10.0." + machine / 250 + "." + (machine % 250 + 1);
      for (int miss = 0; miss < (networks == 1 ? 10 : 14); miss++) {
        storm.add(new Event(START + random.nextLong(SECOND), address(literal), false));
      }
      storm.add(new Event(START + random.nextLong(SECOND), address(literal), true));
    }
    storm.sort((a, b) -> Long.compare(a.at() - START, b.at() - START));
    for (Event event : storm) {
      // The tokens of files are not returned here, as if all answers were slow.
      Admission.Lease lease = admission.admit(event.client(), 3, event.at()).orElseThrow();
      if (!event.found()) {
        lease.closeAfter(0);
        assertThat(admission.mayRefuse(event.client(), event.at())).isTrue();
      }
    }
  }

  @Test
  void limitsTransfersWithoutAnAnswerInTotal() {
    Admission admission = new Admission(TestSettings.create("unproven.max-transfers=2"), 7, START);
    Admission.Lease first = admit(admission);
    Admission.Lease second = admit(admission);
    assertThat(first.tryTakeUnprovenPlace()).isTrue();
    assertThat(second.tryTakeUnprovenPlace()).isTrue();
    assertThat(admit(admission).tryTakeUnprovenPlace()).isFalse();
    first.onProven();
    assertThat(admit(admission).tryTakeUnprovenPlace()).isTrue();
    assertThat(admit(admission).tryTakeUnprovenPlace()).isFalse();
    second.close();
    second.close();
    assertThat(admit(admission).tryTakeUnprovenPlace()).isTrue();
    assertThat(admit(admission).tryTakeUnprovenPlace()).isFalse();
  }

  private static Admission.Lease admit(Admission admission) {
    return admission.admit(address("192.0.2.1"), 1, START).orElseThrow();
  }

  @Test
  void limitsTransfersOfOneClient() {
    Admission admission =
        new Admission(TestSettings.create("max-transfers-per-client=1"), 7, START);
    Admission.Lease first = admit(admission);
    assertThat(first.tryCountTransfer()).isTrue();
    Admission.Lease second = admit(admission);
    assertThat(second.tryCountTransfer()).isFalse();
    second.closeAfter(1);
    first.close();
    assertThat(admit(admission).tryCountTransfer()).isTrue();
  }

  @Test
  void leavesMostOfTheTokensToTheNeighboursOfAnAddress() {
    Admission admission =
        new Admission(TestSettings.create("unproven.burst=800", "unproven.rate=80"), 7, START);
    assertThat(refusals(admission, "192.0.2.66", 1000, START)).isEqualTo(100);
    assertThat(refusals(admission, "192.0.2.1", 100, START)).isEqualTo(100);
    // What the address did not get was not taken from its network either.
    for (int host = 2; host < 8; host++) {
      assertThat(refusals(admission, "192.0.2." + host, 100, START)).isEqualTo(100);
    }
    assertThat(refusals(admission, "192.0.2.9", 1, START)).isZero();
    assertThat(refusals(admission, "192.0.2.66", 1000, START + SECOND)).isEqualTo(10);
    assertThat(refusals(admission, "192.0.2.9", 100, START + SECOND)).isEqualTo(70);
  }

  private static int refusals(Admission admission, String client, int asked, long now) {
    int refused = 0;
    for (int i = 0; i < asked; i++) {
      refused += admission.mayRefuse(address(client), now) ? 1 : 0;
    }
    return refused;
  }

  @Test
  void refusalsCostNoTransfers() {
    Admission admission =
        new Admission(TestSettings.create("unproven.burst=16", "unproven.exempt=[]"), 7, START);
    assertThat(refusals(admission, "192.0.2.1", 100, START)).isEqualTo(16);
    assertThat(admission.admit(address("192.0.2.1"), 16, START)).isPresent();
    assertThat(admission.admit(address("192.0.2.1"), 1, START)).isEmpty();
  }

  @Test
  void returnsAllTokensAfterProofAndAllButOneAfterAnAnswer() {
    Admission admission =
        new Admission(TestSettings.create("unproven.burst=16", "unproven.exempt=[]"), 7, START);
    InetAddress client = address("192.0.2.1");
    for (int i = 0; i < 100; i++) {
      admission.admit(client, 16, START).orElseThrow().onProven();
    }
    admission.admit(client, 16, START).orElseThrow().closeAfter(1);
    admission.admit(client, 15, START).orElseThrow().close();
    assertThat(admission.admit(client, 1, START)).isEmpty();
  }
}
