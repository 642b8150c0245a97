package org.pairboot.appliance.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.pairboot.appliance.machine.Standing.Verdict;
import org.pairboot.appliance.plan.BootPlans;
import org.pairboot.appliance.plan.MacAddress;
import org.pairboot.appliance.plan.MachineIdentity;
import org.pairboot.appliance.plan.PlanReader;
import org.pairboot.artifacts.store.disk.Disk;
import org.pairboot.conf.BootSettings;
import org.pairboot.conf.BootSettings.Method;
import org.pairboot.conf.BootSettings.Reports;

/** Machines that ask a server, whose plans, clock and disk a test changes. */
final class Fleet {
  static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  /** The machines of which no entry is, boot once too. */
  static final String ALL_ONCE = "profiles.default { next-boot = once }\n";

  private final Path directory;
  private final int room;
  private Reports reports = Reports.TOKEN;
  private BootPlans plans;
  private BootAttempts attempts;
  private boolean diskIsFull;
  Instant now = START;

  Fleet(Path directory) throws Exception {
    this(directory, RecordIndex.MAX_RECORDS);
  }

  /**
   * @param room for so many records
   */
  Fleet(Path directory, int room) throws Exception {
    this.directory = directory;
    this.room = room;
    plan(ALL_ONCE);
    restart();
  }

  /** What a machine tells, such as {@code mac=52:54:00:00:00:01 serial=X}. */
  static MachineIdentity machine(String told) {
    MachineIdentity machine = MachineIdentity.UNKNOWN;
    for (String fact : told.split(" ")) {
      String value = fact.substring(fact.indexOf('=') + 1);
      machine =
          switch (fact.substring(0, Math.max(0, fact.indexOf('=')))) {
            case "mac" -> machine.withMac(MacAddress.parse(value).orElseThrow());
            case "uuid" -> machine.withUuid(UUID.fromString(value));
            case "serial" -> machine.withSerial(value.replace('_', ' '));
            default -> machine;
          };
    }
    return machine;
  }

  /** Replaces the plans. */
  void plan(String text) throws Exception {
    Path file = Files.writeString(directory.resolve("plans.conf"), text);
    plans =
        PlanReader.read(
            new BootSettings(Optional.empty(), Method.AUTO, "", List.of(file), Optional.empty()));
  }

  BootPlans plans() {
    return plans;
  }

  BootAttempts attempts() {
    return attempts;
  }

  /** Another server with the same files, without having written what was pending. */
  void restart() throws Exception {
    attempts =
        BootAttempts.open(
            directory,
            () -> new PlannedMachines(plans),
            reports,
            () -> now,
            disk(),
            new RecordIndex(room));
  }

  void accept(Reports accepted) throws Exception {
    reports = accepted;
    restart();
  }

  void after(Duration time) {
    now = now.plus(time);
  }

  Candidate candidate(String told) {
    MachineIdentity machine = machine(told);
    return attempts.candidate(plans.decide(machine), machine);
  }

  Standing standing(String told) {
    return attempts.standing(candidate(told));
  }

  Verdict verdict(String told) {
    return standing(told).oneTime();
  }

  /** Gets its script, by a profile that boots once. Returns what it gets. */
  Verdict boot(String told) {
    Candidate candidate = candidate(told);
    Verdict before = attempts.standing(candidate).oneTime();
    attempts.begin(candidate, true);
    return before;
  }

  Optional<String> token(String told) {
    return attempts.token(candidate(told), told);
  }

  ReportResult report(String told, Optional<String> token) {
    return attempts.report(candidate(told), token, told);
  }

  /** Boots, and reports that it runs. */
  void install(String told) {
    boot(told);
    report(told, token(told));
  }

  /** The machines that have used their boot, as the command line shows them. */
  List<UsedBoots.Used> listed() {
    attempts.synchronise();
    try {
      return used().all();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  UsedBoots used() throws IOException {
    return UsedBoots.open(directory, Optional.of(plans), () -> now);
  }

  Path files() {
    return directory.resolve("next-boot");
  }

  void fillDisk(boolean full) {
    diskIsFull = full;
  }

  /** The real one, or none. */
  private Disk disk() {
    Disk real = Disk.local();
    return new Disk() {
      @Override
      public void makeDirectory(Path path) throws IOException {
        real.makeDirectory(path);
      }

      @Override
      public FileChannel create(Path file) throws IOException {
        return real.create(file);
      }

      @Override
      public void write(FileChannel file, ByteBuffer bytes) throws IOException {
        if (diskIsFull) {
          throw new IOException("No space left on device");
        }
        real.write(file, bytes);
      }

      @Override
      public long copy(FileChannel source, long position, long count, FileChannel target)
          throws IOException {
        return real.copy(source, position, count, target);
      }

      /** Not really, which makes tests fast. */
      @Override
      public void sync(FileChannel file) {}

      @Override
      public void syncDirectory(Path path) {}

      @Override
      public void protect(Path file) throws IOException {
        real.protect(file);
      }

      @Override
      public void link(Path file, Path name) throws IOException {
        real.link(file, name);
      }

      @Override
      public void rename(Path from, Path to) throws IOException {
        real.rename(from, to);
      }

      @Override
      public void delete(Path path) throws IOException {
        real.delete(path);
      }
    };
  }
}
