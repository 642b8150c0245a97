package org.pairboot.artifacts.imports;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pairboot.artifacts.content.ArgumentTemplate;
import org.pairboot.artifacts.content.KernelArguments;
import org.pairboot.artifacts.content.KernelArguments.Argument;
import org.pairboot.artifacts.format.live.PayloadType;
import org.pairboot.artifacts.format.preset.Preset;
import org.pairboot.artifacts.imports.ImageImporter.ImportException;
import org.pairboot.artifacts.imports.ImportParts.Named;
import org.pairboot.artifacts.store.image.ImageVersion;
import org.pairboot.artifacts.store.image.PartName;

/**
 * Whether a system finds what it will ask for: the right kind of file, under the path that its
 * arguments give.
 */
public final class ServedPaths {
  /** Of parts that every image may have. */
  private static final List<String> FIXED =
      Stream.concat(
              Stream.of(
                      PartName.KERNEL,
                      PartName.INITRAMFS,
                      PartName.ROOTFS,
                      PartName.FETCHER,
                      PartName.FAT,
                      PairStager.AFTER_ROOTFS)
                  .map(PartName::fileName),
              Stream.of(ImageVersion.LIVE_IMAGE))
          .toList();

  private static final String HTTP_SERVER = "archiso_http_srv";
  private static final String BASE_DIRECTORY = "archisobasedir";

  /** What follows is a path, up to what cannot be in one or begins something else. */
  private static final Pattern BELOW_BASE =
      Pattern.compile(Pattern.quote(ArgumentTemplate.BASE_URL) + "/+([^\\s\"',;?#&]*)");

  private ServedPaths() {}

  /**
   * The same parts, with the files that the system fetches below the directory that the arguments
   * name.
   *
   * @param more the user's arguments, which follow those of the parts
   */
  static ImportParts moved(ImportParts parts, String more) {
    KernelArguments all = KernelArguments.parse(parts.arguments() + " " + more);
    Optional<String> directory =
        parts.preset().flatMap(preset -> directory(preset, all)).filter(to -> !to.isEmpty());
    if (directory.isEmpty()) {
      return parts;
    }
    String from = rootDirectory(parts.preset().get(), parts.payloads().getFirst().name());
    String to = directory.get() + "/";
    return parts.withPayloads(
        parts.payloads().stream()
            .map(payload -> new Named(moved(payload.name(), from, to), payload.source()))
            .toList());
  }

  private static PartName moved(PartName name, String from, String to) {
    String file = name.fileName();
    return file.startsWith(from) ? PartName.payload(to + file.substring(from.length())) : name;
  }

  /** Below which the system asks for its files; empty if that is on another server. */
  private static Optional<String> directory(Preset preset, KernelArguments arguments) {
    Optional<String> path =
        switch (preset) {
          // The hook archiso_pxe_http asks for SERVER + DIRECTORY + "/x86_64/airootfs.sfs".
          case ARCH ->
              last(arguments, HTTP_SERVER)
                  .flatMap(ServedPaths::belowBase)
                  .map(at -> at + last(arguments, BASE_DIRECTORY).orElse("arch"));
          // anaconda_net_root asks for TREE + "/images/install.img".
          case ANACONDA -> last(arguments, "inst.stage2").flatMap(ServedPaths::belowBase);
          default -> Optional.empty();
        };
    return path.map(text -> text.replaceAll("/+", "/").replaceAll("^/|/$", ""));
  }

  private static Optional<String> belowBase(String url) {
    return Optional.of(url)
        .filter(text -> text.startsWith(ArgumentTemplate.BASE_URL))
        .map(text -> text.substring(ArgumentTemplate.BASE_URL.length()));
  }

  /** With the trailing slash, or empty. */
  private static String rootDirectory(Preset preset, PartName root) {
    String inside = preset == Preset.ARCH ? "/x86_64/" : "images/";
    int at = root.fileName().indexOf(inside);
    int end = preset == Preset.ARCH ? at + 1 : at;
    return at < 0 ? "" : root.fileName().substring(0, end);
  }

  /** Of several, the last one counts for these systems. */
  private static Optional<String> last(KernelArguments arguments, String name) {
    return arguments.all().reversed().stream()
        .filter(argument -> argument.isNamed(name))
        .findFirst()
        .flatMap(Argument::value);
  }

  /** Refuses a root file system that the system could not use. */
  static void requireUsable(ImportParts parts) throws ImportException, IOException {
    List<PayloadType> accepted = parts.preset().map(Preset::accepted).orElse(List.of());
    if (accepted.isEmpty()) {
      return;
    }
    Named root = parts.payloads().getFirst();
    PayloadType type = PayloadType.of(root.source().file());
    boolean isErofs = root.name().fileName().endsWith(".erofs");
    boolean fitsName =
        parts.preset().get() != Preset.ARCH || isErofs == (type == PayloadType.EROFS);
    if (accepted.contains(type) && fitsName) {
      return;
    }
    throw new ImportException(
        "%s is %s, but %s needs %s as %s; %s"
            .formatted(
                root.source().name(),
                type.title(),
                parts.preset().get().term(),
                accepted.stream().map(PayloadType::title).collect(Collectors.joining(" or ")),
                root.name(),
                accepted.contains(PayloadType.ISO) || type == PayloadType.ISO
                    ? "give the ISO itself, with --iso"
                    : "name the right file with --rootfs"));
  }

  /** Refuses arguments that name a file of the image that it does not have. */
  static void requireServed(String arguments, ImportParts parts) throws ImportException {
    requireServed(
        arguments,
        Stream.concat(parts.payloads().stream(), parts.extras().stream()).map(Named::name));
  }

  /** The same, with the names of payloads and further initrds. */
  public static void requireServed(String arguments, Stream<PartName> names)
      throws ImportException {
    List<String> own = names.map(PartName::fileName).toList();
    List<String> missing =
        BELOW_BASE
            .matcher(arguments)
            .results()
            .map(found -> found.group(1).replaceAll("/+$", ""))
            .filter(path ->
                !path.isEmpty()
                    && Stream.concat(own.stream(), FIXED.stream())
                        .noneMatch(file -> file.equals(path) || file.startsWith(path + "/")))
            .toList();
    if (!missing.isEmpty()) {
      throw new ImportException(
          "the kernel arguments name %s/%s, but the image has no such file; files of its own are %s"
              .formatted(
                  ArgumentTemplate.BASE_URL,
                  missing.getFirst(),
                  own.isEmpty() ? "none" : String.join(", ", own)));
    }
  }
}
