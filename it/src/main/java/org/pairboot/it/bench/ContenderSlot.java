package org.pairboot.it.bench;

import java.time.Duration;
import java.util.function.Supplier;
import org.pairboot.it.load.LoadPlan;
import org.pairboot.it.load.ReadPlan;

/** Keeps one server running; starts it again if a load has crashed it. */
final class ContenderSlot implements AutoCloseable {
  private static final int WARM_UP_ROUNDS = 6;

  private final Supplier<Contender> starter;
  private Contender contender;

  ContenderSlot(Supplier<Contender> starter) {
    this.starter = starter;
  }

  /** The running server; a new one is warmed up, like a server that has run for days. */
  Contender contender(BenchmarkCase.TestFiles files) {
    if (contender != null && contender.process().isAlive()) {
      return contender;
    }
    close();
    contender = starter.get();
    contender.awaitAnswer(files.one());
    ReadPlan large =
        ReadPlan.plain(contender.nameOf(files.sixtyFour()), files.sixtyFour(), 1428, 1);
    LoadPlan warmUp = LoadPlan.of(4, large).within(Duration.ofSeconds(10));
    for (int i = 0; i < WARM_UP_ROUNDS; i++) {
      contender.load(warmUp);
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
