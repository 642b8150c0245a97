package org.pairboot.tftp.engine;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import org.pairboot.artifacts.content.ContentReader;
import org.pairboot.tftp.engine.RequestAnswer.Found;
import org.pairboot.tftp.engine.RequestAnswer.Rejected;
import org.pairboot.tftp.event.TransferOutcome;
import org.pairboot.tftp.event.TransferReport;
import org.pairboot.tftp.event.TransferRequest;
import org.pairboot.tftp.event.TransferTerms;
import org.pairboot.tftp.option.Negotiated;
import org.pairboot.tftp.packet.ErrorCode;
import org.pairboot.tftp.packet.Opcode;
import org.pairboot.tftp.packet.Packet;
import org.pairboot.tftp.packet.PacketCodec;
import org.pairboot.tftp.transfer.Blocks;
import org.pairboot.tftp.transfer.RetransmitPolicy;
import org.pairboot.tftp.transfer.Transfer;
import org.pairboot.tftp.transfer.TransferOutput;
import org.pairboot.tftp.transport.BlockSource;
import org.pairboot.tftp.transport.Flow;
import org.pairboot.tftp.transport.FlowHandler;
import org.pairboot.tftp.transport.Port;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running transfer: its state machine, its flow, its open content. */
final class Session extends Timed implements FlowHandler, TransferOutput {

  /** Runs sessions. */
  interface Host {
    /** Now, as of {@link System#nanoTime}. */
    long now();

    /** Something has happened to {@code session}: it may have ended, or want to be called. */
    void settle(Session session);

    /** The client of {@code session} has answered for the first time. */
    void proven(Session session);

    /** {@code session} wants to be called soon, but not from within this call. */
    void callSoon(Session session);
  }

  /** Who asked for what, and where. */
  record Origin(Packet.Rrq request, InetSocketAddress peer, Port port, long at) {
    InetAddress client() {
      return peer.getAddress();
    }

    Key key() {
      return new Key(peer, port.local());
    }
  }

  /** A client's port has one transfer at a time. */
  record Key(InetSocketAddress peer, InetSocketAddress local) {}

  private static final Logger LOGGER = LoggerFactory.getLogger(Session.class);

  private final Host host;
  private final Origin origin;
  private final Found found;
  private final ContentReader reader;
  private final Negotiated negotiated;
  private final Blocks blocks;
  private final Transfer transfer;
  private final Flow flow;
  private final ByteBuffer oack;

  private boolean proven;
  private long bytesTold;
  private long resentTold;
  private TransferOutcome forcedOutcome;
  private String detail = "";

  Session(
      Host host,
      Origin origin,
      Found found,
      ContentReader reader,
      Negotiated negotiated,
      RetransmitPolicy policy,
      Optional<Flow> superseded) {
    this.host = host;
    this.origin = origin;
    this.found = found;
    this.reader = reader;
    this.negotiated = negotiated;
    this.blocks = new Blocks(reader.length(), negotiated.blksize(), negotiated.rollover());
    boolean hasOack = !negotiated.accepted().isEmpty();
    this.oack = hasOack ? PacketCodec.encode(new Packet.Oack(negotiated.accepted())) : null;
    this.transfer =
        new Transfer(
            new Transfer.Terms(
                blocks.last(),
                negotiated.windowsize(),
                negotiated.rollover(),
                hasOack,
                negotiated.sizeAsked()),
            policy,
            this,
            origin.at());
    this.flow =
        origin.port().open(origin.peer(), new BlockSource(reader, blocks), this, superseded);
  }

  void start() {
    try {
      transfer.start(origin.at());
    } catch (RuntimeException | Error e) {
      onBug(e);
    }
  }

  Origin origin() {
    return origin;
  }

  TransferRequest request() {
    return new TransferRequest(
        origin.peer(), origin.port().local(), found.name(), origin.request().options());
  }

  TransferTerms terms() {
    return new TransferTerms(
        found.route(),
        blocks.length(),
        negotiated.blksize(),
        negotiated.windowsize(),
        negotiated.accepted());
  }

  /** Tells how far the client has got and what was sent again, where there is news. */
  void tellNews(Notifier notifier) {
    long bytes = blocks.bytesThrough(transfer.acknowledged());
    if (bytes > bytesTold) {
      bytesTold = bytes;
      notifier.tell(listener -> listener.progress(request(), bytes));
    }
    long again = transfer.packetsResent() - resentTold;
    if (again > 0) {
      resentTold += again;
      notifier.tell(listener -> listener.retransmitted(request(), again));
    }
  }

  /** Others need the place of this session, whose client has not answered. */
  void abandon() {
    transfer.onAbandoned();
    detail = "made room for others";
  }

  Flow flow() {
    return flow;
  }

  /** Whether {@code request} is the one that this session answers, sent once more. */
  boolean isRepeatedBy(Packet.Rrq request) {
    return origin.request().equals(request);
  }

  /**
   * The same request has come again. Firmware repeats it until it sees an answer, so one that
   * arrives just after the first ACK was delayed on its way and is no wish to start over. In a
   * flood it can be delayed for longer, in our own queue; then it is told by the ACKs that keep
   * coming, for who starts over has been silent before.
   *
   * @param straggling how long after the first ACK a request counts as delayed, in nanoseconds;
   *     after any other, a quarter of that
   * @return whether that is all there is to do; if not, the client has started over
   */
  boolean absorbs(Packet.Rrq request, long straggling) {
    if (!isRepeatedBy(request)) {
      return false;
    }
    long now = host.now();
    if (transfer.isProven()) {
      return now - transfer.provenAt() < straggling || now - transfer.heardAt() < straggling / 4;
    }
    transfer.onDuplicateRequest(now);
    return true;
  }

  /** The client's port has turned to another request. */
  void supersede() {
    transfer.onSuperseded();
    if (transfer.outcome() == TransferOutcome.ABORTED) {
      detail = "the client has sent another request";
    }
  }

  /** Ends this transfer, so that a fault in it does not end those of others. */
  private void onBug(Throwable fault) {
    LOGGER.error("The TFTP transfer of {} to {} fails", found.name(), origin.peer(), fault);
    fail("internal error: " + fault);
  }

  /** Ends the transfer because of us. */
  void fail(String reason) {
    forcedOutcome = TransferOutcome.FAILED;
    detail = reason;
  }

  @Override
  public void onPacket(ByteBuffer packet) {
    try {
      if (PacketCodec.isAck(packet)) {
        transfer.onAck(PacketCodec.block(packet), host.now());
        if (!proven && transfer.isProven()) {
          proven = true;
          host.proven(this);
        }
      } else if (PacketCodec.opcode(packet) == Opcode.ERROR
          && PacketCodec.decode(packet) instanceof Packet.Error(int code, String message)) {
        transfer.onError(code);
        detail = ("client error " + code + " " + SafeText.of(message)).strip();
      }
      // What else there is makes no sense to somebody who sends a file.
    } catch (RuntimeException | Error e) {
      onBug(e);
    }
    host.settle(this);
  }

  @Override
  public void onSent(long at) {
    transfer.onSent(at);
  }

  @Override
  public void onReadFailure(Throwable failure) {
    if (failure instanceof IOException) {
      fail("cannot read: " + failure);
    } else {
      onBug(failure);
    }
    host.callSoon(this);
  }

  void onTimer() {
    try {
      transfer.onTimer(host.now());
    } catch (RuntimeException | Error e) {
      onBug(e);
    }
    host.settle(this);
  }

  @Override
  long deadline() {
    return forcedOutcome == null ? transfer.deadline() : origin.at();
  }

  boolean hasEnded() {
    return forcedOutcome != null || transfer.hasEnded();
  }

  /** Releases everything; tells the client where it would wait in vain. */
  void close() {
    if (forcedOutcome != null && !transfer.hasEnded()) {
      flow.sendControl(PacketCodec.encode(new Packet.Error(ErrorCode.NOT_DEFINED, Rejected.FAULT)));
    }
    flow.close();
    reader.close();
  }

  /** Only valid once {@link #hasEnded}. */
  TransferReport report() {
    return new TransferReport(
        origin.peer(),
        origin.port().local(),
        found.name(),
        found.route(),
        forcedOutcome == null ? transfer.outcome() : forcedOutcome,
        detail,
        blocks.bytesThrough(transfer.acknowledged()),
        Duration.ofNanos(host.now() - origin.at()),
        negotiated.blksize(),
        negotiated.windowsize(),
        transfer.packetsResent(),
        origin.request().options());
  }

  @Override
  public void sendOack() {
    flow.sendControl(oack);
  }

  @Override
  public void sendData(long first, int count) {
    flow.sendData(first, count);
  }
}
