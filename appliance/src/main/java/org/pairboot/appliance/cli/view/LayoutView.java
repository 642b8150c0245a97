package org.pairboot.appliance.cli.view;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Optional;
import org.pairboot.appliance.cli.console.Console;
import org.pairboot.artifacts.catalog.Architecture;
import org.pairboot.artifacts.store.image.ChannelRef;
import org.pairboot.artifacts.store.image.ImageRef;
import org.pairboot.artifacts.store.index.IndexEntry;
import org.pairboot.artifacts.store.layout.ImageLayout;
import org.pairboot.artifacts.text.PrintableText;

/** The images in an OCI image layout. */
public final class LayoutView implements View {
  private final ImageLayout layout;

  public LayoutView(ImageLayout layout) {
    this.layout = layout;
  }

  @Override
  public void print(Console console) {
    console.print(layout.path().toString());
    console.printFact(
        "is",
        layout.isArchive()
            ? "an OCI image layout in a tar archive (oci-archive)"
            : "an OCI image layout, as stores of Pairboot are");
    console.printFact("entries", String.valueOf(layout.list().size()));
    if (layout.list().isEmpty()) {
      return;
    }
    console.print("");
    TextTable table = new TextTable("NAME", "ARCH", "CHANNEL", "IS", "DIGEST");
    layout
        .list()
        .forEach(entry ->
            table.add(
                name(entry).orElse("-"),
                entry.architecture().map(Architecture::toString).orElse("-"),
                entry.channel().map(ChannelRef::channel).orElse("-"),
                kind(entry),
                entry.digest().toString()));
    table.print(console);
  }

  /** Of the image version, or the name under which other tools find the entry. */
  private static Optional<String> name(IndexEntry entry) {
    return entry.ref().map(ImageRef::toString).or(() -> entry.tag().map(PrintableText::of));
  }

  private static String kind(IndexEntry entry) {
    return switch (entry) {
      case IndexEntry.Readable _ -> "an image of Pairboot";
      case IndexEntry.Damaged damaged ->
          "an image of Pairboot, damaged: " + PrintableText.of(damaged.reason());
      case IndexEntry.Foreign foreign -> PrintableText.of(foreign.mediaType());
    };
  }

  @Override
  public Object json() {
    return new Json(
        layout.path().toString(),
        layout.isArchive() ? "oci-archive" : "oci-layout",
        layout.list().stream().map(EntryJson::of).toList());
  }

  private record Json(String file, String kind, List<EntryJson> entries) {}

  /**
   * @param problem why an image of Pairboot cannot be read
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  private record EntryJson(
      String name,
      String architecture,
      String channel,
      boolean image,
      String mediaType,
      String digest,
      String problem) {
    static EntryJson of(IndexEntry entry) {
      return new EntryJson(
          LayoutView.name(entry).orElse(null),
          entry.architecture().map(Architecture::toString).orElse(null),
          entry.channel().map(ChannelRef::channel).orElse(null),
          !(entry instanceof IndexEntry.Foreign),
          entry.mediaType(),
          entry.digest().toString(),
          entry instanceof IndexEntry.Damaged damaged ? damaged.reason() : null);
    }
  }
}
