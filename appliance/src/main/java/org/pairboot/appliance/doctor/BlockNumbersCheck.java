package org.pairboot.appliance.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.pairboot.artifacts.format.inspect.Inspection.TftpRead;
import org.pairboot.artifacts.store.Snapshot;
import org.pairboot.artifacts.store.image.ImageVersion;
import org.pairboot.artifacts.store.image.Part;
import org.pairboot.artifacts.store.image.Role;
import org.pairboot.artifacts.text.Sizes;

/**
 * Which parts are too long for TFTP's 16 bits of block numbers, so that firmware has to wrap them:
 * some cannot.
 */
record BlockNumbersCheck(Snapshot images) implements Check {

  @Override
  public String topic() {
    return "block numbers of TFTP";
  }

  @Override
  public List<Finding> run() {
    List<Finding> findings = new ArrayList<>();
    for (ImageVersion image : Newest.of(images)) {
      List<Finding> ofImage =
          image.parts().stream()
              .filter(part -> part.role() != Role.PAYLOAD && part.role() != Role.FAT)
              .flatMap(part -> of(image, part).stream())
              .toList();
      findings.addAll(
          ofImage.isEmpty()
              ? List.of(Finding.ok(image.ref().toString(), "no part needs more than 65535 blocks"))
              : ofImage);
    }
    return findings;
  }

  private static List<Finding> of(ImageVersion image, Part part) {
    List<TftpRead> wrapping =
        TftpRead.common(part.length()).stream().filter(read -> read.wraps() > 0).toList();
    if (wrapping.isEmpty()) {
      return List.of();
    }
    String where = image.ref() + " " + part.fileName();
    String what =
        "with %s its block numbers wrap for clients that take blocks of %s"
            .formatted(
                Sizes.text(part.length()),
                wrapping.stream()
                    .map(read -> read.blockSize() + " bytes (" + read.clients() + ")")
                    .collect(Collectors.joining(", ")));
    boolean optional = part.role() == Role.ROOTFS && image.fetchesRootfs();
    return List.of(
        optional
            ? Finding.note(where, what, "nothing with boot method rootfs-url, which takes HTTP")
            : Finding.warning(
                where,
                what,
                "load it over HTTP where the loader can (lpxelinux.0, iPXE, GRUB with http); set"
                    + " tftp.rollover = 1 for the subnet of clients that go on with 1"));
  }
}
