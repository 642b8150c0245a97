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

/** Decides which boot methods work with a file, and how much memory each needs. */
final class BootMethods {
  private static final String APPENDED = "appended";
  private static final String CONCATENATED = "concatenated";
  private static final String ROOTFS_URL = "rootfs-url";
  private static final String FAT = "fat";

  private final InitramfsFacts facts;
  private final ImageForm form;

  /** Unpacked bytes of the initramfs. */
  private final long system;

  /** Bytes of the initramfs as the loader loads it. */
  private final long packedSystem;

  /** Bytes of the rootfs, as far as the file shows. */
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
      default -> new Sizes(unpacked, facts.length(), expectedRootfs(facts));
    };
  }

  /** The stream-hash gives the size to within one chunk. */
  private static long expectedRootfs(InitramfsFacts facts) {
    return facts.wantRootfs() instanceof WantRootfs.Hash(StreamHash hash) ? hash.maxLength() : 0;
  }

  /** The methods; those that work come first. */
  List<BootMethod> list() {
    List<BootMethod> options =
        switch (form) {
          case ImageForm.Split() ->
              List.of(
                  fetched("the initramfs fetches the rootfs"),
                  loaded(APPENDED, "with the rootfs as the next initrd"),
                  loaded(CONCATENATED, "with the rootfs after it in one file"));
          case ImageForm.Rootfs() ->
              List.of(
                  loaded(APPENDED, "as the next initrd after its initramfs"),
                  loaded(CONCATENATED, "after its initramfs in one file"),
                  served());
          case ImageForm.Concatenated both ->
              List.of(
                  loaded(CONCATENATED, "as it is"), fetched("after a split"), loadedOnceSplit());
          case ImageForm.Fat fat ->
              List.of(
                  loaded(FAT, "as the only initrd, with images from before October 2020"),
                  fetched("after a split"),
                  loadedOnceSplit());
          case ImageForm.Other() ->
              List.of(
                  loaded(APPENDED, "as an initrd"),
                  no(
                      ROOTFS_URL,
                      "it is not a CoreOS live image (no " + LivePaths.INITRAMFS_COOKIE + ")"));
          case ImageForm.Stub() ->
              List.of(no(APPENDED, "a stub has no root file system: boot the fat initramfs"));
          case ImageForm.Odd(String why) -> List.of(no(APPENDED, why));
        };
    return options.stream().sorted((a, b) -> Boolean.compare(b.works(), a.works())).toList();
  }

  private BootMethod loaded(String method, String how) {
    Optional<BootMethod> stopped =
        facts.findings().stream().findFirst().map(finding -> no(method, finding.message()));
    long bytes = form instanceof ImageForm.Split ? facts.length() + rootfs : facts.length();
    return stopped.orElseGet(() -> new BootMethod(method, true, how, loadedMemory(bytes)));
  }

  private BootMethod loadedOnceSplit() {
    return new BootMethod(APPENDED, true, "after a split", loadedMemory(packedSystem + rootfs));
  }

  /** Whether the initramfs in the file can boot with a rootfs URL. */
  private BootMethod fetched(String how) {
    if (facts.fetch() == RootfsFetch.NONE) {
      return no(ROOTFS_URL, "the initramfs has no script that fetches a rootfs");
    }
    if (facts.wantRootfs() instanceof WantRootfs.Malformed(String error)
        && form instanceof ImageForm.Split) {
      return no(ROOTFS_URL, "the initramfs would refuse every rootfs: " + error);
    }
    if (facts.fetch() == RootfsFetch.GZIPPED) {
      return form instanceof ImageForm.Split
          ? yes("the initramfs fetches a rootfs, but only a gzipped one")
          : no(ROOTFS_URL, "the initramfs can only fetch a gzipped rootfs");
    }
    return yes(how);
  }

  /** Whether an initramfs can fetch the rootfs in the file. */
  private BootMethod served() {
    RootfsFacts rootfsFacts = RootfsFacts.of(facts);
    if (!rootfsFacts.isSingleArchive()) {
      return no(
          ROOTFS_URL, "it has several cpio archives, and the initramfs unpacks only the first");
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
}
