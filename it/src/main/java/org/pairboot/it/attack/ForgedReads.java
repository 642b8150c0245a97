package org.pairboot.it.attack;

import static org.pairboot.it.attack.AttackedServer.TFTP_PORT;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.pairboot.it.load.ForgedPackets.Flow;
import org.pairboot.it.load.VictimWire.Arrived;

/**
 * Requests with a forged address, and forged ACKs after them: what all of it costs the victim, over
 * the whole life of the transfers. The bounds are those of security.md.
 */
final class ForgedReads {
  private static final Object[] LARGE = {"blksize", 65464, "windowsize", 65535, "tsize", 0};
  private static final Object[] EDK2 = {"tsize", 0, "blksize", 1468, "windowsize", 4};
  private static final Object[] HASTY = {"blksize", 1468, "windowsize", 65535, "utimeout", 10000};
  private static final Object[] NONE = {};

  private final AttackNetwork network;
  private final Random random;
  private int nextVictim;

  ForgedReads(AttackNetwork network, Random random) {
    this.network = network;
    this.random = random;
  }

  /** What a forger does for one victim. */
  private interface Form {
    void attack(Forger forger);
  }

  /** A form under way: {@code first} is its first victim. */
  private record Attempt(
      AttackedServer server, String title, int first, int victims, long packets, long bytes) {}

  /** Sends all forms to all servers, waits for the end of all transfers, and compares. */
  List<Finding> run(List<AttackedServer> servers, Duration life) {
    List<Attempt> attempts = new ArrayList<>();
    for (AttackedServer server : servers) {
      attempts.add(attempt(server, "request, options", 64, EDK2, f -> {}));
      attempts.add(attempt(server, "request, no options", 64, NONE, f -> {}));
      attempts.add(attempt(server, "request again and again", 8, NONE, f -> f.requests(100)));
      attempts.add(attempt(server, "all large, 3 ACKs", 8, LARGE, f -> f.windows(3)));
      attempts.add(attempt(server, "all large, 20 ACKs", 4, LARGE, f -> f.windows(20)));
      attempts.add(attempt(server, "all large, 141 ACKs at once", 2, LARGE, f -> f.inOrder(141)));
      attempts.add(attempt(server, "utimeout, 3 ACKs", 4, HASTY, f -> f.windows(3)));
      attempts.add(attempt(server, "as EDK2, 20 ACKs", 4, EDK2, f -> f.windows(20)));
      attempts.add(attempt(server, "no options, 20 ACKs", 4, NONE, f -> f.windows(20)));
      attempts.add(attempt(server, "no options, 141 ACKs at once", 2, NONE, f -> f.inOrder(141)));
      attempts.add(attempt(server, "a mixture", 4, EDK2, Forger::mixture));
      if (server.ports() > 1) {
        attempts.add(attempt(server, "3 ACKs to one guessed port", 1500, LARGE, f -> f.guess(3)));
      }
    }
    LockSupport.parkNanos(life.toNanos());
    return attempts.stream().map(this::finding).toList();
  }

  private Attempt attempt(
      AttackedServer server, String title, int victims, Object[] options, Form form) {
    int first = nextVictim;
    nextVictim += victims;
    long packets = network.forged().packets();
    long bytes = network.forged().bytes();
    for (int i = 0; i < victims; i++) {
      Forger forger = new Forger(server, AttackNetwork.victim(first + i), options);
      forger.request();
      network.forged().flush();
      // The transfer must exist before its first ACK.
      pause(1);
      form.attack(forger);
    }
    network.forged().flush();
    return new Attempt(
        server,
        title,
        first,
        victims,
        network.forged().packets() - packets,
        network.forged().bytes() - bytes);
  }

  private Finding finding(Attempt attempt) {
    Arrived arrived =
        network.wire().arrived(AttackNetwork.victim(attempt.first()), attempt.victims());
    boolean secret = attempt.server().ports() >= 64;
    double bytes = (double) arrived.bytes() / attempt.bytes();
    double packets = (double) arrived.packets() / attempt.packets();
    String load =
        String.format(
            Locale.ROOT,
            "%,d packets, %,d bytes, %d victims",
            attempt.packets(),
            attempt.bytes(),
            attempt.victims());
    String result =
        String.format(
            Locale.ROOT,
            "%,d packets (× %.2f), %,d bytes (× %.2f)",
            arrived.packets(),
            packets,
            arrived.bytes(),
            bytes);
    return new Finding(
        "forged, " + attempt.server().title() + ": " + attempt.title(),
        load,
        result,
        secret ? "10 × the bytes" : "4 × the packets",
        arrived.packets() > 0 && (secret ? bytes <= 10 : packets <= 4));
  }

  private void pause(long millis) {
    LockSupport.parkNanos(Duration.ofMillis(millis).toNanos());
  }

  /** Somebody who knows all but the port. */
  private final class Forger {
    private final AttackedServer server;
    private final byte[] request;
    private final int victim;
    private final int port = 1024 + random.nextInt(60_000);
    private final int firstAck;
    private final int window;

    Forger(AttackedServer server, int victim, Object[] options) {
      this.server = server;
      this.victim = victim;
      this.request = TftpPackets.request(AttackFiles.NAME, options);
      this.firstAck = options.length > 0 ? 0 : 1;
      int asked = Arrays.asList(options).indexOf("windowsize");
      this.window =
          asked < 0 ? 1 : server.ports() < 64 ? 3 : Math.min(4, (Integer) options[asked + 1]);
    }

    void request() {
      network.forge(new Flow(victim, port, server.address(), TFTP_PORT), request);
    }

    void requests(int count) {
      for (int i = 0; i < count; i++) {
        request();
        network.forged().flush();
        pause(1);
      }
    }

    /** One ACK at the only port, or at each, one of which is right. */
    private void ack(int block) {
      byte[] ack = TftpPackets.ack(block);
      for (int i = 0; i < server.ports(); i++) {
        network.forge(new Flow(victim, port, server.address(), server.port(i)), ack);
      }
      network.forged().flush();
    }

    /** Acknowledges window after window, at the pace of a machine nearby. */
    void windows(int count) {
      for (int i = 0; i < count; i++) {
        ack(firstAck + i * window);
        pause(server.ports() == 1 ? 15 : 1);
      }
    }

    void inOrder(int count) {
      for (int i = 0; i < count; i++) {
        ack(firstAck + i);
      }
    }

    void mixture() {
      int block = firstAck;
      for (int i = 0; i < 60; i++) {
        switch (random.nextInt(6)) {
          case 0 -> request();
          case 1 -> ack(Math.max(0, block - random.nextInt(3)));
          case 2 -> ack(random.nextInt(0x10000));
          case 3 -> pause(random.nextInt(30));
          default -> {
            ack(block);
            block += 1 + random.nextInt(window);
          }
        }
      }
    }

    void guess(int count) {
      for (int i = 0; i < count; i++) {
        int guessed = server.port(random.nextInt(server.ports()));
        network.forge(
            new Flow(victim, port, server.address(), guessed),
            TftpPackets.ack(firstAck + i * window));
      }
    }
  }
}
