package org.pairboot.artifacts.imports;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pairboot.artifacts.format.initramfs.InitramfsVisitor;
import org.pairboot.artifacts.format.initramfs.InitramfsVisitor.Finding;
import org.pairboot.artifacts.format.initramfs.InitramfsWalker;
import org.pairboot.artifacts.format.input.BadImageException;
import org.pairboot.artifacts.format.input.ImageFile;
import org.pairboot.artifacts.store.staging.Staging.StagedPart;

/**
 * Checks a further initrd. The kernel stops unpacking at the first file that is not an initrd, and
 * the machine then boots without that file and all that follow it.
 */
final class ExtraInitrd {
  private ExtraInitrd() {}

  /** Why the kernel would not unpack it; empty if it would. */
  static Optional<String> objection(StagedPart extra) throws IOException {
    String name = extra.name().fileName();
    List<Finding> findings = new ArrayList<>();
    InitramfsVisitor collector =
        new InitramfsVisitor() {
          @Override
          public void finding(Finding finding) {
            findings.add(finding);
          }
        };
    try {
      InitramfsWalker.walk(ImageFile.of(extra.file()).named(name), collector, done -> {});
    } catch (BadImageException e) {
      return Optional.of("machines will boot without " + e.getMessage() + hint(extra));
    }
    return findings.stream()
        .findFirst()
        .map(finding -> "machines will boot without " + name + ": " + finding.message());
  }

  private static String hint(StagedPart extra) throws IOException {
    try (InputStream in = Files.newInputStream(extra.file())) {
      return in.read() == '{'
          ? "; 'coreos-installer pxe ignition wrap' turns an Ignition config into an initrd"
          : "";
    }
  }
}
