package org.pairboot.tftp.engine;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import org.pairboot.tftp.packet.ErrorCode;
import org.pairboot.tftp.packet.Opcode;
import org.pairboot.tftp.packet.Packet;
import org.pairboot.tftp.packet.PacketCodec;
import org.pairboot.tftp.transport.Port;

/**
 * Answers packets of transfers that do not exist (RFC 1350, section 4: ERROR 5), which ends the
 * wait of a client whose server was restarted.
 *
 * <p>Each such packet costs at most one answer in a while for its peer, and all of them together no
 * more than there are slots: nobody can be flooded with these. ERRORs are never answered, so two
 * servers cannot talk to each other for ever, and ROMs that hang on such an answer do not get one.
 */
final class Strays {
  private static final int SLOTS = 256;
  private static final long QUIET = Duration.ofSeconds(10).toNanos();

  private final long[] lastSeen = new long[SLOTS];
  private final ByteBuffer answer =
      PacketCodec.encode(new Packet.Error(ErrorCode.UNKNOWN_TRANSFER_ID, "unknown transfer"));

  Strays(long now) {
    Arrays.fill(lastSeen, now - QUIET);
  }

  void onPacket(Port port, InetSocketAddress peer, ByteBuffer packet, long now) {
    int opcode = PacketCodec.opcode(packet);
    boolean ofTransfer =
        packet.remaining() >= PacketCodec.HEADER && (opcode == Opcode.ACK || opcode == Opcode.DATA);
    if (ofTransfer && port.carriesTransfers() && isFirst(peer, now)) {
      port.reply(peer, answer.rewind());
    }
  }

  /** A transfer with {@code peer} has ended: repeated last ACKs are no news and get no answer. */
  void onEnd(InetSocketAddress peer, long now) {
    lastSeen[slot(peer)] = now;
  }

  private boolean isFirst(InetSocketAddress peer, long now) {
    int slot = slot(peer);
    if (now - lastSeen[slot] < QUIET) {
      return false;
    }
    lastSeen[slot] = now;
    return true;
  }

  private static int slot(InetSocketAddress peer) {
    return peer.hashCode() * 0x9E3779B9 >>> 24;
  }
}
