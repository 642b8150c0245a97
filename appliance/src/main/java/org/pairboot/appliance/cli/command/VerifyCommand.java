package org.pairboot.appliance.cli.command;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.pairboot.appliance.cli.command.BaseCommand.DataCommand;
import org.pairboot.appliance.cli.console.Console;
import org.pairboot.appliance.cli.console.Console.ProgressDisplay;
import org.pairboot.appliance.cli.view.PairSummary;
import org.pairboot.appliance.cli.view.View;
import org.pairboot.artifacts.catalog.Architecture;
import org.pairboot.artifacts.imports.ImageProver;
import org.pairboot.artifacts.imports.ImageVerifier;
import org.pairboot.artifacts.store.CheckResult.DamagedFile;
import org.pairboot.artifacts.store.ImageStore;
import org.pairboot.artifacts.store.LeftOut;
import org.pairboot.artifacts.store.LeftOut.DamagedImage;
import org.pairboot.artifacts.store.Snapshot;
import org.pairboot.artifacts.store.disk.StoreException;
import org.pairboot.artifacts.store.image.ImageRef;
import org.pairboot.artifacts.store.image.ImageSelector;
import org.pairboot.artifacts.store.image.ImageVersion;
import org.pairboot.artifacts.store.image.ImageVersion.Verification;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pairboot verify}. */
@Command(
    name = "verify",
    description = {
      "Verifies a stored image version: every byte against its digest, and initramfs and rootfs"
          + " against each other. What another tool put into the store is served once this has"
          + " proven it.",
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

  @Option(
      names = "--allow-unverified",
      description = "Accept an image that carries no proof: machines get it from now on.")
  private boolean allowUnverified;

  /**
   * @param verification {@code verified}, {@code unverifiable}, {@code unproven} if it carries no
   *     proof and nobody has accepted that, or {@code rejected}
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

    static Report of(ImageVersion image, ImageProver.Outcome outcome) {
      String name = image.ref().toString();
      ImageVerifier.Result result = outcome.result();
      if (!result.bytes().isSound()) {
        return damaged(name, result.bytes().damaged().stream().map(DamagedFile::toString).toList());
      }
      PairSummary pair =
          result
              .pair()
              .filter(_ -> outcome.verification().isServed() || !result.isGood())
              .map(PairSummary::of)
              .orElseGet(() -> PairSummary.of(outcome.verification()));
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
      return List.of(
              PairSummary.VERIFIED,
              PairSummary.UNVERIFIABLE,
              PairSummary.UNPROVEN,
              PairSummary.REJECTED)
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
        ImageProver.Outcome outcome =
            new ImageProver(store).prove(found, allowUnverified, progress);
        reports.put(name(found.architecture()), Report.of(found, outcome));
        isGood &= outcome.isGood();
        change(found, outcome.verification()).ifPresent(console()::say);
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

  /** What is unproven of the chosen version; if there is none, of the one that came last. */
  private static List<ImageVersion> unproven(
      Snapshot snapshot, ImageSelector selector, Optional<ImageVersion> served) {
    List<ImageVersion> unproven =
        snapshot.unproven(selector).stream().map(LeftOut.Unproven::image).toList();
    if (unproven.isEmpty()) {
      return unproven;
    }
    ImageRef ref = served.map(ImageVersion::ref).orElseGet(() -> unproven.getLast().ref());
    return unproven.stream().filter(image -> image.ref().equals(ref)).toList();
  }

  private static Report damaged(DamagedImage image) {
    return Report.damaged(image.version(), List.of(image.reason()));
  }

  /** What the verification changed for machines. */
  private static Optional<String> change(ImageVersion image, Verification now) {
    boolean wasServed = image.verification().isServed();
    if (wasServed == now.isServed()) {
      return Optional.empty();
    }
    return Optional.of(
        now.isServed()
            ? image.ref() + " is served from now on"
            : image.ref() + " is withdrawn: machines do not get it any more");
  }

  private static String name(Optional<Architecture> architecture) {
    return architecture.map(Architecture::toString).orElse("unknown");
  }

  private List<ImageVersion> chosen(Snapshot snapshot, ImageSelector selector)
      throws StoreException {
    Optional<ImageVersion> served = snapshot.find(selector);
    List<ImageVersion> unproven = unproven(snapshot, selector, served);
    List<ImageVersion> chosen =
        Stream.concat(
                served.stream().flatMap(image -> snapshot.all(image.ref()).stream()),
                unproven.stream())
            .filter(image ->
                architecture == null || image.architecture().equals(Optional.of(architecture)))
            .toList();
    if (!chosen.isEmpty()) {
      return chosen;
    }
    return architecture == null
        ? List.of(snapshot.require(selector))
        : List.of(snapshot.require(selector, architecture));
  }
}
