package org.pairboot.tftp.request;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.Optional;
import org.pairboot.artifacts.catalog.BootRequest;
import org.pairboot.artifacts.catalog.BootRequest.Evidence;
import org.pairboot.artifacts.catalog.BootRequest.Protocol;
import org.pairboot.artifacts.catalog.Catalog;
import org.pairboot.artifacts.catalog.RequestName;
import org.pairboot.artifacts.content.Content;
import org.pairboot.artifacts.content.ContentReader;
import org.pairboot.artifacts.content.ReadFailure;
import org.pairboot.artifacts.text.PrintableText;
import org.pairboot.tftp.event.TransferReport.Outcome;
import org.pairboot.tftp.packet.Datagram;
import org.pairboot.tftp.packet.Packet;
import org.pairboot.tftp.packet.Packet.ErrorCode;
import org.pairboot.tftp.packet.Packet.Mode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the content that a request names, or the ERROR that answers it. Thread-safe. */
public final class RequestResolver {
  private static final Logger LOG = LoggerFactory.getLogger(RequestResolver.class);

  /** Names from the network are cut here: an ERROR must fit into one small packet. */
  private static final int MAX_SHOWN_NAME = 80;

  private final Catalog catalog;

  public RequestResolver(Catalog catalog) {
    this.catalog = catalog;
  }

  /** What a request leads to. */
  public sealed interface Answer {

    /** The name as reports show it. */
    String name();
  }

  /** There is a content to send. */
  public record Found(String name, String route, Content content, Mode mode) implements Answer {

    /** Opens the content as the client gets it; may take as long as the file system. */
    public ContentReader open() throws IOException {
      ContentReader plain = content.open();
      return mode == Mode.NETASCII ? new NetasciiReader(plain) : plain;
    }

    /** The same if it needs no file system; otherwise empty. Never blocks. */
    public Optional<ContentReader> openAtOnce() {
      // Netascii is read as a whole beforehand.
      return mode == Mode.NETASCII ? Optional.empty() : content.openAtOnce();
    }
  }

  /**
   * An ERROR is the only answer.
   *
   * @param code see {@link ErrorCode}
   * @param message for the client; contains no path of the server
   * @param detail for the report, where outcome and name are not enough
   */
  public record Rejected(String name, Outcome outcome, int code, String message, String detail)
      implements Answer {
    /** All that a client needs to know about an internal fault; the report has the cause. */
    public static final String INTERNAL_FAULT = "the server cannot send this file now";

    /** The request is not supported; client and report get the same explanation. */
    private static Rejected refused(String name, int code, String message) {
      return new Rejected(name, Outcome.REFUSED, code, message, message);
    }

    private static Rejected notFound(String name) {
      String message = "not found: " + printable(name);
      return new Rejected(name, Outcome.NOT_FOUND, ErrorCode.FILE_NOT_FOUND, message, "");
    }

    /** A limit on running transfers is reached. */
    public static Rejected busy(String name) {
      return refused(name, ErrorCode.NOT_DEFINED, "busy, try again later");
    }

    /** The content exists but cannot be opened. */
    public static Rejected failed(String name, Throwable cause) {
      String detail =
          ReadFailure.isOfStorage(cause)
              ? "cannot read: " + ReadFailure.explain(cause)
              : String.valueOf(cause);
      return new Rejected(name, Outcome.FAILED, ErrorCode.NOT_DEFINED, INTERNAL_FAULT, detail);
    }
  }

  /** Refuses a request that is not a read request. */
  public Rejected refuse(Packet.Request request) {
    return Rejected.refused(
        printable(request.filename()),
        ErrorCode.ACCESS_VIOLATION,
        "read-only server: write requests are not supported");
  }

  /** Refuses a request that cannot be decoded. */
  public Rejected refuse(Datagram.Malformed malformed) {
    return Rejected.refused("", ErrorCode.ILLEGAL_OPERATION, malformed.reason());
  }

  /** Looks up what {@code request} of {@code peer}, received at {@code local}, asks for. */
  public Answer resolve(Packet.Rrq request, InetSocketAddress peer, InetSocketAddress local) {
    String shown = printable(request.filename());
    Optional<Mode> mode = Mode.parse(request.mode());
    if (mode.isEmpty() || mode.get() == Mode.MAIL) {
      String text = "unsupported mode '" + printable(request.mode()) + "'; use octet";
      return Rejected.refused(shown, ErrorCode.ILLEGAL_OPERATION, text);
    }
    return switch (RequestName.fromTftp(request.filenameBytes())) {
      case RequestName.Refused refused ->
          Rejected.refused(shown, ErrorCode.ACCESS_VIOLATION, refused.reason());
      case RequestName.Accepted accepted ->
          lookUp(
              new BootRequest(accepted.name(), Protocol.TFTP, peer, local, evidence(request)),
              mode.get());
    };
  }

  private static Evidence evidence(Packet.Rrq request) {
    return Evidence.ofTftp(
        request.options().stream().map(option -> option.name().toLowerCase(Locale.ROOT)).toList());
  }

  private Answer lookUp(BootRequest request, Mode mode) {
    String name = request.name();
    Optional<Catalog.Resolution> resolution;
    try {
      resolution = catalog.resolve(request);
    } catch (RuntimeException | Error e) {
      LOG.error("Cannot look up {} for {}", name, request.peer(), e);
      return Rejected.failed(name, e);
    }
    if (resolution.isEmpty()) {
      return Rejected.notFound(name);
    }
    Catalog.Resolution found = resolution.get();
    if (mode == Mode.NETASCII && found.content().length() > NetasciiReader.MAX_LENGTH) {
      String text = "too large for netascii; use octet (binary) mode";
      return Rejected.refused(name, ErrorCode.NOT_DEFINED, text);
    }
    return new Found(name, found.route(), found.content(), mode);
  }

  private static String printable(String text) {
    return PrintableText.of(text, MAX_SHOWN_NAME);
  }
}
