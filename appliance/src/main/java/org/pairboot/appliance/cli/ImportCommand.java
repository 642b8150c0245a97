package org.pairboot.appliance.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.pairboot.artifacts.image.ImageVersion;
import org.pairboot.artifacts.imports.ImageImporter;
import org.pairboot.artifacts.imports.ImportRequest;
import org.pairboot.artifacts.imports.ImportSource;
import org.pairboot.artifacts.preset.Preset;
import org.pairboot.artifacts.store.ImageStore;
import org.pairboot.artifacts.store.Published;
import org.pairboot.conf.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code pairboot import}. */
@Command(
    name = "import",
    description = {
      "Adds a version of an image: from separate files, or from the ISO of a live system.",
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
      "  pairboot import fcos-stable --iso fedora-coreos-live.x86_64.iso",
      "  pairboot import rescue --iso debian-live.iso --allow-unverified",
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

  @Option(
      names = "--iso",
      paramLabel = "FILE",
      description =
          "The ISO of a live system instead of separate files, or a directory with its files.")
  private Path iso;

  @Option(
      names = "--preset",
      paramLabel = "SYSTEM",
      converter = PresetOption.class,
      completionCandidates = PresetOption.class,
      description =
          "Which live system it is, where its files do not tell: ${COMPLETION-CANDIDATES}.")
  private Preset preset;

  @Option(names = "--kernel", paramLabel = "FILE", description = "The kernel.")
  private Path kernel;

  @Option(
      names = "--initramfs",
      paramLabel = "FILE",
      description = "The initramfs: split, fat, or with the rootfs behind it.")
  private Path initramfs;

  @Option(
      names = "--rootfs",
      paramLabel = "FILE",
      description = "The rootfs that goes with it: an initrd, or what its system fetches by URL.")
  private Path rootfs;

  @Option(
      names = "--initrd",
      paramLabel = "FILE",
      description = "A further initrd, such as ignition.img; repeatable, in order.")
  private List<Path> extras = new ArrayList<>();

  @Option(
      names = "--args",
      paramLabel = "ARGUMENTS",
      description =
          "Kernel arguments that the image needs. {rootfs_url} in them becomes the URL of its"
              + " rootfs, {base_url} that of all its files.")
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

  @Option(
      names = "--keep-fat",
      description =
          "Serve the fat initramfs too, as fat-initramfs.img, while machines still need it. Scripts"
              + " show a notice meanwhile.")
  private boolean keepFat;

  @Option(
      names = "--channel",
      paramLabel = "CHANNEL",
      description = "Make this channel point at the new version; repeatable.")
  private List<String> channels = new ArrayList<>();

  @Option(
      names = "--keep",
      paramLabel = "N",
      description = "Keep only the newest N versions of this image, whatever store.keep says.")
  private Integer keep;

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
            source(),
            extras,
            kernelArguments,
            Optional.ofNullable(architecture),
            allowUnverified,
            keepFat);
    Settings settings = pairboot.settings();
    AfterImport after = AfterImport.of(settings, name, channels, Optional.ofNullable(keep));
    ImageStore store = PairbootCommand.openStore(settings);
    Published published;
    try (ProgressDisplay progress = new ProgressDisplay(console)) {
      published = new ImageImporter(store).run(request, progress::step);
    }
    ImageVersion image = published.image();
    after.setChannels(store, image.ref());
    if (json) {
      console.printJson(ImageJson.of(image, store.snapshot()));
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
    after.keepTheNewest(store, image.ref().name(), console);
    return ExitCode.DONE;
  }

  private ImportSource source() throws UsageException {
    Optional<Preset> system = Optional.ofNullable(preset);
    if (iso != null) {
      if (kernel != null || initramfs != null || rootfs != null) {
        throw new UsageException(
            "--iso has all files of the image; leave out --kernel, --initramfs and --rootfs");
      }
      return new ImportSource.Published(iso, system);
    }
    if (kernel == null || initramfs == null) {
      throw new UsageException("give --kernel and --initramfs, or --iso");
    }
    return new ImportSource.Files(kernel, initramfs, Optional.ofNullable(rootfs), system);
  }
}
