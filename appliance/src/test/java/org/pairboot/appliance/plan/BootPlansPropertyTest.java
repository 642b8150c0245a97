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
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.pairboot.appliance.plan.Decision.Chosen;
import org.pairboot.appliance.plan.MachineIdentity.Firmware;
import org.pairboot.appliance.plan.Selector.Kind;
import org.pairboot.appliance.plan.Selector.Match;

/** What holds for any plans and any machine. The values are few, so that selections meet often. */
class BootPlansPropertyTest {
  private static final Profile FALLBACK = new Profile("fallback", new Action.LocalDisk());
  private static final Map<String, Profile> PROFILES =
      Map.of("some", new Profile("some", new Action.LocalDisk()));

  @Property
  void theOrderOfMachinesDoesNotMatter(
      @ForAll("machines") List<Machine> machines,
      @ForAll("identities") MachineIdentity identity,
      @ForAll Random random) {
    List<Machine> shuffled = new ArrayList<>(machines);
    Collections.shuffle(shuffled, random);

    assertThat(plans(shuffled).decide(identity)).isEqualTo(plans(machines).decide(identity));
  }

  @Property
  void theChosenOneMatchesAndNothingThatMatchesIsMoreSpecific(
      @ForAll("machines") List<Machine> machines, @ForAll("identities") MachineIdentity identity) {
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
            .allMatch(
                other -> other.equals(best.selection()) || other.compareTo(best.selection()) < 0));
  }

  @Property
  void whatNamesAMachineItselfIsNeverShadowed(
      @ForAll("machines") List<Machine> machines, @ForAll("identities") MachineIdentity identity) {
    MacAddress own = new MacAddress(0x5254_00FF_FFFFL);
    List<Machine> more = new ArrayList<>(machines);
    more.add(machine("own", List.of(new Selection(List.of(Selector.ofMac(own))))));

    Decision decision = plans(more).decide(identity.withMac(own));

    assertThat(decision.chosen()).map(chosen -> chosen.machine().name()).contains("own");
    assertThat(decision.open()).isFalse();
  }

  @Property
  void whatIsNotOpenStaysWhateverElseIsLearnt(
      @ForAll("machines") List<Machine> machines,
      @ForAll("identities") MachineIdentity known,
      @ForAll("identities") MachineIdentity more) {
    BootPlans plans = plans(machines);
    Decision decision = plans.decide(known);

    if (!decision.open()) {
      assertThat(plans.decide(known.or(more)).chosen()).isEqualTo(decision.chosen());
    }
  }

  private static BootPlans plans(List<Machine> machines) {
    return new BootPlans(PROFILES, machines, FALLBACK);
  }

  /** No two with an equal selection, which the reader refuses. */
  @Provide
  Arbitrary<List<Machine>> machines() {
    return selections()
        .list()
        .ofMaxSize(3)
        .list()
        .ofMaxSize(8)
        .map(lists -> {
          Set<Selection> seen = new HashSet<>();
          List<Machine> machines = new ArrayList<>();
          for (List<Selection> list : lists) {
            List<Selection> fresh = list.stream().filter(s -> seen.add(s)).toList();
            machines.add(machine("machine" + machines.size(), fresh));
          }
          return machines;
        });
  }

  private Arbitrary<Selection> selections() {
    return selectors()
        .list()
        .ofMinSize(1)
        .ofMaxSize(3)
        .map(list -> {
          Map<Kind, Selector> byKind = new LinkedHashMap<>();
          list.forEach(selector -> byKind.put(selector.kind(), selector));
          return new Selection(List.copyOf(byKind.values()));
        });
  }

  private Arbitrary<Selector> selectors() {
    return Arbitraries.oneOf(
        macs().map(MacAddress::toString).map(text -> selector(Kind.MAC, text)),
        Arbitraries.of("52", "5254", "525400").map(text -> selector(Kind.MAC_PREFIX, text)),
        uuids().map(UUID::toString).map(text -> selector(Kind.UUID, text)),
        serials().map(text -> selector(Kind.SERIAL, text)),
        serials().map(text -> selector(Kind.ASSET_TAG, text)),
        Arbitraries.of("10.0.0.0/8", "10.2.0.0/16", "10.2.0.1/32")
            .map(text -> selector(Kind.SUBNET, text)),
        Arbitraries.of("x86_64", "aarch64").map(text -> selector(Kind.ARCHITECTURE, text)),
        Arbitraries.of("bios", "uefi").map(text -> selector(Kind.FIRMWARE, text)));
  }

  private static Selector selector(Kind kind, String text) {
    return Selector.parse(kind, text).orElseThrow();
  }

  @Provide
  Arbitrary<MachineIdentity> identities() {
    return Combinators.combine(
            macs().optional(),
            uuids().optional(),
            serials().optional(),
            serials().optional(),
            Arbitraries.of(Architecture.X86_64, Architecture.AARCH64).optional(),
            Arbitraries.of(Firmware.class).optional(),
            Arbitraries.of("10.1.0.1", "10.2.0.1", "10.2.0.2", "192.0.2.1")
                .map(InetAddress::ofLiteral)
                .optional())
        .as(MachineIdentity::new);
  }

  private static Arbitrary<MacAddress> macs() {
    return Arbitraries.of(0x5254_0000_0001L, 0x5254_0100_0001L, 0x5200_0000_0001L)
        .map(MacAddress::new);
  }

  private static Arbitrary<UUID> uuids() {
    return Arbitraries.of(1L, 2L).map(low -> new UUID(0, low));
  }

  private static Arbitrary<String> serials() {
    return Arbitraries.of("a1", "A1", "b2");
  }

  private static Machine machine(String name, List<Selection> selections) {
    return new Machine(name, selections, "some", Map.of());
  }
}
