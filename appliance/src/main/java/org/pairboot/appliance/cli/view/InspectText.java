package org.pairboot.appliance.cli.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.pairboot.appliance.cli.console.Console;
import org.pairboot.artifacts.format.initramfs.Member;
import org.pairboot.artifacts.format.inspect.Inspection;
import org.pairboot.artifacts.format.inspect.Inspection.BootMethod;
import org.pairboot.artifacts.format.live.InitramfsFacts;
import org.pairboot.artifacts.format.live.InitramfsFacts.MemberContents;
import org.pairboot.artifacts.format.live.InitramfsFacts.WantRootfs;
import org.pairboot.artifacts.format.live.LiveRole;
import org.pairboot.artifacts.format.live.RootfsFacts;
import org.pairboot.artifacts.format.live.RootfsFacts.RootFile;
import org.pairboot.artifacts.format.pair.PairVerdict;
import org.pairboot.artifacts.format.streamhash.StreamHash;
import org.pairboot.artifacts.text.Sizes;

/** What a file is, for people. */
public final class InspectText {
  private final Console console;

  public InspectText(Console console) {
    this.console = console;
  }

  public void print(String file, Inspection inspection, Optional<PairVerdict> pair) {
    console.print(file);
    switch (inspection) {
      case Inspection.Kernel kernel -> print(kernel);
      case Inspection.Initrd initrd -> print(initrd, pair);
    }
    console.print("");
    TextTable tftp = new TextTable(List.of("TFTP BLKSIZE", "BLOCKS", "WRAPS", "ASKED FOR BY"));
    inspection
        .tftp()
        .forEach(read ->
            tftp.add(
                String.valueOf(read.blockSize()),
                String.valueOf(read.blocks()),
                String.valueOf(read.wraps()),
                read.clients()));
    tftp.print(console);
  }

  private void print(Inspection.Kernel kernel) {
    fact("is", "a kernel (" + kernel.format() + ")");
    fact("size", size(kernel.length()));
    fact("architecture", kernel.architecture().orElse("unknown"));
    kernel.version().ifPresent(version -> fact("version", version));
  }

  private void print(Inspection.Initrd initrd, Optional<PairVerdict> pair) {
    InitramfsFacts facts = initrd.facts();
    fact("is", InspectJson.description(initrd.form()));
    initrd.era().ifPresent(era -> fact("era", era.term() + ": " + era.description()));
    fact("size", size(initrd.length()) + alignment(facts));
    facts.cookie().ifPresent(cookie -> fact("initramfs cookie", shown(cookie)));
    facts.rootfsCookie().ifPresent(cookie -> fact("rootfs cookie", shown(cookie)));
    facts.osVersion().ifPresent(version -> fact("os-release", version));
    if (facts.isLive()) {
      fact("stream-hash", hash(facts.wantRootfs()));
    }
    facts.rootFiles().forEach(root -> fact("root", root(root)));
    facts.findings().forEach(finding -> fact("fault", finding.message()));
    pair.map(InspectJson.PairJson::of)
        .ifPresent(verdict ->
            fact(
                "pair",
                verdict.verification()
                    + (verdict.reason() == null ? "" : ": " + verdict.reason())));
    console.print("");
    members(facts).print(console);
    console.print("");
    boot(initrd.boot()).print(console);
  }

  private static TextTable members(InitramfsFacts facts) {
    TextTable table =
        new TextTable(List.of("OFFSET", "LENGTH", "COMPRESSION", "UNPACKED", "FILES", "HOLDS"));
    for (MemberContents contents : facts.members()) {
      Member member = contents.member();
      table.add(
          String.valueOf(member.offset()),
          String.valueOf(member.length()),
          member.compression().label(),
          String.valueOf(member.unpackedLength()),
          String.valueOf(member.entries()),
          holds(contents));
    }
    return table;
  }

  private static String holds(MemberContents contents) {
    List<String> words = new ArrayList<>();
    if (contents.has(LiveRole.OTHER)) {
      words.add("system files");
    }
    if (contents.has(LiveRole.ROOT)) {
      words.add("root file system");
    }
    if (contents.has(LiveRole.OSMET)) {
      words.add("install images");
    }
    if (contents.has(LiveRole.INITRAMFS_COOKIE)) {
      words.add("cookie of the initramfs");
    }
    if (contents.has(LiveRole.ROOTFS_COOKIE)) {
      words.add("cookie of the rootfs");
    }
    return String.join(", ", words);
  }

  private static TextTable boot(List<BootMethod> options) {
    TextTable table = new TextTable(List.of("BOOT METHOD", "WORKS", "MEMORY", "REMARK"));
    for (BootMethod option : options) {
      table.add(
          option.method(),
          option.works() ? "yes" : "no",
          option.memory().isPresent() ? Sizes.text(option.memory().getAsLong()) : "-",
          option.reason());
    }
    return table;
  }

  private static String alignment(InitramfsFacts facts) {
    return facts.lengthModulo4() == 0
        ? ""
        : "; no multiple of 4, so under UEFI a loader must pad it before further initrds";
  }

  private static String hash(WantRootfs want) {
    return switch (want) {
      case WantRootfs.Absent() -> "none: nothing can prove the bytes of a rootfs";
      case WantRootfs.Malformed(String error) -> "malformed: " + error;
      case WantRootfs.Hash(StreamHash hash) ->
          "sha256, %d chunks of %s: a rootfs of %d to %d bytes"
              .formatted(
                  hash.digests().size(),
                  Sizes.text(hash.chunkSize()),
                  Math.max(0, hash.maxLength() - hash.chunkSize() + 1),
                  hash.maxLength());
    };
  }

  private static String root(RootFile root) {
    boolean plain = root.dataOffset() == RootfsFacts.ROOT_DATA_OFFSET || root.member() > 0;
    return "%s (%s), %s, data at %d%s"
        .formatted(
            root.name(),
            root.type().name().toLowerCase(Locale.ROOT),
            Sizes.text(root.size()),
            root.dataOffset(),
            plain ? "" : ": not at 124, where an ISO would mount it");
  }

  private static String shown(String cookie) {
    return cookie.isEmpty() ? "empty, as before 2020-07-27" : cookie;
  }

  private static String size(long bytes) {
    return bytes + " bytes (" + Sizes.text(bytes) + ")";
  }

  private void fact(String name, String value) {
    console.print("  %-16s  %s".formatted(name, value));
  }
}
