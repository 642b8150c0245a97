package org.pairboot.it.attack;

import static org.pairboot.it.attack.AttackedServer.TFTP_PORT;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import org.pairboot.it.load.ForgedPackets.Flow;

/**
 * Packets that claim to come from services that answer everything (echo, chargen, DNS, TFTP), or
 * from the server itself: an answer to an answer would never end.
 */
final class Reflections {
  private static final int EACH = 100;
  private static final List<Integer> SERVICES = List.of(7, 19, 53, 69);
  private static final Duration SILENCE = Duration.ofSeconds(1);

  private final AttackNetwork network;

  Reflections(AttackNetwork network) {
    this.network = network;
  }

  /** Sends, waits until no transfer can be left, and looks whether the server is silent then. */
  Finding run(AttackedServer server, Duration life) {
    long before = server.udp("OutDatagrams");
    List<byte[]> payloads =
        List.of(
            TftpPackets.request(AttackFiles.SMALL),
            TftpPackets.request("nothing"),
            TftpPackets.ack(1),
            TftpPackets.error(5),
            new byte[] {0, 3, 0, 1, 'd'},
            new byte[] {0, 2});
    long sent = 0;
    for (int i = 0; i < EACH; i++) {
      for (Flow flow : flows(server, i)) {
        for (byte[] payload : payloads) {
          network.forge(flow, payload);
          sent++;
        }
      }
      network.forged().flush();
      LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
    }
    LockSupport.parkNanos(life.toNanos());
    long answers = server.udp("OutDatagrams") - before;
    LockSupport.parkNanos(SILENCE.toNanos());
    long later = server.udp("OutDatagrams") - before - answers;
    return new Finding(
        "reflection, " + server.title(),
        String.format(Locale.ROOT, "%,d packets", sent),
        String.format(Locale.ROOT, "%,d answers, then %d in a second", answers, later),
        "4 answers for each, then silence",
        answers <= 4 * sent && later == 0);
  }

  private static List<Flow> flows(AttackedServer server, int number) {
    List<Flow> flows = new ArrayList<>();
    int own = server.address();
    for (int service : SERVICES) {
      flows.add(new Flow(AttackNetwork.victim(4000 + number), service, own, TFTP_PORT));
    }
    int pooled = server.port(number % server.ports());
    flows.add(new Flow(own, TFTP_PORT, own, TFTP_PORT));
    flows.add(new Flow(own, pooled, own, TFTP_PORT));
    flows.add(new Flow(own, TFTP_PORT, own, pooled));
    flows.add(new Flow(own, pooled, own, pooled));
    return flows;
  }
}
