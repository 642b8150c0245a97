package org.pairboot.appliance.cli.command;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.pairboot.appliance.cli.console.Console;
import org.pairboot.appliance.cli.console.ProgressDisplay;
import org.pairboot.artifacts.imports.ScrubResult;
import org.pairboot.artifacts.imports.StoreScrubber;
import org.pairboot.artifacts.store.ImageStore;
import org.pairboot.artifacts.store.ScrubReport;
import org.pairboot.artifacts.store.ScrubReport.DamagedBlob;
import org.pairboot.artifacts.text.Sizes;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code pairboot scrub}. */
@Command(
    name = "scrub",
    mixinStandardHelpOptions = true,
    description = {
      "Reads the whole store again, to find what the disk has spoilt: every file against its"
          + " digest, and every pair.",
      "",
      "Says for each damage which image versions it hits and what mends it. Changes nothing, and"
          + " disturbs neither",
      "transfers nor imports. Exit code 3 when something is damaged.",
      "",
      "  pairboot scrub --max-rate 50MiB",
      ""
    })
final class ScrubCommand implements Callable<Integer> {
  private static final Pattern RATE = Pattern.compile("([1-9][0-9]{0,8})(KiB|MiB|GiB)");

  @ParentCommand private PairbootCommand pairboot;

  @Option(
      names = "--max-rate",
      paramLabel = "RATE",
      description = "Read no more than so much in a second, such as 50MiB.")
  private String maxRate;

  @Mixin private JsonOption json;

  /**
   * @param file in the store; absent where it is the pair that is wrong
   * @param images those that cannot be served rightly
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  private record FindingJson(String file, String problem, List<UseJson> images, String remedy) {}

  private record UseJson(String image, String part) {}

  private record Report(int files, long bytes, boolean sound, List<FindingJson> findings) {}

  @Override
  public Integer call() throws Exception {
    Console console = pairboot.console();
    OptionalLong rate = rate();
    ImageStore store = pairboot.openExistingStore();
    ScrubResult result;
    try (ProgressDisplay progress = new ProgressDisplay(console)) {
      result = new StoreScrubber(store, rate).scrub(progress::step);
    }
    List<FindingJson> findings = findings(result);
    if (json.isGiven()) {
      console.printJson(
          new Report(result.bytes().blobs(), result.bytes().bytes(), result.isSound(), findings));
    } else {
      print(findings, console);
    }
    console.say(
        "read %d files, %s: %s"
            .formatted(
                result.bytes().blobs(),
                Sizes.text(result.bytes().bytes()),
                result.isSound() ? "all sound" : findings.size() + " damaged"));
    return result.isSound() ? ExitCode.DONE : ExitCode.NOT_VERIFIED;
  }

  private OptionalLong rate() throws UsageException {
    if (maxRate == null) {
      return OptionalLong.empty();
    }
    Matcher matcher = RATE.matcher(maxRate);
    if (!matcher.matches()) {
      throw new UsageException(
          "--max-rate '" + maxRate + "': bytes in a second are wanted, such as 512KiB or 50MiB");
    }
    long unit =
        switch (matcher.group(2)) {
          case "KiB" -> 1L << 10;
          case "MiB" -> 1L << 20;
          default -> 1L << 30;
        };
    return OptionalLong.of(Long.parseLong(matcher.group(1)) * unit);
  }

  private static void print(List<FindingJson> findings, Console console) {
    for (FindingJson finding : findings) {
      console.print((finding.file() == null ? "pair" : finding.file()) + " " + finding.problem());
      finding
          .images()
          .forEach(use -> console.print("  hits     " + use.image() + " (" + use.part() + ")"));
      console.print("  to mend  " + finding.remedy());
    }
  }

  private static List<FindingJson> findings(ScrubResult result) {
    List<FindingJson> findings = new ArrayList<>();
    for (DamagedBlob blob : result.bytes().damaged()) {
      findings.add(
          new FindingJson(
              "blobs/sha256/" + blob.digest().hex(),
              blob.problem(),
              blob.uses().stream()
                  .map(use -> new UseJson(use.image().toString(), use.file()))
                  .toList(),
              remedy(blob)));
    }
    for (ScrubResult.RejectedPair pair : result.pairs()) {
      String image = pair.image().toString();
      findings.add(
          new FindingJson(
              null,
              "does not match: " + pair.why(),
              List.of(new UseJson(image, "pair")),
              "remove " + image + " and import a pair of one build"));
    }
    return findings;
  }

  private static String remedy(DamagedBlob blob) {
    return switch (blob.owner()) {
      case IMAGE ->
          blob.uses().stream()
              .map(ScrubReport.Use::image)
              .distinct()
              .map(image ->
                  "pairboot import %s --version %s ... with the files it was made of"
                      .formatted(image.name(), image.version()))
              .collect(Collectors.joining("; or ", "", "; what is damaged is replaced"));
      case OTHER_TOOL ->
          "this is no image of Pairboot: copy it here again with the tool that brought it";
      case NOBODY -> "pairboot gc, which deletes it: no image needs it";
    };
  }
}
