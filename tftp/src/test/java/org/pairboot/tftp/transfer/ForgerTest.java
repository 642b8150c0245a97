package org.pairboot.tftp.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pairboot.tftp.TestSettings;
import org.pairboot.tftp.transfer.Transfer.Output;

/**
 * What a sender can cause that forges the address of a victim: it reads none of our packets, and
 * knows everything else, all settings and the range of the ports included.
 */
class ForgerTest {
  private static final long MILLISECOND = 1_000_000;
  private static final long SECOND = 1000 * MILLISECOND;
  private static final int HEADERS = 28;
  private static final int ACK = HEADERS + 4;
  private static final int MTU = 1500;
  private static final int SEEDS = 3000;

  /** What a forger sends after its request. */
  private enum Strategy {
    /** ACK after ACK, each of the next window, at one pace. */
    SEQUENTIAL {
      @Override
      void attack(Attack attack) {
        long pace = attack.pace();
        for (long block = attack.firstAck(); attack.goesOn(); block += attack.windowsize) {
          attack.ack(block);
          attack.pass(pace);
        }
      }
    },

    /** All ACKs at once. */
    FLOOD {
      @Override
      void attack(Attack attack) {
        for (long block = 0; attack.goesOn(); block++) {
          attack.ack(block);
        }
      }
    },

    /** The request, again and again. */
    REPEATED_REQUESTS {
      @Override
      void attack(Attack attack) {
        while (attack.goesOn()) {
          attack.request();
          attack.pass(attack.pace());
        }
      }
    },

    /** Requests, old and new ACKs, random ones, and silences in which the timer works. */
    MIXTURE {
      @Override
      void attack(Attack attack) {
        long block = attack.firstAck();
        while (attack.goesOn()) {
          switch (attack.random.nextInt(6)) {
            case 0 -> attack.request();
            case 1 -> attack.ack(Math.max(0, block - attack.random.nextInt(3)));
            case 2 -> attack.ack(attack.random.nextInt(0x10000));
            case 3 -> attack.pass(attack.random.nextLong(20 * SECOND));
            default -> {
              attack.ack(block);
              block += 1 + attack.random.nextInt(attack.windowsize);
            }
          }
        }
      }
    },

    /** One ACK of what a window begins after, and then the timer. */
    PATIENT {
      @Override
      void attack(Attack attack) {
        for (long block = attack.firstAck(); attack.goesOn(); block += attack.windowsize) {
          attack.ack(block);
          attack.pass(55 * SECOND);
        }
      }
    };

    abstract void attack(Attack attack);
  }

  /** One forged request and all that follows it, in virtual time. */
  private static final class Attack implements Output {
    private final Random random;
    private final int ports;
    private final int windowsize;
    private final int blksize;
    private final boolean oack;
    private final int request;
    private final Transfer transfer;
    private final int most;
    private long now;
    private long bytesSent;
    private long packetsSent;
    private long bytesCaused;
    private long packetsCaused;

    Attack(long seed, int ports) {
      this.random = new Random(seed);
      this.ports = ports;
      this.oack = random.nextInt(4) > 0;
      boolean secret = Allowance.isSecret(ports);
      int large = secret && random.nextBoolean() ? 65464 : 1468;
      this.blksize = !oack ? 512 : secret ? Math.min(large, Allowance.maxBlksize(ports)) : large;
      int wanted = oack ? 1 + random.nextInt(200) : 1;
      this.windowsize = Math.min(wanted, Allowance.maxWindowsize(ports, blksize));
      this.request = HEADERS + 20 + random.nextInt(100);
      this.most = 1 + random.nextInt(300);
      Allowance.Trial trial = Allowance.Trial.random(random.nextLong(), random.nextBoolean());
      Allowance allowance =
          secret
              ? Allowance.ofSecretPort(ports, request - HEADERS, oack ? 30 : 0, blksize, trial)
              : Allowance.ofKnownPort(trial);
      long wait = random.nextBoolean() ? 10 * MILLISECOND : SECOND;
      RetransmitPolicy policy =
          new RetransmitPolicy(wait, wait, 8 * SECOND, 60 * SECOND, 3, random.nextBoolean());
      long blocks = random.nextInt(20) == 0 ? 1 : 200_000;
      this.transfer =
          new Transfer(
              new Transfer.Terms(blocks, windowsize, Rollover.TO_ZERO, oack, false),
              policy,
              allowance,
              this,
              now);
      spend(request);
      transfer.start(now);
    }

    static Attack run(long seed, int ports, Strategy strategy) {
      Attack attack = new Attack(seed, ports);
      strategy.attack(attack);
      attack.pass(300 * SECOND);
      return attack;
    }

    int firstAck() {
      return oack ? 0 : 1;
    }

    long pace() {
      return random.nextLong(50 * MILLISECOND);
    }

    boolean goesOn() {
      return packetsSent < (long) most * ports;
    }

    void request() {
      spend(request);
      transfer.onDuplicateRequest(now);
    }

    /** The port is one of many: only an ACK to each of them is sure to reach the transfer. */
    void ack(long block) {
      for (int i = 0; i < ports; i++) {
        spend(ACK);
      }
      transfer.onAck((int) (block & 0xFFFF), now);
    }

    private void spend(int bytes) {
      bytesSent += bytes;
      packetsSent++;
    }

    void pass(long nanos) {
      long end = now + nanos;
      while (!transfer.hasEnded() && transfer.deadline() <= end) {
        now = Math.max(now, transfer.deadline());
        transfer.onTimer(now);
      }
      now = end;
    }

    @Override
    public void sendOack() {
      cause(30);
    }

    @Override
    public void sendData(long first, int count) {
      for (int i = 0; i < count; i++) {
        cause(4 + blksize);
      }
    }

    private void cause(int payload) {
      int fragments = 1 + (8 + payload - 1) / (MTU - 20);
      packetsCaused += fragments;
      bytesCaused += 8 + payload + 20L * fragments;
    }
  }

  @ParameterizedTest
  @EnumSource(Strategy.class)
  void causesAtMostTenBytesForEachThatItSendsWherePortsAreSecret(Strategy strategy) {
    for (long seed = 0; seed < SEEDS; seed++) {
      for (int ports : List.of(Allowance.LEAST_SECRET, 512)) {
        Attack attack = Attack.run(seed, ports, strategy);
        // A frame has at least 60 bytes, 14 of which are none of IPv4.
        assertThat(attack.bytesCaused)
            .as("seed %d, %d ports, windows of %d", seed, ports, attack.windowsize)
            .isLessThanOrEqualTo(10 * attack.bytesSent + 10L * Math.max(0, 56 - attack.request));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Strategy.class)
  void causesAtMostFourPacketsForEachThatItSendsWherePortsAreKnown(Strategy strategy) {
    for (long seed = 0; seed < SEEDS; seed++) {
      Attack attack = Attack.run(seed, 1, strategy);
      assertThat(attack.packetsCaused)
          .as("seed %d, windows of %d", seed, attack.windowsize)
          .isLessThanOrEqualTo(4 * attack.packetsSent);
    }
  }

  /** On average over many forged requests: each tries one port, and may be lucky. */
  @Test
  void gainsNothingByGuessingOnePort() {
    Random random = new Random(1);
    int ports = 512;
    long sent = 0;
    long caused = 0;
    List<Long> lucky = new ArrayList<>();
    for (long seed = 0; seed < 200_000; seed++) {
      Attack attack = new Attack(seed, ports);
      int acks = 1 + random.nextInt(20);
      boolean hit = random.nextInt(ports) == 0;
      for (int i = 0; i < acks; i++) {
        attack.spend(ACK);
        if (hit) {
          long block = attack.firstAck() + (long) i * attack.windowsize;
          attack.transfer.onAck((int) (block & 0xFFFF), attack.now);
        }
      }
      attack.pass(300 * SECOND);
      if (hit) {
        lucky.add(seed);
      }
      sent += attack.bytesSent;
      caused += attack.bytesCaused;
    }
    assertThat(lucky).hasSizeGreaterThan(200);
    assertThat(caused).isLessThanOrEqualTo(10 * sent);
  }

  /** A forger that does not wait is caught in the silence. */
  @Test
  void isCaughtWhereItGoesOnDuringASilence() {
    RetransmitPolicy policy = RetransmitPolicy.of(TestSettings.create(), Optional.empty());
    for (long seed = 0; seed < SEEDS; seed++) {
      RecordedTransfer run = new RecordedTransfer();
      Allowance.Trial trial = Allowance.Trial.random(new Random(seed).nextLong(), false);
      run.start(
          new Transfer.Terms(1000, 1, Rollover.TO_ZERO, true, false),
          policy,
          Allowance.ofKnownPort(trial));
      for (int block = 0; block < 141 && !run.transfer().hasEnded(); block++) {
        run.ack(block);
      }
      assertThat(run.transfer().isForged()).isTrue();
      assertThat(run.transfer().isProven()).isFalse();
      assertThat(run.sent()).hasSizeLessThanOrEqualTo(9);
    }
  }
}
