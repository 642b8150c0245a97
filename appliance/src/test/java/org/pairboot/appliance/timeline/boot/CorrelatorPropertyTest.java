package org.pairboot.appliance.timeline.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.pairboot.appliance.timeline.boot.TestEvents.Machine;
import org.pairboot.appliance.timeline.event.Event;
import org.pairboot.appliance.timeline.event.Event.Answer;
import org.pairboot.appliance.timeline.event.EventJson;
import org.pairboot.artifacts.catalog.BootRequest.Protocol;
import org.pairboot.testing.Draw;
import org.pairboot.testing.Property;

class CorrelatorPropertyTest {
  private static final List<String> FILES = List.of("kernel", "initramfs.img", "rootfs.img");

  /** Whatever one machine does, in any order. */
  private static TestEvents anything(Draw draw, String address, String mac) {
    TestEvents events = new TestEvents();
    events.pause(Duration.ofMillis(draw.between(0, 40)));
    Machine machine = events.machine(address).mac(mac);
    int steps = draw.between(1, 40);
    for (int i = 0; i < steps; i++) {
      switch (draw.between(0, 9)) {
        case 0 -> machine.loader(draw.of("pxelinux.0", "grubx64.efi"));
        case 1 -> machine.miss("pxelinux.cfg/default");
        case 2 -> machine.script("grub", draw.of(TestEvents.DEMO, TestEvents.REPORTING));
        case 3 -> machine.asks(Protocol.HTTP, "ipxe", answer(draw));
        case 4 -> machine.probe("grubx64.efi");
        case 5 -> machine.gets(draw.of(Protocol.TFTP, Protocol.HTTP), file(draw));
        case 6 -> machine.progress(Protocol.TFTP, file(draw), draw.between(1, 1000));
        case 7 ->
            machine.transfer(
                Protocol.TFTP, TestEvents.IMAGE + file(draw), "images", "timed-out", 7);
        case 8 -> machine.report();
        default -> machine.pause(Duration.ofSeconds(draw.between(1, 1200)));
      }
    }
    return events;
  }

  private static Answer answer(Draw draw) {
    return draw.of(
        TestEvents.DEMO,
        TestEvents.REPORTING,
        new Answer.AskOn(),
        new Answer.AskWho(),
        new Answer.Menu(),
        new Answer.Chain(),
        new Answer.LocalDisk(),
        new Answer.Nothing("no image"));
  }

  private static String file(Draw draw) {
    return FILES.get(draw.between(0, FILES.size() - 1));
  }

  @Test
  void anyInterleavingOfTwoMachinesGivesTheSameBoots() {
    Property.holds(draw -> {
      TestEvents one = anything(draw, "10.0.0.1", "52:54:00:00:00:01");
      TestEvents other = anything(draw, "10.0.0.2", "52:54:00:00:00:02");
      Instant until = one.now().isAfter(other.now()) ? one.now() : other.now();
      List<Event> both = new ArrayList<>(one.all());
      other.all().forEach(event -> both.add(withId(event, "1" + event.id().substring(1))));
      both.sort(Comparator.comparing(Event::time));
      List<String> apart = new ArrayList<>();
      apart.addAll(texts(TestEvents.boots(one.all(), until)));
      apart.addAll(
          texts(
              TestEvents.boots(
                  other.all().stream()
                      .map(event -> withId(event, "1" + event.id().substring(1)))
                      .toList(),
                  until)));
      assertThat(texts(TestEvents.boots(both, until))).containsExactlyInAnyOrderElementsOf(apart);
    });
  }

  private static Event withId(Event event, String id) {
    return new Event(id, event.time(), event.address(), event.fact());
  }

  private static List<String> texts(List<Boot> boots) {
    return boots.stream().map(boot -> BootJson.write(boot).toString()).toList();
  }

  @Test
  void aServerThatReadsItsEventsAgainKnowsTheSame() {
    Property.holds(draw -> {
      TestEvents done = anything(draw, "10.0.0.1", "52:54:00:00:00:01");
      Correlator written = new Correlator();
      List<String> lines = new ArrayList<>();
      Map<String, Boot> before = new TreeMap<>();
      for (Event event : done.all()) {
        written
            .add(event)
            .forEach(entry -> lines.add(EventJson.write(entry.event(), entry.boot()).toString()));
        written.takeChanged().forEach(boot -> before.put(boot.id(), boot));
      }
      written.passTo(done.now());
      written.takeChanged().forEach(boot -> before.put(boot.id(), boot));
      Correlator read = new Correlator();
      List<String> again = new ArrayList<>();
      Map<String, Boot> after = new TreeMap<>();
      for (String line : lines) {
        read.add(EventJson.read(line).orElseThrow().event())
            .forEach(entry -> again.add(EventJson.write(entry.event(), entry.boot()).toString()));
        read.takeChanged().forEach(boot -> after.put(boot.id(), boot));
      }
      read.passTo(done.now());
      read.takeChanged().forEach(boot -> after.put(boot.id(), boot));
      assertThat(again).isEqualTo(lines);
      assertThat(texts(List.copyOf(after.values()))).isEqualTo(texts(List.copyOf(before.values())));
    });
  }

  @Test
  void aBootIsReadAsItWasWritten() {
    Property.holds(draw -> {
      for (Boot boot : anything(draw, "2001:db8::7", "52:54:00:00:00:01").boots()) {
        String line = BootJson.write(boot).toString();
        Optional<Boot> read = BootJson.read(line);
        assertThat(read).isPresent();
        assertThat(BootJson.write(read.get())).hasToString(line);
        assertThat(read.get()).isEqualTo(boot);
      }
    });
  }

  @Test
  void aTornLineIsNeitherAnEventNorABoot() {
    Property.tries(200)
        .hold(draw -> {
          TestEvents events = anything(draw, "10.0.0.1", "52:54:00:00:00:01");
          events.machine("10.0.0.1").loader("pxelinux.0");
          String line = EventJson.write(events.all().getLast(), Optional.empty()).toString();
          assertThat(EventJson.read(line.substring(0, draw.between(0, line.length() - 1))))
              .isEmpty();
          assertThat(EventJson.read(draw.anyText(100))).isEmpty();
          assertThat(BootJson.read(draw.anyText(100))).isEmpty();
        });
  }
}
