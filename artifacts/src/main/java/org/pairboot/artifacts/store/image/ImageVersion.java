package org.pairboot.artifacts.store.image;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pairboot.artifacts.catalog.Architecture;
import org.pairboot.artifacts.catalog.KernelForm;
import org.pairboot.artifacts.content.ArgumentTemplate;
import org.pairboot.artifacts.content.BytesContent;
import org.pairboot.artifacts.content.Concatenation;
import org.pairboot.artifacts.content.Content;
import org.pairboot.artifacts.content.InstallerArguments;
import org.pairboot.artifacts.content.KernelArguments;
import org.pairboot.artifacts.content.Sha256;
import org.pairboot.artifacts.store.image.PartName.Role;

/**
 * What a published version of an image consists of for one architecture. Immutable once published;
 * a version may have one of these for each architecture.
 *
 * @param published when this store published it, to the millisecond; empty if it never did
 * @param architecture of the kernel and all else; empty when unknown
 * @param kernelForm empty when unknown, as in images of earlier releases
 * @param parts the kernel, then the initrd chain in its order: initramfs, rootfs or fetcher, each
 *     if there is one, extras; then payloads, the first of which is the root file system; at the
 *     end the fat form, if it was kept
 * @param kernelArguments default arguments, one line, possibly empty; an {@link ArgumentTemplate}
 * @param verification what this store has proven, which is never read from a document that came
 *     with the image
 * @param fetchesRootfs whether the initramfs can fetch its rootfs from a URL
 * @param notes what people should know, such as "split from a fat initramfs"; one line each
 * @param source the URL of the kernel in the metadata that listed the files, if metadata did
 */
public record ImageVersion(
    ImageRef ref,
    Optional<Instant> published,
    Optional<Architecture> architecture,
    Optional<KernelForm> kernelForm,
    List<Part> parts,
    String kernelArguments,
    Verification verification,
    boolean fetchesRootfs,
    List<String> notes,
    Optional<String> source) {
  /**
   * The name of the pair as one file, for loaders that take only one initrd. See {@link
   * #liveImage}.
   */
  public static final String LIVE_IMAGE = "live.img";

  static final int MAX_NOTE = 1000;

  private static final int MAX_KERNEL_ARGUMENTS = 4096;
  // The kernel looks for another archive only at 4-byte boundaries.
  private static final int ARCHIVE_ALIGNMENT = 4;

  /**
   * @throws IllegalArgumentException with a message for people when the parts are not a bootable
   *     chain or a text is not one line
   */
  public ImageVersion {
    parts = List.copyOf(parts);
    notes = List.copyOf(notes);
    requireChain(parts);
    requireKernelArguments(kernelArguments);
    notes.forEach(note -> requireOneLine("note", note, MAX_NOTE));
    source.ifPresent(url -> requireOneLine("source", url, MAX_NOTE));
  }

  /**
   * Checks the kernel arguments of an image version before it exists.
   *
   * @throws InvalidNameException when they are too long, or not one line
   */
  public static void requireKernelArguments(String kernelArguments) {
    requireOneLine("kernel arguments", kernelArguments, MAX_KERNEL_ARGUMENTS);
  }

  /** Checks free text that ends up in loader scripts and on terminals. */
  static void requireOneLine(String what, String text, int maxLength) {
    if (text.length() > maxLength) {
      throw new InvalidNameException(
          "%s: %d characters are too many; at most %d are allowed"
              .formatted(what, text.length(), maxLength));
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      // A line break in kernel arguments would be a new directive in a loader's script.
      if (Character.isISOControl(c) || c == '\u2028' || c == '\u2029') {
        throw new InvalidNameException(
            "%s: control character U+%04X at position %d; expected one line of text"
                .formatted(what, (int) c, i + 1));
      }
    }
  }

  public Part kernel() {
    return parts.get(0);
  }

  /** The argument with which it installs itself to a disk; empty if it does not. */
  public Optional<KernelArguments.Argument> installer() {
    return InstallerArguments.in(KernelArguments.parse(kernelArguments));
  }

  /** Empty for a kernel that needs none, such as a memory test. */
  public Optional<Part> initramfs() {
    return only(Role.INITRAMFS);
  }

  public Optional<Part> rootfs() {
    return only(Role.ROOTFS);
  }

  /** What the kernel unpacks, in the order in which a loader must name it. */
  public List<Part> initrds() {
    return parts.stream().filter(part -> part.role().isInitrd()).toList();
  }

  /** What the initramfs fetches by URL; the first one is what it mounts as its root. */
  public List<Part> payloads() {
    return parts.stream().filter(part -> part.role() == Role.PAYLOAD).toList();
  }

  /** What makes the initramfs fetch the first payload, if it cannot do so by itself. */
  public Optional<Part> fetcher() {
    return only(Role.FETCHER);
  }

  /** The fat form that the pair was split from, if it was kept. */
  public Optional<Part> fat() {
    return only(Role.FAT);
  }

  private Optional<Part> only(Role role) {
    for (Part part : parts) {
      if (part.role() == role) {
        return Optional.of(part);
      }
    }
    return Optional.empty();
  }

  /**
   * The pair as one file: initramfs, zeros up to a multiple of 4 bytes, rootfs. It is not stored;
   * both protocols read it from the two parts. Empty if there is no rootfs.
   */
  public Optional<Content> liveImage() {
    return rootfs().map(rootfs -> joined(initramfs().orElseThrow().content(), rootfs.content()));
  }

  /** Two initrds as one content. */
  static Content joined(Content initramfs, Content rootfs) {
    int padding = Math.floorMod(-initramfs.length(), ARCHIVE_ALIGNMENT);
    return new Concatenation(
        padding == 0
            ? List.of(initramfs, rootfs)
            : List.of(initramfs, BytesContent.of(new byte[padding]), rootfs));
  }

  /** What is served under {@code fileName}: a part, or {@link #LIVE_IMAGE}. */
  public Optional<Content> file(String fileName) {
    for (Part part : parts) {
      if (part.fileName().equals(fileName)) {
        return Optional.of(part.content());
      }
    }
    return fileName.equals(LIVE_IMAGE) ? liveImage() : Optional.empty();
  }

  private static void requireChain(List<Part> parts) {
    int initramfs = count(parts, Role.INITRAMFS);
    int rootfs = count(parts, Role.ROOTFS);
    int payloads = count(parts, Role.PAYLOAD);
    require(count(parts, Role.KERNEL) == 1, "an image has exactly one kernel");
    require(initramfs <= 1, "an image has at most one initramfs");
    require(
        initramfs == 1 || rootfs + payloads == 0,
        "an image without an initramfs has no root file system");
    require(rootfs <= 1, "an image has at most one rootfs");
    require(
        rootfs == 0 || payloads == 0,
        "an image has its root file system as rootfs or as payload, not both");
    require(
        count(parts, Role.FETCHER) <= (payloads == 0 ? 0 : 1),
        "an image has at most one fetcher, and only with a payload");
    require(
        count(parts, Role.FAT) <= rootfs,
        "an image has at most one fat form, and only with a rootfs");
    Set<String> names = new HashSet<>();
    for (int i = 0; i < parts.size(); i++) {
      require(
          i == 0 || parts.get(i - 1).role().compareTo(parts.get(i).role()) <= 0,
          "the parts must be in the order kernel, initramfs, rootfs, fetcher, extras, payloads, fat"
              + " form");
      String fileName = parts.get(i).fileName();
      if (!names.add(fileName.toLowerCase(Locale.ROOT))) {
        throw new IllegalArgumentException("two parts are named '" + fileName + "'");
      }
    }
  }

  private static int count(List<Part> parts, Role role) {
    int count = 0;
    for (Part part : parts) {
      count += part.role() == role ? 1 : 0;
    }
    return count;
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }

  /** One file of an image version. */
  public record Part(PartName name, Content content) {

    public String fileName() {
      return name.fileName();
    }

    public Role role() {
      return name.role();
    }

    /** The length in bytes. */
    public long length() {
      return content.length();
    }

    /** The SHA-256 of all bytes: a part is one file, so that is its identity. */
    public Sha256 digest() {
      return content.identity();
    }
  }

  /** This image with what a store knows of it. */
  public ImageVersion known(Optional<Instant> published, Verification verification) {
    return new ImageVersion(
        ref,
        published,
        architecture,
        kernelForm,
        parts,
        kernelArguments,
        verification,
        fetchesRootfs,
        notes,
        source);
  }

  /** Whether {@code other} consists of the same files under the same names, in the same order. */
  public boolean hasFilesOf(ImageVersion other) {
    return files().equals(other.files());
  }

  private List<Map.Entry<PartName, Sha256>> files() {
    return parts.stream().map(part -> Map.entry(part.name(), part.digest())).toList();
  }

  /** Whether a store has proven that initramfs and rootfs belong together. */
  public sealed interface Verification {

    /** Whether machines may get the image. */
    default boolean isServed() {
      return !(this instanceof Unproven);
    }

    /** What all commands call it. */
    default String term() {
      return switch (this) {
        case Verified _ -> "verified";
        case Unverifiable _ -> "unverifiable";
        case ToProve _ -> "to prove";
        case Unproven _ -> "unproven";
      };
    }

    /** Why the pair is not verified, in one line. */
    default Optional<String> why() {
      return switch (this) {
        case Verified _ -> Optional.empty();
        case Unverifiable(String reason) -> Optional.of(reason);
        case ToProve _ ->
            Optional.of("an earlier release imported it; it is served while a server proves it");
        case Unproven(Optional<String> failure) ->
            failure.or(() -> Optional.of("another tool put it in, and nobody has proven it yet"));
      };
    }

    /** This store has seen that stream-hash and version cookie agree. */
    record Verified() implements Verification {}

    /**
     * An earlier release published the image. It is served while this store proves it again.
     *
     * @param accepted why it was unverifiable, if the admin accepted that when it was published
     */
    record ToProve(Optional<String> accepted) implements Verification {
      /**
       * @throws IllegalArgumentException when the reason is not one line
       */
      public ToProve {
        accepted.ifPresent(reason -> ImageVersion.requireOneLine("reason", reason, MAX_NOTE));
      }
    }

    /**
     * Another tool put the image in, or it failed a proof. It is neither served nor named.
     *
     * @param failure what the proof found, in one line; empty as long as nobody has tried
     */
    record Unproven(Optional<String> failure) implements Verification {
      /**
       * @throws IllegalArgumentException when the failure is not one line
       */
      public Unproven {
        failure.ifPresent(found -> ImageVersion.requireOneLine("failure", found, MAX_NOTE));
      }
    }

    /**
     * Nothing to compare: the image carries neither stream-hash nor version, or has no rootfs. The
     * admin accepted that.
     *
     * @param reason why, in one line for people
     */
    record Unverifiable(String reason) implements Verification {
      /**
       * @throws IllegalArgumentException when the reason is not one line
       */
      public Unverifiable {
        ImageVersion.requireOneLine("reason", reason, ImageVersion.MAX_NOTE);
      }
    }
  }
}
