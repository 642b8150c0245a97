package org.pairboot.appliance.cli.command;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Optional;
import org.pairboot.appliance.cli.command.BaseCommand.DataCommand;
import org.pairboot.appliance.cli.console.Console;
import org.pairboot.appliance.cli.console.Console.ProgressDisplay;
import org.pairboot.appliance.cli.view.PairSummary;
import org.pairboot.appliance.cli.view.View;
import org.pairboot.artifacts.imports.ImageVerifier;
import org.pairboot.artifacts.store.ImageStore;
import org.pairboot.artifacts.store.ImageStore.CheckResult.DamagedFile;
import org.pairboot.artifacts.store.Snapshot.DamagedImage;
import org.pairboot.artifacts.store.image.ImageSelector;
import org.pairboot.artifacts.store.image.ImageVersion;
import picocli.CommandLine.Command;
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

  /**
   * @param verification {@code verified}, {@code unverifiable} or {@code rejected}
   * @param reason why it is not verified; absent if it is
   * @param damaged what is wrong with which file; empty if all bytes are as published
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  private record Report(String image, String verification, String reason, List<String> damaged)
      implements View {
    Report(String image, PairSummary pair, List<String> damaged) {
      this(image, pair.verification(), pair.reason().orElse(null), damaged);
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

    @Override
    public Object json() {
      return this;
    }

    @Override
    public void print(Console console) {
      PairSummary pair = new PairSummary(verification, Optional.ofNullable(reason));
      console.print(image + ": " + pair);
      damaged.forEach(file -> console.print("  " + file));
    }
  }

  @Override
  public Integer call() throws Exception {
    ImageStore store = existingStore();
    ImageSelector selector = ImageSelector.parse(image);
    Optional<DamagedImage> damaged = store.snapshot().damaged(selector);
    if (damaged.isPresent() && store.snapshot().find(selector).isEmpty()) {
      print(Report.damaged(damaged.get().image(), List.of(damaged.get().reason())));
      return ExitCode.NOT_VERIFIED;
    }
    ImageVersion found = store.require(selector);
    ImageVerifier.Result result;
    try (ProgressDisplay progress = new ProgressDisplay(console())) {
      result = new ImageVerifier(store).verify(found, progress);
    }
    print(Report.of(found, result));
    return result.isGood() ? ExitCode.DONE : ExitCode.NOT_VERIFIED;
  }
}
