package org.pairboot.artifacts.format.live;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.pairboot.artifacts.format.cpio.NewcEntry;
import org.pairboot.artifacts.format.initramfs.InitramfsVisitor.Finding;
import org.pairboot.artifacts.format.initramfs.Member;
import org.pairboot.artifacts.format.initramfs.UnpackLimit;
import org.pairboot.artifacts.format.input.ImageFile;
import org.pairboot.artifacts.format.live.LivePaths.LiveRole;
import org.pairboot.artifacts.format.live.RootfsFacts.RootFile;
import org.pairboot.artifacts.format.streamhash.StreamHash;

/**
 * What an initramfs of any form shows about itself.
 *
 * @param length of the file in bytes
 * @param members in order
 * @param findings where the kernel would stop unpacking it; none in a sound image
 * @param cookie the version in its cookie; the empty string in images from before 2020-07-27; empty
 *     if there is no cookie, so it is not a CoreOS live image
 * @param wantRootfs which rootfs it expects
 * @param fetch whether it can fetch that
 * @param rootFiles root file systems inside it, none in a split one
 * @param rootfsCookie the version in the cookie of the rootfs inside it
 * @param osVersion the version in its os-release
 * @param listsFeatures whether it lists the features for customization, as images since December
 *     2021 do
 * @param firstBoot the first file inside it that configures a first boot
 */
public record InitramfsFacts(
    long length,
    List<MemberContents> members,
    List<Finding> findings,
    Optional<String> cookie,
    WantRootfs wantRootfs,
    RootfsFetch fetch,
    List<RootFile> rootFiles,
    Optional<String> rootfsCookie,
    Optional<String> osVersion,
    boolean listsFeatures,
    Optional<FirstBootConfig> firstBoot) {
  public InitramfsFacts {
    members = List.copyOf(members);
    findings = List.copyOf(findings);
    rootFiles = List.copyOf(rootFiles);
  }

  /**
   * Reads all of {@code file} once; {@code progress} receives the number of bytes read so far.
   *
   * @throws org.pairboot.artifacts.format.input.BadImageException if it is not a sound initramfs
   */
  public static InitramfsFacts of(ImageFile file, LongConsumer progress) throws IOException {
    return of(file, UnpackLimit.ANY, PayloadListener.NONE, progress);
  }

  /**
   * The same, and fails when the file unpacks to more than {@code limit} allows.
   *
   * @param listener receives the files that belong in a rootfs
   */
  public static InitramfsFacts of(
      ImageFile file, UnpackLimit limit, PayloadListener listener, LongConsumer progress)
      throws IOException {
    return FactsCollector.walk(file, limit, listener, progress).initramfs();
  }

  /** How many bytes the kernel unpacks. */
  public long unpackedLength() {
    return members.stream().mapToLong(each -> each.member().unpackedLength()).sum();
  }

  /** Whether it is the initramfs of a live image. */
  public boolean isLive() {
    return cookie.isPresent();
  }

  /** The image's own version: that of the cookie if it has one, else that of the os-release. */
  public Optional<String> version() {
    return cookie.filter(version -> !version.isEmpty()).or(() -> osVersion);
  }

  /**
   * The length modulo 4. The EFI stub of Linux concatenates initrds without padding, so unless this
   * is 0, NULs are needed before a further initrd.
   */
  public int lengthModulo4() {
    return (int) (length % 4);
  }

  /** Whether it can fetch {@code rootfs} by URL. */
  public boolean canFetch(RootfsFacts rootfs) {
    return switch (fetch) {
      case NONE -> false;
      case GZIPPED -> rootfs.isGzipped();
      case ANY -> rootfs.isSingleArchive();
    };
  }

  /** The form it comes in. */
  public ImageForm form() {
    return ImageForm.of(this);
  }

  /** Which rootfs an initramfs expects ({@link LivePaths#WANT_ROOTFS}). */
  public sealed interface WantRootfs {
    /** It does not say. */
    record Absent() implements WantRootfs {}

    /** The one with this stream-hash. */
    record Hash(StreamHash hash) implements WantRootfs {}

    /** The guest would refuse its stream-hash, with this message. */
    record Malformed(String error) implements WantRootfs {}

    /** Parses the file with the stream-hash. */
    static WantRootfs parse(byte[] file) {
      try {
        return new Hash(StreamHash.parse(file));
      } catch (StreamHash.MalformedException e) {
        return new Malformed(e.getMessage());
      }
    }
  }

  /** Whether an initramfs can fetch its rootfs by {@code coreos.live.rootfs_url=}. */
  public enum RootfsFetch {
    /** It cannot; only the appended form boots. */
    NONE,
    /**
     * Only a gzipped one: the first version of the script (2020-07-27 to 2020-08-07) pipes the
     * rootfs through {@code gunzip}.
     */
    GZIPPED,
    /** Any rootfs that matches. */
    ANY;

    static RootfsFetch of(byte[] script) {
      // Later versions do not have the word, not even in comments.
      return new String(script, StandardCharsets.UTF_8).contains("gunzip") ? GZIPPED : ANY;
    }
  }

  /**
   * A member, and how many entries of each role it has.
   *
   * @param counts without roles that do not occur
   */
  public record MemberContents(Member member, Map<LiveRole, Long> counts) {
    public MemberContents {
      counts = counts.isEmpty() ? Map.of() : Map.copyOf(new EnumMap<>(counts));
    }

    /** Whether there is an entry with {@code role}. */
    public boolean has(LiveRole role) {
      return counts.containsKey(role);
    }

    /** Whether there is anything that does not belong in an initramfs. */
    public boolean hasPayload() {
      return counts.keySet().stream().anyMatch(LiveRole::belongsToRootfs);
    }
  }

  /**
   * Receives the files of a rootfs while {@link InitramfsFacts} are collected, so that the image
   * need not be unpacked again. Whether the image is usable is known only afterwards.
   */
  public interface PayloadListener {
    /** Ignores the files, so uncompressed data is not even read. */
    PayloadListener NONE =
        new PayloadListener() {
          @Override
          public void root(Member.Start member, NewcEntry entry, InputStream data) {}

          @Override
          public void osmet(Member.Start member, NewcEntry entry, InputStream data) {}
        };

    /** A root file system; {@code data} may be read during the call. */
    void root(Member.Start member, NewcEntry entry, InputStream data) throws IOException;

    /** An install image; {@code data} may be read during the call. */
    void osmet(Member.Start member, NewcEntry entry, InputStream data) throws IOException;
  }
}
