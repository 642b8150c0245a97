package org.pairboot.appliance.cli.command;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.pairboot.appliance.cli.console.Console;
import org.pairboot.appliance.cli.console.ProgressDisplay;
import org.pairboot.appliance.cli.view.ImageJson;
import org.pairboot.artifacts.format.pair.PairVerdict;
import org.pairboot.artifacts.imports.ImageVerifier;
import org.pairboot.artifacts.store.CheckResult.DamagedFile;
import org.pairboot.artifacts.store.ImageStore;
import org.pairboot.artifacts.store.Snapshot.DamagedImage;
import org.pairboot.artifacts.store.image.ImageSelector;
import org.pairboot.artifacts.store.image.ImageVersion;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code pairboot verify}. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description = {
      "Reads an image version again: every byte against its digest, and the pair against each"
          + " other.",
      "Exit code 3 when something is wrong.",
      ""
    })
final class VerifyCommand implements Callable<Integer> {
  @ParentCommand private PairbootCommand pairboot;

  @Parameters(
      paramLabel = "NAME[@VERSION]",
      description = "The image; its newest version unless a version or a channel is named.")
  private String image;

  @Mixin private JsonOption json;

  /**
   * @param verification {@code verified}, {@code unverifiable} or {@code rejected}
   * @param reason why not verified; absent when it is
   * @param damaged what is wrong with which file; empty when all bytes are as published
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  private record Report(String image, String verification, String reason, List<String> damaged) {}

  @Override
  public Integer call() throws Exception {
    Console console = pairboot.console();
    ImageStore store = pairboot.openExistingStore();
    ImageSelector selector = ImageSelector.parse(image);
    Optional<DamagedImage> damaged = store.snapshot().damaged(selector);
    if (damaged.isPresent() && store.snapshot().find(selector).isEmpty()) {
      print(damagedReport(damaged.get().image(), List.of(damaged.get().reason())), console);
      return ExitCode.NOT_VERIFIED;
    }
    ImageVersion found = store.require(selector);
    ImageVerifier.Result result;
    try (ProgressDisplay progress = new ProgressDisplay(console)) {
      result = new ImageVerifier(store).verify(found, progress::step);
    }
    print(report(found, result), console);
    return result.isGood() ? ExitCode.DONE : ExitCode.NOT_VERIFIED;
  }

  private void print(Report report, Console console) {
    if (json.isGiven()) {
      console.printJson(report);
    } else {
      console.print(
          report.image()
              + ": "
              + report.verification()
              + (report.reason() == null ? "" : ": " + report.reason()));
      report.damaged().forEach(damaged -> console.print("  " + damaged));
    }
  }

  private static Report damagedReport(String name, List<String> damaged) {
    return new Report(
        name, "rejected", "damaged in the store; import it again to mend it", damaged);
  }

  private static Report report(ImageVersion image, ImageVerifier.Result result) {
    String name = image.ref().toString();
    if (!result.bytes().isSound()) {
      List<String> damaged = result.bytes().damaged().stream().map(DamagedFile::toString).toList();
      return damagedReport(name, damaged);
    }
    if (result.pair().isEmpty()) {
      return new Report(name, "unverifiable", ImageJson.reason(image).orElse(null), List.of());
    }
    return switch (result.pair().get()) {
      case PairVerdict.Verified verified -> new Report(name, "verified", null, List.of());
      case PairVerdict.Unverifiable(String why) -> new Report(name, "unverifiable", why, List.of());
      case PairVerdict.Rejected rejected -> new Report(name, "rejected", rejected.why(), List.of());
    };
  }
}
