package org.pairboot.appliance.cli.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.pairboot.appliance.cli.command.BaseCommand.DataCommand;
import org.pairboot.appliance.cli.command.ExitCode.UsageException;
import org.pairboot.appliance.cli.console.Console.ProgressDisplay;
import org.pairboot.appliance.cli.view.SplitView;
import org.pairboot.artifacts.format.initramfs.UnpackLimit;
import org.pairboot.artifacts.format.input.ImageFile;
import org.pairboot.artifacts.format.live.InitramfsFacts;
import org.pairboot.artifacts.format.live.Version;
import org.pairboot.artifacts.format.split.SplitOutput;
import org.pairboot.artifacts.format.split.SplitRanges;
import org.pairboot.artifacts.format.split.Splitter;
import org.pairboot.artifacts.format.split.Splitter.NothingToSplitException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pairboot split}. */
@Command(
    name = "split",
    description = {
      "Splits a fat initramfs, or an initramfs with the rootfs appended, into two files.",
      "",
      "The files are initramfs.img and rootfs.img. Anything after the rootfs, such as an Ignition"
          + " config, becomes extra.img. Never overwrites existing files.",
      "",
      "With --offsets, prints the byte ranges of the parts within FILE, for HTTP clients that fetch"
          + " them with range requests; writes nothing unless --output is given too.",
      "",
      "  pairboot split live.img --output parts",
      "  pairboot split live.img --offsets",
      "  curl --range 0-94371839 http://server/live.img",
      ""
    })
final class SplitCommand extends DataCommand {
  @Parameters(paramLabel = "FILE", description = "The initramfs to split.")
  private Path file;

  @Option(
      names = "--output",
      paramLabel = "DIR",
      description =
          "Where to write the parts; created if needed. Required unless --offsets is given.")
  private Path output;

  @Option(
      names = "--offsets",
      description = "Print the byte ranges of the parts, or why a part has none.")
  private boolean offsets;

  @Option(
      names = "--version",
      paramLabel = "V",
      description = "The version to give the parts of a fat initramfs. Default: the image's own.")
  private String version;

  @Override
  public Integer call() throws Exception {
    settings();
    if (output == null && !offsets) {
      throw new UsageException(
          "give --output to write the parts, or --offsets to print their byte ranges");
    }
    requireFreePaths();
    ImageFile image = ImageFile.of(file);
    Optional<SplitRanges> ranges = Optional.empty();
    Optional<Splitter.Result> result = Optional.empty();
    try (ProgressDisplay progress = new ProgressDisplay(console())) {
      LongConsumer reading = progress.begin("reading", image.length());
      if (output == null) {
        ranges = Optional.of(ranges(image, InitramfsFacts.of(image, reading), progress));
      } else {
        try (SplitOutput draft = new SplitOutput(SplitOutput.Paths.in(output))) {
          InitramfsFacts facts = InitramfsFacts.of(image, UnpackLimit.ANY, draft, reading);
          if (offsets) {
            ranges = Optional.of(ranges(image, facts, progress));
          }
          LongConsumer splitting = progress.begin("splitting", image.length());
          result =
              Optional.of(
                  Splitter.split(image, facts, draft, Optional.ofNullable(version), splitting));
        }
      }
    } catch (NothingToSplitException e) {
      throw new UsageException(e.getMessage());
    }
    print(new SplitView(ranges, result));
    return ExitCode.DONE;
  }

  private static SplitRanges ranges(ImageFile image, InitramfsFacts facts, ProgressDisplay progress)
      throws IOException, NothingToSplitException {
    return SplitRanges.of(image, facts, progress.begin("verifying", image.length()));
  }

  /** Checks what can be checked before gigabytes are read. */
  private void requireFreePaths() throws UsageException {
    if (version != null && !Version.isValid(version)) {
      throw new UsageException(
          "--version '" + version + "': expected 1 to 128 printable characters without spaces");
    }
    if (output == null) {
      return;
    }
    SplitOutput.Paths paths = SplitOutput.Paths.in(output);
    for (Path path : List.of(paths.initramfs(), paths.rootfs(), paths.extra())) {
      if (Files.exists(path)) {
        throw new UsageException(
            path + " already exists; move it away, or choose another directory with --output");
      }
    }
  }
}
