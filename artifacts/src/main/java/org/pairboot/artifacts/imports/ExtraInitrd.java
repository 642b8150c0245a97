package org.pairboot.artifacts.imports;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.pairboot.artifacts.format.cpio.NewcEntry;
import org.pairboot.artifacts.format.initramfs.InitramfsVisitor;
import org.pairboot.artifacts.format.initramfs.InitramfsVisitor.Finding;
import org.pairboot.artifacts.format.initramfs.InitramfsWalker;
import org.pairboot.artifacts.format.initramfs.Member;
import org.pairboot.artifacts.format.initramfs.UnpackLimit;
import org.pairboot.artifacts.format.input.BadImageException;
import org.pairboot.artifacts.format.input.ImageFile;
import org.pairboot.artifacts.format.live.FirstBootConfig;
import org.pairboot.artifacts.store.staging.Staging.StagedPart;

/**
 * What a further initrd shows. The kernel stops unpacking at the first file that is not an initrd,
 * and the machine then boots without that file and all that follow it.
 *
 * @param objection why the kernel would not unpack it; empty if it would
 * @param firstBoot the first file inside it that configures a first boot
 * @param unpacked how many bytes the kernel unpacks
 */
record ExtraInitrd(Optional<String> objection, Optional<FirstBootConfig> firstBoot, long unpacked) {

  /**
   * Reads all of {@code extra}.
   *
   * @throws BadImageException when it unpacks to more than {@code limit} allows
   */
  static ExtraInitrd read(StagedPart extra, UnpackLimit limit) throws IOException {
    ImageFile file = ImageFile.of(extra.file()).named(extra.name().fileName());
    String name = file.name();
    List<Finding> findings = new ArrayList<>();
    List<FirstBootConfig> configs = new ArrayList<>();
    LongAdder unpacked = new LongAdder();
    InitramfsVisitor collector =
        new InitramfsVisitor() {
          @Override
          public void finding(Finding finding) {
            findings.add(finding);
          }

          @Override
          public void entry(Member.Start member, NewcEntry entry, InputStream data) {
            FirstBootConfig.of(entry).ifPresent(configs::add);
          }

          @Override
          public void leave(Member member) {
            unpacked.add(member.unpackedLength());
          }
        };
    Optional<String> objection;
    try {
      InitramfsWalker.walk(file, collector, done -> {});
      objection =
          findings.stream()
              .findFirst()
              .map(finding -> "machines will boot without " + name + ": " + finding.message());
    } catch (BadImageException e) {
      objection = Optional.of("machines will boot without " + e.getMessage() + hint(extra));
    }
    limit.check(file, 0, unpacked.sum());
    return new ExtraInitrd(objection, configs.stream().findFirst(), unpacked.sum());
  }

  private static String hint(StagedPart extra) throws IOException {
    try (InputStream in = Files.newInputStream(extra.file())) {
      return in.read() == '{'
          ? "; 'coreos-installer pxe ignition wrap' turns an Ignition config into an initrd"
          : "";
    }
  }
}
