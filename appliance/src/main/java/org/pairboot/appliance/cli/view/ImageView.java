package org.pairboot.appliance.cli.view;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pairboot.appliance.boot.name.ImageNames;
import org.pairboot.appliance.cli.console.Console;
import org.pairboot.artifacts.catalog.Architecture;
import org.pairboot.artifacts.content.Content;
import org.pairboot.artifacts.content.ContentHash;
import org.pairboot.artifacts.content.Sha256;
import org.pairboot.artifacts.store.Snapshot;
import org.pairboot.artifacts.store.image.ImageVersion;
import org.pairboot.artifacts.store.image.ImageVersion.Part;
import org.pairboot.artifacts.text.Sizes;
import org.pairboot.conf.KebabCase;

/** One version of an image, or a list of them. */
public final class ImageView implements View {
  private final ImageVersion image;
  private final List<String> channels;
  private final PairSummary pair;
  private final List<String> architectures;
  private final boolean isFirst;
  private final boolean isDefault;

  /**
   * @param snapshot of the store that holds it
   */
  public ImageView(ImageVersion image, Snapshot snapshot) {
    this.image = image;
    this.channels = snapshot.channels(image.ref());
    this.pair = PairSummary.of(image);
    this.architectures =
        snapshot.architectures(image.ref()).stream().map(Architecture::toString).toList();
    this.isFirst = snapshot.find(image.ref()).filter(image::equals).isPresent();
    this.isDefault = snapshot.defaultVersions().stream().anyMatch(image::equals);
  }

  /**
   * The JSON of an image version.
   *
   * @param channels those that point at this version
   * @param architecture absent if it is unknown
   * @param architectures all that the version has
   * @param published absent as long as this store has not proven it
   * @param isDefault whether it is what the default image means now
   * @param installsToDisk whether its kernel arguments install it to a disk
   * @param verification {@code verified}, {@code unverifiable}, {@code to prove} or {@code
   *     unproven}
   * @param reason why it is not verified; absent when it is
   * @param fetchesRootfs whether the initramfs can fetch its rootfs by URL
   * @param parts what is served, in the order in which a loader names it
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  private record Json(
      String name,
      String version,
      List<String> channels,
      String architecture,
      List<String> architectures,
      String published,
      @JsonProperty("default") boolean isDefault,
      boolean installsToDisk,
      String verification,
      String reason,
      boolean fetchesRootfs,
      String kernelArguments,
      List<String> notes,
      List<PartJson> parts) {}

  /**
   * One servable file.
   *
   * @param name the file name
   * @param role {@code kernel}, {@code initramfs}, {@code rootfs}, {@code fetcher}, {@code extra},
   *     {@code payload} for what the initramfs fetches, or {@code live} for initramfs and rootfs as
   *     one
   * @param path where both protocols serve it; absent if they do not
   * @param size in bytes
   * @param sha256 of all its bytes, in hex; absent if both halves would have to be read for it
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  private record PartJson(String name, String role, String path, long size, String sha256) {}

  /** With the digest of the live image, for which both halves are read. */
  @Override
  public Object json() throws IOException {
    Optional<Content> live = image.liveImage();
    return live.isEmpty()
        ? summary()
        : json(Optional.of(ContentHash.of(List.of(live.get()), hashed -> {})));
  }

  /** The same without the digest of the live image, so that no file is read. */
  public Object summary() {
    return json(Optional.empty());
  }

  private Json json(Optional<Sha256> liveDigest) {
    return new Json(
        image.ref().name(),
        image.ref().version(),
        channels,
        image.architecture().map(Architecture::toString).orElse(null),
        architectures,
        image.published().map(Instant::toString).orElse(null),
        isDefault,
        image.installer().isPresent(),
        pair.verification(),
        pair.reason().orElse(null),
        image.fetchesRootfs(),
        image.kernelArguments(),
        image.notes(),
        parts(liveDigest));
  }

  private List<PartJson> parts(Optional<Sha256> liveDigest) {
    List<PartJson> parts = new ArrayList<>();
    for (Part part : image.parts()) {
      Content content = part.content();
      parts.add(part(part.fileName(), KebabCase.of(part.role()), content, content.digest()));
    }
    image
        .liveImage()
        .ifPresent(live -> parts.add(part(ImageVersion.LIVE_IMAGE, "live", live, liveDigest)));
    return parts;
  }

  private PartJson part(String file, String role, Content content, Optional<Sha256> digest) {
    String path = isFirst ? ImageNames.shortPath(image, file) : ImageNames.path(image, file);
    return new PartJson(
        file,
        role,
        image.verification().isServed() ? "/" + path : null,
        content.length(),
        digest.map(Sha256::hex).orElse(null));
  }

  @Override
  public void print(Console console) {
    console.print(image.ref().toString());
    console.printFact(
        "architecture", image.architecture().map(Architecture::toString).orElse("unknown"));
    if (architectures.size() > 1) {
      console.printFact("architectures", String.join(" ", architectures));
    }
    image.published().ifPresent(time -> console.printFact("published", time.toString()));
    if (!channels.isEmpty()) {
      console.printFact("channels", String.join(" ", channels));
    }
    if (isDefault) {
      console.printFact("default image", "yes, for machines that no plan names");
    }
    image
        .installer()
        .ifPresent(argument ->
            console.printFact("installs itself", "to a disk of the machine, by " + argument));
    console.printFact("pair", pair.toString());
    if (image.initramfs().isPresent()) {
      console.printFact("rootfs over HTTP", image.fetchesRootfs() ? "yes" : "no, appended only");
    }
    if (!image.kernelArguments().isEmpty()) {
      console.printFact("kernel arguments", image.kernelArguments());
    }
    image.notes().forEach(note -> console.printFact("note", note));
    console.print("");
    boolean isServed = image.verification().isServed();
    TextTable table = new TextTable(isServed ? "SERVED AS" : "NOT SERVED", "SIZE", "SHA256");
    for (PartJson part : parts(Optional.empty())) {
      String sha256 = part.sha256() != null ? part.sha256() : "(--json computes it)";
      table.add(isServed ? part.path() : part.name(), Sizes.text(part.size()), sha256);
    }
    table.print(console);
  }

  /** Several image versions, a line for each. */
  public static View list(List<ImageView> images) {
    return new View() {
      @Override
      public Object json() {
        return images.stream().map(ImageView::summary).toList();
      }

      @Override
      public void print(Console console) {
        if (!images.isEmpty()) {
          TextTable table =
              new TextTable(
                  "NAME", "VERSION", "ARCH", "SIZE", "PAIR", "PUBLISHED", "CHANNELS", "REMARKS");
          images.forEach(image -> image.addTo(table));
          table.print(console);
        }
      }
    };
  }

  private void addTo(TextTable table) {
    table.add(
        image.ref().name(),
        image.ref().version(),
        image.architecture().map(Architecture::toString).orElse("-"),
        Sizes.text(image.parts().stream().mapToLong(Part::length).sum()),
        pair.verification() + (image.fat().isPresent() ? ", fat form kept" : ""),
        image.published().map(Instant::toString).orElse("-"),
        String.join(" ", channels),
        Stream.of(
                isDefault ? "default image" : "",
                image.installer().isPresent() ? "installs to a disk" : "")
            .filter(remark -> !remark.isEmpty())
            .collect(Collectors.joining(", ")));
  }
}
