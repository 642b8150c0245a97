package org.pairboot.it.firmware;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pairboot.it.firmware.image.Shelf;
import org.pairboot.it.firmware.machine.Guest;
import org.pairboot.it.firmware.machine.Laboratory;

/** One cell of the matrix: a machine boots with this loader and comes by its rootfs in this way. */
record BootCell(Loader loader, RootfsWay way) implements Play {
  static final Duration LIMIT = Duration.ofMinutes(8);
  static final String ARGUMENTS = "console=ttyS0 panic=-1";

  /** Enough for firmware, and for a small system three times over: packed, unpacked and cached. */
  static final int MEMORY = 768;

  String name() {
    return loader.term() + "/" + way.term();
  }

  /** Why there is no such boot. */
  Optional<String> impossible() {
    return way.needsHttp() ? loader.withoutHttp() : Optional.empty();
  }

  @Override
  public String in(Laboratory laboratory, Shelf shelf) {
    RootfsWay.Setup setup = way.setUp(shelf, laboratory.directory());
    List<String> settings = new ArrayList<>(setup.settings());
    settings.addAll(loader.settings());
    settings.add("boot.method=" + way.method());
    settings.add(
        "boot.kernel-arguments=" + ARGUMENTS + setup.argument().map(a -> " " + a).orElse(""));
    laboratory.serve(setup.dataDir(), settings);
    laboratory.tell(loader.files());
    Guest guest = laboratory.boot(loader.firmware(), MEMORY);
    String file = loader.files().firstName();
    loader
        .filesOnceRead()
        .ifPresent(next -> {
          laboratory
              .traffic()
              .await(file + " is read", LIMIT, traffic -> traffic.isReadByTftp(file));
          laboratory.tell(next);
        });
    String verdict = guest.verdict(LIMIT);
    assertThat(laboratory.traffic().bytesOf(file)).as("bytes of %s", file).isPositive();
    assertThat(verdict).containsPattern("OK version=1\\.0 " + way.proof());
    return verdict;
  }
}
