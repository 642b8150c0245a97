package org.pairboot.appliance.cli.view;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.stream.Collectors;
import org.pairboot.appliance.cli.console.Console;
import org.pairboot.artifacts.catalog.Architecture;
import org.pairboot.artifacts.imports.systems.KnownSystem;
import org.pairboot.artifacts.imports.systems.KnownSystem.Content;
import org.pairboot.artifacts.imports.systems.KnownSystem.Streams;
import org.pairboot.artifacts.imports.systems.SystemCatalogue;

/** The systems whose newest release {@code import --from} finds. */
public final class CatalogueView implements View {
  private final List<KnownSystem> systems;

  public CatalogueView(SystemCatalogue catalogue) {
    this.systems = catalogue.systems();
  }

  @Override
  public void print(Console console) {
    for (KnownSystem system : systems) {
      console.print(system.name() + ": " + system.title());
      print(console, "streams", streams(system));
      print(
          console,
          "for",
          system.architectures().keySet().stream()
              .map(Architecture::toString)
              .collect(Collectors.joining(", ")));
      print(console, "checked", checked(system));
      system.needs().ifPresent(needs -> print(console, "needs", needs));
      print(console, "see", system.documentation());
    }
  }

  private static void print(Console console, String what, String text) {
    console.print("  %-9s%s".formatted(what, text));
  }

  private static String streams(KnownSystem system) {
    return switch (system.streams()) {
      case Streams.Fixed(List<String> names) -> String.join(", ", names);
      case Streams.Listed(var newest, String example) ->
          "those that the publisher lists, such as " + example + "; the newest by default";
    };
  }

  private static String checked(KnownSystem system) {
    if (system.content() instanceof Content.Metadata) {
      return "digests and signatures in the metadata, and the pair";
    }
    String digests = system.proof().digests().isEmpty() ? "no digests" : "digests";
    if (!system.proof().isSigned()) {
      return digests + (digests.equals("digests") ? ", which are not signed" : " are published");
    }
    List<String> keys = system.proof().keys();
    return (system.proof().digests().isEmpty() ? "signatures" : digests + " and signatures")
        + (keys.isEmpty() ? "" : " by " + String.join(", ", keys));
  }

  @Override
  public Object json() {
    return systems.stream().map(SystemJson::of).toList();
  }

  /**
   * The JSON of a system.
   *
   * @param streams the default first; absent where the publisher lists them
   * @param keys fingerprints of the keys that sign
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  private record SystemJson(
      String name,
      String title,
      List<String> streams,
      List<String> architectures,
      boolean digests,
      boolean signatures,
      List<String> keys,
      String needs,
      String documentation) {

    static SystemJson of(KnownSystem system) {
      boolean listed = system.content() instanceof Content.Metadata;
      return new SystemJson(
          system.name(),
          system.title(),
          system.streams() instanceof Streams.Fixed(List<String> names) ? names : null,
          system.architectures().keySet().stream().map(Architecture::toString).toList(),
          listed || !system.proof().digests().isEmpty(),
          listed || system.proof().isSigned(),
          system.proof().keys(),
          system.needs().orElse(null),
          system.documentation());
    }
  }
}
