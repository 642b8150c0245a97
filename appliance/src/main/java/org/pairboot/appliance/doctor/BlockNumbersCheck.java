package org.pairboot.appliance.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.pairboot.appliance.doctor.report.Check;
import org.pairboot.appliance.doctor.report.Check.Finding;
import org.pairboot.artifacts.format.inspect.Inspection.TftpRead;
import org.pairboot.artifacts.store.Snapshot;
import org.pairboot.artifacts.store.image.ImageVersion;
import org.pairboot.artifacts.store.image.ImageVersion.Part;
import org.pairboot.artifacts.store.image.PartName.Role;
import org.pairboot.artifacts.text.Sizes;

/**
 * Which parts have more blocks than TFTP's 16-bit block numbers can count, so that the number wraps
 * around. Some firmware cannot handle that.
 */
final class BlockNumbersCheck implements Check {
  private final Snapshot images;

  BlockNumbersCheck(Snapshot images) {
    this.images = images;
  }

  @Override
  public String topic() {
    return "block numbers of TFTP";
  }

  @Override
  public List<Finding> run() {
    List<Finding> findings = new ArrayList<>();
    for (ImageVersion image : ImagesCheck.latest(images)) {
      List<Finding> wrapping =
          image.parts().stream()
              .filter(part -> part.role() != Role.PAYLOAD && part.role() != Role.FAT)
              .flatMap(part -> wrapping(image, part, images.describe(image)).stream())
              .toList();
      findings.addAll(
          wrapping.isEmpty()
              ? List.of(Finding.ok(images.describe(image), "no part needs more than 65535 blocks"))
              : wrapping);
    }
    return findings;
  }

  private static Optional<Finding> wrapping(ImageVersion image, Part part, String name) {
    List<TftpRead> wrapping =
        TftpRead.common(part.length()).stream().filter(read -> read.wraps() > 0).toList();
    if (wrapping.isEmpty()) {
      return Optional.empty();
    }
    String where = name + " " + part.fileName();
    String what =
        "at %s its block numbers wrap around for clients that use blocks of %s"
            .formatted(
                Sizes.text(part.length()),
                wrapping.stream()
                    .map(read -> read.blockSize() + " bytes (" + read.clients() + ")")
                    .collect(Collectors.joining(", ")));
    boolean fetchedOverHttp = part.role() == Role.ROOTFS && image.fetchesRootfs();
    return Optional.of(
        fetchedOverHttp
            ? Finding.note(
                where, what, "nothing to do with boot method rootfs-url, which uses HTTP")
            : Finding.warning(
                where,
                what,
                "load it over HTTP if the loader can (lpxelinux.0, iPXE, GRUB with http); for"
                    + " clients that continue with block 1 instead of 0, set tftp.rollover = 1 for"
                    + " their subnet"));
  }
}
