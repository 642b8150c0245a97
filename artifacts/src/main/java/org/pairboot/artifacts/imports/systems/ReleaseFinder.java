package org.pairboot.artifacts.imports.systems;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pairboot.artifacts.catalog.Architecture;
import org.pairboot.artifacts.content.Sha256;
import org.pairboot.artifacts.fetch.download.Artifact;
import org.pairboot.artifacts.fetch.download.Artifact.SignaturePlace;
import org.pairboot.artifacts.fetch.download.Mirror;
import org.pairboot.artifacts.fetch.download.Source;
import org.pairboot.artifacts.fetch.download.Source.InvalidSourceException;
import org.pairboot.artifacts.imports.systems.KnownSystem.DigestList;
import org.pairboot.artifacts.imports.systems.KnownSystem.Lookup;
import org.pairboot.artifacts.imports.systems.KnownSystem.Streams;
import org.pairboot.artifacts.imports.systems.PublishedRelease.Content;
import org.pairboot.artifacts.imports.systems.PublishedRelease.Found;
import org.pairboot.artifacts.imports.systems.SystemCatalogue.CatalogueException;
import org.pairboot.artifacts.text.PrintableText;
import org.pairboot.artifacts.text.VersionOrder;

/** Finds the newest release of a system where its publisher says it is, or in a mirror. */
public final class ReleaseFinder {
  /** The largest listing or text that is searched; that of all Ubuntu releases has 30 KB. */
  private static final int MAX_TEXT = 4 << 20;

  /** More versions than this are no listing of releases. */
  private static final int MAX_VERSIONS = 10_000;

  /** Values come from servers and become part of URLs. */
  private static final Pattern VALUE = Pattern.compile("/?[A-Za-z0-9][A-Za-z0-9._+~/-]{0,199}");

  private static final Pattern NAME_IN_BRACES = Pattern.compile("\\{(\\w+)}");

  private final Optional<Mirror> mirror;
  private final Documents documents;

  /** Gets documents for the finder. */
  public interface Documents {
    /** The bytes of a small file. */
    byte[] read(Source source, int maxBytes) throws IOException;

    /** A file whose digest and signature were checked. */
    Path fetch(Artifact artifact) throws IOException;
  }

  public ReleaseFinder(Optional<Mirror> mirror, Documents documents) {
    this.mirror = mirror;
    this.documents = documents;
  }

  /**
   * Finds the newest release.
   *
   * @param stream empty: the default one
   * @throws CatalogueException when the publisher has none
   */
  public Found find(KnownSystem whole, Optional<String> stream, Architecture architecture)
      throws IOException {
    KnownSystem system = whole.forArchitecture(architecture);
    String term =
        system
            .termOf(architecture)
            .orElseThrow(() ->
                new CatalogueException(
                    "%s is not published for %s; name one of these with --arch: %s"
                        .formatted(
                            system.name(),
                            architecture,
                            system.architectures().keySet().stream()
                                .map(Architecture::toString)
                                .collect(Collectors.joining(", ")))));
    Entry entry = new Entry(system, new HashMap<>(Map.of("arch", term)));
    entry.values.put("base", entry.expand(system.base()));
    entry.values.put("stream", stream(entry, stream));
    entry.values.put("base", entry.expand(system.base()));
    for (Lookup lookup : system.lookups()) {
      entry.values.put(lookup.name(), newest(entry, lookup));
      entry.values.put("base", entry.expand(system.base()));
    }
    if (system.content() instanceof KnownSystem.Content.Metadata(String at)) {
      return new Found.Metadata(mirrored(entry.url(at)));
    }
    return new Found.Release(
        new PublishedRelease(
            system.name(),
            entry.values.get("version"),
            architecture,
            content(entry),
            system.preset(),
            arguments(entry)));
  }

  private String stream(Entry entry, Optional<String> wanted) throws IOException {
    return switch (entry.system.streams()) {
      case Streams.Fixed(List<String> names) -> {
        String stream = wanted.orElse(names.getFirst());
        if (!names.contains(stream)) {
          throw new CatalogueException(
              "%s has no stream '%s'; it has %s"
                  .formatted(entry.system.name(), stream, String.join(", ", names)));
        }
        yield stream;
      }
      case Streams.Listed(Lookup newest, String example) -> {
        if (wanted.isEmpty()) {
          yield newest(entry, newest);
        }
        List<String> all = all(entry, newest);
        if (!all.contains(wanted.get())) {
          throw new CatalogueException(
              "%s has no stream '%s'; its publisher lists %s"
                  .formatted(
                      entry.system.name(),
                      wanted.get(),
                      all.isEmpty() ? "none" : String.join(", ", all)));
        }
        yield wanted.get();
      }
    };
  }

  private String newest(Entry entry, Lookup lookup) throws IOException {
    List<String> all = all(entry, lookup);
    if (all.isEmpty()) {
      throw new CatalogueException(
          "found no %s of %s at %s: the publisher may have changed the page, or the mirror is incomplete; name the files with --kernel and --initramfs or --iso"
              .formatted(lookup.name(), entry.system.name(), mirrored(entry.url(lookup.at()))));
    }
    return all.getLast();
  }

  /** What a lookup finds, the newest last. */
  private List<String> all(Entry entry, Lookup lookup) throws IOException {
    Source place = mirrored(entry.url(lookup.at()));
    Matcher found = entry.pattern(lookup.pattern()).matcher(text(place));
    List<String> values =
        found
            .results()
            .limit(MAX_VERSIONS + 1L)
            .map(match -> match.group(1))
            .distinct()
            .sorted(VersionOrder.OLDEST_FIRST)
            .toList();
    if (values.size() > MAX_VERSIONS) {
      throw new CatalogueException(place + " lists too many versions to be what was expected");
    }
    for (String value : values) {
      if (!VALUE.matcher(value).matches() || value.contains("..") || value.contains("//")) {
        throw new CatalogueException(
            "%s lists '%s', which is not a valid version"
                .formatted(place, PrintableText.of(value)));
      }
    }
    return values;
  }

  /** A copy of a server's page may be there as its index. */
  private String text(Source place) throws IOException {
    if (place instanceof Source.LocalFile(Path path) && Files.isDirectory(path)) {
      Path index = path.resolve("index.html");
      String page = Files.exists(index) ? text(new Source.LocalFile(index)) : "";
      try (Stream<Path> files = Files.list(path)) {
        return files
            .limit(MAX_VERSIONS)
            .map(file -> file.getFileName() + (Files.isDirectory(file) ? "/" : ""))
            .collect(Collectors.joining("\n", "", "\n" + page));
      }
    }
    return new String(documents.read(place, MAX_TEXT), StandardCharsets.UTF_8);
  }

  private Content content(Entry entry) throws IOException {
    Optional<ListedDigests> digests = digests(entry);
    return switch (entry.system.content()) {
      case KnownSystem.Content.Iso(String at) ->
          new Content.Iso(artifact("ISO", entry, at, digests), entry.url(at));
      case KnownSystem.Content.Zipped(String at, Pattern member) ->
          new Content.Zipped(artifact("archive", entry, at, digests), member, entry.url(at));
      case KnownSystem.Content.Files(
              String kernel,
              Optional<String> initramfs,
              Optional<String> rootfs) ->
          new Content.Files(
              artifact("kernel", entry, kernel, digests),
              initramfs.isPresent()
                  ? Optional.of(artifact("initramfs", entry, initramfs.get(), digests))
                  : Optional.empty(),
              rootfs.isPresent()
                  ? Optional.of(artifact("rootfs", entry, rootfs.get(), digests))
                  : Optional.empty(),
              entry.url(kernel));
      case KnownSystem.Content.Metadata metadata ->
          throw new IllegalArgumentException("the metadata lists the files: " + metadata);
    };
  }

  /** Reads the lists from the last one, which is signed, to the first, which has the files. */
  private Optional<ListedDigests> digests(Entry entry) throws IOException {
    Optional<ListedDigests> digests = Optional.empty();
    for (DigestList list : entry.system.proof().digests().reversed()) {
      String url = entry.url(list.at());
      Source source = mirrored(url);
      Optional<SignaturePlace> signature =
          list.signature().isPresent()
              ? Optional.of(new SignaturePlace(mirrored(url + list.signature().get()), true))
              : Optional.empty();
      Optional<Sha256> expected =
          digests.isPresent() ? Optional.of(digests.get().of(url)) : Optional.empty();
      digests =
          Optional.of(
              ListedDigests.parse(
                  url,
                  bytes(
                      new Artifact(
                          "list of digests", source, expected, signature, signedList(entry)))));
    }
    return digests;
  }

  private byte[] bytes(Artifact list) throws IOException {
    if (list.sha256().isEmpty() && list.signature().isEmpty()) {
      return documents.read(list.source(), ListedDigests.MAX_BYTES);
    }
    return documents.read(new Source.LocalFile(documents.fetch(list)), ListedDigests.MAX_BYTES);
  }

  private Artifact artifact(String label, Entry entry, String at, Optional<ListedDigests> digests)
      throws IOException {
    String url = entry.url(at);
    Optional<String> suffix = entry.system.proof().signature();
    return new Artifact(
        label,
        mirrored(url),
        digests.isPresent() ? Optional.of(digests.get().of(url)) : Optional.empty(),
        suffix.isPresent()
            ? Optional.of(new SignaturePlace(mirrored(url + suffix.get()), true))
            : Optional.empty(),
        signedList(entry));
  }

  /** The list that the publisher signs, if there is one. */
  private Optional<Source> signedList(Entry entry) throws CatalogueException {
    for (DigestList list : entry.system.proof().digests()) {
      if (list.signature().isPresent()) {
        return Optional.of(mirrored(entry.url(list.at())));
      }
    }
    return Optional.empty();
  }

  /** Machines cannot read a directory of this one, so they get packages from the publisher. */
  private String arguments(Entry entry) throws CatalogueException {
    if (!entry.system.arguments().contains("{repository}")) {
      return entry.expand(entry.system.arguments());
    }
    String url = entry.expand(entry.system.repository()).replaceFirst("/+$", "");
    entry.values.put(
        "repository", mirrored(url) instanceof Source.Remote(URI uri) ? uri.toString() : url);
    return entry.expand(entry.system.arguments());
  }

  private Source mirrored(String url) throws CatalogueException {
    try {
      Source original = Source.parse(url);
      return mirror.isPresent() ? mirror.get().of(original) : original;
    } catch (InvalidSourceException e) {
      throw new CatalogueException(e.getMessage(), e);
    }
  }

  /** An entry of the catalogue, and what is known of the names in its texts. */
  private record Entry(KnownSystem system, Map<String, String> values) {

    String url(String text) {
      String url = expand(text);
      return url.contains("://") ? url : values.get("base") + url;
    }

    /** Names that are not known stay: they are those of an ArgumentTemplate. */
    String expand(String text) {
      return NAME_IN_BRACES
          .matcher(text)
          .replaceAll(
              name -> Matcher.quoteReplacement(values.getOrDefault(name.group(1), name.group())));
    }

    Pattern pattern(String pattern) {
      return Pattern.compile(
          NAME_IN_BRACES
              .matcher(pattern)
              .replaceAll(name ->
                  Matcher.quoteReplacement(
                      values.containsKey(name.group(1))
                          ? Pattern.quote(values.get(name.group(1)))
                          : name.group())));
    }
  }
}
