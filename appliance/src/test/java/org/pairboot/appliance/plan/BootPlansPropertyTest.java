package org.pairboot.appliance.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.pairboot.appliance.plan.BootPlans.Machine;
import org.pairboot.appliance.plan.Decision.Chosen;
import org.pairboot.appliance.plan.MachineIdentity.Firmware;
import org.pairboot.appliance.plan.Selector.Kind;
import org.pairboot.appliance.plan.Selector.Match;
import org.pairboot.artifacts.catalog.Architecture;
import org.pairboot.testing.Draw;
import org.pairboot.testing.Property;

/** Decisions for any plans and machines. There are few values, so that many selections match. */
class BootPlansPropertyTest {
  private static final Profile FALLBACK = new Profile("fallback", new Action.LocalDisk());
  private static final Map<String, Profile> PROFILES =
      Map.of("some", new Profile("some", new Action.LocalDisk()));

  @Test
  void decidesIndependentlyOfTheOrderOfMachines() {
    Property.holds(draw -> {
      List<Machine> machines = machines(draw);
      MachineIdentity identity = identity(draw);
      List<Machine> shuffled = new ArrayList<>(machines);
      Collections.shuffle(shuffled, draw.random());

      assertThat(plans(shuffled).decide(identity)).isEqualTo(plans(machines).decide(identity));
    });
  }

  @Test
  void choosesTheMostSpecificMatch() {
    Property.holds(draw -> {
      List<Machine> machines = machines(draw);
      MachineIdentity identity = identity(draw);
      Optional<Chosen> chosen = plans(machines).decide(identity).chosen();

      List<Selection> matching =
          machines.stream()
              .flatMap(machine -> machine.selections().stream())
              .filter(selection -> selection.match(identity) == Match.YES)
              .toList();
      assertThat(chosen.isPresent()).isEqualTo(!matching.isEmpty());
      chosen.ifPresent(best ->
          assertThat(matching)
              .contains(best.selection())
              .allMatch(other ->
                  other.equals(best.selection()) || other.compareTo(best.selection()) < 0));
    });
  }

  @Test
  void isOpenWhereSomethingMoreSpecificMightMatch() {
    Property.holds(draw -> {
      List<Machine> machines = machines(draw);
      MachineIdentity identity = identity(draw);
      Decision decision = plans(machines).decide(identity);

      boolean mightMatch =
          machines.stream()
              .flatMap(machine -> machine.selections().stream())
              .filter(selection -> selection.match(identity) == Match.UNKNOWN)
              .anyMatch(selection ->
                  decision
                      .chosen()
                      .map(best -> selection.compareTo(best.selection()) > 0)
                      .orElse(true));
      assertThat(decision.open()).isEqualTo(mightMatch);
    });
  }

  /** By MAC address and by UUID, half of them for one kind of firmware only. */
  @Test
  void aFleetIsNotSearchedForAMachine() {
    List<Machine> machines =
        IntStream.range(0, 10_000)
            .mapToObj(i -> {
              Selector mac = Selector.ofMac(new MacAddress(0x5254_0000_0000L + i));
              Selector uuid = selector(Kind.UUID, new UUID(1, i).toString());
              Selector firmware = selector(Kind.FIRMWARE, i % 2 == 0 ? "bios" : "uefi");
              Selector subnet = selector(Kind.SUBNET, "10.%d.%d.0/24".formatted(i / 256, i % 256));
              return machine(
                  "machine" + i,
                  List.of(
                      new Selection(List.of(mac, firmware)),
                      new Selection(List.of(uuid)),
                      new Selection(List.of(subnet))));
            })
            .toList();
    BootPlans plans = plans(machines);
    MachineIdentity unknown =
        MachineIdentity.UNKNOWN
            .withMac(new MacAddress(1))
            .withUuid(new UUID(2, 2))
            .withAddress(Optional.of(InetAddress.ofLiteral("192.0.2.1")));

    assertThat(plans.shapes()).hasSize(3);
    assertThat(plans.shapes()).allMatch(shape -> shape.candidates(unknown).isEmpty());
    assertThat(plans.decide(unknown.withMac(new MacAddress(0x5254_0000_1234L))).open()).isTrue();
    assertThat(plans.decide(unknown.withUuid(new UUID(1, 5))).chosen())
        .map(chosen -> chosen.machine().name())
        .contains("machine5");
  }

  @Test
  void neverShadowsAConditionThatIdentifiesTheMachine() {
    Property.holds(draw -> {
      List<Machine> machines = machines(draw);
      MachineIdentity identity = identity(draw);
      MacAddress own = new MacAddress(0x5254_00FF_FFFFL);
      List<Machine> more = new ArrayList<>(machines);
      more.add(machine("own", List.of(new Selection(List.of(Selector.ofMac(own))))));

      Decision decision = plans(more).decide(identity.withMac(own));

      assertThat(decision.chosen()).map(chosen -> chosen.machine().name()).contains("own");
      assertThat(decision.open()).isFalse();
    });
  }

  @Test
  void keepsADecisionThatIsNotOpenWhateverElseBecomesKnown() {
    Property.holds(draw -> {
      List<Machine> machines = machines(draw);
      MachineIdentity known = identity(draw);
      MachineIdentity more = identity(draw);
      BootPlans plans = plans(machines);
      Decision decision = plans.decide(known);

      if (!decision.open()) {
        assertThat(plans.decide(known.or(more)).chosen()).isEqualTo(decision.chosen());
      }
    });
  }

  private static BootPlans plans(List<Machine> machines) {
    return new BootPlans(PROFILES, machines, FALLBACK, Optional.empty());
  }

  /** No two have an equal selection, which the reader refuses. */
  private static List<Machine> machines(Draw draw) {
    Set<Selection> seen = new HashSet<>();
    List<Machine> machines = new ArrayList<>();
    for (List<Selection> list : draw.list(0, 8, () -> draw.list(0, 3, () -> selection(draw)))) {
      List<Selection> fresh = list.stream().filter(s -> seen.add(s)).toList();
      machines.add(machine("machine" + machines.size(), fresh));
    }
    return machines;
  }

  private static Selection selection(Draw draw) {
    Map<Kind, Selector> byKind = new LinkedHashMap<>();
    for (Selector selector : draw.list(1, 3, () -> selector(draw))) {
      byKind.put(selector.kind(), selector);
    }
    return new Selection(List.copyOf(byKind.values()));
  }

  private static Selector selector(Draw draw) {
    Kind kind = draw.of(Kind.values());
    return selector(
        kind,
        switch (kind) {
          case MAC -> mac(draw).toString();
          case MAC_PREFIX -> draw.of("52", "5254", "525400");
          case UUID -> uuid(draw).toString();
          case SERIAL, ASSET_TAG -> serial(draw);
          case SUBNET -> draw.of("10.0.0.0/8", "10.2.0.0/16", "10.2.0.1/32");
          case ARCHITECTURE -> draw.of("x86_64", "aarch64");
          case FIRMWARE -> draw.of("bios", "uefi");
        });
  }

  private static Selector selector(Kind kind, String text) {
    return Selector.parse(kind, text).orElseThrow();
  }

  private static MachineIdentity identity(Draw draw) {
    return new MachineIdentity(
        draw.optional(() -> mac(draw)),
        draw.optional(() -> uuid(draw)),
        draw.optional(() -> serial(draw)),
        draw.optional(() -> serial(draw)),
        draw.optional(() -> draw.of(Architecture.X86_64, Architecture.AARCH64)),
        draw.optional(() -> draw.of(Firmware.values())),
        draw.optional(
            () -> InetAddress.ofLiteral(draw.of("10.1.0.1", "10.2.0.1", "10.2.0.2", "192.0.2.1"))));
  }

  private static MacAddress mac(Draw draw) {
    return new MacAddress(draw.of(0x5254_0000_0001L, 0x5254_0100_0001L, 0x5200_0000_0001L));
  }

  private static UUID uuid(Draw draw) {
    return new UUID(0, draw.of(1L, 2L));
  }

  private static String serial(Draw draw) {
    return draw.of("a1", "A1", "b2");
  }

  private static Machine machine(String name, List<Selection> selections) {
    return new Machine(name, selections, "some", ArgumentChange.NONE, Map.of());
  }
}
