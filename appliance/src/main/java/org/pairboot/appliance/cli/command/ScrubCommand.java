package org.pairboot.appliance.cli.command;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.pairboot.appliance.cli.command.BaseCommand.DataCommand;
import org.pairboot.appliance.cli.command.ExitCode.UsageException;
import org.pairboot.appliance.cli.console.Console;
import org.pairboot.appliance.cli.console.Console.ProgressDisplay;
import org.pairboot.appliance.cli.view.View;
import org.pairboot.artifacts.imports.StoreScrubber;
import org.pairboot.artifacts.store.ImageStore;
import org.pairboot.artifacts.store.ScrubReport;
import org.pairboot.artifacts.store.ScrubReport.DamagedBlob;
import org.pairboot.artifacts.store.Snapshot;
import org.pairboot.artifacts.text.Sizes;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code pairboot scrub}. */
@Command(
    name = "scrub",
    description = {
      "Reads the whole store and finds corrupted files: checks every file against its digest, and"
          + " every pair.",
      "",
      "For each corrupted file, prints which image versions it affects and how to repair it."
          + " Changes nothing, and does not disturb transfers or imports. Exit code 3 if"
          + " something is corrupted.",
      "",
      "  pairboot scrub --max-rate 50MiB",
      ""
    })
final class ScrubCommand extends DataCommand {
  private static final Pattern RATE = Pattern.compile("([1-9][0-9]{0,8})(KiB|MiB|GiB)");

  @Option(
      names = "--max-rate",
      paramLabel = "RATE",
      description = "Read at most this much per second, such as 50MiB.")
  private String maxRate;

  /**
   * @param file in the store; absent if the pair does not match
   * @param images those that cannot be served correctly
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  private record FindingJson(String file, String problem, List<UseJson> images, String remedy) {}

  private record UseJson(String image, String part) {}

  private record Report(int files, long bytes, boolean sound, List<FindingJson> findings)
      implements View {
    @Override
    public Object json() {
      return this;
    }

    @Override
    public void print(Console console) {
      for (FindingJson finding : findings) {
        console.print((finding.file() == null ? "pair" : finding.file()) + " " + finding.problem());
        finding
            .images()
            .forEach(use -> console.print("  affects  " + use.image() + " (" + use.part() + ")"));
        console.print("  repair   " + finding.remedy());
      }
    }
  }

  @Override
  public Integer call() throws Exception {
    OptionalLong rate = rate();
    ImageStore store = existingStore();
    StoreScrubber.Result result;
    try (ProgressDisplay progress = new ProgressDisplay(console())) {
      result = new StoreScrubber(store, rate).scrub(progress);
    }
    Report report =
        new Report(
            result.bytes().blobs(),
            result.bytes().bytes(),
            result.isSound(),
            findings(result, store.snapshot()));
    print(report);
    console()
        .say(
            "read %d files, %s: %s"
                .formatted(
                    report.files(),
                    Sizes.text(report.bytes()),
                    report.sound() ? "no corruption found" : problems(report)));
    return report.sound() ? ExitCode.DONE : ExitCode.NOT_VERIFIED;
  }

  private static String problems(Report report) {
    int count = report.findings().size();
    return count + (count == 1 ? " problem" : " problems");
  }

  private OptionalLong rate() throws UsageException {
    if (maxRate == null) {
      return OptionalLong.empty();
    }
    Matcher matcher = RATE.matcher(maxRate);
    if (!matcher.matches()) {
      throw new UsageException(
          "--max-rate '" + maxRate + "': expected bytes per second, such as 512KiB or 50MiB");
    }
    long unit =
        switch (matcher.group(2)) {
          case "KiB" -> 1L << 10;
          case "MiB" -> 1L << 20;
          default -> 1L << 30;
        };
    return OptionalLong.of(Long.parseLong(matcher.group(1)) * unit);
  }

  private static List<FindingJson> findings(StoreScrubber.Result result, Snapshot images) {
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
    for (StoreScrubber.RejectedPair pair : result.pairs()) {
      String image = images.describe(pair.image());
      String version = pair.image().ref().toString();
      String other =
          image.equals(version)
              ? version
              : version + " --arch " + pair.image().architecture().orElseThrow();
      findings.add(
          new FindingJson(
              null,
              "does not match: " + pair.why(),
              List.of(new UseJson(image, "pair")),
              "remove " + other + " and import an initramfs and a rootfs of the same build"));
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
                  "pairboot import %s --version %s ... with the original files"
                      .formatted(image.name(), image.version()))
              .collect(Collectors.joining("; or ", "", "; this replaces what is corrupted"));
      case OTHER_TOOL ->
          "not an image of Pairboot: copy it here again with the tool that put it there";
      case NOBODY -> "pairboot gc, which deletes it: no image refers to it";
    };
  }
}
