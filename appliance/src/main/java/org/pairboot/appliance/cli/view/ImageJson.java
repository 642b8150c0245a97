package org.pairboot.appliance.cli.view;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pairboot.appliance.boot.name.ImageNames;
import org.pairboot.artifacts.content.Content;
import org.pairboot.artifacts.content.ContentHash;
import org.pairboot.artifacts.content.Sha256;
import org.pairboot.artifacts.store.Snapshot;
import org.pairboot.artifacts.store.image.ImageVersion;
import org.pairboot.artifacts.store.image.LiveImage;
import org.pairboot.artifacts.store.image.Part;
import org.pairboot.artifacts.store.image.Verification;
import org.pairboot.conf.KebabCase;

/**
 * An image version as JSON. Names and meanings of the fields are a contract with programs.
 *
 * @param channels those that point at this version
 * @param verification {@code verified} or {@code unverifiable}
 * @param reason why it is unverifiable; absent when verified
 * @param fetchesRootfs whether the initramfs can fetch its rootfs by URL
 * @param parts what is served, in the order in which a loader names it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ImageJson(
    String name,
    String version,
    List<String> channels,
    String architecture,
    String published,
    String verification,
    String reason,
    boolean fetchesRootfs,
    String kernelArguments,
    List<String> notes,
    List<PartJson> parts) {
  private static final String LIVE = "live";

  /**
   * One servable file.
   *
   * @param name the file name
   * @param role {@code kernel}, {@code initramfs}, {@code rootfs}, {@code fetcher}, {@code extra},
   *     {@code payload} for what the initramfs fetches, or {@code live} for initramfs and rootfs as
   *     one
   * @param path where both protocols serve it
   * @param size in bytes
   * @param sha256 of all its bytes, in hex; absent where both halves would have to be read for it
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record PartJson(String name, String role, String path, long size, String sha256) {
    PartJson with(String digest) {
      return new PartJson(name, role, path, size, digest);
    }
  }

  public static ImageJson of(ImageVersion image, Snapshot snapshot) {
    return new ImageJson(
        image.ref().name(),
        image.ref().version(),
        snapshot.channels(image.ref()),
        image.architecture().orElse(null),
        image.published().toString(),
        verification(image),
        reason(image).orElse(null),
        image.fetchesRootfs(),
        image.kernelArguments(),
        image.notes(),
        parts(image));
  }

  /** The same with the digest of the live image, for which both halves are read. */
  public ImageJson withLiveDigest(ImageVersion image) throws IOException {
    Optional<Content> live = image.liveImage();
    if (live.isEmpty()) {
      return this;
    }
    String sha256 = ContentHash.of(List.of(live.get()), hashed -> {}).hex();
    List<PartJson> complete =
        parts.stream().map(part -> part.role().equals(LIVE) ? part.with(sha256) : part).toList();
    return new ImageJson(
        name,
        version,
        channels,
        architecture,
        published,
        verification,
        reason,
        fetchesRootfs,
        kernelArguments,
        notes,
        complete);
  }

  public static String verification(ImageVersion image) {
    return switch (image.verification()) {
      case Verification.Verified verified -> "verified";
      case Verification.Unverifiable unverifiable -> "unverifiable";
    };
  }

  public static Optional<String> reason(ImageVersion image) {
    return image.verification() instanceof Verification.Unverifiable unverifiable
        ? Optional.of(unverifiable.reason())
        : Optional.empty();
  }

  private static List<PartJson> parts(ImageVersion image) {
    List<PartJson> parts = new ArrayList<>();
    for (Part part : image.parts()) {
      String role = KebabCase.of(part.role());
      parts.add(part(image, part.fileName(), role, part.content()));
    }
    image
        .liveImage()
        .ifPresent(content -> parts.add(part(image, LiveImage.FILE_NAME, LIVE, content)));
    return parts;
  }

  private static PartJson part(ImageVersion image, String file, String role, Content content) {
    String path = "/" + ImageNames.path(image.ref(), file);
    String sha256 = content.digest().map(Sha256::hex).orElse(null);
    return new PartJson(file, role, path, content.length(), sha256);
  }
}
