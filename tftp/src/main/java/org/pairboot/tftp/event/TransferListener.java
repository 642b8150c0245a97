package org.pairboot.tftp.event;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.pairboot.tftp.packet.Packet.Option;

/**
 * Receives the events of transfers. Called on the event loop that runs the transfer, possibly on
 * several at the same time: implementations are thread-safe and return at once.
 *
 * <p>The order for one request is {@link #requested}, then, if it is served, {@link #negotiated}
 * and any number of {@link #progress} and {@link #retransmitted}, then {@link #finished}.
 */
@FunctionalInterface
public interface TransferListener {

  /**
   * A client has sent a request. The port of a client has one transfer at a time, so {@code peer}
   * and {@code local} identify a running transfer.
   *
   * @param peer the client
   * @param local the address that received the request, with the port of the listener
   * @param name the normalised name; a printable form of the original if that is not possible
   * @param optionsAsked the options of the request, in its order and spelling
   */
  record Request(
      InetSocketAddress peer, InetSocketAddress local, String name, List<Option> optionsAsked) {
    public Request {
      optionsAsked = List.copyOf(optionsAsked);
    }
  }

  /**
   * The parameters of a transfer.
   *
   * @param route the route that resolved the name
   * @param length of what is sent, in bytes
   * @param blksize bytes of a block
   * @param windowsize blocks of a window
   * @param optionsAnswered the options of the OACK; empty if there is none
   */
  record Terms(
      String route, long length, int blksize, int windowsize, List<Option> optionsAnswered) {
    public Terms {
      optionsAnswered = List.copyOf(optionsAnswered);
    }
  }

  /** Why a request got no answer at all. */
  enum DropReason {
    /** The settings deny access to the client's network. */
    DENIED,
    /**
     * The client's network exceeds its budget of unanswered packets: a flood, or forged addresses.
     */
    THROTTLED,
    /** Too many transfers wait for the first answer of their client. */
    OVERLOADED
  }

  /** A request has arrived. A repeated request is not reported again. */
  default void requested(Request request) {}

  /** The transfer begins. */
  default void negotiated(Request request, Terms terms) {}

  /**
   * The client has received more. At most twice a second for each transfer.
   *
   * @param bytes of the content that the client has acknowledged
   */
  default void progress(Request request, long bytes) {}

  /**
   * Packets were retransmitted. At most twice a second for each transfer.
   *
   * @param packets number since the last call
   */
  default void retransmitted(Request request, long packets) {}

  /** A request has ended, successfully or not. */
  void finished(TransferReport report);

  /**
   * Requests were dropped without an answer. At most twice a second for each reason and event loop.
   *
   * @param count number since the last call
   * @param latest the sender of the last one, unless its address is forged
   */
  default void dropped(DropReason reason, long count, InetAddress latest) {}

  /** Tells {@code other} the same, after this one. */
  default TransferListener and(TransferListener other) {
    TransferListener first = this;
    return new TransferListener() {
      @Override
      public void requested(Request request) {
        first.requested(request);
        other.requested(request);
      }

      @Override
      public void negotiated(Request request, Terms terms) {
        first.negotiated(request, terms);
        other.negotiated(request, terms);
      }

      @Override
      public void progress(Request request, long bytes) {
        first.progress(request, bytes);
        other.progress(request, bytes);
      }

      @Override
      public void retransmitted(Request request, long packets) {
        first.retransmitted(request, packets);
        other.retransmitted(request, packets);
      }

      @Override
      public void finished(TransferReport report) {
        first.finished(report);
        other.finished(report);
      }

      @Override
      public void dropped(DropReason reason, long count, InetAddress latest) {
        first.dropped(reason, count, latest);
        other.dropped(reason, count, latest);
      }
    };
  }
}
