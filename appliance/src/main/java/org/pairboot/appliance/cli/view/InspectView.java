package org.pairboot.appliance.cli.view;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.pairboot.appliance.cli.console.Console;
import org.pairboot.artifacts.catalog.Architecture;
import org.pairboot.artifacts.format.initramfs.Member;
import org.pairboot.artifacts.format.inspect.Era;
import org.pairboot.artifacts.format.inspect.Inspection;
import org.pairboot.artifacts.format.inspect.Inspection.BootMethod;
import org.pairboot.artifacts.format.live.FirstBootConfig;
import org.pairboot.artifacts.format.live.ImageForm;
import org.pairboot.artifacts.format.live.InitramfsFacts;
import org.pairboot.artifacts.format.live.InitramfsFacts.MemberContents;
import org.pairboot.artifacts.format.live.InitramfsFacts.WantRootfs;
import org.pairboot.artifacts.format.live.LivePaths.LiveRole;
import org.pairboot.artifacts.format.live.RootfsFacts;
import org.pairboot.artifacts.format.live.RootfsFacts.RootFile;
import org.pairboot.artifacts.format.pair.PairVerifier.Verdict;
import org.pairboot.artifacts.format.streamhash.StreamHash;
import org.pairboot.artifacts.text.Sizes;
import org.pairboot.conf.KebabCase;

/** What a file is and how it boots. In JSON, keys that do not apply are absent. */
public final class InspectView implements View {
  private final String file;
  private final Inspection inspection;
  private final Optional<PairSummary> pair;

  /**
   * @param pair whether the file and a rootfs match, if that was verified
   */
  public InspectView(String file, Inspection inspection, Optional<Verdict> pair) {
    this.file = file;
    this.inspection = inspection;
    this.pair = pair.map(PairSummary::of);
  }

  @Override
  public void print(Console console) {
    console.print(file);
    switch (inspection) {
      case Inspection.Kernel kernel -> print(kernel, console);
      case Inspection.Initrd initrd -> print(initrd, console);
    }
    console.print("");
    TextTable tftp = new TextTable("TFTP BLKSIZE", "BLOCKS", "WRAPS", "REQUESTED BY");
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

  @Override
  public Object json() {
    ObjectNode json = node().put("file", file).put("size", inspection.length());
    switch (inspection) {
      case Inspection.Kernel kernel -> add(kernel, json);
      case Inspection.Initrd initrd -> add(initrd, json);
    }
    json.putPOJO("tftp", inspection.tftp());
    pair.ifPresent(verdict -> {
      ObjectNode object = json.putObject("pair").put("verification", verdict.verification());
      put(object, "reason", verdict.reason());
    });
    return json;
  }

  // A kernel.

  private static void print(Inspection.Kernel kernel, Console console) {
    console.printFact("is", description(kernel));
    console.printFact("size", size(kernel.length()));
    console.printFact(
        "architecture", kernel.architecture().map(Architecture::toString).orElse("unknown"));
    kernel.version().ifPresent(version -> console.printFact("version", version));
  }

  private static void add(Inspection.Kernel kernel, ObjectNode json) {
    json.put("kind", "kernel").put("description", description(kernel));
    put(json, "architecture", kernel.architecture().map(Architecture::toString));
    put(json, "version", kernel.version());
  }

  private static String description(Inspection.Kernel kernel) {
    return "a kernel (" + kernel.format() + ")";
  }

  // An initrd of any kind.

  private void print(Inspection.Initrd initrd, Console console) {
    InitramfsFacts facts = initrd.facts();
    console.printFact("is", description(initrd.form()));
    initrd.era().ifPresent(era -> console.printFact("era", era.term() + ": " + era.description()));
    console.printFact("size", size(initrd.length()) + alignment(facts));
    facts.cookie().ifPresent(cookie -> console.printFact("initramfs cookie", shown(cookie)));
    facts.rootfsCookie().ifPresent(cookie -> console.printFact("rootfs cookie", shown(cookie)));
    facts.osVersion().ifPresent(version -> console.printFact("os-release", version));
    if (facts.isLive()) {
      console.printFact("stream-hash", text(facts.wantRootfs()));
    }
    facts.rootFiles().forEach(root -> console.printFact("root", text(root)));
    facts
        .firstBoot()
        .ifPresent(config ->
            console.printFact(
                "first boot",
                "%s, which takes effect with the arguments %s"
                    .formatted(config, FirstBootConfig.ARGUMENTS)));
    facts.findings().forEach(finding -> console.printFact("problem", finding.message()));
    pair.ifPresent(verdict -> console.printFact("pair", verdict.toString()));
    console.print("");
    members(facts).print(console);
    console.print("");
    bootMethods(initrd.boot()).print(console);
  }

  private static void add(Inspection.Initrd initrd, ObjectNode json) {
    InitramfsFacts facts = initrd.facts();
    json.put("kind", kind(initrd.form())).put("description", description(initrd.form()));
    put(json, "era", initrd.era().map(Era::term));
    put(json, "version", facts.version().or(facts::rootfsCookie));
    put(json, "cookie", facts.cookie());
    put(json, "rootfsCookie", facts.rootfsCookie());
    addStreamHash(facts.wantRootfs(), json);
    json.put("fetch", KebabCase.of(facts.fetch()));
    if (!facts.rootFiles().isEmpty()) {
      json.putPOJO("rootFile", RootJson.of(facts.rootFiles().getLast()));
    }
    put(json, "firstBootConfig", facts.firstBoot().map(FirstBootConfig::path));
    json.put("multipleOf4", facts.lengthModulo4() == 0);
    json.putPOJO("members", facts.members().stream().map(MemberJson::of).toList());
    json.putPOJO("findings", facts.findings());
    json.putPOJO("boot", initrd.boot().stream().map(InspectView::json).toList());
  }

  private static String kind(ImageForm form) {
    return switch (form) {
      case ImageForm.Split() -> "initramfs";
      case ImageForm.Rootfs() -> "rootfs";
      case ImageForm.Concatenated both -> "concatenated";
      case ImageForm.Fat fat -> "fat";
      case ImageForm.Stub() -> "stub";
      case ImageForm.Other() -> "initrd";
      case ImageForm.Odd odd -> "odd";
    };
  }

  private static String description(ImageForm form) {
    return switch (form) {
      case ImageForm.Split() -> "the initramfs of a live image whose rootfs is a separate file";
      case ImageForm.Rootfs() -> "the rootfs of a live image";
      case ImageForm.Concatenated both -> "initramfs and rootfs of a live image in one file";
      case ImageForm.Fat fat -> "a fat initramfs, with the root file system inside";
      case ImageForm.Stub() -> "a stub: the cookie of a rootfs without a root file system";
      case ImageForm.Other() -> "an initrd, but not of a CoreOS-style live image";
      case ImageForm.Odd(String why) -> "an inconsistent live image: " + why;
    };
  }

  private static String size(long bytes) {
    return bytes + " bytes (" + Sizes.text(bytes) + ")";
  }

  private static String alignment(InitramfsFacts facts) {
    return facts.lengthModulo4() == 0
        ? ""
        : "; not a multiple of 4: under UEFI the loader must pad it before further initrds";
  }

  private static String shown(String cookie) {
    return cookie.isEmpty() ? "empty, as in images built before 2020-07-27" : cookie;
  }

  // The stream-hash that the initramfs carries.

  private static String text(WantRootfs want) {
    return switch (want) {
      case WantRootfs.Absent() -> "none: nothing can verify the bytes of a rootfs";
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

  private static void addStreamHash(WantRootfs want, ObjectNode json) {
    switch (want) {
      case WantRootfs.Absent() -> {}
      // Guests refuse it.
      case WantRootfs.Malformed(String error) -> json.putObject("streamHash").put("error", error);
      case WantRootfs.Hash(StreamHash hash) ->
          json.putObject("streamHash")
              .put("chunkSize", hash.chunkSize())
              .put("chunks", hash.digests().size())
              .put("maxRootfsSize", hash.maxLength());
    }
  }

  // The root file system.

  private static String text(RootFile root) {
    boolean usual = root.dataOffset() == RootfsFacts.ROOT_DATA_OFFSET || root.member() > 0;
    return "%s (%s), %s, data at %d%s"
        .formatted(
            root.name(),
            KebabCase.of(root.type()),
            Sizes.text(root.size()),
            root.dataOffset(),
            usual ? "" : ": not at 124, where an ISO would mount it");
  }

  /**
   * The root file system.
   *
   * @param offset where its data starts, in the unpacked bytes of a compressed member
   */
  private record RootJson(
      String name, String type, int member, String compression, long offset, long size) {
    static RootJson of(RootFile root) {
      return new RootJson(
          root.name(),
          KebabCase.of(root.type()),
          root.member(),
          root.compression().label(),
          root.dataOffset(),
          root.size());
    }
  }

  // The members of the file.

  private static TextTable members(InitramfsFacts facts) {
    TextTable table =
        new TextTable("OFFSET", "LENGTH", "COMPRESSION", "UNPACKED", "FILES", "CONTENTS");
    for (MemberContents contents : facts.members()) {
      Member member = contents.member();
      table.add(
          String.valueOf(member.offset()),
          String.valueOf(member.length()),
          member.compression().label(),
          String.valueOf(member.unpackedLength()),
          String.valueOf(member.entries()),
          contents(contents));
    }
    return table;
  }

  private static String contents(MemberContents contents) {
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
      words.add("initramfs cookie");
    }
    if (contents.has(LiveRole.ROOTFS_COOKIE)) {
      words.add("rootfs cookie");
    }
    return String.join(", ", words);
  }

  /**
   * A member.
   *
   * @param files entries in its archives, directories and links included
   * @param contents how many entries have which role, such as {@code {"root": 1, "osmet": 2}}
   */
  private record MemberJson(
      int index,
      long offset,
      long length,
      String compression,
      long unpackedLength,
      int archives,
      long files,
      boolean complete,
      Map<String, Long> contents) {
    static MemberJson of(MemberContents contents) {
      Member member = contents.member();
      Map<String, Long> roles = new TreeMap<>();
      contents.counts().forEach((role, count) -> roles.put(KebabCase.of(role), count));
      return new MemberJson(
          member.index(),
          member.offset(),
          member.length(),
          member.compression().label(),
          member.unpackedLength(),
          member.archives(),
          member.entries(),
          member.complete(),
          roles);
    }
  }

  // The boot methods.

  private static TextTable bootMethods(List<BootMethod> options) {
    TextTable table = new TextTable("BOOT METHOD", "WORKS", "MEMORY", "REMARK");
    for (BootMethod option : options) {
      table.add(
          option.method(),
          option.works() ? "yes" : "no",
          option.memory().isPresent() ? Sizes.text(option.memory().getAsLong()) : "-",
          option.reason());
    }
    return table;
  }

  private static ObjectNode json(BootMethod option) {
    ObjectNode json =
        node()
            .put("method", option.method())
            .put("works", option.works())
            .put("reason", option.reason());
    option.memory().ifPresent(bytes -> json.put("memory", bytes));
    return json;
  }

  private static ObjectNode node() {
    return JsonNodeFactory.instance.objectNode();
  }

  private static void put(ObjectNode json, String key, Optional<String> value) {
    value.ifPresent(present -> json.put(key, present));
  }
}
