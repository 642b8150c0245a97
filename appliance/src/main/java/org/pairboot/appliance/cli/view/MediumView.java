package org.pairboot.appliance.cli.view;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.pairboot.appliance.cli.console.Console;
import org.pairboot.artifacts.format.bootmenu.MenuEntry;
import org.pairboot.artifacts.format.input.ImageFile;
import org.pairboot.artifacts.format.inspect.Medium;
import org.pairboot.artifacts.format.preset.LiveSystem;
import org.pairboot.artifacts.format.preset.MediumRelease;
import org.pairboot.artifacts.format.preset.Preset;
import org.pairboot.artifacts.text.PrintableText;
import org.pairboot.artifacts.text.Sizes;

/** What an ISO or a directory is, and what an import would take of it. */
public final class MediumView implements View {
  private final Medium medium;

  public MediumView(Medium medium) {
    this.medium = medium;
  }

  @Override
  public void print(Console console) {
    console.print(medium.path().toString());
    console.printFact("is", medium.length().isPresent() ? "an ISO" : "a directory");
    medium
        .length()
        .ifPresent(
            bytes -> console.printFact("size", bytes + " bytes (" + Sizes.text(bytes) + ")"));
    if (!medium.label().isEmpty()) {
      console.printFact("label", PrintableText.of(medium.label()));
    }
    medium
        .system()
        .flatMap(MediumView::release)
        .ifPresent(release -> console.printFact("release", release));
    if (!medium.menu().isEmpty()) {
      console.printFact("boot menu", medium.menu().size() + " entries; --entries lists them");
    }
    medium.problem().ifPresent(why -> console.printFact("no import", why));
    medium.system().ifPresent(system -> print(system, console));
  }

  private void print(LiveSystem system, Console console) {
    console.printFact("system", title(system));
    if (!system.arguments().isEmpty()) {
      console.printFact("kernel arguments", PrintableText.of(system.arguments()));
    }
    system.notes().forEach(note -> console.printFact("note", note));
    console.printFact("import", hint(system));
    console.print("");
    TextTable table = new TextTable("TAKEN", "AS", "SIZE");
    for (FileJson file : files(system)) {
      table.add(file.name(), file.role(), Sizes.text(file.size()));
    }
    table.print(console);
  }

  private static Optional<String> release(LiveSystem system) {
    return system.release().map(MediumRelease::title).filter(title -> !title.isEmpty());
  }

  private static String title(LiveSystem system) {
    return system.preset().map(preset -> preset.term() + ": " + preset.title()).orElse("unknown");
  }

  private String hint(LiveSystem system) {
    return ImportHint.of(
        system.preset().map(Preset::term).orElse("NAME"),
        "--iso",
        medium.path().toString(),
        system.payloads().isEmpty() ? "" : " --allow-unverified");
  }

  private static List<FileJson> files(LiveSystem system) {
    List<FileJson> files = new ArrayList<>();
    files.add(FileJson.of("kernel", system.kernel()));
    system.early().forEach(file -> files.add(FileJson.of("initramfs", file)));
    system.initramfs().ifPresent(file -> files.add(FileJson.of("initramfs", file)));
    system.rootfs().ifPresent(file -> files.add(FileJson.of("rootfs", file)));
    Stream.concat(system.extras().stream(), system.wrapped().stream())
        .forEach(extra -> files.add(FileJson.of("initrd", extra.file())));
    system.payloads().forEach(payload -> files.add(FileJson.of("fetched file", payload.file())));
    return files;
  }

  @Override
  public Object json() {
    Optional<LiveSystem> system = medium.system();
    return new Json(
        medium.path().toString(),
        medium.length().isPresent() ? "iso" : "directory",
        medium.length().isPresent() ? medium.length().getAsLong() : null,
        medium.label().isEmpty() ? null : medium.label(),
        system.flatMap(MediumView::release).orElse(null),
        system.flatMap(LiveSystem::preset).map(Preset::term).orElse(null),
        system.map(LiveSystem::arguments).orElse(null),
        system.map(LiveSystem::notes).orElse(List.of()),
        system.map(MediumView::files).orElse(List.of()),
        medium.menu().stream().map(MenuEntry::title).toList(),
        system.map(this::hint).orElse(null),
        medium.problem().orElse(null));
  }

  /**
   * The JSON of a medium.
   *
   * @param command absent if the medium cannot be imported
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  private record Json(
      String file,
      String kind,
      Long size,
      String label,
      String release,
      String system,
      String kernelArguments,
      List<String> notes,
      List<FileJson> files,
      List<String> bootMenu,
      @JsonProperty("import") String command,
      String problem) {}

  private record FileJson(String role, String name, long size) {
    static FileJson of(String role, ImageFile file) {
      return new FileJson(role, PrintableText.of(file.name()), file.length());
    }
  }
}
