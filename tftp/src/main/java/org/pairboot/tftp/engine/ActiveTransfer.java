package org.pairboot.tftp.engine;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import org.pairboot.artifacts.content.ContentReader;
import org.pairboot.artifacts.content.ReadFailure;
import org.pairboot.artifacts.text.PrintableText;
import org.pairboot.conf.TftpSettings;
import org.pairboot.tftp.admission.Admission;
import org.pairboot.tftp.event.TransferListener;
import org.pairboot.tftp.event.TransferReport;
import org.pairboot.tftp.event.TransferReport.Outcome;
import org.pairboot.tftp.packet.Packet;
import org.pairboot.tftp.packet.Packet.ErrorCode;
import org.pairboot.tftp.packet.Packet.Opcode;
import org.pairboot.tftp.packet.PacketCodec;
import org.pairboot.tftp.request.OptionNegotiation;
import org.pairboot.tftp.request.OptionNegotiation.Limits;
import org.pairboot.tftp.request.RequestResolver.Found;
import org.pairboot.tftp.request.RequestResolver.Rejected;
import org.pairboot.tftp.transfer.Allowance;
import org.pairboot.tftp.transfer.Blocks;
import org.pairboot.tftp.transfer.RetransmitPolicy;
import org.pairboot.tftp.transfer.Transfer;
import org.pairboot.tftp.transfer.Transfer.Output;
import org.pairboot.tftp.transport.Flow;
import org.pairboot.tftp.transport.Transport.Port;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One transfer with all that it needs: state machine, flow, open content and admission lease.
 * {@link TransferTable} starts and ends it.
 */
final class ActiveTransfer extends Deadlines.Entry implements Flow.Handler, Output {
  private static final Logger LOG = LoggerFactory.getLogger(ActiveTransfer.class);

  /**
   * Who sent a read request, where and when.
   *
   * @param size of the packet, in bytes
   */
  record Origin(Packet.Rrq request, int size, InetSocketAddress peer, Port port, long at) {
    InetAddress client() {
      return peer.getAddress();
    }

    Key key() {
      return new Key(peer, port.local());
    }

    /** The same as if it had come now. */
    Origin at(long now) {
      return new Origin(request, size, peer, port, now);
    }
  }

  /** The port of a client has one transfer at a time. */
  record Key(InetSocketAddress peer, InetSocketAddress local) {}

  private final TransferTable table;
  private final Origin origin;
  private final Admission.Lease lease;
  private final ContentReader reader;
  private final Blocks blocks;
  private final Transfer transfer;
  private final ByteBuffer oack;
  private final Flow flow;
  private final TransferListener.Request request;
  private final TransferListener.Terms terms;
  private final boolean portIsSecret;

  private boolean answered;
  private boolean proven;
  private long bytesPublished;
  private long resentPublished;
  private String detail = "";

  /**
   * Negotiates the options and opens the flow; sends nothing yet.
   *
   * @param trial how the client proves that it receives, if its port does not
   * @param reader of the content; closed with this transfer, but not if this fails
   * @param lease likewise
   * @param superseded the flow of an earlier transfer to the same peer
   */
  static ActiveTransfer open(
      TransferTable table,
      TftpSettings settings,
      Allowance.Trial trial,
      Origin origin,
      Found found,
      ContentReader reader,
      Admission.Lease lease,
      Optional<Flow> superseded) {
    OptionNegotiation.Result options =
        OptionNegotiation.negotiate(
            origin.request().options(),
            found.mode(),
            reader.length(),
            Limits.of(
                settings.clients().of(origin.client()),
                settings.maxWindowBytes(),
                origin.port().choices(),
                origin.port().local().getAddress(),
                origin.port().mtu()));
    RetransmitPolicy policy = RetransmitPolicy.of(settings, options.timeout());
    return new ActiveTransfer(
        table, origin, found, lease, reader, options, policy, trial, superseded);
  }

  private ActiveTransfer(
      TransferTable table,
      Origin origin,
      Found found,
      Admission.Lease lease,
      ContentReader reader,
      OptionNegotiation.Result options,
      RetransmitPolicy policy,
      Allowance.Trial trial,
      Optional<Flow> superseded) {
    this.table = table;
    this.origin = origin;
    this.lease = lease;
    this.reader = reader;
    this.blocks = new Blocks(reader.length(), options.blksize(), options.rollover());
    boolean hasOack = !options.accepted().isEmpty();
    this.oack = hasOack ? PacketCodec.encode(new Packet.Oack(options.accepted())) : null;
    Allowance allowance = allowance(origin, trial);
    this.portIsSecret = allowance.portIsSecret();
    this.transfer =
        new Transfer(
            new Transfer.Terms(
                blocks.last(),
                options.windowsize(),
                options.rollover(),
                hasOack,
                options.sizeAsked()),
            policy,
            allowance,
            this,
            origin.at());
    this.request =
        new TransferListener.Request(
            origin.peer(), origin.port().local(), found.name(), origin.request().options());
    this.terms =
        new TransferListener.Terms(
            found.route(),
            blocks.length(),
            options.blksize(),
            options.windowsize(),
            options.accepted());
    this.flow =
        origin.port().open(origin.peer(), new Flow.Source(reader, blocks), this, superseded);
  }

  private Allowance allowance(Origin origin, Allowance.Trial trial) {
    int ports = origin.port().choices();
    return Allowance.isSecret(ports)
        ? Allowance.ofSecretPort(
            ports, origin.size(), oack == null ? 0 : oack.remaining(), blocks.blksize(), trial)
        : Allowance.ofKnownPort(trial);
  }

  Origin origin() {
    return origin;
  }

  Admission.Lease lease() {
    return lease;
  }

  Flow flow() {
    return flow;
  }

  TransferListener.Request request() {
    return request;
  }

  TransferListener.Terms terms() {
    return terms;
  }

  /** Sends the first packet. */
  void start() {
    try {
      transfer.start(origin.at());
    } catch (RuntimeException | Error e) {
      onBug(e);
    }
  }

  /**
   * Decides about a request that came from the port of this transfer's client. Firmware repeats a
   * request until it sees an answer, so the same request just after the first ACK was delayed on
   * its way and does not mean that the client starts over. In a flood it can be delayed for longer,
   * in our own queue; the ACKs that keep coming show that, because a client that starts over has
   * been silent before.
   *
   * @param delay how long after the first ACK a request counts as delayed, in nanoseconds; after
   *     any other ACK, a quarter of that
   * @return whether the request belongs to this transfer; if not, it supersedes the transfer
   */
  boolean absorbs(Packet.Rrq repeated, long delay) {
    if (!origin.request().equals(repeated)) {
      return false;
    }
    long now = table.now();
    if (transfer.isAnswered()) {
      return now - transfer.answeredAt() < delay || now - transfer.heardAt() < delay / 4;
    }
    transfer.onDuplicateRequest(now);
    return true;
  }

  /** The client has sent another request from the same port. */
  void supersede() {
    transfer.onLeft();
    if (transfer.outcome() == Outcome.ABORTED) {
      detail = "the client has sent another request";
    }
  }

  /** The client has not answered, and a new transfer needs the place. */
  void abandon() {
    transfer.onAbandoned();
    detail = "dropped in favor of newer requests";
  }

  /** The server cannot continue this transfer. */
  void fail(String reason) {
    transfer.onFailure();
    detail = reason;
  }

  /** Fails this transfer alone, so that a bug does not end those of other clients. */
  private void onBug(Throwable bug) {
    LOG.error("TFTP transfer of {} to {} failed", request.name(), origin.peer(), bug);
    fail("internal error: " + bug);
  }

  @Override
  public void onPacket(ByteBuffer packet) {
    try {
      if (PacketCodec.isAck(packet)) {
        transfer.onAck(PacketCodec.block(packet), table.now());
        tellProgress();
      } else if (PacketCodec.opcode(packet) == Opcode.ERROR
          && PacketCodec.decode(packet) instanceof Packet.Error(int code, String message)) {
        transfer.onError(code);
        detail = ("client error " + code + " " + PrintableText.of(message, 80)).strip();
      }
      // Other packets have no meaning for the side that sends the file.
    } catch (RuntimeException | Error e) {
      onBug(e);
    }
    table.onChange(this);
  }

  private void tellProgress() {
    if (!answered && transfer.isAnswered()) {
      answered = true;
      table.onAnswered(this);
    }
    if (!proven && transfer.isProven()) {
      proven = true;
      lease.onProven();
    }
    if (transfer.isForged()) {
      detail = "it acknowledged what was not sent: its address is forged, or it does not receive";
    }
  }

  @Override
  public void onSent(long at) {
    transfer.onSent(at);
  }

  @Override
  public void onPortClosed() {
    // Where both ports are known, a forged message must not end the boot of a neighbour.
    if (portIsSecret || !transfer.isProven()) {
      transfer.onLeft();
      detail = "the client has closed its port";
      table.onChange(this);
    }
  }

  @Override
  public void onReadFailure(Throwable failure) {
    if (failure instanceof IOException) {
      fail("cannot read: " + ReadFailure.explain(failure));
    } else {
      onBug(failure);
    }
    table.callSoon(this);
  }

  void onTimer() {
    try {
      transfer.onTimer(table.now());
    } catch (RuntimeException | Error e) {
      onBug(e);
    }
  }

  /** The server stood still for {@code nanos}. */
  void onPause(long nanos) {
    transfer.onPause(nanos, table.now());
  }

  /** In the past once the transfer has ended, so that the table takes it out at its next turn. */
  @Override
  long deadline() {
    return transfer.hasEnded() ? origin.at() : transfer.deadline();
  }

  boolean hasEnded() {
    return transfer.hasEnded();
  }

  /** Publishes how far the client has got and what was retransmitted since the last call. */
  void publishProgress(Notifier notifier) {
    long bytes = blocks.bytesThrough(transfer.acknowledged());
    if (bytes > bytesPublished) {
      bytesPublished = bytes;
      notifier.publish(listener -> listener.progress(request, bytes));
    }
    long resent = transfer.packetsResent() - resentPublished;
    if (resent > 0) {
      resentPublished += resent;
      notifier.publish(listener -> listener.retransmitted(request, resent));
    }
  }

  /** Only valid once {@link #hasEnded}. */
  TransferReport report() {
    return new TransferReport(
        request,
        Optional.of(terms),
        transfer.outcome(),
        detail,
        blocks.bytesThrough(transfer.acknowledged()),
        transfer.isProven(),
        Duration.ofNanos(table.now() - origin.at()),
        transfer.packetsResent());
  }

  /** Releases everything; sends an ERROR to a client that would otherwise keep waiting. */
  void close() {
    if (transfer.outcome() == Outcome.FAILED) {
      flow.sendControl(
          PacketCodec.encode(new Packet.Error(ErrorCode.NOT_DEFINED, Rejected.INTERNAL_FAULT)));
    }
    flow.close();
    reader.close();
    if (answered) {
      lease.closeAfter((int) Math.min(transfer.packetsSent(), Integer.MAX_VALUE));
    } else {
      lease.close();
    }
  }

  @Override
  public void sendOack() {
    flow.sendControl(oack);
  }

  @Override
  public void sendData(long first, int count) {
    if (first + count > blocks.last()) {
      try {
        reader.checkWhole();
      } catch (IOException e) {
        // With its last block, the client would take what it has for the whole.
        onReadFailure(e);
        return;
      }
    }
    flow.sendData(first, count);
  }
}
