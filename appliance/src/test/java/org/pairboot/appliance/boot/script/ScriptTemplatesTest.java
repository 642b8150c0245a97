package org.pairboot.appliance.boot.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pairboot.appliance.boot.planner.Script;
import org.pairboot.appliance.doctor.Lab;
import org.pairboot.conf.Settings;

class ScriptTemplatesTest {
  @TempDir private Path directory;
  private Path template;
  private Settings settings;

  @BeforeEach
  void prepare() throws Exception {
    template = directory.resolve("boot.ipxe.mustache");
    settings = Lab.settings(directory.resolve("data"), "boot.templates=" + directory);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{{> partial}}", "{{#page}}", "{{nonsense}}", "{{}}", "{{#page}}{{/label}}"})
  void keepsTheLastGoodCopyOfABrokenTemplateAlsoAfterARestart(String broken) throws Exception {
    Files.writeString(template, "#!ipxe mine\n");
    assertThat(serve().heldBack()).isEmpty();

    Files.writeString(template, "\n" + broken);
    ScriptTemplates.InForce chosen = serve();

    assertThat(text(chosen)).isEqualTo("#!ipxe mine\n");
    assertThat(chosen.heldBack())
        .singleElement()
        .asString()
        .startsWith(template.toString())
        .contains("stays in force");
    assertThat(text(ScriptTemplates.inForce(settings))).isEqualTo("#!ipxe mine\n");
  }

  @Test
  void takesTheBuiltInOneForATemplateThatWasNeverGood() throws Exception {
    Files.writeString(template, "{{> partial}}");
    ScriptTemplates.InForce chosen = serve();
    assertThat(text(chosen)).startsWith("#!ipxe");
    assertThat(chosen.heldBack()).hasSize(1);
  }

  @Test
  void refusesWhatIsNoTemplateAndWhatMultiplies() throws Exception {
    new ProcessBuilder("mkfifo", template.toString()).start().waitFor();
    assertThat(serve().heldBack()).singleElement().asString().contains("not a regular file");
    Files.delete(template);
    Files.writeString(template, "x".repeat((1 << 20) + 1));
    assertThat(serve().heldBack()).singleElement().asString().contains("larger than 1 MiB");
    Files.writeString(template, "{{#page}}".repeat(20_000) + "{{/page}}".repeat(20_000));
    assertThat(text(serve())).startsWith("#!ipxe");
  }

  private ScriptTemplates.InForce serve() {
    return ScriptTemplates.serve(settings, file -> {});
  }

  private static String text(ScriptTemplates.InForce chosen) {
    return chosen.templates().render(Script.IPXE, ScriptSamples.ALL.getFirst());
  }
}
