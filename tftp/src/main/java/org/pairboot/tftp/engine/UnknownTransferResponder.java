package org.pairboot.tftp.engine;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import org.pairboot.tftp.packet.Packet;
import org.pairboot.tftp.packet.Packet.ErrorCode;
import org.pairboot.tftp.packet.Packet.Opcode;
import org.pairboot.tftp.packet.PacketCodec;
import org.pairboot.tftp.transport.Transport.Port;

/**
 * Answers packets of transfers that do not exist with ERROR 5 (RFC 1350, section 4), which ends the
 * wait of a client whose server was restarted.
 *
 * <p>A peer gets at most one answer in a while, and all peers together no more than there are
 * slots, so this cannot be used to flood anybody. ERRORs are never answered: two servers cannot
 * answer each other for ever, and ROMs that hang on such an answer do not get one.
 */
final class UnknownTransferResponder {
  /** 256 answers of 21 bytes in {@link #QUIET} are nothing that a flood could be made of. */
  private static final int SLOTS = 256;

  /** Longer than most clients keep repeating a packet. */
  private static final long QUIET = Duration.ofSeconds(10).toNanos();

  private final long[] quietSince = new long[SLOTS];
  private final ByteBuffer answer =
      PacketCodec.encode(new Packet.Error(ErrorCode.UNKNOWN_TRANSFER_ID, "unknown transfer"));

  UnknownTransferResponder(long now) {
    Arrays.fill(quietSince, now - QUIET);
  }

  /** A packet that is neither a request nor part of a flow. */
  void onPacket(Port port, InetSocketAddress peer, ByteBuffer packet, long now) {
    int opcode = PacketCodec.opcode(packet);
    boolean ofTransfer =
        packet.remaining() >= PacketCodec.HEADER && (opcode == Opcode.ACK || opcode == Opcode.DATA);
    if (ofTransfer && port.carriesTransfers() && isAnswerDue(peer, now)) {
      port.reply(peer, answer.rewind());
    }
  }

  /** A transfer with {@code peer} has ended: its last ACK may come again and needs no answer. */
  void onTransferEnd(InetSocketAddress peer, long now) {
    quietSince[slot(peer)] = now;
  }

  /** Whether ACKs of a transfer with {@code peer} that has ended may still arrive. */
  boolean mayHaveLateAcks(InetSocketAddress peer, long now) {
    return now - quietSince[slot(peer)] < QUIET;
  }

  private boolean isAnswerDue(InetSocketAddress peer, long now) {
    if (mayHaveLateAcks(peer, now)) {
      return false;
    }
    quietSince[slot(peer)] = now;
    return true;
  }

  private static int slot(InetSocketAddress peer) {
    return (peer.hashCode() * 0x9E3779B9) >>> 24;
  }
}
