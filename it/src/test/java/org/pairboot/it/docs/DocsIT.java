package org.pairboot.it.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.pairboot.it.docs.Expectation.Elsewhere;
import org.pairboot.it.docs.Expectation.Run;
import org.pairboot.it.docs.Expectation.Skip;
import org.pairboot.it.lab.Command;
import org.pairboot.it.lab.Repository;
import org.pairboot.it.lab.Tools;

/** Runs every command and every settings file in the pages. */
class DocsIT {
  private static final List<DocumentPage> PAGES = DocumentPages.all();

  private static final Predicate<String> COMMAND = Pattern.compile("[a-z-]+").asMatchPredicate();
  private static final Predicate<String> OPTION = Pattern.compile("--[a-z-]+").asMatchPredicate();

  @TempDir private static Path directory;

  private static PageEnvironment environment;
  private static ExecutorService executor;

  @BeforeAll
  static void prepare() {
    Tools.needRoot("to run each page on its own machine, made of namespaces");
    Tools.need("unshare:util-linux", "ip:iproute2", "nginx:nginx-light", "openssl:openssl");
    Tools.need(
        "curl:curl", "wget:wget", "xorriso:xorriso", "rsync:rsync", "skopeo:skopeo", "jq:jq");
    environment = PageEnvironment.make(directory, PAGES);
    executor = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
  }

  @AfterAll
  static void stop() {
    if (executor != null) {
      executor.close();
    }
  }

  @TestFactory
  Stream<DynamicNode> runsEveryBlockOfThePages() {
    // All pages start before the first result is checked.
    return PAGES.stream().map(DocsIT::container).toList().stream();
  }

  private static DynamicNode container(DocumentPage page) {
    Future<PageRun> session =
        executor.submit(
            () -> PageRun.run(environment, page, directory.resolve(page.name().replace("/", "-"))));
    return DynamicContainer.dynamicContainer(
        page.name(),
        page.blocks().stream()
            .filter(PageRun::isRun)
            .flatMap(block -> test(page, block, session).stream()));
  }

  private static Optional<DynamicTest> test(
      DocumentPage page, Block block, Future<PageRun> session) {
    return switch (block.expectation()) {
      case Skip(String reason) -> {
        System.out.printf("not run: %s line %d: %s%n", page.name(), block.line(), reason);
        yield Optional.empty();
      }
      case Elsewhere elsewhere -> Optional.empty();
      case Run run ->
          Optional.of(
              DynamicTest.dynamicTest(
                  "line " + block.line() + ": " + block.firstLine(),
                  () -> session.get().assertEndedAsExpected(block, run)));
    };
  }

  @TestFactory
  Stream<DynamicNode> everyCommandWithinTextExists() {
    Map<List<String>, Set<String>> options = new TreeMap<>(Comparator.comparing(List::toString));
    for (DocumentPage page : PAGES) {
      for (DocumentPage.Mention span : page.spans()) {
        List<String> words = List.of(span.text().split(" "));
        if (words.getFirst().equals("pairboot") && words.size() > 1 && COMMAND.test(words.get(1))) {
          options
              .computeIfAbsent(command(words), command -> new TreeSet<>())
              .addAll(words.stream().filter(OPTION).toList());
        }
      }
    }
    return options.entrySet().stream()
        .map(entry ->
            DynamicTest.dynamicTest(
                String.join(" ", entry.getKey()),
                () ->
                    assertThat(help(entry.getKey()))
                        .satisfies(help -> assertThat(entry.getValue()).allMatch(help::contains))));
  }

  /** The words that select the command: one, or two if the first is a group. */
  private static List<String> command(List<String> words) {
    boolean group = words.size() > 2 && words.get(1).equals("channel");
    return words.subList(1, group ? 3 : 2);
  }

  private static String help(List<String> command) {
    return Command.run(
            Stream.of(List.of(Repository.pairboot().toString()), command, List.of("--help"))
                .flatMap(List::stream)
                .toList())
        .succeeded()
        .out();
  }
}
