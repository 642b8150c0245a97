package org.pairboot.it.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.function.Supplier;
import org.pairboot.it.load.LoadPlan;
import org.pairboot.it.load.TftpLoad;

/** Keeps one server running, also when a load has made an end of it. */
final class Place implements AutoCloseable {
  private static final int WARM_UP_ROUNDS = 6;

  private final Supplier<Contender> starter;
  private Contender contender;

  Place(Supplier<Contender> starter) {
    this.starter = starter;
  }

  /** The running server; a new one has been warmed up, as one that runs for days is. */
  Contender contender(BenchmarkCase.Files files) throws IOException {
    if (contender != null && contender.process().isAlive()) {
      return contender;
    }
    close();
    contender = starter.get();
    contender.awaitAnswer(files.one().getFileName().toString(), files.one());
    String large = contender.path().apply(files.sixtyFour().getFileName().toString());
    LoadPlan warmUp = LoadPlan.of(large, 4, 1428, 1).within(Duration.ofSeconds(10));
    for (int i = 0; i < WARM_UP_ROUNDS; i++) {
      TftpLoad.run(contender.port(), warmUp, files.sixtyFour());
    }
    return contender;
  }

  @Override
  public void close() {
    if (contender != null) {
      contender.close();
    }
  }
}
