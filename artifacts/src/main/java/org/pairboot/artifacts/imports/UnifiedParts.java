package org.pairboot.artifacts.imports;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pairboot.artifacts.content.KernelArguments;
import org.pairboot.artifacts.format.input.ImageFile;
import org.pairboot.artifacts.format.uki.UnifiedKernel;
import org.pairboot.artifacts.imports.ImageImporter.ImportException;
import org.pairboot.artifacts.imports.ImportParts.PartSource;

/**
 * Takes a unified kernel image apart, so that it is imported as if its parts had been given one by
 * one: most loaders start a kernel with an initramfs, but no EFI program.
 */
final class UnifiedParts {
  private UnifiedParts() {}

  /** The parts inside the kernel, or {@code given} as they are if it is an ordinary one. */
  static ImportParts takenApart(ImportParts given) throws ImportException, IOException {
    ImageFile file = given.kernel().file();
    Optional<UnifiedKernel> found = UnifiedKernel.read(file);
    if (found.isEmpty()) {
      return given;
    }
    UnifiedKernel unified = found.get();
    List<ImageFile> pieces = unified.initramfs();
    if (given.initramfs().isPresent() && !pieces.isEmpty()) {
      throw new ImportException(
          given.kernel().name()
              + " is a unified kernel image with an initramfs of its own; leave out --initramfs, or"
              + " add yours to it with --initrd");
    }
    KernelArguments own = KernelArguments.parse(unified.arguments());
    return new ImportParts(
        given.preset(),
        new PartSource.FileRange(unified.kernel().named(file.name() + " (.linux)")),
        pieces.isEmpty() ? given.initramfs() : Optional.of(initramfs(pieces)),
        given.rootfs(),
        given.payloads(),
        given.extras(),
        given.preset().map(preset -> preset.arguments(own)).orElseGet(own::toString),
        unified.version(),
        Stream.concat(given.notes().stream(), notes(unified)).toList());
  }

  private static Stream<String> notes(UnifiedKernel unified) {
    String taken =
        Stream.of(
                Optional.of("kernel"),
                unified.initramfs().isEmpty() ? Optional.<String>empty() : Optional.of("initramfs"),
                unified.arguments().isEmpty()
                    ? Optional.<String>empty()
                    : Optional.of("kernel arguments"))
            .flatMap(Optional::stream)
            .collect(Collectors.joining(", "));
    String profiles =
        unified.profiles() > 1 ? ", of the first of " + unified.profiles() + " profiles" : "";
    boolean hasDeviceTree =
        unified.sections().stream().anyMatch(section -> section.name().startsWith(".dtb"));
    return Stream.concat(
        Stream.of("taken from a unified kernel image: " + taken + profiles),
        hasDeviceTree
            ? Stream.of("its device trees were left out: machines boot with that of their firmware")
            : Stream.empty());
  }

  private static PartSource initramfs(List<ImageFile> pieces) {
    return pieces.size() == 1
        ? new PartSource.FileRange(pieces.getFirst())
        : new PartSource.Joined(pieces.subList(0, pieces.size() - 1), pieces.getLast());
  }
}
