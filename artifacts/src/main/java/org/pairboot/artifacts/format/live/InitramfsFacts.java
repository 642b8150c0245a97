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
import org.pairboot.artifacts.format.input.ImageFile;
import org.pairboot.artifacts.format.live.RootfsFacts.RootFile;
import org.pairboot.artifacts.format.streamhash.StreamHash;

/**
 * What an initramfs, of whatever form, says about itself.
 *
 * @param length of the file in bytes
 * @param members in order
 * @param findings where the kernel would stop unpacking it; empty in a sound image
 * @param cookie the version in its cookie; the empty string in images from before 2020-07-27; no
 *     value where there is no cookie, and so no live image of this kind
 * @param wantRootfs what rootfs it wants
 * @param fetch whether it can fetch that by itself
 * @param rootFiles root file systems inside it, none in a split one
 * @param rootfsCookie the version in the cookie of a rootfs inside it
 * @param osVersion the version in its os-release
 * @param listsFeatures whether it says what it can be customised with, as since December 2021
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
    boolean listsFeatures) {
  public InitramfsFacts {
    members = List.copyOf(members);
    findings = List.copyOf(findings);
    rootFiles = List.copyOf(rootFiles);
  }

  /**
   * Reads all of {@code file} once; {@code progress} is told how many bytes of it have been read.
   *
   * @throws org.pairboot.artifacts.format.input.BadImageException when it is no sound initramfs
   */
  public static InitramfsFacts of(ImageFile file, LongConsumer progress) throws IOException {
    return of(file, PayloadListener.NONE, progress);
  }

  /** The same, and {@code listener} hears what belongs into a rootfs. */
  public static InitramfsFacts of(ImageFile file, PayloadListener listener, LongConsumer progress)
      throws IOException {
    return FactsCollector.walk(file, listener, progress).initramfs();
  }

  /** Whether it is the initramfs of a live image. */
  public boolean isLive() {
    return cookie.isPresent();
  }

  /** The image's own version: of the cookie where it has one, else of the os-release. */
  public Optional<String> version() {
    return cookie.filter(version -> !version.isEmpty()).or(() -> osVersion);
  }

  /**
   * The length modulo 4. The EFI stub of Linux puts initrds one behind the other without padding,
   * so anything but 0 needs NULs before a further initrd.
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

  /** What an initramfs says about the rootfs it wants ({@link LivePaths#WANT_ROOTFS}). */
  public sealed interface WantRootfs {
    /** Nothing. */
    record Absent() implements WantRootfs {}

    /** Its stream-hash. */
    record Hash(StreamHash hash) implements WantRootfs {}

    /** Something that the guest will not accept, for the reason it gives then. */
    record Malformed(String error) implements WantRootfs {}

    /** What {@code file} says. */
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
    /** It cannot: only the appended form boots. */
    NONE,
    /**
     * Only a gzipped one; the first version of the script (2020-07-27 to 2020-08-07) pipes what it
     * gets through {@code gunzip}.
     */
    GZIPPED,
    /** Any rootfs that matches. */
    ANY;

    static RootfsFetch of(byte[] script) {
      // Comments of later versions do not have the word.
      return new String(script, StandardCharsets.UTF_8).contains("gunzip") ? GZIPPED : ANY;
    }
  }

  /**
   * A member, and how many of its entries have which role.
   *
   * @param counts roles that do not occur are left out
   */
  public record MemberContents(Member member, Map<LiveRole, Long> counts) {
    public MemberContents {
      counts = counts.isEmpty() ? Map.of() : Map.copyOf(new EnumMap<>(counts));
    }

    /** Whether there is an entry with {@code role}. */
    public boolean has(LiveRole role) {
      return counts.containsKey(role);
    }

    /** Whether there is anything that must not stay in an initramfs. */
    public boolean hasPayload() {
      return counts.keySet().stream().anyMatch(LiveRole::belongsToRootfs);
    }
  }

  /**
   * Hears what a rootfs is made of while {@link InitramfsFacts} are gathered, so that it need not
   * be unpacked once more. Whether the image is one that can be used is known only afterwards.
   */
  public interface PayloadListener {
    /** Listens to nothing, so that uncompressed data is not even read. */
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
