package org.pairboot.appliance.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pairboot.appliance.machine.BootRecord.Attempt;
import org.pairboot.appliance.machine.BootRecord.Stage;
import org.pairboot.appliance.machine.Standing.Verdict;
import org.pairboot.appliance.machine.Standing.Verdict.How;
import org.pairboot.testing.Draw;
import org.pairboot.testing.Property;

/**
 * Real machines with several network cards, some of which tell a UUID, boot, report, are renamed,
 * get and lose cards in the plans, are released, and see their server restart and crash. A model
 * that knows which card is in which machine says what each must be told.
 */
class BootAttemptsModelTest {
  @TempDir private Path directory;

  /** What the model has for one record. */
  private static final class Known {
    Set<String> macs = new TreeSet<>();
    Attempt last = Attempt.NONE;
    Optional<Attempt> once = Optional.empty();

    Known copy() {
      Known copy = new Known();
      copy.macs = new TreeSet<>(macs);
      copy.last = last;
      copy.once = once;
      return copy;
    }
  }

  /** A real machine. */
  private static final class Box {
    final int number;
    final List<String> macs = new ArrayList<>();
    final boolean tellsUuid;
    List<Known> records = new ArrayList<>();
    List<Known> saved = new ArrayList<>();

    /** Of its entry in the plans; none when both are empty. */
    Set<String> plannedMacs = Set.of();

    boolean plannedByUuid;
    String name = "";

    Box(int number, int cards, boolean tellsUuid) {
      this.number = number;
      this.tellsUuid = tellsUuid;
      for (int i = 0; i < cards; i++) {
        macs.add("52:54:00:00:%02x:%02x".formatted(number, i));
      }
    }

    String uuid() {
      return tellsUuid
          ? "4c4c4544-0042-3510-8052-0000000000%02x".formatted(number)
          : "03000200-0400-0500-0006-000700080009";
    }

    String tells(String mac) {
      return "mac=" + mac + " uuid=" + uuid() + " serial=Default_string";
    }

    /** The records that are meant when it asks over one card; empty when that is in doubt. */
    Optional<List<Known>> meant(String mac) {
      Set<String> joined = new HashSet<>(plannedMacs.contains(mac) ? plannedMacs : Set.of(mac));
      List<Known> meant =
          records.stream()
              .filter(known -> plannedByUuid || known.macs.stream().anyMatch(joined::contains))
              .toList();
      boolean otherCard = meant.isEmpty() && tellsUuid && !records.isEmpty();
      return otherCard ? Optional.empty() : Optional.of(meant);
    }

    /** One machine by plan has what is the worst of its records. */
    Known merged(String mac, List<Known> meant) {
      Known merged = new Known();
      meant.forEach(known -> merged.macs.addAll(known.macs));
      meant.stream()
          .map(known -> known.last)
          .max(
              Comparator.comparing(Attempt::number)
                  .thenComparing(Attempt::since)
                  .thenComparing(last -> last.stage() == Stage.BEGUN)
                  .thenComparing(last -> last.stage() == Stage.BOOTED))
          .ifPresent(last -> merged.last = last);
      merged.once =
          meant.stream()
              .flatMap(known -> known.once.stream())
              .min(
                  Comparator.comparing((Attempt once) -> once.stage() != Stage.BOOTED)
                      .thenComparing(Attempt::since));
      return merged;
    }

    void replace(List<Known> meant, Known by) {
      records.removeAll(meant);
      records.add(by);
    }
  }

  @Test
  void nobodyIsInstalledTwiceAndEachReportCountsForItsBoot() {
    Property.tries(50).hold(draw -> new Run(draw).play());
  }

  private final class Run {
    private final Draw draw;
    private final Fleet fleet;
    private final BootTokens expected;
    private final List<Box> boxes = new ArrayList<>();
    private final List<String> tokens = new ArrayList<>();
    private final List<String> history = new ArrayList<>();
    private int names;

    Run(Draw draw) throws Exception {
      this.draw = draw;
      Path own = Files.createTempDirectory(directory, "case");
      this.fleet = new Fleet(own);
      this.expected = BootTokens.open(own);
      for (int i = 0; i < 3; i++) {
        boxes.add(new Box(i, draw.between(1, 3), draw.bool()));
      }
    }

    void play() throws Exception {
      int steps = draw.text("x", 1, 60).length();
      for (int i = 0; i < steps; i++) {
        step();
        check();
      }
    }

    private void step() throws Exception {
      Box box = boxes.get(draw.between(0, boxes.size() - 1));
      String mac = box.macs.get(draw.between(0, box.macs.size() - 1));
      switch (draw.between(0, 8)) {
        case 0, 1, 2 -> boot(box, mac, draw.between(0, 3) > 0);
        case 3 -> report(box, mac);
        case 4 ->
            fleet.after(draw.of(Duration.ofSeconds(20), BootAttempts.TRIES, Duration.ofDays(3)));
        case 5 -> plan(box);
        case 6 -> release(box, mac);
        case 7 -> save();
        default -> crash();
      }
    }

    private void boot(Box box, String mac, boolean oneTime) {
      history.add((oneTime ? "boots once " : "boots ") + mac);
      fleet.attempts().begin(fleet.candidate(box.tells(mac)), oneTime);
      box.meant(mac)
          .ifPresent(meant -> {
            Known known = box.merged(mac, meant);
            known.macs.add(mac);
            known.macs.addAll(box.plannedMacs.contains(mac) ? box.plannedMacs : Set.of());
            if (!oneTime || known.once.isEmpty()) {
              if (isOver(known.last)) {
                known.last = new Attempt(known.last.number() + 1, fleet.now, Stage.BEGUN);
              }
              if (oneTime) {
                known.once = Optional.of(new Attempt(known.last.number(), fleet.now, Stage.BEGUN));
              }
            }
            box.replace(meant, known);
          });
      fleet.token(box.tells(mac)).ifPresent(tokens::add);
    }

    private boolean isOver(Attempt attempt) {
      return attempt.stage() != Stage.BEGUN
          || !fleet.now.isBefore(attempt.since().plus(BootAttempts.TRIES));
    }

    private void report(Box box, String mac) {
      String told = box.tells(mac);
      boolean own = draw.bool();
      Optional<String> token =
          own || tokens.isEmpty()
              ? fleet.token(told)
              : Optional.of(tokens.get(draw.between(0, tokens.size() - 1)));
      Optional<Known> before =
          box.meant(mac).filter(meant -> !meant.isEmpty()).map(meant -> box.merged(mac, meant));
      // A token is for one URL, which names one card.
      boolean genuine =
          token.isPresent()
              && before.isPresent()
              && before.get().last.stage() != Stage.RELEASED
              && (token.equals(token(before.get().last.number(), told))
                  || token.equals(token(attempt(before.get()), told)));

      history.add("reports " + mac + " " + token);
      ReportResult result = fleet.report(told, token);

      assertThat(result instanceof ReportResult.Noted)
          .as("%s after %s", result, history)
          .isEqualTo(genuine);
      if (genuine) {
        Known known = before.get();
        if (known.last.stage() == Stage.BEGUN) {
          Attempt booted = new Attempt(known.last.number(), fleet.now, Stage.BOOTED);
          known.once = known.once.map(once -> once.number() == booted.number() ? booted : once);
          known.last = booted;
        }
        box.replace(box.meant(mac).orElseThrow(), known);
      }
    }

    private Optional<String> token(long attempt, String told) {
      return Optional.of(expected.token(attempt, told));
    }

    private long attempt(Known known) {
      return known.last.number() + (isOver(known.last) ? 1 : 0);
    }

    private void plan(Box box) throws Exception {
      box.plannedByUuid = box.tellsUuid && draw.between(0, 3) == 0;
      box.plannedMacs =
          box.plannedByUuid || draw.between(0, 3) == 0
              ? Set.of()
              : Set.copyOf(box.macs.subList(draw.between(0, box.macs.size() - 1), box.macs.size()));
      box.name = "node" + names++;
      StringBuilder plan =
          new StringBuilder(Fleet.ALL_ONCE + "profiles.install { next-boot = once }\n");
      for (Box each : boxes) {
        String select =
            each.plannedByUuid
                ? "uuid = \"" + each.uuid() + "\""
                : "mac = [ \"" + String.join("\", \"", each.plannedMacs) + "\" ]";
        if (each.plannedByUuid || !each.plannedMacs.isEmpty()) {
          plan.append(
              "machines.%s { select { %s }, profile = install }%n".formatted(each.name, select));
        }
      }
      history.add("plans " + plan);
      fleet.plan(plan.toString());
    }

    private void release(Box box, String mac) throws Exception {
      save();
      boolean byName = draw.bool() && (box.plannedByUuid || !box.plannedMacs.isEmpty());
      Set<String> meant = byName && !box.plannedByUuid ? box.plannedMacs : Set.of(mac);
      List<Known> released =
          box.records.stream()
              .filter(known ->
                  known.macs.stream().anyMatch(meant::contains) || byName && box.plannedByUuid)
              .filter(known -> known.once.isPresent())
              .toList();

      history.add("releases " + (byName ? box.name : mac));
      UsedBoots.Release release = fleet.used().release(byName ? box.name : mac);

      assertThat(release instanceof UsedBoots.Release.Released).isEqualTo(!released.isEmpty());
      for (Known known : released) {
        known.last = new Attempt(known.last.number(), fleet.now, Stage.RELEASED);
        known.once = Optional.empty();
      }
      save();
    }

    private void save() {
      history.add("saves");
      fleet.attempts().synchronise();
      boxes.forEach(box -> box.saved = box.records.stream().map(Known::copy).toList());
    }

    /** What was not written is lost, and nothing else. */
    private void crash() throws Exception {
      history.add("crashes");
      fleet.restart();
      boxes.forEach(
          box -> box.records = new ArrayList<>(box.saved.stream().map(Known::copy).toList()));
    }

    private void check() {
      for (Box box : boxes) {
        for (String mac : box.macs) {
          Standing standing = fleet.standing(box.tells(mac));
          Optional<Known> known = box.meant(mac).map(meant -> box.merged(mac, meant));
          assertThat(standing.attempt())
              .as("%s after %s", mac, history)
              .isEqualTo(known.map(this::attempt).orElse(0L));
          if (known.isPresent()) {
            assertThat(standing.oneTime())
                .as("%s after %s", mac, history)
                .isEqualTo(verdict(known.get().once));
          } else {
            assertThat(standing.oneTime())
                .as("%s after %s", mac, history)
                .isInstanceOf(Verdict.Refused.class);
          }
          assertThat(fleet.token(box.tells(mac)))
              .isEqualTo(known.flatMap(each -> token(attempt(each), box.tells(mac))));
        }
      }
    }

    private Verdict verdict(Optional<Attempt> once) {
      if (once.isEmpty()) {
        return new Verdict.Open();
      }
      Instant since = once.get().since();
      if (once.get().stage() == Stage.BOOTED) {
        return new Verdict.Used(since, How.BOOTED);
      }
      return isOver(once.get()) ? new Verdict.Used(since, How.BEGUN) : new Verdict.Open();
    }
  }
}
