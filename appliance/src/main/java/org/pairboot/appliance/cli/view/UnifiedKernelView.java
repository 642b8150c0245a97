package org.pairboot.appliance.cli.view;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Optional;
import org.pairboot.appliance.cli.console.Console;
import org.pairboot.artifacts.catalog.Architecture;
import org.pairboot.artifacts.format.input.ImageFile;
import org.pairboot.artifacts.format.uki.UnifiedKernel;
import org.pairboot.artifacts.format.uki.UnifiedKernel.Section;
import org.pairboot.artifacts.text.PrintableText;
import org.pairboot.artifacts.text.Sizes;

/** The parts of a unified kernel image. */
public final class UnifiedKernelView implements View {
  private final ImageFile file;
  private final UnifiedKernel unified;
  private final Optional<Architecture> architecture;

  public UnifiedKernelView(
      ImageFile file, UnifiedKernel unified, Optional<Architecture> architecture) {
    this.file = file;
    this.unified = unified;
    this.architecture = architecture;
  }

  @Override
  public void print(Console console) {
    console.print(file.name());
    console.printFact("is", "a unified kernel image (UKI), which an import takes apart");
    console.printFact("size", file.length() + " bytes (" + Sizes.text(file.length()) + ")");
    console.printFact("architecture", architecture.map(Architecture::toString).orElse("unknown"));
    unified.version().ifPresent(version -> console.printFact("version", version));
    unified.kernelRelease().ifPresent(release -> console.printFact("kernel release", release));
    if (!unified.arguments().isEmpty()) {
      console.printFact("kernel arguments", unified.arguments());
    }
    if (unified.initramfs().isEmpty()) {
      console.printFact("initramfs", "none inside; --initramfs may give one");
    }
    if (unified.profiles() > 0) {
      console.printFact("profiles", unified.profiles() + ", of which the first is taken");
    }
    console.printFact("import", hint());
    console.print("");
    TextTable table = new TextTable("SECTION", "OFFSET", "LENGTH");
    for (Section section : unified.sections()) {
      table.add(
          PrintableText.of(section.name()),
          String.valueOf(section.offset()),
          String.valueOf(section.length()));
    }
    table.print(console);
  }

  @Override
  public Object json() {
    return new Json(
        file.name(),
        file.length(),
        "unified-kernel",
        architecture.map(Architecture::toString).orElse(null),
        unified.version().orElse(null),
        unified.kernelRelease().orElse(null),
        unified.arguments(),
        unified.profiles(),
        unified.sections(),
        hint());
  }

  private String hint() {
    return ImportHint.of("NAME", "--kernel", file.name(), "");
  }

  @JsonInclude(JsonInclude.Include.NON_NULL)
  private record Json(
      String file,
      long size,
      String kind,
      String architecture,
      String version,
      String kernelRelease,
      String kernelArguments,
      int profiles,
      List<Section> sections,
      @JsonProperty("import") String command) {}
}
