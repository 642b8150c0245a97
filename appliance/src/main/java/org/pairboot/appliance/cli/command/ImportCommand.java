package org.pairboot.appliance.cli.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pairboot.appliance.cli.command.ExitCode.UsageException;
import org.pairboot.appliance.cli.console.Console;
import org.pairboot.appliance.cli.console.Console.ProgressDisplay;
import org.pairboot.appliance.cli.console.InterruptNotice;
import org.pairboot.appliance.cli.view.BootMenuView;
import org.pairboot.appliance.cli.view.CatalogueView;
import org.pairboot.appliance.cli.view.ImageView;
import org.pairboot.appliance.cli.view.View;
import org.pairboot.appliance.plan.BootPlans;
import org.pairboot.artifacts.catalog.Architecture;
import org.pairboot.artifacts.content.KernelArguments;
import org.pairboot.artifacts.fetch.download.Source;
import org.pairboot.artifacts.fetch.download.Source.InvalidSourceException;
import org.pairboot.artifacts.format.initramfs.UnpackLimit;
import org.pairboot.artifacts.format.preset.LiveSystemFinder;
import org.pairboot.artifacts.imports.ImageImporter;
import org.pairboot.artifacts.imports.ImportRequest;
import org.pairboot.artifacts.imports.WrappedFile;
import org.pairboot.artifacts.imports.layout.LayoutRequest;
import org.pairboot.artifacts.imports.systems.SystemCatalogue;
import org.pairboot.artifacts.store.ImageStore;
import org.pairboot.artifacts.store.ImageStore.PublishResult;
import org.pairboot.artifacts.store.Retention;
import org.pairboot.artifacts.store.image.ChannelRef;
import org.pairboot.artifacts.store.image.ImageSelector;
import org.pairboot.artifacts.store.image.ImageVersion;
import org.pairboot.artifacts.store.layout.ImageLayout;
import org.pairboot.conf.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** {@code pairboot import}. */
@Command(
    name = "import",
    description = {
      "Adds a version of an image: from separate files, from a live system's ISO, from a stream,"
          + " from where the publisher of a known system has its newest release, or from another"
          + " store.",
      "",
      "Files may be local, or at http, https, ftp and tftp URLs. Streams are published by Fedora"
          + " CoreOS and its derivatives.",
      "",
      "A fat initramfs, with the rootfs inside, is split; so is an initramfs with the rootfs"
          + " appended. The pair is verified before it is published: a pair that does not match is"
          + " rejected with exit code 3, and nothing changes. Running servers see the new version"
          + " at once.",
      "",
      "  pairboot import fcos --kernel live-kernel \\",
      "    --initramfs live-initramfs.img --rootfs live-rootfs.img",
      "  pairboot import demo --kernel vmlinuz --initramfs fat.img --args console=ttyS0",
      "  pairboot import memtest --kernel memtest86+x64.bin",
      "  pairboot import fcos --iso fedora-coreos-live.x86_64.iso",
      "  pairboot import rescue --iso debian-live.iso --allow-unverified",
      "  pairboot import --from fedora-coreos:testing --arch aarch64",
      "  pairboot import --catalog",
      "  pairboot import images.tar --image fcos",
      "  pairboot import kiosk --add-fetcher \\",
      "    --kernel vmlinuz --initramfs initrd.img --rootfs kiosk.squashfs",
      "  pairboot import fcos --stream \\",
      "    https://builds.coreos.fedoraproject.org/streams/stable.json",
      "",
      "Downloaded files are checked against the digests and signatures that are published with"
          + " them; see the settings under 'downloads'. To resume a broken download, run the same"
          + " command again.",
      ""
    })
final class ImportCommand extends BaseCommand {
  @Parameters(
      paramLabel = "NAME",
      arity = "0..1",
      description =
          "The image's name, such as fcos-stable. With --from, default: the system's. Without any"
              + " files: a tar archive (oci-archive) or the directory of another store.")
  private String name;

  @Option(
      names = "--version",
      paramLabel = "V",
      description =
          "The version's name. Default: the image's own version, otherwise a digest prefix.")
  private String version;

  @Mixin private ImportSourceOptions files;

  @Option(
      names = "--catalog",
      description =
          "List the systems that --from knows: their streams and architectures, what is checked,"
              + " and what they need.")
  private boolean catalogue;

  @Option(
      names = "--mirror",
      paramLabel = "URL|DIR",
      description =
          "Fetch the files of --from and --stream from this copy of their servers, instead of what"
              + " the setting downloads.mirror says.")
  private String mirror;

  @Option(
      names = "--initrd",
      paramLabel = "FILE|URL",
      converter = ImportSourceOptions.SourceConverter.class,
      description = "A further initrd, such as ignition.img; repeatable, in order.")
  private List<Source> extras = new ArrayList<>();

  @Option(
      names = "--wrap",
      paramLabel = "FILE=/PATH",
      converter = WrapConverter.class,
      description =
          "Put a file into a further initrd, where the initramfs looks for it, such as"
              + " proxmox.iso=/proxmox.iso; repeatable.")
  private List<WrappedFile> wrapped = new ArrayList<>();

  @Option(
      names = "--args",
      paramLabel = "ARGUMENTS",
      description =
          "Kernel arguments that the image needs. {rootfs_url} is replaced by the URL of its"
              + " rootfs, {base_url} by that of all its files.")
  private String kernelArguments = "";

  @Option(
      names = "--arch",
      paramLabel = "A",
      converter = ArchitectureConverter.class,
      description =
          "The architecture, such as x86_64. Default: that of the kernel; with --stream, that of"
              + " this machine.")
  private Architecture architecture;

  @Option(
      names = "--allow-unverified",
      description = "Publish the pair even if it carries nothing to verify it by.")
  private boolean allowUnverified;

  @Option(
      names = "--allow-unknown-kernel",
      description =
          "Publish the kernel even if it has none of the forms by which kernels are recognised,"
              + " such as a boot program that only your loader starts.")
  private boolean allowUnknownKernel;

  @Option(
      names = "--allow-large",
      description =
          "Publish the image even if its initrds unpack to more than machines are likely to have"
              + " room for: 16 GiB, or a hundred times their own size.")
  private boolean allowLarge;

  @Option(
      names = "--channel",
      paramLabel = "CHANNEL",
      description = "Make this channel point to the new version; repeatable.")
  private List<String> channels = new ArrayList<>();

  @Option(
      names = "--image",
      paramLabel = "NAME[@VERSION]",
      description = "Of another store, copy only this image, or this version of it; repeatable.")
  private List<String> images = new ArrayList<>();

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
    if (catalogue) {
      return list(new CatalogueView(SystemCatalogue.load()));
    }
    Optional<Path> medium = files.mediumToList();
    if (medium.isPresent()) {
      return list(new BootMenuView(LiveSystemFinder.entries(medium.get())));
    }
    if (name != null && files.areNone() && LayoutImport.isPath(name)) {
      return importLayout();
    }
    if (!images.isEmpty()) {
      throw new UsageException(
          "--image chooses images of another store: pairboot import FILE.tar|DIRECTORY --image"
              + " ...");
    }
    name = Optional.ofNullable(name).or(files::systemName).orElse(null);
    ImportRequest request = request();
    if (mirror != null) {
      pairboot().override("downloads.mirror=" + mirror);
    }
    Settings settings = settings();
    // Before the import, so that a mistake in an option costs no time.
    Retention retention = Retentions.of(settings, Optional.ofNullable(keep));
    BootPlans plans = plansInForce(settings);
    ImageStore store = PairbootCommand.openStore(settings);
    ImageImporter importer = new ImageImporter(store, settings.downloads(), console::say);
    ImportReport report = new ImportReport(console, store);
    PublishResult published;
    try (InterruptNotice _ = InterruptNotice.during(console, importer.downloads());
        ProgressDisplay progress = new ProgressDisplay(console)) {
      published = importer.run(request, progress);
    } catch (IOException e) {
      report.failed(e, settings);
      throw e;
    }
    ImageVersion image = published.image();
    if (json) {
      console.printJson(new ImageView(image, store.snapshot()).summary());
    } else {
      console.print(image.ref().toString());
    }
    report.published(published);
    report.defaultImage(plans);
    report.prune(retention, Set.of(name));
    return ExitCode.DONE;
  }

  private int importLayout() throws Exception {
    ImageLayout layout = LayoutImport.layout(name);
    if (version != null
        || mirror != null
        || !extras.isEmpty()
        || !wrapped.isEmpty()
        || !kernelArguments.isEmpty()
        || !channels.isEmpty()) {
      throw new UsageException(
          "images of another store are copied as they are: leave out --version, --mirror,"
              + " --initrd, --wrap, --args and --channel");
    }
    LayoutRequest request =
        new LayoutRequest(
            layout,
            images.stream().map(ImageSelector::parse).toList(),
            Optional.ofNullable(architecture),
            allowUnverified,
            allowUnknownKernel,
            unpackLimit());
    Settings settings = settings();
    Retention retention = Retentions.of(settings, Optional.ofNullable(keep));
    BootPlans plans = plansInForce(settings);
    new LayoutImport(console(), json)
        .run(PairbootCommand.openStore(settings), request, plans, retention, settings);
    return ExitCode.DONE;
  }

  private int list(View view) throws IOException {
    if (json) {
      console().printJson(view.json());
    } else {
      view.print(console());
    }
    return ExitCode.DONE;
  }

  private ImportRequest request() throws UsageException {
    if (name == null) {
      throw new UsageException("give the image a NAME: pairboot import NAME ...");
    }
    Optional<String> mistake = KernelArguments.mistake(kernelArguments);
    if (mistake.isPresent()) {
      throw new UsageException("--args: " + mistake.get());
    }
    return new ImportRequest(
        name,
        Optional.ofNullable(version),
        files.source(),
        extras,
        wrapped,
        kernelArguments,
        Optional.ofNullable(architecture),
        allowUnverified,
        allowUnknownKernel,
        unpackLimit(),
        files.keepFat(),
        channels.stream().map(channel -> new ChannelRef(name, channel)).toList(),
        Optional.empty());
  }

  private UnpackLimit unpackLimit() {
    return allowLarge ? UnpackLimit.ANY : UnpackLimit.LIKELY;
  }

  /** Parses {@code FILE=/PATH}. */
  static final class WrapConverter implements ITypeConverter<WrappedFile> {
    @Override
    public WrappedFile convert(String text) {
      try {
        return WrappedFile.parse(text);
      } catch (InvalidSourceException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }
}
