package org.pairboot.tftp.engine;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.pairboot.artifacts.content.ContentReader;
import org.pairboot.conf.ClientPolicies.Access;
import org.pairboot.conf.TftpSettings;
import org.pairboot.tftp.engine.RequestAnswer.Found;
import org.pairboot.tftp.engine.RequestAnswer.Rejected;
import org.pairboot.tftp.event.DropReason;
import org.pairboot.tftp.event.TransferReport;
import org.pairboot.tftp.event.TransferRequest;
import org.pairboot.tftp.netascii.NetasciiReader;
import org.pairboot.tftp.option.Negotiated;
import org.pairboot.tftp.option.OptionLimits;
import org.pairboot.tftp.option.OptionNegotiation;
import org.pairboot.tftp.packet.Decoded;
import org.pairboot.tftp.packet.Opcode;
import org.pairboot.tftp.packet.Packet;
import org.pairboot.tftp.packet.PacketCodec;
import org.pairboot.tftp.packet.TftpOption;
import org.pairboot.tftp.packet.TransferMode;
import org.pairboot.tftp.transfer.RetransmitPolicy;
import org.pairboot.tftp.transport.Flow;
import org.pairboot.tftp.transport.PacketHandler;
import org.pairboot.tftp.transport.Port;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns requests into sessions, or into one ERROR. An ERROR is sent once for each request and never
 * again: a client that has not got it asks again.
 */
final class RequestHandler implements PacketHandler {
  private static final Logger LOGGER = LoggerFactory.getLogger(RequestHandler.class);

  private final Shared shared;
  private final TftpSettings settings;
  private final Sessions sessions;
  private final Strays strays;
  private final long straggling;
  private boolean accepting = true;

  RequestHandler(Shared shared, Sessions sessions, Strays strays) {
    this.shared = shared;
    this.settings = shared.settings();
    this.sessions = sessions;
    this.strays = strays;
    this.straggling = settings.retransmit().initial().toNanos();
  }

  /** From now on requests get no answer: the client tries again, and perhaps elsewhere. */
  void stopAccepting() {
    accepting = false;
  }

  @Override
  public void onPacket(Port port, InetSocketAddress peer, ByteBuffer packet) {
    try {
      if (!Opcode.isRequest(PacketCodec.opcode(packet))) {
        strays.onPacket(port, peer, packet, sessions.now());
      } else if (accepting && port.takesRequests()) {
        if (shared.admission().policyOf(peer.getAddress()).access() == Access.DENY) {
          drop(DropReason.DENIED, peer);
        } else {
          onRequest(port, peer, PacketCodec.decode(packet));
        }
      }
    } catch (RuntimeException | Error e) {
      LOGGER.error("A TFTP request of {} cannot be handled", peer, e);
    }
  }

  private void onRequest(Port port, InetSocketAddress peer, Decoded decoded) {
    switch (decoded) {
      case Packet.Rrq rrq -> onReadRequest(new Session.Origin(rrq, peer, port, sessions.now()));
      case Packet.Request request ->
          refuse(port, peer, request.options(), shared.resolver().refuse(request));
      case Decoded.Malformed malformed ->
          refuse(port, peer, List.of(), shared.resolver().refuse(malformed));
      case Packet other -> throw new IllegalStateException("not a request: " + other);
    }
  }

  private void onReadRequest(Session.Origin origin) {
    Optional<Session> earlier = sessions.find(origin.key());
    if (earlier.isPresent() && earlier.get().absorbs(origin.request(), straggling)) {
      return;
    }
    int packets = settings.unprovenPackets();
    if (!shared.admission().tryTake(origin.client(), packets, origin.at())) {
      drop(DropReason.THROTTLED, origin.peer());
      return;
    }
    if (earlier.isPresent()) {
      earlier.get().supersede();
      sessions.settle(earlier.get());
    }
    switch (shared.resolver().resolve(origin.request(), origin.peer(), origin.port().local())) {
      case Found found -> admit(origin, found, earlier.map(Session::flow));
      case Rejected rejected -> reject(origin, rejected);
    }
  }

  private void drop(DropReason reason, InetSocketAddress peer) {
    sessions.notifier().dropped(reason, peer.getAddress());
  }

  private void refuse(
      Port port, InetSocketAddress peer, List<TftpOption> asked, Rejected rejected) {
    if (shared.admission().tryTake(peer.getAddress(), 1, sessions.now())) {
      reject(port, peer, asked, rejected);
    } else {
      drop(DropReason.THROTTLED, peer);
    }
  }

  private void admit(Session.Origin origin, Found found, Optional<Flow> superseded) {
    if (!sessions.tryReserve()) {
      shared.admission().giveBack(origin.client(), settings.unprovenPackets());
      drop(DropReason.OVERLOADED, origin.peer());
      return;
    }
    if (!shared.limits().tryAcquire(origin.client())) {
      sessions.cancel();
      reject(origin, Rejected.busy(found.name()));
      return;
    }
    boolean started = false;
    try {
      Session session = open(origin, found, superseded);
      started = true;
      requested(origin.port(), origin.peer(), found.name(), origin.request().options());
      sessions.start(session);
    } catch (IOException e) {
      reject(origin, Rejected.failed(found.name(), e));
    } catch (RuntimeException | Error e) {
      LOGGER.error("TFTP cannot send {} to {}", found.name(), origin.peer(), e);
      reject(origin, Rejected.failed(found.name(), e));
    } finally {
      if (!started) {
        sessions.cancel();
        shared.limits().release(origin.client());
      }
    }
  }

  private Session open(Session.Origin origin, Found found, Optional<Flow> superseded)
      throws IOException {
    ContentReader plain = found.content().open();
    ContentReader reader =
        found.mode() == TransferMode.NETASCII ? new NetasciiReader(plain) : plain;
    try {
      Port port = origin.port();
      Negotiated negotiated =
          OptionNegotiation.negotiate(
              origin.request().options(),
              found.mode(),
              reader.length(),
              OptionLimits.of(
                  shared.admission().policyOf(origin.client()),
                  settings.maxWindowBytes(),
                  port.local().getAddress(),
                  port.mtu()));
      RetransmitPolicy policy = RetransmitPolicy.of(settings, negotiated.timeout());
      return new Session(sessions, origin, found, reader, negotiated, policy, superseded);
    } catch (RuntimeException | Error e) {
      reader.close();
      throw e;
    }
  }

  /** The one ERROR costs one token of those taken. */
  private void reject(Session.Origin origin, Rejected rejected) {
    shared.admission().giveBack(origin.client(), settings.unprovenPackets() - 1);
    reject(origin.port(), origin.peer(), origin.request().options(), rejected);
  }

  private void reject(
      Port port, InetSocketAddress peer, List<TftpOption> asked, Rejected rejected) {
    requested(port, peer, rejected.name(), asked);
    port.reply(peer, PacketCodec.encode(new Packet.Error(rejected.code(), rejected.message())));
    sessions.tell(
        new TransferReport(
            peer,
            port.local(),
            rejected.name(),
            "",
            rejected.outcome(),
            rejected.detail(),
            0,
            Duration.ZERO,
            0,
            0,
            0,
            asked));
  }

  private void requested(Port port, InetSocketAddress peer, String name, List<TftpOption> asked) {
    TransferRequest request = new TransferRequest(peer, port.local(), name, asked);
    sessions.notifier().tell(listener -> listener.requested(request));
  }
}
