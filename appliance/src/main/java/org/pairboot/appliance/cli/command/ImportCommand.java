package org.pairboot.appliance.cli.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pairboot.appliance.cli.console.Console;
import org.pairboot.appliance.cli.console.ProgressDisplay;
import org.pairboot.appliance.cli.view.ImageView;
import org.pairboot.appliance.cli.view.PairSummary;
import org.pairboot.artifacts.fetch.download.Source;
import org.pairboot.artifacts.format.preset.Preset;
import org.pairboot.artifacts.imports.ImageImporter;
import org.pairboot.artifacts.store.ImageStore;
import org.pairboot.artifacts.store.ImageStore.PublishResult;
import org.pairboot.artifacts.store.image.ImageVersion;
import org.pairboot.conf.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pairboot import}. */
@Command(
    name = "import",
    description = {
      "Adds a version of an image: from separate files, from a live system's ISO, or from a"
          + " stream.",
      "",
      "Files may be here, or at http, https, ftp and tftp URLs. A stream is what the metadata of"
          + " Fedora CoreOS and its like names.",
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
      "  pairboot import kiosk --kernel vmlinuz --initramfs initrd.img --rootfs kiosk.squashfs"
          + " --add-fetcher",
      "  pairboot import fcos-stable --stream"
          + " https://builds.coreos.fedoraproject.org/streams/stable.json",
      "",
      "What comes from the network is checked against the digest and signature that are published"
          + " with it; see the",
      "settings under 'downloads'. A download that broke off goes on when the same command is given"
          + " again.",
      ""
    })
final class ImportCommand extends BaseCommand {
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

  @Option(
      names = "--stream",
      paramLabel = "FILE|URL",
      converter = SourceConverter.class,
      description = {
        "Metadata of a stream or of one release (stream.json, release.json), instead of --kernel,",
        "--initramfs and --rootfs."
      })
  private Source stream;

  @Option(
      names = "--kernel",
      paramLabel = "FILE|URL",
      converter = SourceConverter.class,
      description = "The kernel.")
  private Source kernel;

  @Option(
      names = "--initramfs",
      paramLabel = "FILE|URL",
      converter = SourceConverter.class,
      description = "The initramfs: split, fat, or with the rootfs behind it.")
  private Source initramfs;

  @Option(
      names = "--rootfs",
      paramLabel = "FILE|URL",
      converter = SourceConverter.class,
      description = "The rootfs that goes with it: an initrd, or what its system fetches by URL.")
  private Source rootfs;

  @Option(
      names = "--initrd",
      paramLabel = "FILE|URL",
      converter = SourceConverter.class,
      description = "A further initrd, such as ignition.img; repeatable, in order.")
  private List<Source> extras = new ArrayList<>();

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
      description = {
        "The architecture, such as x86_64; unless given what the kernel says, or of a stream that"
            + " of",
        "this machine."
      })
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
      names = "--add-fetcher",
      description = {
        "Add an initrd with which an initramfs of dracut or initramfs-tools fetches the rootfs, a"
            + " squashfs or erofs,",
        "into memory, or onto the partition that pairboot.rootfs_partition= names."
      })
  private boolean addFetcher;

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

  @Override
  public Integer call() throws Exception {
    Console console = console();
    ImportPlan plan = plan();
    plan.check();
    Settings settings = settings();
    AfterImport after = AfterImport.of(settings, name, channels, Optional.ofNullable(keep));
    ImageStore store = PairbootCommand.openStore(settings);
    PublishResult published;
    try (ProgressDisplay progress = new ProgressDisplay(console)) {
      Optional<ImportPlan.Local> local = plan.local();
      published =
          local.isPresent()
              ? new ImageImporter(store)
                  .run(
                      plan.request(local.get(), Optional.empty(), Optional.empty()), progress::step)
              : new RemoteImport(store, settings.downloads(), console, progress).run(plan);
    }
    ImageVersion image = published.image();
    after.setChannels(store, image.ref());
    if (json) {
      console.printJson(new ImageView(image, store.snapshot()).summary());
    } else {
      console.print(image.ref().toString());
    }
    console.say(
        (published.isNew() ? "published " : "was published already: ")
            + image.ref()
            + ", pair "
            + PairSummary.of(image));
    image.notes().forEach(note -> console.say("note: " + note));
    after.keepTheNewest(store, image.ref().name(), console);
    return ExitCode.DONE;
  }

  private ImportPlan plan() {
    return new ImportPlan(
        name,
        Optional.ofNullable(version),
        Optional.ofNullable(stream),
        Optional.ofNullable(iso),
        Optional.ofNullable(preset),
        Optional.ofNullable(kernel),
        Optional.ofNullable(initramfs),
        Optional.ofNullable(rootfs),
        extras,
        kernelArguments,
        Optional.ofNullable(architecture),
        allowUnverified,
        keepFat,
        addFetcher);
  }
}
