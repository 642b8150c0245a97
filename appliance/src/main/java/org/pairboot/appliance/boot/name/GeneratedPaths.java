package org.pairboot.appliance.boot.name;

import java.util.List;
import java.util.Optional;

/**
 * Names that this program makes up, {@code KIND/OWNER/FILE}: it writes them into scripts and
 * documents, and finds out of them what to give to the machine that asks.
 */
public enum GeneratedPaths {
  /** Documents of a machine, which is written as in {@link MachineFacts#text}. */
  DOCUMENTS("documents"),
  /** Initrds that a profile adds to those of an image. */
  INITRDS("initrds"),
  /** By which a machine, written as for documents, reports on itself. */
  REPORTS("boot");

  /** Among the documents: the one that is an Ignition config, as an initrd. */
  public static final String IGNITION_INITRD = "ignition.img";

  /** Among the reports: that the machine's system runs. */
  public static final String BOOTED = "booted";

  private static final List<GeneratedPaths> ALL = List.of(values());

  private final String kind;

  GeneratedPaths(String kind) {
    this.kind = kind;
  }

  /** A name that is asked for. */
  public record Asked(GeneratedPaths kind, String owner, String file) {}

  /** The name of {@code file}; no leading slash. */
  public String path(String owner, String file) {
    return directory(owner) + "/" + file;
  }

  /** What all names of {@code owner} begin with; no slash at either end. */
  public String directory(String owner) {
    return kind + "/" + owner;
  }

  /** What {@code name} asks for, if it is of one of these kinds. */
  public static Optional<Asked> parse(String name) {
    String[] segments = name.split("/", 4);
    return segments.length == 3
        ? ALL.stream()
            .filter(kind -> kind.kind.equals(segments[0]))
            .findFirst()
            .map(kind -> new Asked(kind, segments[1], segments[2]))
        : Optional.empty();
  }
}
