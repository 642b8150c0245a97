package org.pairboot.appliance.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pairboot.appliance.doctor.Lab;
import org.pairboot.appliance.plan.BootPlans.Machine;
import org.pairboot.conf.Mistake;
import org.pairboot.conf.Settings;
import org.pairboot.conf.SettingsException;
import org.pairboot.testing.Property;

class PlansInForceTest {
  private static final String MACHINE =
      "machines.%s { select { serial = %s }, variables { is = %s } }\n";

  @TempDir private Path directory;
  private Path plans;
  private Settings settings;

  @BeforeEach
  void prepare() throws Exception {
    plans = Files.createDirectory(directory.resolve("plans"));
    settings = Lab.settings(directory.resolve("data"), "boot.plans=[\"" + plans + "\"]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "machines { n1 {",
        "machines.n1.select.mac = 52:54:00:00:00:01",
        "include url(\"http://192.0.2.1/\")",
        "machines.n1.profile = nobody, machines.n1.select.serial = a",
        "x0 = a, x1 = ${x0}${x0}, machines = ${y}, y = ${machines}"
      })
  void keepsTheLastGoodCopyOfABrokenFileAlsoAfterARestartAndUsesTheOthers(String broken)
      throws Exception {
    write("a.conf", MACHINE.formatted("n1", "s1", "old"));
    write("b.conf", MACHINE.formatted("n2", "s2", "old"));
    assertThat(serve().heldBack()).isEmpty();

    write("a.conf", broken);
    write("b.conf", MACHINE.formatted("n2", "s2", "new"));
    PlansInForce chosen = serve();

    assertThat(machines(chosen)).containsExactly(Map.entry("n1", "old"), Map.entry("n2", "new"));
    assertThat(chosen.heldBack())
        .singleElement()
        .satisfies(held -> {
          assertThat(held.file()).isEqualTo(plans.resolve("a.conf"));
          assertThat(held.goodSince()).isPresent();
          assertThat(held.toString()).contains("a.conf:1").contains("stays in force");
        });
    assertThat(PlansInForce.read(settings).heldBack()).isEqualTo(chosen.heldBack());

    write("a.conf", MACHINE.formatted("n1", "s1", "new"));
    assertThat(machines(serve())).containsExactly(Map.entry("n1", "new"), Map.entry("n2", "new"));
  }

  @Test
  void startsWithTheOtherFilesWhenAFileWasNeverGood() throws Exception {
    write("a.conf", "machines {");
    write("b.conf", MACHINE.formatted("n2", "s2", "new"));

    PlansInForce chosen = serve();

    assertThat(machines(chosen)).containsExactly(Map.entry("n2", "new"));
    assertThat(chosen.heldBack()).singleElement().asString().contains("nothing of it is in force");
  }

  @Test
  void usesAFileInWhichSomethingIsDefinedTwiceUnlessItWasBetterBefore() throws Exception {
    String twice = "machines.n1 { select.serial = s1, variables.is = a, variables.is = b }";
    write("a.conf", twice);
    PlansInForce first = serve();
    assertThat(machines(first)).containsExactly(Map.entry("n1", "b"));
    assertThat(first.heldBack()).isEmpty();
    assertThat(first.warnings()).singleElement().asString().contains("already defined");

    write("a.conf", MACHINE.formatted("n1", "s1", "good"));
    serve();
    write("a.conf", twice);
    assertThat(machines(serve())).containsExactly(Map.entry("n1", "good"));
    assertThat(serve().heldBack()).singleElement().asString().contains("already defined");
  }

  @Test
  void keepsDocumentsAndIncludedFilesWithTheFileThatNamesThem() throws Exception {
    Path document = write("note.txt", "hello");
    write("machines.inc", MACHINE.formatted("n1", "s1", "old"));
    write(
        "a.conf",
        "include \"machines.inc\"\nprofiles.default.documents.note { file = note.txt }\n"
            + "profiles.default.initrds = [ extra.img ]");
    Path initrd = write("extra.img", "070701");
    assertThat(serve().heldBack()).isEmpty();

    Files.delete(document);
    Files.delete(initrd);
    write("machines.inc", "machines {");
    PlansInForce chosen = serve();

    assertThat(chosen.heldBack()).hasSize(1);
    assertThat(machines(chosen)).containsExactly(Map.entry("n1", "old"));
    Profile profile = chosen.plans().profile("default").orElseThrow();
    assertThat(profile.documents().find("note")).isPresent();
    assertThat(profile.action())
        .isInstanceOfSatisfying(
            Action.Boot.class,
            boot -> assertThat(boot.initrds().getFirst().content().length()).isEqualTo(6));
  }

  @Test
  void adoptsOfFilesThatDoNotFitTogetherThoseThatDo() throws Exception {
    write("a.conf", "profiles.worker {}");
    write("b.conf", "machines.n1 { select.serial = s1, profile = worker, variables.is = old }");
    write("c.conf", MACHINE.formatted("n3", "s3", "old"));
    assertThat(serve().heldBack()).isEmpty();

    write("a.conf", "profiles.renamed {}");
    write("c.conf", MACHINE.formatted("n3", "s3", "new"));
    PlansInForce chosen = serve();
    assertThat(machines(chosen)).containsExactly(Map.entry("n1", "old"), Map.entry("n3", "new"));
    assertThat(chosen.heldBack())
        .singleElement()
        .satisfies(held ->
            assertThat(held.mistakes())
                .extracting(Mistake::problem)
                .first()
                .asString()
                .contains("unknown profile 'worker'"));

    Files.delete(plans.resolve("a.conf"));
    assertThat(machines(serve())).containsKey("n1");
    assertThat(serve().heldBack()).singleElement().asString().contains("was removed");

    write("b.conf", "machines.n1 { select.serial = s1, variables.is = new }");
    assertThat(serve().heldBack()).isEmpty();
    assertThat(PlansInForce.copies(settings.dataDir()).find(plans.resolve("a.conf"))).isEmpty();
  }

  @Test
  void keepsCopiesThatOnlyTheServerCanRead() throws Exception {
    write("a.conf", MACHINE.formatted("n1", "s1", "old"));
    serve();
    try (Stream<Path> copies = Files.list(settings.dataDir().resolve("good-plans"))) {
      assertThat(copies)
          .singleElement()
          .satisfies(copy ->
              assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(copy)))
                  .isEqualTo("rw-------"));
    }
  }

  @Test
  void ignoresDamagedCopies() throws Exception {
    write("a.conf", MACHINE.formatted("n1", "s1", "old"));
    serve();
    write("a.conf", "machines {");
    try (Stream<Path> copies = Files.list(settings.dataDir().resolve("good-plans"))) {
      Files.writeString(copies.findFirst().orElseThrow(), "x\n{\"file\":");
    }
    assertThat(machines(serve())).isEmpty();
  }

  @Test
  void alwaysHasSoundPlansAndAdoptsWhatIsGood() {
    Property.tries(150)
        .hold(draw -> {
          List<String> files = List.of("a.conf", "b.conf", "c.conf");
          for (String file : files) {
            write(file, "");
          }
          PlansInForce before = serve();
          for (int step = 0; step < 4; step++) {
            for (String file : files) {
              if (draw.bool()) {
                write(
                    file,
                    draw.of(
                        "machines {",
                        "profiles.p {}",
                        "profiles.q {}",
                        MACHINE.formatted("n1", "s1", "x"),
                        MACHINE.formatted("n2", "s1", "y"),
                        "machines.n3 { select.serial = s3, profile = p }",
                        "machines.n4 { select.serial = s4, profile = q }"));
              }
            }
            PlansInForce chosen = serve();
            for (Machine machine : chosen.plans().machines()) {
              assertThat(chosen.plans().profile(machine.profile())).isPresent();
            }
            boolean isSound = isSound();
            assertThat(chosen.heldBack().isEmpty()).isEqualTo(isSound);
            if (isSound) {
              assertThat(machines(chosen)).isEqualTo(machines(PlanReader.read(settings.boot())));
            }
            assertThat(PlansInForce.read(settings).plans().machines())
                .as("after a restart")
                .containsExactlyInAnyOrderElementsOf(chosen.plans().machines());
            before = chosen;
          }
          assertThat(before.heldBack()).allMatch(held -> !held.mistakes().isEmpty());
        });
  }

  private boolean isSound() throws IOException {
    try {
      PlanReader.read(settings.boot());
      return true;
    } catch (SettingsException e) {
      return false;
    }
  }

  private PlansInForce serve() throws Exception {
    return PlansInForce.serve(settings, file -> {});
  }

  private static Map<String, String> machines(PlansInForce chosen) {
    return machines(chosen.plans());
  }

  private static Map<String, String> machines(BootPlans plans) {
    Map<String, String> machines = new TreeMap<>();
    plans.machines().forEach(m -> machines.put(m.name(), String.valueOf(m.variables().get("is"))));
    return machines;
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(plans.resolve(name), text);
  }
}
