package org.pairboot.appliance.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pairboot.appliance.machine.Standing.Verdict.Open;
import org.pairboot.appliance.machine.Standing.Verdict.Refused;
import org.pairboot.appliance.machine.Standing.Verdict.Used;
import org.pairboot.testing.Property;

/** What a restart, a crash, another process and an old release leave on the disk. */
class RecordFilesTest {
  private static final String A = "mac=52:54:00:00:00:0a";
  private static final String B = "mac=52:54:00:00:00:0b";
  private static final String FILE_OF_A = "mac-52-54-00-00-00-0a.json";

  @TempDir private Path directory;
  private Fleet fleet;

  @BeforeEach
  void createFleet() throws Exception {
    fleet = new Fleet(directory);
  }

  private void restart() throws Exception {
    fleet.attempts().synchronise();
    fleet.restart();
  }

  private void old(String file, String line) throws Exception {
    Files.createDirectories(fleet.files());
    Files.writeString(fleet.files().resolve(file), line);
  }

  @Test
  void aServerStartedAnewKnowsTheSame() throws Exception {
    String told = A + " uuid=4c4c4544-0042-3510-8052-b3c04f4b4e32 serial=a/b_%41";
    fleet.boot(told);
    Optional<String> token = fleet.token(told);
    restart();
    assertThat(fleet.token(told)).isEqualTo(token);
    fleet.report(told, token);
    restart();

    assertThat(fleet.verdict("serial=A/B_%41")).isInstanceOf(Used.class);
    assertThat(fleet.verdict(A)).isInstanceOf(Used.class);
    assertThat(fleet.listed()).hasSize(1);
  }

  @Test
  void anySerialStaysWithinTheDirectory() throws Exception {
    for (String serial : new String[] {"../../x", "a/b", "..a", "x~\u0001", "xy".repeat(200)}) {
      fleet.boot("serial=" + serial);
    }
    restart();

    assertThat(fleet.listed()).hasSize(5);
    try (Stream<Path> files = Files.list(fleet.files())) {
      assertThat(files).hasSize(5);
    }
  }

  @Test
  void aDamagedFileKeepsItsMachineFromBootingAndOthersDoNotCare() throws Exception {
    fleet.install(A);
    fleet.install(B);
    fleet.attempts().synchronise();
    Path file = fleet.files().resolve(FILE_OF_A);
    byte[] whole = Files.readAllBytes(file);

    Property.tries(100)
        .hold(draw -> {
          byte[] damaged =
              draw.oneOf(
                  () -> Arrays.copyOf(whole, draw.between(0, whole.length - 2)),
                  () -> draw.bytes(300));
          Files.write(file, damaged);
          fleet.restart();
          assertThat(fleet.verdict(A)).isInstanceOf(Refused.class);
          assertThat(fleet.verdict(B)).isInstanceOf(Used.class);
        });

    assertThat(fleet.verdict(A))
        .isEqualTo(
            new Refused(
                "its record mac-52-54-00-00-00-0a.json is damaged; 'pairboot next-boot"
                    + " 52:54:00:00:00:0a' deletes it"));
    assertThat(fleet.used().release("52:54:00:00:00:0a"))
        .isEqualTo(new UsedBoots.Release.Released());
    fleet.attempts().synchronise();
    assertThat(fleet.verdict(A)).isEqualTo(new Open());
  }

  @Test
  void aRecordThatGaveUpItsIdentifierKeepsItsFile() throws Exception {
    String uuid = "uuid=4c4c4544-0042-3510-8052-b3c04f4b4e32";
    fleet.attempts().begin(fleet.candidate(uuid + " serial=ABC-1"), false);
    fleet.install(uuid + " serial=ABC-2");
    fleet.install("serial=ABC-1");
    restart();

    assertThat(fleet.verdict(uuid)).isInstanceOf(Used.class);
    assertThat(fleet.verdict("serial=ABC-1")).isInstanceOf(Used.class);
    assertThat(fleet.listed()).hasSize(2);
  }

  @Test
  void filesThatAreNotRecordsAreIgnored() throws Exception {
    fleet.install(A);
    old("notes.json", "{}");
    old("README", "mine");
    old("mac-nonsense.json", "{}");
    Files.createDirectory(fleet.files().resolve("mac-52-54-00-00-00-0c.json"));
    restart();

    assertThat(fleet.verdict(A)).isInstanceOf(Used.class);
    assertThat(fleet.verdict(B)).isEqualTo(new Open());
    assertThat(fleet.listed()).hasSize(1);
  }

  @Test
  void leftoversOfACrashAreDeletedAndWhatIsBeingWrittenStays() throws Exception {
    old("mac-1.json.1.tmp", "{");
    Files.setLastModifiedTime(
        fleet.files().resolve("mac-1.json.1.tmp"), FileTime.from(Instant.now().minusSeconds(7200)));
    old("mac-2.json.1.tmp", "{");
    try (BootAttempts _ = fleet.attempts().start()) {
      await().until(() -> !Files.exists(fleet.files().resolve("mac-1.json.1.tmp")));
    }

    assertThat(fleet.files().resolve("mac-2.json.1.tmp")).exists();
  }

  @Test
  void aRunningServerWritesByItselfAndSeesWhatTheCommandLineChanges() throws Exception {
    try (BootAttempts _ = fleet.attempts().start()) {
      fleet.install(A);
      await().until(() -> Files.exists(fleet.files().resolve(FILE_OF_A)));
      await()
          .until(() ->
              fleet.used().release("52:54:00:00:00:0a") instanceof UsedBoots.Release.Released);
      await().atMost(Duration.ofSeconds(10)).until(() -> fleet.verdict(A).equals(new Open()));
    }
  }

  @Test
  void closingWritesWhatIsPending() throws Exception {
    BootAttempts attempts = fleet.attempts().start();
    fleet.install(A);
    attempts.close();
    fleet.restart();

    assertThat(fleet.verdict(A)).isInstanceOf(Used.class);
  }

  @Test
  void whatAPersonReleasesWinsOverAReportThatComesAtTheSameTime() throws Exception {
    fleet.boot(A);
    fleet.attempts().synchronise();
    fleet.used().release("52:54:00:00:00:0a");
    fleet.report(A, fleet.token(A));
    fleet.attempts().synchronise();

    assertThat(fleet.verdict(A)).isEqualTo(new Open());
    fleet.restart();
    assertThat(fleet.verdict(A)).isEqualTo(new Open());
  }

  @Test
  void noOneTimeBootBeginsUntilAWriteSucceeds() throws Exception {
    fleet.boot(A);
    fleet.attempts().synchronise();
    fleet.fillDisk(true);
    fleet.boot(B);
    fleet.attempts().synchronise();

    Refused refused = new Refused("its boot cannot be recorded: No space left on device");
    assertThat(fleet.boot("mac=52:54:00:00:00:0c")).isEqualTo(refused);
    assertThat(fleet.verdict(B)).as("it has begun, and tries again").isEqualTo(new Open());
    assertThat(fleet.verdict(A)).isEqualTo(new Open());
    fleet.after(BootAttempts.TRIES);
    assertThat(fleet.verdict(B)).isInstanceOf(Used.class);
    fleet.fillDisk(false);
    fleet.attempts().synchronise();
    assertThat(fleet.boot("mac=52:54:00:00:00:0c")).isEqualTo(new Open());
    restart();
    assertThat(fleet.verdict(B)).isInstanceOf(Used.class);
  }

  @Test
  void recordsOfOldReleasesAreUpgradedByTheNamesInThePlans() throws Exception {
    String entry =
        "profiles.install { next-boot = once }\nmachines.%s { select { mac ="
            + " \"52:54:00:00:00:0a\" }, profile = install }";
    fleet.plan(entry.formatted("node1"));
    // As release 0.1 wrote them.
    old("node1.once", "booted 2025-12-31T00:00:00Z node1\n");
    old("52~3a54~3a00~3a00~3a00~3a0b.once", "begun 2025-12-31T00:00:00Z 52:54:00:00:00:0b\n");
    old("gone.once", "begun 2025-12-31T00:00:00Z gone\n");
    fleet.restart();
    assertThat(fleet.verdict(A)).isInstanceOf(Used.class);
    try (BootAttempts _ = fleet.attempts().start()) {
      await().until(() -> !Files.exists(fleet.files().resolve("gone.once")));
    }

    assertThat(fleet.files().toFile().list())
        .containsExactlyInAnyOrder(FILE_OF_A, "mac-52-54-00-00-00-0b.json", "name-gone.json");
    fleet.plan(entry.formatted("renamed") + "\n" + Fleet.ALL_ONCE);
    fleet.restart();
    assertThat(fleet.verdict(A)).isInstanceOf(Used.class);
    assertThat(fleet.verdict(B)).isInstanceOf(Used.class);
    fleet.plan(entry.formatted("gone"));
    assertThat(fleet.verdict(A)).as("has a record of its own").isInstanceOf(Used.class);
  }

  @Test
  void aDamagedFileOfAnOldReleaseKeepsItsMachineFromBooting() throws Exception {
    old("52~3a54~3a00~3a00~3a00~3a0a.once", "nonsense\n");
    fleet.restart();

    assertThat(fleet.verdict(A)).isInstanceOf(Refused.class);
  }
}
