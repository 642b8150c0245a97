package org.pairboot.appliance.cli.view;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.nio.file.Path;
import java.util.List;
import org.pairboot.appliance.cli.console.Console;
import org.pairboot.artifacts.catalog.Architecture;
import org.pairboot.artifacts.store.LayoutListing;
import org.pairboot.artifacts.text.PrintableText;

/** The images in an OCI image layout. */
public final class LayoutView implements View {
  private final Path directory;
  private final LayoutListing listing;

  public LayoutView(Path directory, LayoutListing listing) {
    this.directory = directory;
    this.listing = listing;
  }

  @Override
  public void print(Console console) {
    console.print(directory.toString());
    console.printFact("is", "an OCI image layout, as stores of Pairboot are");
    console.printFact("entries", String.valueOf(listing.entries().size()));
    if (listing.entries().isEmpty()) {
      return;
    }
    console.print("");
    TextTable table = new TextTable("NAME", "ARCH", "IS", "DIGEST");
    listing
        .entries()
        .forEach(entry ->
            table.add(
                PrintableText.of(entry.name().orElse("-")),
                entry.architecture().map(Architecture::toString).orElse("-"),
                entry.isImage() ? "an image of Pairboot" : PrintableText.of(entry.mediaType()),
                entry.digest()));
    table.print(console);
  }

  @Override
  public Object json() {
    return new Json(
        directory.toString(),
        "oci-layout",
        listing.entries().stream()
            .map(entry ->
                new EntryJson(
                    entry.name().orElse(null),
                    entry.architecture().map(Architecture::toString).orElse(null),
                    entry.isImage(),
                    entry.mediaType(),
                    entry.digest()))
            .toList());
  }

  private record Json(String file, String kind, List<EntryJson> entries) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  private record EntryJson(
      String name, String architecture, boolean image, String mediaType, String digest) {}
}
