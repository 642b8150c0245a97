package org.pairboot.appliance.timeline.event;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.pairboot.appliance.plan.MachineIdentity;
import org.pairboot.artifacts.catalog.BootRequest.Protocol;

/**
 * Something that happened on the boot plane. Immutable.
 *
 * @param id of {@link EventIds}; events are ordered by it, and a boot has that of its first one
 * @param time by the server's clock, to the millisecond
 * @param address of the client; empty for what concerns the whole server
 */
public record Event(String id, Instant time, Optional<InetAddress> address, Fact fact) {

  /** What happened. Texts that came from clients are printable and short. */
  public sealed interface Fact {}

  /**
   * The boot service has answered a loader.
   *
   * @param told what the machine is known by, the address apart
   * @param proven whether the client has shown that it receives what is sent to its address
   * @param byName whether the request itself named the machine; otherwise its address stood for it
   * @param machine its name in the plans, or what identifies it; empty if nothing does
   * @param planned whether the plans name it
   * @param loader in lower case, such as {@code pxelinux}
   */
  public record Answered(
      MachineIdentity told,
      boolean proven,
      boolean byName,
      Optional<String> machine,
      boolean planned,
      String loader,
      String profile,
      Answer answer)
      implements Fact {}

  /** What a loader was told to do. */
  public sealed interface Answer {

    /** Nothing: it asks for its next name. */
    record AskOn() implements Answer {}

    /** To ask again, and to say more of its machine. */
    record AskWho() implements Answer {}

    /**
     * To boot an image.
     *
     * @param files those that the loader or the system fetches from here, as named below the
     *     image's directory, and when
     * @param reports whether the system is told where to report that it runs
     */
    record Boot(
        String image, String version, String method, Map<String, Stage> files, boolean reports)
        implements Answer {
      public Boot {
        files = Map.copyOf(files);
      }
    }

    /** To let a person choose. */
    record Menu() implements Answer {}

    /** To start the machine's local disk. */
    record LocalDisk() implements Answer {}

    /** To continue with a file of another server. */
    record Chain() implements Answer {}

    /**
     * There is nothing to boot.
     *
     * @param reason a sentence that names the remedy
     */
    record Nothing(String reason) implements Answer {}
  }

  /**
   * A TFTP transfer or an HTTP response is under way for longer than a moment.
   *
   * @param bytes that were delivered so far
   */
  public record Progress(Protocol protocol, String name, long bytes) implements Fact {}

  /**
   * A TFTP transfer or an HTTP response has ended.
   *
   * @param route that found the content; empty if none did
   * @param outcome of which both protocols have the same ones, such as {@code completed}
   * @param detail why, where the outcome alone does not say it; may be empty
   * @param proven whether the client has shown that it receives what is sent to its address
   * @param bytes that were delivered
   * @param length of the content, or of the part of it that was asked for; 0 if unknown
   */
  public record Transfer(
      Protocol protocol,
      String name,
      String route,
      String outcome,
      String detail,
      boolean proven,
      long bytes,
      long length,
      Duration duration,
      long retransmits)
      implements Fact {
    /** Whether all that was asked for was delivered, as far as the protocol tells. */
    public boolean isComplete() {
      return outcome.equals("completed") || outcome.equals("completed-unconfirmed");
    }
  }

  /**
   * A machine has reported that its system runs.
   *
   * @param refusal why it does not count; empty if it does
   */
  public record Report(MachineIdentity told, String machine, Optional<String> refusal)
      implements Fact {}

  /**
   * The server has started or stopped.
   *
   * @param change {@code started} or {@code stopped}
   */
  public record Server(String change) implements Fact {}

  /**
   * The server's clock was set.
   *
   * @param by how far; negative: back
   */
  public record ClockSet(Duration by) implements Fact {}

  /**
   * What was not recorded one by one.
   *
   * @param requests of clients that are not known to boot, for names that are not served
   * @param lost events for which there was no room
   */
  public record Omitted(long requests, long lost) implements Fact {}
}
