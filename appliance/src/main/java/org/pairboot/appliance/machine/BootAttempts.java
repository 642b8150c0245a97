package org.pairboot.appliance.machine;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.pairboot.appliance.machine.Candidate.Origin;
import org.pairboot.appliance.machine.Recognition.Match;
import org.pairboot.appliance.machine.RecordFiles.Change;
import org.pairboot.appliance.machine.Standing.Verdict;
import org.pairboot.appliance.plan.Decision;
import org.pairboot.appliance.plan.MachineIdentity;
import org.pairboot.artifacts.store.disk.Disk;
import org.pairboot.conf.BootSettings.Reports;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The attempts of machines to boot: which have used the one boot that they had, and which report
 * belongs to which attempt. Thread-safe. What requests need is in memory, under a lock that is held
 * for some look-ups in maps and never while a file is touched.
 */
public final class BootAttempts implements AutoCloseable {
  /**
   * How long after its first script a machine may ask for it again, and still be at its first
   * attempt. It must be enough for a machine to fail and come back: 30 s for which our scripts show
   * what is missing, a reset, the self-test of a server (HP's DL380 waits up to 120 s and needs
   * more than another minute), and DHCP. It should be less than an installation takes, so that a
   * machine that does not report is not installed again when it restarts.
   */
  public static final Duration TRIES = Duration.ofMinutes(5);

  private static final Logger LOG = LoggerFactory.getLogger(BootAttempts.class);
  private static final String DIRECTORY = "next-boot";

  private final Supplier<PlannedMachines> planned;
  private final Reports reports;
  private final InstantSource clock;
  private final Optional<BootTokens> tokens;
  private final RecordIndex index;
  private final RecordSync sync;

  private BootAttempts(
      RecordFiles files,
      RecordIndex index,
      Supplier<PlannedMachines> planned,
      Reports reports,
      Optional<BootTokens> tokens,
      InstantSource clock) {
    this.planned = planned;
    this.reports = reports;
    this.clock = clock;
    this.tokens = tokens;
    this.index = index;
    this.sync = new RecordSync(files, this::apply);
  }

  /**
   * Reads the records below {@code dataDirectory}. Without {@link #start}, changes stay in memory.
   *
   * @param planned by the current plans; read for each request
   * @param reports which reports are accepted
   * @throws IOException when records exist but cannot be read
   */
  public static BootAttempts open(
      Path dataDirectory, Supplier<PlannedMachines> planned, Reports reports, InstantSource clock)
      throws IOException {
    return open(
        dataDirectory,
        planned,
        reports,
        clock,
        Disk.local(),
        new RecordIndex(RecordIndex.MAX_RECORDS));
  }

  static BootAttempts open(
      Path dataDirectory,
      Supplier<PlannedMachines> planned,
      Reports reports,
      InstantSource clock,
      Disk disk,
      RecordIndex index)
      throws IOException {
    RecordFiles files = files(dataDirectory, disk);
    List<Change> found = files.changes();
    BootAttempts attempts =
        new BootAttempts(files, index, planned, reports, tokens(dataDirectory, reports), clock);
    found.forEach(attempts::apply);
    return attempts;
  }

  static RecordFiles files(Path dataDirectory, Disk disk) {
    return new RecordFiles(dataDirectory.resolve(DIRECTORY), disk);
  }

  private static Optional<BootTokens> tokens(Path dataDirectory, Reports reports) {
    if (reports == Reports.ANY) {
      return Optional.empty();
    }
    try {
      return Optional.of(BootTokens.open(dataDirectory));
    } catch (IOException e) {
      LOG.error(
          "boot scripts have no tokens, and reports are rejected: the secret for them cannot be"
              + " read or made: {}",
          e.getMessage());
      return Optional.empty();
    }
  }

  /** Writes changes, and takes over those of other processes, until {@link #close}. */
  public BootAttempts start() {
    synchronized (index) {
      List.copyOf(index.all()).stream()
          .filter(record -> record.file().endsWith(RecordText.OLD_ENDING))
          .forEach(this::upgrade);
    }
    sync.start();
    return this;
  }

  /** Files of old releases are called by the machine's name in the plans. */
  private void upgrade(BootRecord old) {
    BootRecord record = old.named(index.freeFile(old.key(), old.label()), old.key());
    index.remove(old.file());
    index.put(record);
    sync.write(record);
    sync.delete(old.file());
  }

  private void apply(Change change) {
    synchronized (index) {
      index.apply(
          change instanceof Change.Written(String file, BootRecord record) && record.key().isEmpty()
              ? new Change.Written(file, record.named(file, planned.get().named(record.label())))
              : change);
    }
  }

  /** One pass of the thread that {@link #start} starts. */
  void synchronise() {
    sync.runOnce();
  }

  /** Who asks, by what its request and the current plans say. */
  public Candidate candidate(Decision decision, MachineIdentity machine) {
    return planned.get().candidate(decision, machine);
  }

  /** How far {@code candidate} has come; nothing is recorded. */
  public Standing standing(Candidate candidate) {
    Instant now = now();
    synchronized (index) {
      return switch (match(candidate)) {
        case Match.Unrecorded none ->
            new Standing(1, refusal(candidate).orElseGet(Verdict.Open::new));
        case Match.Recorded recorded ->
            new Standing(recorded.record().attempt(now), oneTime(recorded.record(), now));
        case Match.Doubt doubt -> new Standing(0, new Verdict.Refused(doubt.reason()));
      };
    }
  }

  private Match match(Candidate candidate) {
    return new Recognition(index, planned.get()).match(candidate);
  }

  private Verdict oneTime(BootRecord record, Instant now) {
    return record.once().isEmpty() ? trouble().orElseGet(Verdict.Open::new) : record.oneTime(now);
  }

  /** Why a machine without a record must not begin a one-time boot. */
  private Optional<Verdict> refusal(Candidate candidate) {
    return hasRoom(candidate.origin()) ? trouble() : Optional.of(full(candidate.origin()));
  }

  /** What cannot be recorded would be booted again and again, and perhaps installed each time. */
  private Optional<Verdict> trouble() {
    return sync.trouble()
        .map(reason -> new Verdict.Refused("its boot cannot be recorded: " + reason));
  }

  private boolean hasRoom(Origin origin) {
    // The plans bound the number of machines that they name.
    return origin == Origin.NAMED
        || index.hasRoom(origin)
        || index.droppable(origin, planned.get()).isPresent();
  }

  private Verdict full(Origin origin) {
    return new Verdict.Refused(
        "there is no room for another "
            + (origin == Origin.UNKNOWN ? "machine that no plan names" : "machine of a group")
            + ": "
            + index.size(origin)
            + " of them have begun their one boot; give it an entry with its MAC address in a boot"
            + " plan");
  }

  /**
   * The effect of a script that is really sent: to be called for each RRQ and GET by which a
   * machine gets the script of a profile that boots once or reports, whatever its standing. A retry
   * within an attempt begins no new one.
   *
   * @param oneTime whether it is a profile that boots once
   */
  public void begin(Candidate candidate, boolean oneTime) {
    Instant now = now();
    synchronized (index) {
      switch (match(candidate)) {
        case Match.Unrecorded none -> {
          if (hasRoom(candidate.origin()) && (!oneTime || trouble().isEmpty())) {
            makeRoom(candidate.origin());
            String file = index.freeFile(candidate.key(), candidate.label());
            save(BootRecord.of(file, candidate).begin(candidate, oneTime, now));
          }
        }
        case Match.Recorded recorded -> {
          BootRecord before = recorded.record();
          boolean refused = oneTime && oneTime(before, now) instanceof Verdict.Refused;
          if (!refused) {
            replace(recorded, before.begin(candidate, oneTime, now));
          }
        }
        case Match.Doubt doubt -> {}
      }
    }
  }

  private void makeRoom(Origin origin) {
    if (!index.hasRoom(origin)) {
      index
          .droppable(origin, planned.get())
          .ifPresent(oldest -> {
            index.remove(oldest.file());
            sync.delete(oldest.file());
          });
    }
  }

  private void replace(Match.Recorded recorded, BootRecord after) {
    boolean merges = recorded.files().size() > 1;
    if (merges || !after.equals(recorded.record())) {
      save(after);
    }
    recorded.files().stream()
        .filter(file -> !file.equals(after.file()))
        .forEach(file -> {
          index.remove(file);
          sync.delete(file);
        });
  }

  private void save(BootRecord record) {
    index.put(record);
    sync.write(record);
  }

  /**
   * The token by which the machine can prove a report on the attempt of {@link #standing}; empty
   * where its report needs none, or where it cannot be recognised.
   *
   * @param facts as its URL has them
   */
  public Optional<String> token(Candidate candidate, String facts) {
    long attempt = standing(candidate).attempt();
    return attempt == 0 ? Optional.empty() : tokens.map(made -> made.token(attempt, facts));
  }

  /**
   * Records that {@code candidate} runs, if {@code token} proves it.
   *
   * @param facts as the URL of the report has them
   */
  public ReportResult report(Candidate candidate, Optional<String> token, String facts) {
    Instant now = now();
    synchronized (index) {
      return switch (match(candidate)) {
        case Match.Unrecorded none when reports == Reports.ANY -> new ReportResult.Noted();
        case Match.Unrecorded none ->
            new ReportResult.Rejected("no boot of this machine has begun here");
        case Match.Doubt doubt -> new ReportResult.Rejected(doubt.reason());
        case Match.Recorded recorded ->
            objection(recorded.record(), token, facts, now)
                .<ReportResult>map(ReportResult.Rejected::new)
                .orElseGet(() -> {
                  replace(recorded, recorded.record().report(now));
                  return new ReportResult.Noted();
                });
      };
    }
  }

  private Optional<String> objection(
      BootRecord record, Optional<String> token, String facts, Instant now) {
    if (reports == Reports.ANY) {
      return Optional.empty();
    }
    if (tokens.isEmpty()) {
      return Optional.of("this server has no secret to check its token with");
    }
    if (token.isEmpty()) {
      return Optional.of("its URL has no token; it must be the one in the boot script");
    }
    OptionalLong attempt = tokens.get().attempt(token.get(), facts);
    if (attempt.isEmpty()) {
      return Optional.of("its token is not one that this server made for this machine");
    }
    // A document that was fetched late has the token of the attempt that would be next.
    boolean current =
        attempt.getAsLong() == record.last().number() || attempt.getAsLong() == record.attempt(now);
    return current && record.last().stage() != BootRecord.Stage.RELEASED
        ? Optional.empty()
        : Optional.of("its token is of another boot than the last one");
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.SECONDS);
  }

  /** Writes what is still to be written. */
  @Override
  public void close() {
    sync.close();
  }
}
