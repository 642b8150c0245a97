package org.pairboot.appliance.cli.command;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.pairboot.appliance.cli.command.BaseCommand.DataCommand;
import org.pairboot.appliance.cli.console.Console;
import org.pairboot.appliance.cli.console.Console.ProgressDisplay;
import org.pairboot.appliance.cli.view.PairSummary;
import org.pairboot.appliance.cli.view.View;
import org.pairboot.artifacts.catalog.Architecture;
import org.pairboot.artifacts.imports.ImageVerifier;
import org.pairboot.artifacts.store.CheckResult.DamagedFile;
import org.pairboot.artifacts.store.ImageStore;
import org.pairboot.artifacts.store.Snapshot;
import org.pairboot.artifacts.store.Snapshot.DamagedImage;
import org.pairboot.artifacts.store.disk.StoreException;
import org.pairboot.artifacts.store.image.ImageSelector;
import org.pairboot.artifacts.store.image.ImageVersion;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pairboot verify}. */
@Command(
    name = "verify",
    description = {
      "Verifies a stored image version: every byte against its digest, and initramfs and rootfs"
          + " against each other.",
      "",
      "Exit code 3 if the verification fails.",
      ""
    })
final class VerifyCommand extends DataCommand {
  @Parameters(
      paramLabel = "NAME[@VERSION]",
      description = "The image, with a version or a channel. Default: its newest version.")
  private String image;

  @Option(
      names = "--arch",
      paramLabel = "A",
      converter = ArchitectureConverter.class,
      description = "Verify it for this architecture only. Default: for all that it has.")
  private Architecture architecture;

  /**
   * @param verification {@code verified}, {@code unverifiable} or {@code rejected}
   * @param reason why it is not verified; absent if it is
   * @param damaged what is wrong with which file; empty if all bytes are as published
   * @param architectures the same for each, if the version has several; then the other fields are
   *     those of the worst
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  private record Report(
      String image,
      String verification,
      String reason,
      List<String> damaged,
      List<ArchitectureJson> architectures)
      implements View {

    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record ArchitectureJson(
        String architecture, String verification, String reason, List<String> damaged) {}

    Report(String image, PairSummary pair, List<String> damaged) {
      this(image, pair.verification(), pair.reason().orElse(null), damaged, null);
    }

    static Report damaged(String image, List<String> damaged) {
      String remedy = "damaged in the store; import it again to repair it";
      return new Report(image, new PairSummary(PairSummary.REJECTED, Optional.of(remedy)), damaged);
    }

    static Report of(ImageVersion image, ImageVerifier.Result result) {
      String name = image.ref().toString();
      if (!result.bytes().isSound()) {
        return damaged(name, result.bytes().damaged().stream().map(DamagedFile::toString).toList());
      }
      PairSummary pair = result.pair().map(PairSummary::of).orElseGet(() -> PairSummary.of(image));
      return new Report(name, pair, List.of());
    }

    /** One report of those for the architectures of a version. */
    static Report of(SortedMap<String, Report> each) {
      Report worst =
          each.values().stream().max(Comparator.comparingInt(Report::severity)).orElseThrow();
      return each.size() == 1
          ? worst
          : new Report(
              worst.image,
              worst.verification,
              worst.reason,
              worst.damaged,
              each.entrySet().stream()
                  .map(one ->
                      new ArchitectureJson(
                          one.getKey(),
                          one.getValue().verification,
                          one.getValue().reason,
                          one.getValue().damaged))
                  .toList());
    }

    private int severity() {
      return List.of(PairSummary.VERIFIED, PairSummary.UNVERIFIABLE, PairSummary.REJECTED)
          .indexOf(verification);
    }

    @Override
    public Object json() {
      return this;
    }

    @Override
    public void print(Console console) {
      if (architectures == null) {
        print(console, image, verification, reason, damaged);
      } else {
        architectures.forEach(one ->
            print(
                console,
                image + " for " + one.architecture(),
                one.verification(),
                one.reason(),
                one.damaged()));
      }
    }

    private static void print(
        Console console, String image, String verification, String reason, List<String> damaged) {
      PairSummary pair = new PairSummary(verification, Optional.ofNullable(reason));
      console.print(image + ": " + pair);
      damaged.forEach(file -> console.print("  " + file));
    }
  }

  @Override
  public Integer call() throws Exception {
    ImageStore store = existingStore();
    Snapshot snapshot = store.snapshot();
    ImageSelector selector = ImageSelector.parse(image);
    Optional<DamagedImage> damaged = snapshot.damaged(selector);
    if (damaged.isPresent() && snapshot.find(selector).isEmpty()) {
      print(damaged(damaged.get()));
      return ExitCode.NOT_VERIFIED;
    }
    SortedMap<String, Report> reports = new TreeMap<>();
    boolean isGood = true;
    try (ProgressDisplay progress = new ProgressDisplay(console())) {
      for (ImageVersion found : chosen(snapshot, selector)) {
        ImageVerifier.Result result = new ImageVerifier(store).verify(found, progress);
        reports.put(name(found.architecture()), Report.of(found, result));
        isGood &= result.isGood();
      }
    }
    for (DamagedImage other : snapshot.damaged()) {
      if (architecture == null && other.version().equals(reports.firstEntry().getValue().image())) {
        reports.put(name(other.architecture()), damaged(other));
        isGood = false;
      }
    }
    print(Report.of(reports));
    return isGood ? ExitCode.DONE : ExitCode.NOT_VERIFIED;
  }

  private static Report damaged(DamagedImage image) {
    return Report.damaged(image.version(), List.of(image.reason()));
  }

  private static String name(Optional<Architecture> architecture) {
    return architecture.map(Architecture::toString).orElse("unknown");
  }

  private List<ImageVersion> chosen(Snapshot snapshot, ImageSelector selector)
      throws StoreException {
    return architecture == null
        ? snapshot.all(snapshot.require(selector).ref())
        : List.of(snapshot.require(selector, architecture));
  }
}
