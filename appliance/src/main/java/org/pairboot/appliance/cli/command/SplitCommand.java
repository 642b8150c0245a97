package org.pairboot.appliance.cli.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.LongConsumer;
import org.pairboot.appliance.cli.console.ProgressDisplay;
import org.pairboot.appliance.cli.view.SplitReport;
import org.pairboot.artifacts.format.input.ImageFile;
import org.pairboot.artifacts.format.live.InitramfsFacts;
import org.pairboot.artifacts.format.live.Version;
import org.pairboot.artifacts.format.split.SplitOutput;
import org.pairboot.artifacts.format.split.SplitRanges;
import org.pairboot.artifacts.format.split.Splitter;
import org.pairboot.artifacts.format.split.Splitter.NothingToSplitException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code pairboot split}. */
@Command(
    name = "split",
    description = {
      "Splits a fat initramfs, or one with the rootfs concatenated to it, into initramfs.img and"
          + " rootfs.img.",
      "What followed the rootfs, such as an Ignition config, becomes extra.img. Existing files are"
          + " never overwritten.",
      "",
      "With --offsets, prints the byte ranges at which FILE divides, for HTTP clients that fetch"
          + " the parts of it",
      "with range requests; nothing is written unless --output is given too.",
      "",
      "  pairboot split live.img --output parts",
      "  pairboot split live.img --offsets",
      "  curl --range 0-94371839 http://server/live.img",
      ""
    })
final class SplitCommand implements Callable<Integer> {
  @ParentCommand private PairbootCommand pairboot;

  @Parameters(paramLabel = "FILE", description = "The initramfs to split.")
  private Path file;

  @Option(
      names = "--output",
      paramLabel = "DIR",
      description = "Where the parts go; made if absent. Required unless --offsets is given.")
  private Path output;

  @Option(
      names = "--offsets",
      description = "Print the byte ranges of the parts, or why a part is no range of the file.")
  private boolean offsets;

  @Option(
      names = "--version",
      paramLabel = "V",
      description = "The version for the parts of a fat initramfs; unless given the image's own.")
  private String version;

  @Mixin private JsonOption json;

  @Mixin private HelpOption help;

  @Override
  public Integer call() throws Exception {
    pairboot.settings();
    if (output == null && !offsets) {
      throw new UsageException(
          "say with --output where the parts go, or ask for their byte ranges with --offsets");
    }
    requireFreePaths();
    ImageFile image = ImageFile.of(file);
    Optional<SplitRanges> ranges = Optional.empty();
    Optional<Splitter.Result> result = Optional.empty();
    try (ProgressDisplay progress = new ProgressDisplay(pairboot.console())) {
      LongConsumer reading = progress.step("reading", image.length());
      if (output == null) {
        ranges = Optional.of(ranges(image, InitramfsFacts.of(image, reading), progress));
      } else {
        try (SplitOutput draft = new SplitOutput(SplitOutput.Paths.in(output))) {
          InitramfsFacts facts = InitramfsFacts.of(image, draft, reading);
          if (offsets) {
            ranges = Optional.of(ranges(image, facts, progress));
          }
          LongConsumer splitting = progress.step("splitting", image.length());
          result =
              Optional.of(
                  Splitter.split(image, facts, draft, Optional.ofNullable(version), splitting));
        }
      }
    } catch (NothingToSplitException e) {
      throw new UsageException(e.getMessage());
    }
    SplitReport report = SplitReport.of(ranges, result);
    if (json.isGiven()) {
      pairboot.console().printJson(report);
    } else {
      report.print(pairboot.console());
    }
    return ExitCode.DONE;
  }

  private static SplitRanges ranges(ImageFile image, InitramfsFacts facts, ProgressDisplay progress)
      throws IOException, NothingToSplitException {
    return SplitRanges.of(image, facts, progress.step("verifying", image.length()));
  }

  /** What can be known before gigabytes are read is checked first. */
  private void requireFreePaths() throws UsageException {
    if (version != null && !Version.isValid(version)) {
      throw new UsageException(
          "--version '" + version + "': 1 to 128 printable characters without blanks are allowed");
    }
    if (output == null) {
      return;
    }
    SplitOutput.Paths paths = SplitOutput.Paths.in(output);
    for (Path path : List.of(paths.initramfs(), paths.rootfs(), paths.extra())) {
      if (Files.exists(path)) {
        throw new UsageException(
            path + " exists already; move it away, or choose another directory with --output");
      }
    }
  }
}
