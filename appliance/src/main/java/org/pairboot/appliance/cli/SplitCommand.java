package org.pairboot.appliance.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.pairboot.artifacts.input.ImageFile;
import org.pairboot.artifacts.live.InitramfsFacts;
import org.pairboot.artifacts.live.Version;
import org.pairboot.artifacts.split.NothingToSplitException;
import org.pairboot.artifacts.split.SplitPaths;
import org.pairboot.artifacts.split.SplitResult;
import org.pairboot.artifacts.split.Splitter;
import picocli.CommandLine.Command;
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
      ""
    })
final class SplitCommand implements Callable<Integer> {
  @ParentCommand private PairbootCommand pairboot;

  @Parameters(paramLabel = "FILE", description = "The initramfs to split.")
  private Path file;

  @Option(
      names = "--output",
      paramLabel = "DIR",
      required = true,
      description = "Where the parts go; made if absent.")
  private Path output;

  @Option(
      names = "--version",
      paramLabel = "V",
      description = "The version for the parts of a fat initramfs; unless given the image's own.")
  private String version;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help message and exit.")
  private boolean help;

  /**
   * @param extra absent where nothing followed the rootfs
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  private record Report(
      String version, String initramfs, String rootfs, String extra, List<String> notes) {}

  @Override
  public Integer call() throws Exception {
    Console console = pairboot.console();
    pairboot.settings();
    ImageFile image = ImageFile.of(file);
    Files.createDirectories(output);
    SplitResult result = split(image, console);
    if (json) {
      console.printJson(
          new Report(
              result.version(),
              result.initramfs().toString(),
              result.rootfs().toString(),
              result.extra().map(Path::toString).orElse(null),
              result.notes()));
    } else {
      Stream.concat(Stream.of(result.initramfs(), result.rootfs()), result.extra().stream())
          .forEach(part -> console.print(part.toString()));
      console.say("version " + result.version());
      result.notes().forEach(note -> console.say("note: " + note));
    }
    return ExitCode.DONE;
  }

  private SplitResult split(ImageFile image, Console console) throws Exception {
    SplitPaths paths = SplitPaths.in(output);
    for (Path path : List.of(paths.initramfs(), paths.rootfs(), paths.extra())) {
      if (Files.exists(path)) {
        throw new UsageException(
            path + " exists already; move it away, or choose another directory with --output");
      }
    }
    if (version != null && !Version.isValid(version)) {
      throw new UsageException(
          "--version '" + version + "': 1 to 128 printable characters without blanks are allowed");
    }
    try (ProgressDisplay progress = new ProgressDisplay(console)) {
      InitramfsFacts facts = InitramfsFacts.of(image, progress.step("reading", image.length()));
      return Splitter.split(
          image,
          facts,
          paths,
          Optional.ofNullable(version),
          progress.step("splitting", image.length()));
    } catch (NothingToSplitException e) {
      throw new UsageException(e.getMessage());
    }
  }
}
