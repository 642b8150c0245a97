package org.pairboot.appliance.cli.view;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.pairboot.artifacts.format.initramfs.InitramfsVisitor.Finding;
import org.pairboot.artifacts.format.initramfs.Member;
import org.pairboot.artifacts.format.inspect.Era;
import org.pairboot.artifacts.format.inspect.Inspection;
import org.pairboot.artifacts.format.inspect.Inspection.BootMethod;
import org.pairboot.artifacts.format.inspect.Inspection.TftpRead;
import org.pairboot.artifacts.format.live.ImageForm;
import org.pairboot.artifacts.format.live.InitramfsFacts;
import org.pairboot.artifacts.format.live.InitramfsFacts.MemberContents;
import org.pairboot.artifacts.format.live.InitramfsFacts.WantRootfs;
import org.pairboot.artifacts.format.live.RootfsFacts.RootFile;
import org.pairboot.artifacts.format.pair.PairVerdict;
import org.pairboot.artifacts.format.streamhash.StreamHash;
import org.pairboot.conf.KebabCase;

/**
 * What a file is, as JSON. Names and meanings of the fields are a contract with programs; what does
 * not apply is absent.
 *
 * @param kind {@code kernel}, {@code initramfs}, {@code rootfs}, {@code concatenated}, {@code fat},
 *     {@code stub}, {@code initrd} (of another system) or {@code odd}
 * @param description the same for people
 * @param era the short name of the era of live images, such as {@code C}
 * @param version of the image, from its cookie, else its os-release; or the kernel's
 * @param cookie what stands in {@code etc/coreos-live-initramfs}; empty in old images
 * @param rootfsCookie what stands in {@code etc/coreos-live-rootfs}
 * @param fetch whether the initramfs can fetch a rootfs: {@code none}, {@code gzipped}, {@code any}
 * @param multipleOf4 whether the length is one, as must be in front of a further initrd under UEFI
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record InspectJson(
    String file,
    long size,
    String kind,
    String description,
    String era,
    String architecture,
    String version,
    String cookie,
    String rootfsCookie,
    HashJson streamHash,
    String fetch,
    RootJson rootFile,
    Boolean multipleOf4,
    List<MemberJson> members,
    List<Finding> findings,
    List<BootJson> boot,
    List<TftpRead> tftp,
    PairJson pair) {

  /**
   * The stream-hash that the initramfs carries.
   *
   * @param chunks how many digests; the rootfs has at most this many chunks
   * @param error why a guest refuses it; the rest is absent then
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record HashJson(Integer chunkSize, Integer chunks, Long maxRootfsSize, String error) {}

  /**
   * The root file system.
   *
   * @param offset where its data starts, in the unpacked bytes of a compressed member
   */
  public record RootJson(
      String name, String type, int member, String compression, long offset, long size) {}

  /**
   * A member.
   *
   * @param files entries in its archives, directories and links included
   * @param contents how many entries are what, such as {@code {"root": 1, "osmet": 2}}
   */
  public record MemberJson(
      int index,
      long offset,
      long length,
      String compression,
      long unpackedLength,
      int archives,
      long files,
      boolean complete,
      Map<String, Long> contents) {}

  /**
   * A boot method.
   *
   * @param memory in bytes; absent where the method does not work
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record BootJson(String method, boolean works, String reason, Long memory) {
    private static BootJson of(BootMethod option) {
      Long memory = option.memory().isPresent() ? option.memory().getAsLong() : null;
      return new BootJson(option.method(), option.works(), option.reason(), memory);
    }
  }

  /**
   * Whether the two files are a pair.
   *
   * @param verification {@code verified}, {@code unverifiable} or {@code rejected}
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record PairJson(String verification, String reason) {
    static PairJson of(PairVerdict verdict) {
      return switch (verdict) {
        case PairVerdict.Verified verified -> new PairJson("verified", null);
        case PairVerdict.Unverifiable(String why) -> new PairJson("unverifiable", why);
        case PairVerdict.Rejected rejected -> new PairJson("rejected", rejected.why());
      };
    }
  }

  public static InspectJson of(String file, Inspection inspection, Optional<PairVerdict> pair) {
    return switch (inspection) {
      case Inspection.Kernel kernel -> of(file, kernel);
      case Inspection.Initrd initrd -> of(file, initrd, pair);
    };
  }

  private static InspectJson of(String file, Inspection.Kernel kernel) {
    return new InspectJson(
        file,
        kernel.length(),
        "kernel",
        "a kernel (" + kernel.format() + ")",
        null,
        kernel.architecture().orElse(null),
        kernel.version().orElse(null),
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        kernel.tftp(),
        null);
  }

  private static InspectJson of(String file, Inspection.Initrd initrd, Optional<PairVerdict> pair) {
    InitramfsFacts facts = initrd.facts();
    return new InspectJson(
        file,
        initrd.length(),
        kind(initrd.form()),
        description(initrd.form()),
        initrd.era().map(Era::term).orElse(null),
        null,
        facts.version().or(facts::rootfsCookie).orElse(null),
        facts.cookie().orElse(null),
        facts.rootfsCookie().orElse(null),
        hash(facts.wantRootfs()),
        name(facts.fetch()),
        facts.rootFiles().isEmpty() ? null : root(facts.rootFiles().getLast()),
        facts.lengthModulo4() == 0,
        facts.members().stream().map(InspectJson::member).toList(),
        facts.findings(),
        initrd.boot().stream().map(BootJson::of).toList(),
        initrd.tftp(),
        pair.map(PairJson::of).orElse(null));
  }

  static String kind(ImageForm form) {
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

  static String description(ImageForm form) {
    return switch (form) {
      case ImageForm.Split() -> "the initramfs of a live image, whose rootfs is a file of its own";
      case ImageForm.Rootfs() -> "the rootfs of a live image";
      case ImageForm.Concatenated both -> "initramfs and rootfs of a live image in one file";
      case ImageForm.Fat fat -> "a fat initramfs, with the root file system inside";
      case ImageForm.Stub() -> "a stub: the cookie of a rootfs without a root file system";
      case ImageForm.Other() -> "an initrd, but of no live image of the CoreOS kind";
      case ImageForm.Odd(String why) -> "a live image that makes no sense: " + why;
    };
  }

  private static HashJson hash(WantRootfs want) {
    return switch (want) {
      case WantRootfs.Absent() -> null;
      case WantRootfs.Malformed(String error) -> new HashJson(null, null, null, error);
      case WantRootfs.Hash(StreamHash hash) ->
          new HashJson(hash.chunkSize(), hash.digests().size(), hash.maxLength(), null);
    };
  }

  private static RootJson root(RootFile root) {
    return new RootJson(
        root.name(),
        name(root.type()),
        root.member(),
        root.compression().label(),
        root.dataOffset(),
        root.size());
  }

  private static MemberJson member(MemberContents contents) {
    Member member = contents.member();
    Map<String, Long> roles = new TreeMap<>();
    contents.counts().forEach((role, count) -> roles.put(name(role), count));
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

  private static String name(Enum<?> constant) {
    return KebabCase.of(constant);
  }
}
