package org.pairboot.it.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pairboot.it.docs.Expectation.Elsewhere;
import org.pairboot.it.lab.Repository;

/** Links between pages, and the settings and commands that they name. */
class PagesTest {
  private static final Pattern SETTING = Pattern.compile("(?:pairboot\\.)?([a-z0-9-]+\\.[a-z.-]+)");

  /** The tests besides {@code DocsIT} that run blocks of pages. */
  private static final Map<String, Set<String>> RUN_ELSEWHERE =
      Map.of(
          "packaging/docs/boot-lab.md", Set.of("LabCommandIT"),
          "packaging/docs/dhcp.md", Set.of("ContainerIT"),
          "packaging/docs/docker.md", Set.of("ContainerIT"),
          "packaging/docs/install.md", Set.of("DebIT"));

  private static final Map<Path, DocumentPage> PAGES =
      DocumentPages.all().stream()
          .collect(Collectors.toMap(DocumentPage::file, Function.identity()));

  static Stream<DocumentPage> pages() {
    return PAGES.values().stream();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void linksToExistingFilesAndAnchors(DocumentPage page) {
    assertThat(page.links())
        .map(link -> broken(page, link))
        .filteredOn(Optional::isPresent)
        .isEmpty();
  }

  private static Optional<String> broken(DocumentPage page, DocumentPage.Mention link) {
    URI uri = URI.create(link.text());
    if (uri.getScheme() != null) {
      return Optional.empty();
    }
    Path target =
        uri.getPath().isEmpty()
            ? page.file()
            : Objects.requireNonNull(page.file().getParent()).resolve(uri.getPath()).normalize();
    if (!Files.exists(target)) {
      return Optional.of(place(page, link) + ": there is no " + target);
    }
    if (uri.getFragment() != null && !PAGES.get(target).anchors().contains(uri.getFragment())) {
      return Optional.of(
          place(page, link) + ": no heading makes an anchor of " + PAGES.get(target).anchors());
    }
    return Optional.empty();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void namesExistingSettings(DocumentPage page) {
    Config reference =
        ConfigFactory.parseFile(
                Repository.root().resolve("conf/src/main/resources/reference.conf").toFile())
            .getConfig("pairboot");
    assertThat(page.spans())
        .filteredOn(span ->
            SETTING
                .matcher(setting(span))
                .results()
                .map(name -> name.group(1))
                .anyMatch(name -> isMissing(reference, name)))
        .isEmpty();
  }

  /** The name of a setting, without its value; or a text that cannot be one. */
  private static String setting(DocumentPage.Mention span) {
    String name = span.text().split(" *= *", 2)[0];
    return SETTING.matcher(name).matches() ? name : "";
  }

  private static boolean isMissing(Config reference, String name) {
    return reference.hasPath(name.split("\\.")[0]) && !reference.hasPath(name);
  }

  @ParameterizedTest
  @MethodSource("pages")
  void putsCommandsIntoBlocksThatRun(DocumentPage page) {
    assertThat(page.blocks())
        .filteredOn(block -> !block.isShell() && !block.language().equals("console"))
        .filteredOn(
            block -> block.text().lines().anyMatch(line -> line.matches("(\\$ )?pairboot .*")))
        .map(block ->
            page.name() + " line " + block.line() + ": label it sh, or console for a transcript")
        .isEmpty();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void hasATestForBlocksThatRunElsewhere(DocumentPage page) {
    assertThat(page.blocks())
        .map(Block::expectation)
        .filteredOn(expectation ->
            expectation instanceof Elsewhere(String test, String before)
                && !RUN_ELSEWHERE.getOrDefault(page.name(), Set.of()).contains(test))
        .isEmpty();
  }

  @Test
  void listsEveryPageInTheIndex() {
    Path index = Repository.root().resolve("packaging/docs/README.md");
    List<String> linked =
        PAGES.get(index).links().stream().map(DocumentPage.Mention::text).toList();
    assertThat(PAGES.keySet())
        .filteredOn(file -> !file.getFileName().toString().equals("README.md"))
        .map(file -> file.getFileName().toString())
        .allMatch(linked::contains);
  }

  private static String place(DocumentPage page, DocumentPage.Mention mention) {
    return page.name() + " line " + mention.line() + ": " + mention.text();
  }
}
