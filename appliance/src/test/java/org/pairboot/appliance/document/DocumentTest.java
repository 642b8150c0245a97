package org.pairboot.appliance.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pairboot.appliance.document.Document.DocumentException;
import org.pairboot.artifacts.content.Content;
import org.pairboot.artifacts.content.ContentReader;
import org.pairboot.conf.file.HoconFile.Texts;

class DocumentTest {
  @TempDir private Path directory;

  @Test
  void servesAStaticDocumentAsItIs() throws Exception {
    Document document = load(Document.Type.TEXT, false, "{{not a template\n");

    assertThat(document.check(Map.of())).isEmpty();
    assertThat(text(document.content(Map.of()))).isEqualTo("{{not a template\n");
  }

  @Test
  void keepsItsContentsAfterTheFileIsDeleted() throws Exception {
    Document document = load(Document.Type.TEXT, false, "old");
    Files.delete(document.file());

    assertThat(text(document.content(Map.of()))).isEqualTo("old");
  }

  @Test
  void fillsInTheVariablesOfMachineServerAndUser() throws Exception {
    Document document =
        load(
            Document.Type.TEXT,
            true,
            """
            {{mac}} {{uuid}} {{serial}} {{asset-tag}} {{hostname}} {{address}}
            {{http-url}} {{https-url}} {{tftp-url}}
            {{role}} {{disk.name}} {{size}}{{#ntp}} {{.}}{{/ntp}}{{^none}} none{{/none}}
            {{#users}}
            {{name}} on {{hostname}}{{^-last}},{{/-last}}
            {{/users}}
            """);
    Map<String, Object> variables =
        MachineVariables.EXAMPLE.with(
            Map.of(
                "role",
                "worker",
                "hostname",
                "node1",
                "disk",
                Map.of("name", "sda"),
                "size",
                10,
                "ntp",
                List.of("a", "b"),
                "none",
                "",
                "users",
                List.of(Map.of("name", "x"), Map.of("name", "y"))));

    assertThat(document.check(variables)).isEmpty();
    assertThat(text(document.content(variables)))
        .isEqualTo(
            """
            52:54:00:12:34:56 b3a1c3f0-5c1e-4c7b-9d55-525400123456 SERIAL1 ASSET1 node1 192.0.2.10
            http://192.0.2.1 https://192.0.2.1 tftp://192.0.2.1
            worker sda 10 a b none
            x on node1,
            y on node1
            """);
  }

  @Test
  void namesFileAndLineOfEveryMissingVariable() throws Exception {
    Document document =
        load(
            Document.Type.TEXT,
            true,
            "{{role}}\n"
                + "{{! a\n"
                + "comment }}{{#off}}\n"
                + "  {{&rolle}}\n"
                + "{{/off}}\n"
                + "{{=<% %>=}}\n"
                + "<%other%> {{x}}\n");

    assertThat(document.check(Map.of("role", "worker", "off", false)))
        .extracting(Document.Finding::toString)
        .containsExactly(
            document.file() + ":4: {{rolle}}: unknown variable; did you mean role?",
            document.file() + ":7: {{other}}: unknown variable; expected one of off, role");
  }

  @Test
  void refusesToFillInAMissingVariable() throws Exception {
    Document document = load(Document.Type.TEXT, true, "a\n{{role}}");

    assertThatThrownBy(() -> document.content(Map.of()))
        .isInstanceOf(DocumentException.class)
        .hasMessage(document.file() + ":2: {{role}}: unknown variable");
  }

  @Test
  void doesNotExposeMethodsAsVariables() throws Exception {
    Document document = load(Document.Type.TEXT, true, "{{#role}}{{length}}{{/role}}");

    assertThat(document.check(Map.of("role", "worker"))).hasSize(1);
    assertThatThrownBy(() -> document.content(Map.of("role", "worker")))
        .isInstanceOf(DocumentException.class);
  }

  @Test
  void refusesInvalidTemplates() throws Exception {
    assertThatThrownBy(() -> load(Document.Type.TEXT, true, "a\n{{#role}}"))
        .isInstanceOf(DocumentException.class)
        .hasMessageContaining("document.txt: not a valid Mustache template: ")
        .hasMessageContaining("role");
    assertThatThrownBy(() -> load(Document.Type.TEXT, true, "a\n{{>other}}"))
        .hasMessageContaining(
            "document.txt:2: {{>other}}: a document cannot include another template");
    assertThatThrownBy(() -> load(Document.Type.TEXT, true, "a\n\n{{ }}"))
        .hasMessageEndingWith("document.txt:3: {{}} has no variable name");
  }

  @Test
  void refusesFilesThatCannotBeDocuments() throws Exception {
    Document.Source none =
        new Document.Source("a", directory.resolve("none"), Document.Type.TEXT, false);
    assertThatThrownBy(() -> Document.load(none, Texts.DISK))
        .hasMessageEndingWith("none: no such file");
    Document.Source folder = new Document.Source("a", directory, Document.Type.TEXT, false);
    assertThatThrownBy(() -> Document.load(folder, Texts.DISK))
        .hasMessageEndingWith("not a regular file");
    Path large = directory.resolve("large");
    Files.write(large, new byte[Document.MAX_SIZE + 1]);
    assertThatThrownBy(() ->
            Document.load(new Document.Source("a", large, Document.Type.TEXT, false), Texts.DISK))
        .hasMessageEndingWith("larger than 8 MiB, the limit for such files");
    Path latin = directory.resolve("latin");
    Files.write(latin, "a\nüb".getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() ->
            Document.load(new Document.Source("a", latin, Document.Type.TEXT, false), Texts.DISK))
        .hasMessageContaining("latin:2: not valid UTF-8");
  }

  @Test
  void refusesATemplateThatGrowsBeyondTheLimit() throws Exception {
    Document document =
        load(Document.Type.TEXT, true, "{{#a}}{{#a}}{{#a}}" + "x".repeat(9) + "{{/a}}{{/a}}{{/a}}");
    Map<String, Object> variables =
        Map.of("a", IntStream.range(0, 100).mapToObj(Integer::toString).toList());

    assertThat(document.check(variables))
        .singleElement()
        .asString()
        .endsWith("larger than 8 MiB when filled in, the limit for documents");
  }

  @Test
  void escapesVariablesInAnIgnitionConfigAsJson() throws Exception {
    Document document =
        load(
            Document.Type.IGNITION,
            true,
            """
            {"ignition": {"version": "3.4.0"}, "storage": {"files": [{{#files}}
              {"path": "{{.}}"},{{/files}}
              {"path": "/last"}]}}
            """);

    assertThat(text(document.content(Map.of("files", List.of("/a\"\n<b>")))))
        .contains("\"/a\\\"\\n<b>\"");
    assertThat(document.check(Map.of("files", List.of("/a\"")))).isEmpty();
    assertThat(document.check(Map.of("files", List.of("/a", "b"))))
        .extracting(Document.Finding::toString)
        .containsExactly(
            document.file() + " (filled in):3: /storage/files/1/path: 'b' is not an absolute path");
  }

  @Test
  void reportsWhatIsOnlySuspiciousAsAWarning() throws Exception {
    Document document = load(Document.Type.CLOUD_INIT, false, "users: []\n");

    assertThat(document.check(Map.of()))
        .singleElement()
        .satisfies(finding -> assertThat(finding.isError()).isFalse())
        .asString()
        .startsWith(document.file() + ":1: cloud-init ignores");
  }

  @Test
  void warnsOfUserDataWithoutMetaData() throws Exception {
    Document userData =
        Document.load(
            new Document.Source(
                "user-data", file("#cloud-config\n"), Document.Type.CLOUD_INIT, false),
            Texts.DISK);
    Document metaData =
        Document.load(
            new Document.Source("meta-data", userData.file(), Document.Type.CLOUD_INIT, false),
            Texts.DISK);

    assertThat(new DocumentSet(List.of(userData)).check(Map.of()))
        .singleElement()
        .asString()
        .contains("without a document named meta-data");
    DocumentSet both = new DocumentSet(List.of(userData, metaData));
    assertThat(both.check(Map.of())).isEmpty();
    assertThat(both.find("meta-data")).contains(metaData);
    assertThat(both.all()).containsExactly(userData, metaData);
  }

  @Test
  void wrapsTheFilledInConfigInAnInitrd() throws Exception {
    Document document = load(Document.Type.IGNITION, true, "{\"a\": \"{{role}}\"}");

    assertThat(text(document.initrd(Map.of("role", "worker"))))
        .isEqualTo(
            new String(
                IgnitionInitrd.wrap("{\"a\": \"worker\"}".getBytes(StandardCharsets.UTF_8)),
                StandardCharsets.UTF_8));
    assertThat(document.initrd(Collections.singletonMap("role", "x")).length() % 4).isZero();
  }

  private Document load(Document.Type type, boolean template, String text) throws Exception {
    return Document.load(
        new Document.Source("document.txt", file(text), type, template), Texts.DISK);
  }

  private Path file(String text) throws IOException {
    return Files.writeString(directory.resolve("document.txt"), text);
  }

  private static String text(Content content) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate((int) content.length());
    try (ContentReader reader = content.open()) {
      reader.read(0, bytes);
    }
    return new String(bytes.array(), StandardCharsets.UTF_8);
  }
}
