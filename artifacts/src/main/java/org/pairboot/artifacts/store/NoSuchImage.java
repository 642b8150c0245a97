package org.pairboot.artifacts.store;

import java.util.Collection;
import java.util.stream.Stream;
import org.pairboot.artifacts.store.image.ImageRef;
import org.pairboot.artifacts.store.image.ImageSelector;
import org.pairboot.conf.NearMatch;

/** The store has no such image version. */
public final class NoSuchImage extends StoreException {
  private static final long serialVersionUID = 1;

  NoSuchImage(ImageRef ref, Collection<String> known) {
    super("there is no image " + ref + hint(ref.toString(), known));
  }

  NoSuchImage(ImageSelector selector, Snapshot snapshot) {
    super(
        snapshot
            .damaged(selector)
            .map(damaged -> damaged + "; import it again to mend it")
            .orElseGet(() ->
                "there is no image "
                    + selector
                    + hint(selector.toString(), comparable(selector, snapshot))));
  }

  private static Collection<String> comparable(ImageSelector selector, Snapshot snapshot) {
    return selector.version().isEmpty()
        ? snapshot.images()
        : Stream.concat(
                snapshot.all().stream().map(image -> image.ref().toString()),
                snapshot.images().stream()
                    .flatMap(name ->
                        snapshot.channels(name).keySet().stream()
                            .map(channel -> name + "@" + channel)))
            .toList();
  }

  private static String hint(String wanted, Collection<String> known) {
    if (known.isEmpty()) {
      return "; the store is empty";
    }
    return NearMatch.of(wanted, known)
        .map(near -> "; did you mean " + near + "?")
        .orElse("; 'pairboot images' lists what there is");
  }
}
