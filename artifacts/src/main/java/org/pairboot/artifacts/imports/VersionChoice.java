package org.pairboot.artifacts.imports;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pairboot.artifacts.catalog.Architecture;
import org.pairboot.artifacts.content.Sha256;
import org.pairboot.artifacts.imports.ImageImporter.ImportException;
import org.pairboot.artifacts.store.Snapshot;
import org.pairboot.artifacts.store.image.ImageRef;
import org.pairboot.artifacts.store.image.ImageVersion;
import org.pairboot.artifacts.store.image.InvalidNameException;
import org.pairboot.artifacts.store.image.PartName.Role;
import org.pairboot.artifacts.store.staging.Staging.StagedPart;

/**
 * How an imported version is called: as the user says, else as metadata or the image itself says,
 * else by a digest. The image's own version says nothing of its kernel, its further initrds and its
 * arguments: when these differ from what is published under that version, the name gets a suffix
 * made from them, so that both can be there.
 */
final class VersionChoice {
  /** Of a version that is named by its digest: 48 bits, enough among the versions of one image. */
  private static final int DIGEST_PREFIX = 12;

  /** Of the digest of what differs: 32 bits, enough among the variants of one version. */
  private static final int SUFFIX = 8;

  /** What a build shares with none of the others: its initramfs and what that needs. */
  private static final Set<Role> SYSTEM =
      EnumSet.of(Role.INITRAMFS, Role.ROOTFS, Role.FETCHER, Role.PAYLOAD);

  private final ImportRequest request;
  private final Snapshot published;

  /**
   * @param published what is in the store
   */
  VersionChoice(ImportRequest request, Snapshot published) {
    this.request = request;
    this.published = published;
  }

  /**
   * Chooses the version of staged parts.
   *
   * @param own the version that the image has of itself
   * @param release that of its system, which other builds may share
   * @throws ImportException when the image's own version cannot be a name
   */
  ImageRef of(
      Optional<String> own,
      Optional<String> release,
      List<StagedPart> parts,
      Optional<Architecture> architecture,
      String arguments)
      throws ImportException {
    if (request.version().isPresent()) {
      return new ImageRef(request.name(), request.version().get());
    }
    Optional<String> named = request.knownVersion().or(() -> own);
    boolean isRelease = named.isEmpty() && release.isPresent();
    ImageRef plain =
        ownVersion(
            named
                .or(() -> release)
                .orElseGet(() -> "sha256-" + digest(parts).hex().substring(0, DIGEST_PREFIX)));
    boolean isVariant =
        published.all(plain).stream()
            .filter(image -> image.architecture().equals(architecture))
            .anyMatch(image ->
                (isRelease || differsOnlyInVariant(image, parts))
                    && !isSame(image, parts, arguments));
    return isVariant
        ? ownVersion(
            plain.version() + "." + variant(parts, isRelease, arguments).hex().substring(0, SUFFIX))
        : plain;
  }

  /** What is published as {@code own} version of the image, and as variants of it. */
  Stream<ImageVersion> versionsOf(String own) throws ImportException {
    String version = ownVersion(request.version().orElse(own)).version();
    return published.versions(request.name()).stream()
        .map(image -> image.ref().version())
        .distinct()
        .filter(other ->
            other.equals(version)
                || (request.version().isEmpty() && other.startsWith(version + ".")))
        .flatMap(other -> published.all(new ImageRef(request.name(), other)).stream());
  }

  private ImageRef ownVersion(String version) throws ImportException {
    try {
      return new ImageRef(request.name(), version);
    } catch (InvalidNameException e) {
      throw new ImportException(
          "the image's own version is not a valid name ("
              + e.getMessage()
              + "); name the version with --version",
          e);
    }
  }

  /** Another initramfs or rootfs under the same version is not a variant: the store refuses it. */
  private static boolean differsOnlyInVariant(ImageVersion image, List<StagedPart> parts) {
    Set<String> system =
        parts.stream()
            .filter(part -> SYSTEM.contains(part.name().role()))
            .map(VersionChoice::line)
            .collect(Collectors.toSet());
    return image.parts().stream()
        .filter(part -> SYSTEM.contains(part.name().role()))
        .map(part -> line(part.name().toString(), part.digest()))
        .collect(Collectors.toSet())
        .equals(system);
  }

  private static boolean isSame(ImageVersion image, List<StagedPart> parts, String arguments) {
    List<String> lines =
        image.parts().stream().map(part -> line(part.name().toString(), part.digest())).toList();
    return lines.equals(parts.stream().map(VersionChoice::line).toList())
        && image.kernelArguments().equals(arguments);
  }

  private static String line(StagedPart part) {
    return line(part.name().toString(), part.digest());
  }

  private static String line(String name, Sha256 digest) {
    return name + " " + digest.hex() + "\n";
  }

  private static Sha256 variant(List<StagedPart> parts, boolean withSystem, String arguments) {
    return digest(
        Stream.concat(
            parts.stream()
                .filter(part -> withSystem || !SYSTEM.contains(part.name().role()))
                .map(VersionChoice::line),
            Stream.of(arguments)));
  }

  /** Builds of one system often share their initramfs, but not what it fetches. */
  private static Sha256 digest(List<StagedPart> parts) {
    boolean hasInitramfs = parts.stream().anyMatch(part -> part.name().role() == Role.INITRAMFS);
    Set<Role> distinctive =
        hasInitramfs
            ? EnumSet.of(Role.INITRAMFS, Role.FETCHER, Role.PAYLOAD)
            : EnumSet.of(Role.KERNEL, Role.EXTRA);
    List<Sha256> digests =
        parts.stream()
            .filter(part -> distinctive.contains(part.name().role()))
            .map(StagedPart::digest)
            .toList();
    return digests.size() == 1 ? digests.getFirst() : digest(digests.stream().map(Sha256::hex));
  }

  private static Sha256 digest(Stream<String> texts) {
    MessageDigest digest = Sha256.newDigest();
    texts.forEach(text -> digest.update(text.getBytes(StandardCharsets.UTF_8)));
    return Sha256.from(digest);
  }
}
