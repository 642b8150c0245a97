package org.pairboot.appliance.timeline.boot;

import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.pairboot.appliance.plan.MachineIdentity;
import org.pairboot.appliance.timeline.event.Stage;
import org.pairboot.artifacts.catalog.BootRequest.Protocol;
import org.pairboot.conf.KebabCase;

/**
 * One attempt of one machine, from its first request to its end, as far as the server saw it.
 * Immutable.
 *
 * @param id that of its first event
 * @param machine its name in the plans, or what identifies it; empty if nothing does
 * @param identity what it told of itself
 * @param addresses from which it asked, in order
 * @param loader that asked for its script, such as {@code grub}
 * @param target what it was told to boot
 * @param stage where a silent or failed boot ended; otherwise the latest one; empty before the
 *     first
 * @param reason why it failed, or what its silence may mean
 * @param ended empty while more is expected
 * @param stages in their order
 * @param retransmits packets of TFTP that were sent more than once
 */
public record Boot(
    String id,
    Optional<String> machine,
    MachineIdentity identity,
    List<InetAddress> addresses,
    Optional<String> loader,
    Optional<String> profile,
    Optional<Target> target,
    State state,
    Optional<Stage> stage,
    Optional<Reason> reason,
    Instant started,
    Optional<Instant> ended,
    List<Span> stages,
    Bytes bytes,
    long retransmits,
    Confidence confidence) {

  public Boot {
    addresses = List.copyOf(addresses);
    stages = List.copyOf(stages);
  }

  /** An image version, and how its parts reach the machine. */
  public record Target(String image, String version, Optional<String> method) {}

  /** What was delivered over each protocol. */
  public record Bytes(long tftp, long http) {
    Bytes plus(Protocol protocol, long more) {
      return switch (protocol) {
        case TFTP -> new Bytes(tftp + more, http);
        case HTTP -> new Bytes(tftp, http + more);
      };
    }
  }

  /**
   * What was seen of a stage.
   *
   * @param started when its first request began
   * @param ended when its latest delivery ended; empty if none has
   * @param protocol of the latest delivery
   */
  public record Span(
      Stage stage,
      Instant started,
      Optional<Instant> ended,
      long bytes,
      Optional<Protocol> protocol) {}

  /** How far a boot has come. */
  public enum State {
    IN_PROGRESS,
    /** All that this server delivers for it has been delivered. */
    HANDED_OVER,
    /** Its system has reported that it runs. */
    BOOTED,
    FAILED,
    /** Nothing came any more, although more was to come. */
    SILENT,
    /** The machine began another attempt. */
    RESTARTED,
    /** It was told to start its local disk. */
    LOCAL_DISK,
    /** It shows a menu, and a person chooses. */
    MENU;

    /** Whether it stays as it is unless something unexpected comes. */
    public boolean isFinal() {
      return this != IN_PROGRESS && this != MENU;
    }

    @Override
    public String toString() {
      return KebabCase.of(this);
    }
  }

  /** How sure it is that all of it belongs to this machine. */
  public enum Confidence {
    /** The machine said in its requests who it is. */
    CERTAIN,
    /** Its address stood for it, a moment after it had said so. */
    LIKELY,
    /** Only its address is known. */
    ASSUMED,
    /** Several machines used its address at the same time. */
    AMBIGUOUS;

    @Override
    public String toString() {
      return KebabCase.of(this);
    }
  }
}
