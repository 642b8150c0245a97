package org.pairboot.appliance.timeline.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pairboot.appliance.timeline.boot.TestEvents.DEMO;
import static org.pairboot.appliance.timeline.boot.TestEvents.IMAGE;
import static org.pairboot.appliance.timeline.boot.TestEvents.REPORTING;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.pairboot.appliance.timeline.boot.Boot.Bytes;
import org.pairboot.appliance.timeline.boot.Boot.Confidence;
import org.pairboot.appliance.timeline.boot.Boot.Span;
import org.pairboot.appliance.timeline.boot.Boot.State;
import org.pairboot.appliance.timeline.boot.TestEvents.Machine;
import org.pairboot.appliance.timeline.event.Event;
import org.pairboot.appliance.timeline.event.Event.Answer;
import org.pairboot.appliance.timeline.event.Stage;
import org.pairboot.artifacts.catalog.BootRequest.Protocol;

class CorrelatorTest {
  private static final String MAC = "52:54:00:00:00:01";
  private static final Duration LONG = Duration.ofMinutes(11);

  private final TestEvents events = new TestEvents();
  private final Machine machine = events.machine("10.0.0.7").mac(MAC);

  private Boot only() {
    List<Boot> boots = events.boots();
    assertThat(boots).hasSize(1);
    return boots.getFirst();
  }

  @Test
  void aBootOfPxelinuxIsHandedOverWhenAllIsDelivered() {
    machine.boots(DEMO);
    Boot boot = only();
    assertThat(boot.state()).isEqualTo(State.HANDED_OVER);
    assertThat(boot.machine()).contains(MAC);
    assertThat(boot.confidence()).isEqualTo(Confidence.CERTAIN);
    assertThat(boot.stages())
        .extracting(Span::stage)
        .containsExactly(Stage.LOADER, Stage.SCRIPT, Stage.KERNEL, Stage.INITRAMFS, Stage.ROOTFS);
    assertThat(boot.bytes()).isEqualTo(new Bytes(2_080_300, 1_000_000));
    assertThat(boot.target().orElseThrow().version()).isEqualTo("1");
    assertThat(boot.ended()).contains(events.now());
    assertThat(boot.reason()).isEmpty();
  }

  @Test
  void aSystemThatIsToReportIsSilentUntilItDoes() {
    machine.boots(REPORTING);
    assertThat(only().ended()).isEmpty();
    machine.pause(LONG);
    assertThat(only().state()).isEqualTo(State.SILENT);
    assertThat(only().reason().orElseThrow().code()).isEqualTo("no-report");
    machine.report();
    assertThat(only().state()).isEqualTo(State.BOOTED);
    assertThat(only().reason()).isEmpty();
  }

  @Test
  void aReportCountsHoursLater() {
    machine.boots(REPORTING).pause(Duration.ofHours(3)).report();
    assertThat(only().state()).isEqualTo(State.BOOTED);
  }

  @Test
  void theNextAttemptIsAnotherBoot() {
    machine.boots(REPORTING).pause(Duration.ofMinutes(1)).boots(REPORTING).report();
    assertThat(events.boots())
        .extracting(Boot::state)
        .containsExactly(State.RESTARTED, State.BOOTED);
  }

  @Test
  void aRestartAtEachStageBeginsAnotherBoot() {
    machine.loader("pxelinux.0").script("pxelinux", DEMO);
    machine.loader("pxelinux.0").script("pxelinux", DEMO).gets(Protocol.TFTP, "kernel");
    machine.boots(DEMO).pause(Duration.ofMinutes(2)).boots(DEMO);
    assertThat(events.boots())
        .extracting(Boot::state)
        .containsExactly(State.RESTARTED, State.RESTARTED, State.HANDED_OVER, State.HANDED_OVER);
  }

  @Test
  void theSameLoaderTwiceBeforeAScriptIsOneBoot() {
    machine.probe("pxelinux.0").loader("pxelinux.0").loader("pxelinux.0").boots(DEMO);
    assertThat(only().state()).isEqualTo(State.HANDED_OVER);
  }

  @Test
  void aRequestThatIsAnsweredAgainLateIsTheSameBoot() {
    machine
        .script("ipxe", DEMO)
        .gets(Protocol.HTTP, "kernel")
        .asks(Protocol.TFTP, "ipxe", DEMO)
        .gets(Protocol.HTTP, "initramfs.img")
        .gets(Protocol.HTTP, "rootfs.img")
        .script("ipxe", DEMO);
    assertThat(only().state()).isEqualTo(State.HANDED_OVER);
  }

  @Test
  void aRetryOfIpxeAfterAFailureIsTheSameBoot() {
    machine
        .asks(Protocol.HTTP, "ipxe", DEMO)
        .gets(Protocol.HTTP, "kernel")
        .transfer(Protocol.HTTP, IMAGE + "initramfs.img", "images", "aborted", 100)
        .asks(Protocol.HTTP, "ipxe", DEMO)
        .gets(Protocol.HTTP, "kernel")
        .gets(Protocol.HTTP, "initramfs.img")
        .gets(Protocol.HTTP, "rootfs.img");
    assertThat(only().state()).isEqualTo(State.HANDED_OVER);
  }

  @Test
  void aPartThatIsNotHereFailsTheBoot() {
    machine
        .loader("pxelinux.0")
        .script("pxelinux", DEMO)
        .transfer(Protocol.HTTP, IMAGE + "kernel", "", "not-found", 0)
        .pause(Duration.ofMinutes(3));
    assertThat(only().state()).isEqualTo(State.FAILED);
    assertThat(only().stage()).contains(Stage.KERNEL);
    assertThat(only().reason().orElseThrow().code()).isEqualTo("part-not-found");
  }

  @Test
  void silenceSaysWhereItBegan() {
    machine.loader("pxelinux.0").pause(Duration.ofMinutes(3));
    assertThat(only().state()).isEqualTo(State.SILENT);
    assertThat(only().stage()).contains(Stage.LOADER);
    assertThat(only().reason().orElseThrow().code()).isEqualTo("no-script");
    assertThat(only().machine()).isEmpty();
    assertThat(only().confidence()).isEqualTo(Confidence.ASSUMED);
  }

  @Test
  void aTransferThatStopsIsNamed() {
    machine
        .script("grub", DEMO)
        .gets(Protocol.TFTP, "kernel")
        .progress(Protocol.TFTP, "initramfs.img", 4711)
        .pause(Duration.ofMinutes(3));
    assertThat(only().state()).isEqualTo(State.SILENT);
    assertThat(only().reason().orElseThrow().text())
        .isEqualTo("images/demo/1/initramfs.img stopped after 4711 bytes");
  }

  @Test
  void aMachineThatLooksForItsDisksIsNotSilent() {
    machine
        .script("grub", DEMO)
        .gets(Protocol.TFTP, "kernel")
        .gets(Protocol.TFTP, "initramfs.img")
        .pause(Duration.ofMinutes(5));
    assertThat(only().state()).isEqualTo(State.IN_PROGRESS);
  }

  @Test
  void whatWasSilentContinues() {
    machine
        .loader("grubx64.efi")
        .pause(Duration.ofMinutes(5))
        .script("grub", DEMO)
        .gets(Protocol.TFTP, "kernel")
        .pause(Duration.ofMinutes(5))
        .gets(Protocol.TFTP, "initramfs.img")
        .gets(Protocol.HTTP, "rootfs.img");
    assertThat(only().state()).isEqualTo(State.HANDED_OVER);
  }

  @Test
  void whatWasSilentAndAsksForItsLoaderWasRestarted() {
    machine.loader("pxelinux.0").pause(Duration.ofMinutes(5)).boots(DEMO);
    assertThat(events.boots())
        .extracting(Boot::state)
        .containsExactly(State.SILENT, State.HANDED_OVER);
  }

  @Test
  void aScriptThatIsAskedForAgainAndAgainIsALoop() {
    for (int i = 0; i < 4; i++) {
      machine.script("ipxe", DEMO);
    }
    machine.pause(Duration.ofMinutes(3));
    assertThat(only().reason().orElseThrow().code()).isEqualTo("script-loop");
  }

  @Test
  void theLocalDiskEndsABoot() {
    machine.loader("pxelinux.0").script("pxelinux", new Answer.LocalDisk());
    assertThat(only().state()).isEqualTo(State.LOCAL_DISK);
    assertThat(only().ended()).isPresent();
  }

  @Test
  void whatHasNothingToBootFails() {
    machine.script("grub", new Answer.Nothing("no image is published"));
    assertThat(only().state()).isEqualTo(State.FAILED);
    assertThat(only().reason().orElseThrow().text()).isEqualTo("no image is published");
  }

  @Test
  void aMenuWaitsForAPerson() {
    machine.script("grub", new Answer.Menu()).pause(Duration.ofMinutes(30));
    assertThat(only().state()).isEqualTo(State.MENU);
    machine.gets(Protocol.TFTP, "kernel").gets(Protocol.TFTP, "initramfs.img");
    assertThat(events.boots().getLast().target().orElseThrow().image()).isEqualTo("demo");
  }

  @Test
  void whoNamesNobodyIsKnownByTheAddress() {
    events.machine("10.0.0.9").boots(DEMO);
    assertThat(only().machine()).isEmpty();
    assertThat(only().state()).isEqualTo(State.HANDED_OVER);
  }

  @Test
  void twoMachinesBehindOneAddressAreToldApartOrLeftAlone() {
    Machine one = events.machine("10.0.0.1").mac("52:54:00:00:00:01");
    Machine other = events.machine("10.0.0.1").mac("52:54:00:00:00:02");
    one.asks(Protocol.HTTP, "ipxe", DEMO);
    other.asks(Protocol.HTTP, "ipxe", DEMO);
    one.gets(Protocol.HTTP, "kernel");
    assertThat(events.boots())
        .extracting(Boot::confidence)
        .containsExactly(Confidence.AMBIGUOUS, Confidence.AMBIGUOUS);
    assertThat(events.boots()).allMatch(boot -> boot.bytes().http() == 0);
  }

  @Test
  void aLeaseThatWentToAnotherMachineStandsForThatOne() {
    machine.boots(DEMO).pause(Duration.ofMinutes(5));
    events.machine("10.0.0.7").mac("52:54:00:00:00:02").boots(DEMO);
    List<Boot> boots = events.boots();
    assertThat(boots).hasSize(2);
    assertThat(boots.getLast().machine()).contains("52:54:00:00:00:02");
    assertThat(boots.getLast().confidence()).isEqualTo(Confidence.CERTAIN);
    assertThat(boots.getFirst().bytes()).isEqualTo(boots.getLast().bytes());
  }

  @Test
  void forgedRequestsLeaveNothing() {
    machine
        .asks(Protocol.TFTP, "pxelinux", DEMO)
        .asks(Protocol.TFTP, "pxelinux", new Answer.LocalDisk())
        .miss("pxelinux.cfg/default")
        .pause(Duration.ofMinutes(3));
    assertThat(events.boots()).isEmpty();
  }

  @Test
  void whoFetchesAFileByHandBootsNothing() {
    events.machine("10.0.0.200").gets(Protocol.HTTP, "rootfs.img").miss("favicon.ico");
    assertThat(events.boots()).isEmpty();
  }

  @Test
  void aClockThatIsSetEndsNothing() {
    machine.loader("pxelinux.0").script("pxelinux", DEMO);
    Duration year = Duration.ofDays(365);
    machine.pause(year);
    events.add(Optional.empty(), new Event.ClockSet(year));
    machine
        .gets(Protocol.TFTP, "kernel")
        .gets(Protocol.TFTP, "initramfs.img")
        .gets(Protocol.HTTP, "rootfs.img");
    assertThat(only().state()).isEqualTo(State.HANDED_OVER);
  }
}
