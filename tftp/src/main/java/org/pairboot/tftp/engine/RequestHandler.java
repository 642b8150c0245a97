package org.pairboot.tftp.engine;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.pairboot.artifacts.content.ContentReader;
import org.pairboot.conf.ClientPolicies.Access;
import org.pairboot.conf.TftpSettings;
import org.pairboot.tftp.admission.Admission;
import org.pairboot.tftp.engine.ActiveTransfer.Origin;
import org.pairboot.tftp.engine.PendingOpenings.Opened;
import org.pairboot.tftp.engine.PendingOpenings.Pending;
import org.pairboot.tftp.event.TransferListener;
import org.pairboot.tftp.event.TransferListener.DropReason;
import org.pairboot.tftp.event.TransferReport;
import org.pairboot.tftp.packet.Datagram;
import org.pairboot.tftp.packet.Packet;
import org.pairboot.tftp.packet.Packet.Opcode;
import org.pairboot.tftp.packet.Packet.Option;
import org.pairboot.tftp.packet.PacketCodec;
import org.pairboot.tftp.request.RequestResolver.Found;
import org.pairboot.tftp.request.RequestResolver.Rejected;
import org.pairboot.tftp.transport.Transport.Link;
import org.pairboot.tftp.transport.Transport.Port;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns each request into a transfer or into one ERROR. An ERROR is sent once for each request and
 * never again: a client that has not received it repeats its request.
 */
final class RequestHandler implements Link.PacketHandler {
  private static final Logger LOG = LoggerFactory.getLogger(RequestHandler.class);

  private final EventLoop.Shared shared;
  private final TftpSettings settings;
  private final TransferTable transfers;
  private final PendingOpenings opening;
  private final Notifier notifier;
  private final UnknownTransferResponder unknownTransfers;
  private final long repetitionDelay;
  private boolean accepting = true;

  RequestHandler(
      EventLoop.Shared shared,
      TransferTable transfers,
      PendingOpenings opening,
      Notifier notifier,
      UnknownTransferResponder unknownTransfers) {
    this.shared = shared;
    this.settings = shared.settings();
    this.transfers = transfers;
    this.opening = opening;
    this.notifier = notifier;
    this.unknownTransfers = unknownTransfers;
    this.repetitionDelay = settings.retransmit().initial().toNanos();
  }

  /** From now on requests get no answer: the client tries again, and perhaps elsewhere. */
  void stopAccepting() {
    accepting = false;
  }

  @Override
  public void onPacket(Port port, InetSocketAddress peer, ByteBuffer packet) {
    int size = packet.remaining();
    try {
      if (!Opcode.isRequest(PacketCodec.opcode(packet))) {
        unknownTransfers.onPacket(port, peer, packet, transfers.now());
      } else if (accepting && port.takesRequests()) {
        if (settings.clients().of(peer.getAddress()).access() == Access.DENY) {
          notifier.dropped(DropReason.DENIED, peer.getAddress());
          return;
        }
        switch (PacketCodec.decode(packet)) {
          case Packet.Rrq rrq -> onReadRequest(new Origin(rrq, size, peer, port, transfers.now()));
          case Packet.Request request ->
              refuse(port, peer, request.options(), shared.resolver().refuse(request));
          case Datagram.Malformed malformed ->
              refuse(port, peer, List.of(), shared.resolver().refuse(malformed));
          case Packet other -> throw new IllegalStateException("not a request: " + other);
        }
      }
    } catch (RuntimeException | Error e) {
      LOG.error("Cannot handle a TFTP request of {}", peer, e);
    }
  }

  private void onReadRequest(Origin origin) {
    if (opening.absorbs(origin)) {
      return;
    }
    Optional<ActiveTransfer> earlier = transfers.find(origin.key());
    if (earlier.isPresent() && earlier.get().absorbs(origin.request(), repetitionDelay)) {
      return;
    }
    Optional<Admission.Lease> admitted =
        shared.admission().admit(origin.client(), settings.unprovenPackets(), origin.at());
    if (admitted.isEmpty()) {
      notifier.dropped(DropReason.THROTTLED, origin.client());
      return;
    }
    earlier.ifPresent(transfers::supersede);
    opening.abandon(origin.key());
    Admission.Lease lease = admitted.get();
    switch (shared.resolver().resolve(origin.request(), origin.peer(), origin.port().local())) {
      case Found found ->
          open(new Pending(origin, found, lease, earlier.map(ActiveTransfer::flow)));
      case Rejected rejected -> reject(origin, rejected, lease);
    }
  }

  private void open(Pending request) {
    Optional<ContentReader> reader = request.found().openAtOnce();
    if (reader.isPresent()) {
      start(request, reader.get());
    } else if (!opening.tryOpen(request)) {
      request.lease().closeAfter(0);
      notifier.dropped(DropReason.OVERLOADED, request.origin().client());
    }
  }

  private void start(Pending request, ContentReader reader) {
    transfers
        .start(request.origin(), request.found(), reader, request.lease(), request.superseded())
        .ifPresent(rejected -> reject(request.origin(), rejected, request.lease()));
  }

  /** Whether a content is being opened. */
  boolean isOpening() {
    return !opening.isEmpty();
  }

  /** Starts the transfers whose content has been opened since the last call. */
  void startOpened() {
    for (Opened opened = opening.poll(); opened != null; opened = opening.poll()) {
      Pending request = opened.pending();
      // The time of the opening is none of the client's, by which it would be measured.
      Origin now = request.origin().at(transfers.now());
      switch (opened) {
        case Opened.Ready(_, ContentReader reader) ->
            start(new Pending(now, request.found(), request.lease(), request.superseded()), reader);
        case Opened.Failed(_, Throwable cause) ->
            reject(now, Rejected.failed(request.found().name(), cause), request.lease());
      }
    }
  }

  /** Forgets the requests whose content is still being opened. */
  void abandonOpenings() {
    opening.close();
  }

  private void reject(Origin origin, Rejected rejected, Admission.Lease lease) {
    lease.closeAfter(0);
    refuse(origin.port(), origin.peer(), origin.request().options(), rejected);
  }

  private void refuse(Port port, InetSocketAddress peer, List<Option> options, Rejected rejected) {
    if (!shared.admission().mayRefuse(peer.getAddress(), transfers.now())) {
      notifier.dropped(DropReason.THROTTLED, peer.getAddress());
      return;
    }
    var request = new TransferListener.Request(peer, port.local(), rejected.name(), options);
    notifier.publish(listener -> listener.requested(request));
    port.reply(peer, PacketCodec.encode(new Packet.Error(rejected.code(), rejected.message())));
    TransferReport report =
        TransferReport.ofRejected(request, rejected.outcome(), rejected.detail());
    notifier.publish(listener -> listener.finished(report));
  }
}
