package org.pairboot.appliance.cli.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pairboot.appliance.cli.command.ExitCode.UsageException;
import org.pairboot.artifacts.fetch.download.Source;
import org.pairboot.artifacts.fetch.download.Source.InvalidSourceException;
import org.pairboot.artifacts.format.preset.Preset;
import org.pairboot.artifacts.format.uki.UnifiedKernel;
import org.pairboot.artifacts.imports.ImportRequest.ImportSource;
import org.pairboot.artifacts.imports.systems.SystemCatalogue;
import org.pairboot.artifacts.imports.systems.SystemCatalogue.CatalogueException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options of {@code pairboot import} that say which files to import, and as what. */
final class ImportSourceOptions {
  @Option(
      names = "--iso",
      paramLabel = "FILE|URL",
      converter = SourceConverter.class,
      description =
          "The ISO of a live system, or a directory with its files, instead of separate files.")
  private Source iso;

  @Option(
      names = "--entry",
      paramLabel = "TITLE",
      description =
          "The entry of the ISO's boot menu to import, by its title or the beginning of it."
              + " Default: the first one for everyday use.")
  private String entry;

  @Option(
      names = "--entries",
      description = "Only list the entries of the ISO's boot menu; with --json, as JSON.")
  private boolean listEntries;

  @Option(
      names = "--preset",
      paramLabel = "SYSTEM",
      converter = PresetTerms.class,
      completionCandidates = PresetTerms.class,
      description =
          "Which live system it is, if its files do not show that: ${COMPLETION-CANDIDATES}.")
  private Preset preset;

  @Option(
      names = "--stream",
      paramLabel = "FILE|URL",
      converter = SourceConverter.class,
      description =
          "Metadata of a stream or of one release (stream.json, release.json), instead of --kernel,"
              + " --initramfs and --rootfs.")
  private Source stream;

  @Option(
      names = "--from",
      paramLabel = "SYSTEM[:STREAM]",
      converter = SystemConverter.class,
      description =
          "Fetch the newest release of a known system, such as debian-live or"
              + " fedora-coreos:testing, from where its publisher has it. --catalog lists them.")
  private ImportSource.FromCatalogue system;

  @Option(
      names = "--kernel",
      paramLabel = "FILE|URL",
      converter = SourceConverter.class,
      description =
          "The kernel; or a unified kernel image (UKI), from which kernel, initramfs and arguments"
              + " are taken.")
  private Source kernel;

  @Option(
      names = "--initramfs",
      paramLabel = "FILE|URL",
      converter = SourceConverter.class,
      description =
          "The initramfs: split, fat, or followed by the rootfs. Without it, machines boot the"
              + " kernel alone, such as a memory test.")
  private Source initramfs;

  @Option(
      names = "--rootfs",
      paramLabel = "FILE|URL",
      converter = SourceConverter.class,
      description =
          "The rootfs of the same build: an initrd, or the file that its system fetches by URL.")
  private Source rootfs;

  @Option(
      names = "--add-fetcher",
      description =
          "Add an initrd with which an initramfs made by dracut or initramfs-tools fetches the"
              + " rootfs, a squashfs or erofs, into memory, or onto the partition that"
              + " pairboot.rootfs_partition= names.")
  private boolean addFetcher;

  @Option(
      names = "--keep-fat",
      description =
          "Also serve the fat initramfs, as fat-initramfs.img, while machines still need it."
              + " Scripts show a notice as long as it is there.")
  private boolean keepFat;

  /** Whether none of the options was given. */
  boolean areNone() {
    return iso == null
        && entry == null
        && !listEntries
        && preset == null
        && stream == null
        && system == null
        && kernel == null
        && initramfs == null
        && rootfs == null
        && !addFetcher
        && !keepFat;
  }

  /** Throws if the options contradict each other. */
  ImportSource source() throws UsageException {
    boolean separate = kernel != null || initramfs != null || rootfs != null;
    boolean hasInitramfs = initramfs != null || mayHaveInitramfs(kernel);
    boolean complete = kernel != null && (hasInitramfs || rootfs == null);
    if (iso != null && (separate || stream != null)) {
      throw new UsageException(
          "--iso has all files of the image; leave out --kernel, --initramfs, --rootfs and"
              + " --stream");
    }
    if (listEntries && iso == null) {
      throw new UsageException("--entries needs --iso, whose boot menu it lists");
    }
    if (entry != null && iso == null && system == null) {
      throw new UsageException("--entry needs --iso or --from, whose boot menu it is about");
    }
    if (stream != null && separate) {
      throw new UsageException(
          "--stream lists kernel, initramfs and rootfs; leave out the options of these names");
    }
    if (system != null
        && (separate || iso != null || stream != null || preset != null || addFetcher || keepFat)) {
      throw new UsageException(
          "--from knows where all files are; leave out --iso, --stream, --kernel, --initramfs,"
              + " --rootfs, --preset, --add-fetcher and --keep-fat");
    }
    if (addFetcher && (!complete || rootfs == null || preset != null || keepFat)) {
      throw new UsageException(
          "--add-fetcher needs --kernel, --initramfs and --rootfs, and excludes --preset and"
              + " --keep-fat");
    }
    if (system != null) {
      return new ImportSource.FromCatalogue(
          system.system(), system.stream(), Optional.ofNullable(entry));
    }
    Optional<Preset> given = Optional.ofNullable(preset);
    if (iso != null) {
      return new ImportSource.LiveMedium(iso, given, Optional.ofNullable(entry));
    }
    if (stream != null) {
      return new ImportSource.Metadata(stream, given);
    }
    if (!complete) {
      throw new UsageException(
          kernel == null
              ? "give --kernel and --initramfs, or --iso, --stream or --from"
              : "--rootfs needs --initramfs, which unpacks or fetches it");
    }
    if (!hasInitramfs && (preset != null || keepFat)) {
      throw new UsageException((keepFat ? "--keep-fat" : "--preset") + " needs --initramfs");
    }
    Optional<Source> separateInitramfs = Optional.ofNullable(initramfs);
    return addFetcher
        ? new ImportSource.WithFetcher(kernel, separateInitramfs, rootfs)
        : new ImportSource.Files(kernel, separateInitramfs, Optional.ofNullable(rootfs), given);
  }

  /** A file that is not here yet may be anything; one that is here is looked at. */
  private static boolean mayHaveInitramfs(Source kernel) {
    return switch (kernel) {
      case null -> false;
      case Source.Remote remote -> true;
      case Source.LocalFile(Path path) -> UnifiedKernel.isIn(path);
    };
  }

  /** The medium whose boot menu is to be listed, instead of an import. */
  Optional<Path> mediumToList() throws UsageException {
    if (!listEntries || !(source() instanceof ImportSource.LiveMedium medium)) {
      return Optional.empty();
    }
    if (medium.medium() instanceof Source.LocalFile(Path path) && Files.exists(path)) {
      return Optional.of(path);
    }
    throw new UsageException(
        "--entries lists local files only, and there is no " + medium.medium());
  }

  boolean keepFat() {
    return keepFat;
  }

  /** The name of the system of {@code --from}. */
  Optional<String> systemName() {
    return Optional.ofNullable(system).map(from -> from.system().name());
  }

  /** Parses {@code SYSTEM[:STREAM]}. */
  static final class SystemConverter implements ITypeConverter<ImportSource.FromCatalogue> {
    @Override
    public ImportSource.FromCatalogue convert(String text) {
      String[] parts = text.split(":", 2);
      try {
        return new ImportSource.FromCatalogue(
            SystemCatalogue.load().find(parts[0]),
            parts.length > 1 ? Optional.of(parts[1]) : Optional.empty(),
            Optional.empty());
      } catch (CatalogueException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }

  /** Parses {@code FILE|URL}. */
  static final class SourceConverter implements ITypeConverter<Source> {
    @Override
    public Source convert(String text) {
      try {
        return Source.parse(text);
      } catch (InvalidSourceException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }

  /** The values of {@code --preset}. */
  static final class PresetTerms implements ITypeConverter<Preset>, Iterable<String> {
    @Override
    public Preset convert(String term) {
      return Preset.of(term)
          .orElseThrow(() ->
              new TypeConversionException(
                  "unknown system '"
                      + term
                      + "'; known systems are "
                      + terms().collect(Collectors.joining(", "))));
    }

    @Override
    public Iterator<String> iterator() {
      return terms().iterator();
    }

    private static Stream<String> terms() {
      return Stream.of(Preset.values()).map(Preset::term);
    }
  }
}
