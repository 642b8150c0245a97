package org.pairboot.tftp.engine;

import java.net.InetSocketAddress;
import java.util.Optional;
import org.pairboot.artifacts.catalog.BootRequest;
import org.pairboot.artifacts.catalog.Catalog;
import org.pairboot.artifacts.catalog.Protocol;
import org.pairboot.artifacts.catalog.RequestName;
import org.pairboot.tftp.engine.RequestAnswer.Found;
import org.pairboot.tftp.engine.RequestAnswer.Rejected;
import org.pairboot.tftp.netascii.NetasciiReader;
import org.pairboot.tftp.packet.Decoded;
import org.pairboot.tftp.packet.ErrorCode;
import org.pairboot.tftp.packet.Packet;
import org.pairboot.tftp.packet.TransferMode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out what a request is for. Thread-safe. */
public final class RequestResolver {
  private static final Logger LOGGER = LoggerFactory.getLogger(RequestResolver.class);

  private final Catalog catalog;

  public RequestResolver(Catalog catalog) {
    this.catalog = catalog;
  }

  /** Every request that is no read request is refused. */
  Rejected refuse(Packet.Request request) {
    String shown = SafeText.of(request.filename());
    return Rejected.refused(shown, ErrorCode.ACCESS_VIOLATION, "this server does not take files");
  }

  Rejected refuse(Decoded.Malformed malformed) {
    return Rejected.refused("", ErrorCode.ILLEGAL_OPERATION, malformed.reason());
  }

  RequestAnswer resolve(Packet.Rrq request, InetSocketAddress peer, InetSocketAddress local) {
    String shown = SafeText.of(request.filename());
    Optional<TransferMode> mode = TransferMode.parse(request.mode());
    if (mode.isEmpty() || mode.get() == TransferMode.MAIL) {
      String text = "mode '" + SafeText.of(request.mode()) + "' is not served; use octet";
      return Rejected.refused(shown, ErrorCode.ILLEGAL_OPERATION, text);
    }
    return switch (RequestName.fromTftp(request.filenameBytes())) {
      case RequestName.Refused refused ->
          Rejected.refused(shown, ErrorCode.ACCESS_VIOLATION, refused.reason());
      case RequestName.Accepted accepted ->
          lookUp(new BootRequest(accepted.name(), Protocol.TFTP, peer, local), mode.get());
    };
  }

  private RequestAnswer lookUp(BootRequest request, TransferMode mode) {
    String name = request.name();
    Optional<Catalog.Resolution> resolution;
    try {
      resolution = catalog.resolve(request);
    } catch (RuntimeException | Error e) {
      LOGGER.error("{} cannot be looked up for {}", name, request.peer(), e);
      return Rejected.failed(name, e);
    }
    if (resolution.isEmpty()) {
      return Rejected.notFound(name);
    }
    Catalog.Resolution found = resolution.get();
    if (mode == TransferMode.NETASCII && found.content().length() > NetasciiReader.MAX_LENGTH) {
      String text = "too large for netascii; ask in octet (binary) mode";
      return Rejected.refused(name, ErrorCode.NOT_DEFINED, text);
    }
    return new Found(name, found.route(), found.content(), mode);
  }
}
