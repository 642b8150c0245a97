package org.pairboot.it.attack;

import java.util.Locale;
import java.util.Random;
import org.pairboot.it.load.ForgedPackets.Flow;

/** TFTP packets of all kinds, most of them damaged, to the port for requests and to the pool. */
final class DamagedPackets {
  private static final int BATCH = 512;

  /** More would not fit into the server's receive buffer. */
  private static final int UNREAD = 4096;

  private static final int CLIENTS = 2000;
  private static final int PORTS = 16;

  private final AttackNetwork network;
  private final Scale scale;
  private final Random random;

  DamagedPackets(AttackNetwork network, Scale scale, Random random) {
    this.network = network;
    this.scale = scale;
    this.random = random;
  }

  /** Sends as fast as the server reads, so that it reads nearly all of them. */
  Finding run(AttackedServer server) {
    TftpPackets packets = new TftpPackets(random);
    long readBefore = server.udp("InDatagrams");
    long arrivedBefore = server.udpArrived();
    long answersBefore = server.udp("OutDatagrams");
    long begin = System.nanoTime();
    long sent = 0;
    while (sent < scale.packets() && System.nanoTime() - begin < scale.limit().toNanos()) {
      for (int i = 0; i < BATCH; i++) {
        network.forge(flow(server), packets.next());
      }
      network.forged().flush();
      sent += BATCH;
      while (sent - (server.udpArrived() - arrivedBefore) > UNREAD
          && System.nanoTime() - begin < scale.limit().toNanos()) {
        Thread.onSpinWait();
      }
    }
    double seconds = (System.nanoTime() - begin) / 1e9;
    long read = server.udp("InDatagrams") - readBefore;
    long answers = server.udp("OutDatagrams") - answersBefore;
    return new Finding(
        "damaged TFTP packets, " + server.title(),
        String.format(Locale.ROOT, "%,d packets in %.0f s", sent, seconds),
        String.format(Locale.ROOT, "%,d read, %,d answers", read, answers),
        "4 answers for each",
        answers <= 4 * sent && read > sent / 2);
  }

  private Flow flow(AttackedServer server) {
    int port =
        random.nextInt(8) == 0
            ? server.port(random.nextInt(server.ports()))
            : AttackedServer.TFTP_PORT;
    return new Flow(
        AttackNetwork.victim(random.nextInt(CLIENTS)),
        20_000 + random.nextInt(PORTS),
        server.address(),
        port);
  }
}
