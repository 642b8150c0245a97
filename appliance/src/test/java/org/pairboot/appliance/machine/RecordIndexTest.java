package org.pairboot.appliance.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pairboot.appliance.machine.Standing.Verdict.Open;
import org.pairboot.appliance.machine.Standing.Verdict.Refused;
import org.pairboot.appliance.machine.Standing.Verdict.Used;

/** For whom there is room. */
class RecordIndexTest {
  private static final int ROOM = 40;
  private static final String GROUP_ONCE =
      """
      profiles.install { next-boot = once }
      profiles.default { action = local-disk }
      machines.group { select { mac-prefix = "52:54:01" }, profile = install }
      machines.node1 { select { mac = "52:54:02:00:00:01" }, profile = install }
      machines.node2 { select { mac = "52:54:02:00:00:02" }, profile = install }
      """;
  private static final String NODE1 = "mac=52:54:02:00:00:01";
  private static final String NODE2 = "mac=52:54:02:00:00:02";

  @TempDir private Path directory;

  private static String unknown(int i) {
    return "mac=52:54:00:00:00:%02x".formatted(i);
  }

  private static String member(int i) {
    return "mac=52:54:01:00:00:%02x".formatted(i);
  }

  @Test
  void machinesThatNoPlanNamesFillAQuarterAndThenGetTheLocalDiskWithAReason() throws Exception {
    Fleet fleet = new Fleet(directory, ROOM);
    fleet.plan(Fleet.ALL_ONCE + GROUP_ONCE.replaceFirst(".*default.*\n", ""));
    for (int i = 0; i < 200; i++) {
      fleet.boot(unknown(i));
    }

    assertThat(fleet.listed()).hasSize(ROOM / 4);
    assertThat(fleet.verdict(unknown(0))).as("it has begun").isEqualTo(new Open());
    assertThat(fleet.verdict(unknown(ROOM)))
        .isEqualTo(
            new Refused(
                "there is no room for another machine that no plan names: 10 of them have begun"
                    + " their one boot; give it an entry with its MAC address in a boot plan"));
    assertThat(fleet.verdict(member(1))).isEqualTo(new Open());
    assertThat(fleet.verdict(NODE1)).isEqualTo(new Open());
  }

  @Test
  void groupsCannotPushOutMachinesThatThePlansName() throws Exception {
    Fleet fleet = new Fleet(directory, ROOM);
    fleet.plan(GROUP_ONCE);
    fleet.install(NODE1);
    for (int i = 0; i < 200; i++) {
      fleet.install(member(i));
    }

    assertThat(fleet.verdict(NODE1)).isInstanceOf(Used.class);
    assertThat(fleet.verdict(NODE2)).isEqualTo(new Open());
    assertThat(fleet.verdict(member(0))).isInstanceOf(Used.class);
    assertThat(fleet.verdict(member(150))).isInstanceOf(Refused.class);
  }

  @Test
  void noRecordIsDroppedWhileAPlanCanGiveItsMachineAOneTimeBoot() throws Exception {
    Fleet fleet = new Fleet(directory, ROOM);
    fleet.plan(GROUP_ONCE);
    for (int i = 0; i < 30; i++) {
      fleet.install(member(i));
    }
    assertThat(fleet.boot(member(30))).isInstanceOf(Refused.class);
    // Now none of them can be installed again, and so each may be forgotten, the oldest first.
    fleet.plan(Fleet.ALL_ONCE.replace("next-boot = once", "action = local-disk"));
    fleet.plan(
        """
        profiles.install { next-boot = once }
        profiles.show { }
        profiles.default { action = local-disk }
        machines.group { select { mac-prefix = "52:54:01" }, profile = show }
        machines.node1 { select { mac = "52:54:01:00:00:00" }, profile = install }
        """);
    fleet.attempts().begin(fleet.candidate(member(31)), false);

    assertThat(fleet.listed()).hasSize(29).noneMatch(used -> used.machine().endsWith(":01"));
    assertThat(fleet.verdict(member(0))).as("node1 now").isInstanceOf(Used.class);
  }

  @Test
  void recordsOfMachinesThatOnlyReportGoOldestFirst() throws Exception {
    Fleet fleet = new Fleet(directory, ROOM);
    fleet.plan("profiles.default { }");
    for (int i = 0; i < 30; i++) {
      fleet.attempts().begin(fleet.candidate(unknown(i)), false);
      fleet.after(Duration.ofSeconds(1));
    }
    fleet.attempts().synchronise();
    fleet.restart();

    assertThat(fleet.files().toFile().list()).hasSize(ROOM / 4);
    assertThat(fleet.report(unknown(29), fleet.token(unknown(29))))
        .isEqualTo(new ReportResult.Noted());
    assertThat(fleet.report(unknown(19), fleet.token(unknown(19))))
        .isInstanceOf(ReportResult.Rejected.class);
  }

  @Test
  void releasedRecordsMakeRoom() throws Exception {
    Fleet fleet = new Fleet(directory, ROOM);
    for (int i = 0; i < 10; i++) {
      fleet.install(unknown(i));
    }
    fleet.attempts().synchronise();
    assertThat(fleet.verdict(unknown(10))).isInstanceOf(Refused.class);
    fleet.used().release("52:54:00:00:00:05");
    fleet.attempts().synchronise();

    assertThat(fleet.boot(unknown(10))).isEqualTo(new Open());
    assertThat(fleet.verdict(unknown(11))).isInstanceOf(Refused.class);
  }
}
