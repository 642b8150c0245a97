package org.pairboot.artifacts.imports.systems;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValueType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.pairboot.artifacts.catalog.Architecture;
import org.pairboot.artifacts.format.preset.Preset;
import org.pairboot.artifacts.imports.systems.KnownSystem.Content;
import org.pairboot.artifacts.imports.systems.KnownSystem.DigestList;
import org.pairboot.artifacts.imports.systems.KnownSystem.Lookup;
import org.pairboot.artifacts.imports.systems.KnownSystem.Proof;
import org.pairboot.artifacts.imports.systems.KnownSystem.Streams;
import org.pairboot.conf.SettingsLoader;

/** All systems that {@code systems.conf} describes, in the order of their names. Immutable. */
public final class SystemCatalogue {
  private final List<KnownSystem> systems;

  private SystemCatalogue(List<KnownSystem> systems) {
    this.systems = List.copyOf(systems);
  }

  /** The catalogue does not have what was asked for, or a publisher's page has changed. */
  public static final class CatalogueException extends IOException {
    private static final long serialVersionUID = 1L;

    CatalogueException(String message) {
      super(message);
    }

    CatalogueException(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /** Reads the catalogue of this program. */
  public static SystemCatalogue load() {
    Config all = SettingsLoader.defaults(SystemCatalogue.class, "systems.conf");
    return new SystemCatalogue(
        all.root().keySet().stream()
            .sorted()
            .map(name -> read(name, all.getConfig(name)))
            .toList());
  }

  public List<KnownSystem> systems() {
    return systems;
  }

  /**
   * The system called {@code name}.
   *
   * @throws CatalogueException when there is none
   */
  public KnownSystem find(String name) throws CatalogueException {
    return systems.stream()
        .filter(system -> system.name().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new CatalogueException(
                "the catalogue has no system '%s'; it has %s"
                    .formatted(
                        name,
                        systems.stream()
                            .map(KnownSystem::name)
                            .collect(Collectors.joining(", ")))));
  }

  private static KnownSystem read(String name, Config entry) {
    return new KnownSystem(
        name,
        entry.getString("title"),
        entry.getString("documentation"),
        streams(entry),
        architectures(entry.getObject("architectures")),
        text(entry, "base").orElse(""),
        text(entry, "repository").orElse("{base}"),
        lookups(entry),
        content(entry),
        new Proof(
            digests(entry),
            text(entry, "signature"),
            entry.hasPath("keys") ? entry.getStringList("keys") : List.of()),
        text(entry, "preset").map(term -> Preset.of(term).orElseThrow()),
        text(entry, "arguments").orElse(""),
        text(entry, "needs"),
        exceptions(name, entry));
  }

  /** The entries for single architectures take from the whole entry what they do not say. */
  private static Map<Architecture, KnownSystem> exceptions(String name, Config entry) {
    if (!entry.hasPath("only-for")) {
      return Map.of();
    }
    Config rest = entry.withoutPath("only-for");
    return entry.getObject("only-for").keySet().stream()
        .collect(
            Collectors.toMap(
                term -> Architecture.parse(term).orElseThrow(),
                term -> read(name, entry.getConfig("only-for." + term).withFallback(rest))));
  }

  private static Streams streams(Config entry) {
    if (entry.getValue("streams").valueType() == ConfigValueType.LIST) {
      return new Streams.Fixed(entry.getStringList("streams"));
    }
    Config listed = entry.getConfig("streams");
    return new Streams.Listed(lookup("stream", listed), listed.getString("example"));
  }

  private static SortedMap<Architecture, String> architectures(ConfigObject terms) {
    SortedMap<Architecture, String> architectures = new TreeMap<>(Architecture.ALPHABETICAL);
    terms.forEach((name, term) ->
        architectures.put(
            Architecture.parse(name).orElseThrow(), String.valueOf(term.unwrapped())));
    return architectures;
  }

  private static List<Lookup> lookups(Config entry) {
    List<Lookup> lookups = new ArrayList<>();
    if (entry.hasPath("find")) {
      for (Config find : entry.getConfigList("find")) {
        lookups.add(lookup(find.getString("name"), find));
      }
    }
    return lookups;
  }

  private static Lookup lookup(String name, Config lookup) {
    return new Lookup(name, lookup.getString("at"), lookup.getString("pattern"));
  }

  private static Content content(Config entry) {
    if (entry.hasPath("metadata")) {
      return new Content.Metadata(entry.getString("metadata"));
    }
    if (entry.hasPath("iso")) {
      return new Content.Iso(entry.getString("iso"));
    }
    if (entry.hasPath("zip")) {
      return new Content.Zipped(entry.getString("zip"), Pattern.compile(entry.getString("member")));
    }
    return new Content.Files(
        entry.getString("kernel"), text(entry, "initramfs"), text(entry, "rootfs"));
  }

  private static List<DigestList> digests(Config entry) {
    return entry.hasPath("digests")
        ? entry.getConfigList("digests").stream()
            .<DigestList>map(list -> new DigestList(list.getString("at"), text(list, "signature")))
            .toList()
        : List.of();
  }

  private static Optional<String> text(Config entry, String key) {
    return entry.hasPath(key) ? Optional.of(entry.getString(key)) : Optional.empty();
  }
}
