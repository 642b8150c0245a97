package org.pairboot.appliance.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.pairboot.artifacts.image.ImageVersion;
import org.pairboot.artifacts.imports.ImageImporter;
import org.pairboot.artifacts.imports.ImportRequest;
import org.pairboot.artifacts.store.ImageStore;
import org.pairboot.artifacts.store.Published;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code pairboot import}. */
@Command(
    name = "import",
    description = {
      "Adds a version of an image from files.",
      "",
      "A fat initramfs (with the rootfs inside) is split; so is one with the rootfs concatenated to"
          + " it. The pair is",
      "verified before it is published: one that does not match is refused, with exit code 3 and"
          + " nothing changed.",
      "Running servers see the new version at once.",
      "",
      "  pairboot import fcos-stable --kernel live-kernel --initramfs live-initramfs.img --rootfs"
          + " live-rootfs.img",
      "  pairboot import demo --kernel vmlinuz --initramfs fat-initramfs.img --args console=ttyS0",
      ""
    })
final class ImportCommand implements Callable<Integer> {
  @ParentCommand private PairbootCommand pairboot;

  @Parameters(paramLabel = "NAME", description = "The image's name, such as fcos-stable.")
  private String name;

  @Option(
      names = "--version",
      paramLabel = "V",
      description = "The version's name; unless given the image's own, else a digest prefix.")
  private String version;

  @Option(names = "--kernel", paramLabel = "FILE", required = true, description = "The kernel.")
  private Path kernel;

  @Option(
      names = "--initramfs",
      paramLabel = "FILE",
      required = true,
      description = "The initramfs: split, fat, or with the rootfs behind it.")
  private Path initramfs;

  @Option(names = "--rootfs", paramLabel = "FILE", description = "The rootfs that goes with it.")
  private Path rootfs;

  @Option(
      names = "--initrd",
      paramLabel = "FILE",
      description = "A further initrd, such as ignition.img; repeatable, in order.")
  private List<Path> extras = new ArrayList<>();

  @Option(
      names = "--args",
      paramLabel = "ARGUMENTS",
      description = "Kernel arguments that the image needs.")
  private String kernelArguments = "";

  @Option(
      names = "--arch",
      paramLabel = "A",
      description = "The architecture, such as x86_64; unless given what the kernel says.")
  private String architecture;

  @Option(
      names = "--allow-unverified",
      description = "Publish also a pair that carries nothing to verify it by.")
  private boolean allowUnverified;

  @Option(names = "--json", description = "Print the new version as JSON.")
  private boolean json;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help message and exit.")
  private boolean help;

  @Override
  public Integer call() throws Exception {
    Console console = pairboot.console();
    ImportRequest request =
        new ImportRequest(
            name,
            Optional.ofNullable(version),
            kernel,
            initramfs,
            Optional.ofNullable(rootfs),
            extras,
            kernelArguments,
            Optional.ofNullable(architecture),
            allowUnverified);
    ImageStore store = PairbootCommand.openStore(pairboot.settings());
    Published published;
    try (ProgressDisplay progress = new ProgressDisplay(console)) {
      published = new ImageImporter(store).run(request, progress::step);
    }
    ImageVersion image = published.image();
    if (json) {
      console.printJson(ImageJson.of(image));
    } else {
      console.print(image.ref().toString());
    }
    console.say(
        (published.isNew() ? "published " : "was published already: ")
            + image.ref()
            + ", pair "
            + ImageJson.verification(image)
            + ImageJson.reason(image).map(reason -> " (" + reason + ")").orElse(""));
    image.notes().forEach(note -> console.say("note: " + note));
    return ExitCode.DONE;
  }
}
