package org.pairboot.artifacts.imports.layout;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.pairboot.artifacts.content.Progress;
import org.pairboot.artifacts.content.Sha256;
import org.pairboot.artifacts.format.input.BadImageException;
import org.pairboot.artifacts.imports.ImageImporter.ImportException;
import org.pairboot.artifacts.imports.ImageImporter.ImportException.PairRejectedException;
import org.pairboot.artifacts.store.ImageStore;
import org.pairboot.artifacts.store.ImageStore.PublishResult;
import org.pairboot.artifacts.store.disk.StoreException;
import org.pairboot.artifacts.store.image.ChannelRef;
import org.pairboot.artifacts.store.image.ImageVersion;
import org.pairboot.artifacts.store.index.IndexEntry;
import org.pairboot.artifacts.store.staging.Staging.StagedPart;

/**
 * Imports images from a layout: copies what the store lacks, proves each image here, and publishes
 * all of them, or none if one is refused.
 */
public final class LayoutImporter implements AutoCloseable {
  /** Each has a directory and a lock of its own until all are published. */
  private static final int MAX_IMAGES = 256;

  /** Alpine's repository on an ISO has a few hundred files. */
  private static final int MAX_PARTS = 10_000;

  private static final int MAX_LISTED = 10;

  private final ImageStore store;
  private final LayoutRequest request;
  private final Selection selection;
  private final Map<IndexEntry, Refusal> refused = new LinkedHashMap<>();
  private final List<StagedImage> staged = new ArrayList<>();
  private final List<StagedImage.Proven> proven = new ArrayList<>();

  private record Refusal(String why, boolean isOfPair) {}

  public LayoutImporter(ImageStore store, LayoutRequest request) {
    this.store = store;
    this.request = request;
    this.selection = new Selection(request);
  }

  /**
   * Decides about all images; nothing is published.
   *
   * @throws ImportException when one is refused, with a line for each of these
   * @throws PairRejectedException the same, when a pair is among the reasons
   * @throws StoreException when the store cannot take them
   */
  public void prepare(Progress progress) throws ImportException, IOException {
    if (Files.isSameFile(request.layout().path(), store.directory())) {
      throw new ImportException(
          request.layout().path() + " is the store itself; name another one, or an archive of one");
    }
    List<IndexEntry> chosen = selection.chosen();
    if (chosen.size() > MAX_IMAGES) {
      throw new ImportException(
          "%s has %,d images; at most %d can be imported at a time: choose with --image"
              .formatted(request.layout().path(), chosen.size(), MAX_IMAGES));
    }
    for (IndexEntry entry : chosen) {
      decide(entry, () -> requireImportable(entry));
    }
    failIfRefused(chosen);
    Map<Sha256, StagedPart> copied = new HashMap<>();
    for (IndexEntry entry : chosen) {
      decide(entry, () -> stage(((IndexEntry.Readable) entry).image(), copied, progress));
    }
    failIfRefused(chosen);
  }

  /** One step of the decision about one image. */
  @FunctionalInterface
  private interface Step {
    void run() throws ImportException, IOException;
  }

  private void decide(IndexEntry entry, Step step) throws IOException {
    try {
      step.run();
    } catch (PairRejectedException e) {
      refused.put(entry, new Refusal(e.getMessage(), true));
    } catch (ImportException | BadImageException e) {
      refused.put(entry, new Refusal(e.getMessage(), false));
    } catch (StoreException e) {
      switch (e.kind()) {
        case IMAGE_EXISTS ->
            refused.put(
                entry,
                new Refusal(
                    "the store has it with other content; take only others, with --image, or"
                        + " remove it first: pairboot remove "
                        + Selection.name(entry),
                    false));
        case NAME_TAKEN -> refused.put(entry, new Refusal(e.getMessage(), false));
        default -> throw e;
      }
    }
  }

  /** What shows before anything is copied. */
  private void requireImportable(IndexEntry entry) throws ImportException, IOException {
    var objection = selection.objection(entry);
    if (objection.isPresent()) {
      throw new ImportException(objection.get());
    }
    ImageVersion image = ((IndexEntry.Readable) entry).image();
    if (image.parts().size() > MAX_PARTS) {
      throw new ImportException("it has more than %,d files".formatted(MAX_PARTS));
    }
    store.requirePublishable(image);
    StagedImage.requireParts(request.layout(), image);
  }

  private void stage(ImageVersion image, Map<Sha256, StagedPart> copied, Progress progress)
      throws ImportException, IOException {
    StagedImage here = StagedImage.copy(request, image, store, copied, progress);
    staged.add(here);
    proven.add(here.prove());
  }

  private void failIfRefused(List<IndexEntry> chosen) throws ImportException {
    if (refused.isEmpty()) {
      return;
    }
    List<String> lines = new ArrayList<>();
    refused.forEach((entry, refusal) -> {
      if (lines.size() < MAX_LISTED) {
        lines.add(
            "%s: %s: %s"
                .formatted(request.layout().path(), selection.fullName(entry), refusal.why()));
      }
    });
    if (refused.size() > MAX_LISTED) {
      lines.add((refused.size() - MAX_LISTED) + " more images were refused");
    }
    if (chosen.size() > 1) {
      lines.add("nothing was imported" + others(chosen));
    }
    String message = String.join("\n", lines);
    throw refused.values().stream().anyMatch(Refusal::isOfPair)
        ? new PairRejectedException(message)
        : new ImportException(message);
  }

  private String others(List<IndexEntry> chosen) {
    List<String> bad = refused.keySet().stream().map(Selection::name).toList();
    List<String> good =
        chosen.stream()
            .map(Selection::name)
            .distinct()
            .filter(name -> !bad.contains(name))
            .toList();
    return good.isEmpty() || good.size() > MAX_LISTED
        ? ""
        : good.stream()
            .collect(Collectors.joining(" --image ", "; to import the others, say --image ", ""));
  }

  /**
   * Publishes what {@link #prepare} has accepted, in the order of the layout.
   *
   * @param done gets each image when it is published
   */
  public void publish(Consumer<PublishResult> done) throws StoreException {
    for (StagedImage.Proven each : proven) {
      done.accept(each.publish(store));
    }
  }

  /** The channels of the layout that point to {@code image}, which an import does not touch. */
  public List<ChannelRef> channelsOf(ImageVersion image) {
    return selection.channelsOf(image.ref());
  }

  /** Deletes what was not published. */
  @Override
  public void close() throws StoreException {
    StoreException failure = null;
    for (StagedImage each : staged) {
      try {
        each.close();
      } catch (StoreException e) {
        failure = e;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
