package org.pairboot.artifacts.imports.systems;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.regex.Pattern;
import org.pairboot.artifacts.catalog.Architecture;
import org.pairboot.artifacts.format.preset.Preset;

/**
 * A system of the catalogue. Texts with URLs have names in braces, such as {@code {version}}, which
 * {@link ReleaseFinder} replaces.
 *
 * @param name what people type
 * @param documentation the publisher's page that the facts come from
 * @param architectures what the publisher calls each
 * @param base what URLs of the entry are relative to; possibly empty
 * @param repository where machines get more from, for the arguments
 * @param lookups give values to names, in this order; one of them is {@code version}
 * @param preset which system the files are of, if they do not show it
 * @param arguments kernel arguments besides those of the preset; possibly empty
 * @param needs what the user has to add, as a sentence
 * @param exceptions what is published elsewhere for single architectures
 */
public record KnownSystem(
    String name,
    String title,
    String documentation,
    Streams streams,
    SortedMap<Architecture, String> architectures,
    String base,
    String repository,
    List<Lookup> lookups,
    Content content,
    Proof proof,
    Optional<Preset> preset,
    String arguments,
    Optional<String> needs,
    Map<Architecture, KnownSystem> exceptions) {

  /** The lines of development that the publisher keeps apart, such as stable and testing. */
  public sealed interface Streams {
    /** Those that always exist; the first is the default. */
    record Fixed(List<String> names) implements Streams {
      public Fixed {
        names = List.copyOf(names);
      }
    }

    /**
     * Those that the publisher lists, such as releases; the newest is the default.
     *
     * @param example one of them
     */
    record Listed(Lookup newest, String example) implements Streams {}
  }

  /**
   * Where a value is found: the newest one that {@code pattern} finds, in its first group.
   *
   * @param at a text, or a directory with its listing
   * @param pattern a regular expression; names in braces stand for their values
   */
  public record Lookup(String name, String at, String pattern) {}

  /** What is published. */
  public sealed interface Content {
    /** Metadata of a stream, which lists the files. */
    record Metadata(String at) implements Content {}

    /** The ISO of a live system. */
    record Iso(String at) implements Content {}

    /** Separate files. */
    record Files(String kernel, Optional<String> initramfs, Optional<String> rootfs)
        implements Content {}

    /**
     * A kernel in a ZIP archive.
     *
     * @param member the name of the kernel
     */
    record Zipped(String at, Pattern member) implements Content {}
  }

  /**
   * How files are proven to be the publisher's.
   *
   * @param digests the first one lists the files, each further one lists the one before it
   * @param signature is appended to the URL of a file to get that of its signature
   * @param keys fingerprints of the keys that sign, as the publisher gives them
   */
  public record Proof(List<DigestList> digests, Optional<String> signature, List<String> keys) {
    public Proof {
      digests = List.copyOf(digests);
      keys = List.copyOf(keys);
    }

    /** Whether the publisher signs the files, or a list with their digests. */
    public boolean isSigned() {
      return signature.isPresent()
          || digests.stream().anyMatch(list -> list.signature().isPresent());
    }
  }

  /**
   * A document that lists digests.
   *
   * @param signature is appended to its URL to get that of its signature
   */
  public record DigestList(String at, Optional<String> signature) {}

  public KnownSystem {
    lookups = List.copyOf(lookups);
    exceptions = Map.copyOf(exceptions);
  }

  /** The system as it is published for {@code architecture}. */
  KnownSystem forArchitecture(Architecture architecture) {
    return exceptions.getOrDefault(architecture, this);
  }

  /** What the publisher calls {@code architecture}. */
  Optional<String> termOf(Architecture architecture) {
    return Optional.ofNullable(architectures.get(architecture));
  }
}
