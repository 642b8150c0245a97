package org.pairboot.artifacts.format.inspect;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.pairboot.artifacts.format.initramfs.Member;
import org.pairboot.artifacts.format.inspect.Inspection.BootMethod;
import org.pairboot.artifacts.format.live.ImageForm;
import org.pairboot.artifacts.format.live.InitramfsFacts;
import org.pairboot.artifacts.format.live.InitramfsFacts.RootfsFetch;
import org.pairboot.artifacts.format.live.InitramfsFacts.WantRootfs;
import org.pairboot.artifacts.format.live.LivePaths;
import org.pairboot.artifacts.format.live.RootfsFacts;
import org.pairboot.artifacts.format.streamhash.StreamHash;

/** Which boot methods work with a file, and what each needs. */
final class BootMethods {
  private static final String APPENDED = "appended";
  private static final String CONCATENATED = "concatenated";
  private static final String ROOTFS_URL = "rootfs-url";
  private static final String FAT = "fat";

  private final InitramfsFacts facts;
  private final ImageForm form;

  /** Files in the initramfs, in bytes. */
  private final long system;

  /** Bytes of the initramfs as the loader brings them. */
  private final long packedSystem;

  /** Bytes of the rootfs, as far as the file knows it. */
  private final long rootfs;

  private BootMethods(InitramfsFacts facts, ImageForm form, Sizes sizes) {
    this.facts = facts;
    this.form = form;
    this.system = sizes.system();
    this.packedSystem = sizes.packedSystem();
    this.rootfs = sizes.rootfs();
  }

  private record Sizes(long system, long packedSystem, long rootfs) {}

  static BootMethods of(InitramfsFacts facts, ImageForm form) {
    return new BootMethods(facts, form, sizes(facts, form));
  }

  private static Sizes sizes(InitramfsFacts facts, ImageForm form) {
    long unpacked = 0;
    for (var contents : facts.members()) {
      unpacked += contents.member().unpackedLength();
    }
    return switch (form) {
      case ImageForm.Rootfs() -> new Sizes(0, 0, facts.length());
      case ImageForm.Concatenated(Member rootfs) ->
          new Sizes(
              unpacked - rootfs.unpackedLength(),
              facts.length() - rootfs.length(),
              rootfs.length());
      case ImageForm.Fat(var root) ->
          new Sizes(
              unpacked - root.size(),
              facts.length() - facts.members().get(root.member()).member().length(),
              root.size());
      default -> new Sizes(unpacked, facts.length(), wantedRootfs(facts));
    };
  }

  /** To within one chunk, the stream-hash tells the size. */
  private static long wantedRootfs(InitramfsFacts facts) {
    return facts.wantRootfs() instanceof WantRootfs.Hash(StreamHash hash) ? hash.maxLength() : 0;
  }

  /** The options, those that work first. */
  List<BootMethod> list() {
    List<BootMethod> options =
        switch (form) {
          case ImageForm.Split() ->
              List.of(
                  fetched("the initramfs fetches the rootfs"),
                  loaded(APPENDED, "with the rootfs as the next initrd"),
                  loaded(CONCATENATED, "with the rootfs behind it in one file"));
          case ImageForm.Rootfs() ->
              List.of(
                  loaded(APPENDED, "as the next initrd behind its initramfs"),
                  loaded(CONCATENATED, "behind its initramfs in one file"),
                  served());
          case ImageForm.Concatenated both ->
              List.of(loaded(CONCATENATED, "as it is"), fetched("once split"), loadedOnceSplit());
          case ImageForm.Fat fat ->
              List.of(
                  loaded(FAT, "as the only initrd, with images of before October 2020"),
                  fetched("once split"),
                  loadedOnceSplit());
          case ImageForm.Other() ->
              List.of(
                  loaded(APPENDED, "as an initrd"),
                  no(ROOTFS_URL, "it is no live image of this kind (no " + cookie() + ")"));
          case ImageForm.Stub() ->
              List.of(no(APPENDED, "a stub has no root file system: boot the fat initramfs"));
          case ImageForm.Odd(String why) -> List.of(no(APPENDED, why));
        };
    return options.stream().sorted((a, b) -> Boolean.compare(b.works(), a.works())).toList();
  }

  private static String cookie() {
    return LivePaths.INITRAMFS_COOKIE;
  }

  private BootMethod loaded(String method, String how) {
    Optional<BootMethod> stopped =
        facts.findings().stream().findFirst().map(finding -> no(method, finding.message()));
    long bytes = form instanceof ImageForm.Split ? facts.length() + rootfs : facts.length();
    return stopped.orElseGet(() -> new BootMethod(method, true, how, loadedMemory(bytes)));
  }

  private BootMethod loadedOnceSplit() {
    return new BootMethod(APPENDED, true, "once split", loadedMemory(packedSystem + rootfs));
  }

  /** How the initramfs in the file fares with a rootfs URL. */
  private BootMethod fetched(String how) {
    if (facts.fetch() == RootfsFetch.NONE) {
      return no(ROOTFS_URL, "the initramfs has no script that fetches a rootfs");
    }
    if (facts.wantRootfs() instanceof WantRootfs.Malformed(String error)
        && form instanceof ImageForm.Split) {
      return no(ROOTFS_URL, "the initramfs will refuse every rootfs: " + error);
    }
    if (facts.fetch() == RootfsFetch.GZIPPED) {
      return form instanceof ImageForm.Split
          ? yes("the initramfs fetches a rootfs, but only a gzipped one")
          : no(ROOTFS_URL, "the initramfs can fetch only a gzipped rootfs");
    }
    return yes(how);
  }

  /** How the rootfs in the file fares as one that is fetched. */
  private BootMethod served() {
    RootfsFacts rootfsFacts = RootfsFacts.of(facts);
    if (!rootfsFacts.isSingleArchive()) {
      return no(ROOTFS_URL, "it is more than one cpio archive, and only the first is unpacked");
    }
    return yes(
        rootfsFacts.isGzipped()
            ? "if its initramfs can fetch a gzipped rootfs"
            : "if its initramfs can fetch a rootfs");
  }

  private BootMethod yes(String how) {
    return new BootMethod(
        ROOTFS_URL,
        true,
        how,
        OptionalLong.of(MemoryNeed.bytes(packedSystem, system + rootfs, MemoryNeed.LIVE_FETCHED)));
  }

  private static BootMethod no(String method, String why) {
    return new BootMethod(method, false, why, OptionalLong.empty());
  }

  private OptionalLong loadedMemory(long loaded) {
    long least = form instanceof ImageForm.Other ? 0 : MemoryNeed.LIVE_LOADED;
    return OptionalLong.of(MemoryNeed.bytes(loaded, system + rootfs, least));
  }

  /**
   * How much memory a machine needs. The kernel unpacks initrds to a file system of at most half
   * the memory, while the packed bytes that the loader brought are still there. Live images of the
   * CoreOS kind document a least amount besides.
   */
  static final class MemoryNeed {
    private static final long MIB = 1 << 20;

    /** What the kernel and first processes take. */
    private static final long SYSTEM = 256 * MIB;

    /** Memory comes in pieces of this size. */
    private static final long PIECE = 256 * MIB;

    /** Documented for images whose rootfs is fetched by the initramfs. */
    static final long LIVE_FETCHED = 2048 * MIB;

    /** Documented for all other ways. */
    static final long LIVE_LOADED = 4096 * MIB;

    private MemoryNeed() {}

    /**
     * The need in bytes.
     *
     * @param loaded bytes that the loader puts into memory
     * @param unpacked bytes in files afterwards
     * @param least what is documented
     */
    static long bytes(long loaded, long unpacked, long least) {
      long computed = Math.max(2 * unpacked, loaded + unpacked + SYSTEM);
      return Math.max(least, Math.ceilDiv(computed, PIECE) * PIECE);
    }
  }
}
