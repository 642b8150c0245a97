package org.pairboot.appliance.cli.command;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.pairboot.appliance.cli.console.Console;
import org.pairboot.appliance.cli.console.ProgressDisplay;
import org.pairboot.appliance.cli.view.InspectJson;
import org.pairboot.appliance.cli.view.InspectText;
import org.pairboot.artifacts.format.input.ImageFile;
import org.pairboot.artifacts.format.inspect.Inspection;
import org.pairboot.artifacts.format.inspect.Inspector;
import org.pairboot.artifacts.format.live.RootfsFacts;
import org.pairboot.artifacts.format.pair.PairVerdict;
import org.pairboot.artifacts.format.pair.PairVerifier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code pairboot inspect}. */
@Command(
    name = "inspect",
    description = {
      "Says what a file is, how it is composed, and how it will boot.",
      "",
      "That is: members and their offsets, version cookie, stream-hash, the era of live images it"
          + " belongs to, which boot methods will work and how much memory each needs, and what"
          + " reading it over TFTP takes. Nothing is changed. Takes an initramfs, a rootfs, both in"
          + " one file, a fat initramfs or a kernel.",
      "",
      "With --rootfs, FILE is an initramfs, and the pair is verified too: exit code 3 when the two"
          + " do not match.",
      "",
      "  pairboot inspect live-initramfs.img",
      "  pairboot inspect live-initramfs.img --rootfs live-rootfs.img",
      ""
    })
final class InspectCommand implements Callable<Integer> {
  @ParentCommand private PairbootCommand pairboot;

  @Parameters(paramLabel = "FILE", description = "The file to look at.")
  private Path file;

  @Option(
      names = "--rootfs",
      paramLabel = "FILE",
      description = "A rootfs, to verify that the two are a pair.")
  private Path rootfs;

  @Mixin private JsonOption json;

  @Mixin private HelpOption help;

  @Override
  public Integer call() throws Exception {
    pairboot.settings();
    Console console = pairboot.console();
    ImageFile image = ImageFile.of(file);
    Inspection inspection;
    Optional<PairVerdict> pair;
    try (ProgressDisplay progress = new ProgressDisplay(console)) {
      inspection = Inspector.inspect(image, progress.step("reading", image.length()));
      pair = verify(inspection, progress);
    }
    if (json.isGiven()) {
      console.printJson(InspectJson.of(image.name(), inspection, pair));
    } else {
      new InspectText(console).print(image.name(), inspection, pair);
    }
    return pair.orElse(null) instanceof PairVerdict.Rejected
        ? ExitCode.NOT_VERIFIED
        : ExitCode.DONE;
  }

  private Optional<PairVerdict> verify(Inspection inspection, ProgressDisplay progress)
      throws Exception {
    if (rootfs == null) {
      return Optional.empty();
    }
    if (!(inspection instanceof Inspection.Initrd initrd)) {
      throw new UsageException(
          file + " is a kernel: with --rootfs, the initramfs has to be named first");
    }
    ImageFile other = ImageFile.of(rootfs);
    RootfsFacts facts = RootfsFacts.of(other, progress.step("reading rootfs", other.length()));
    return Optional.of(
        PairVerifier.verify(
            initrd.facts(), facts, other, progress.step("verifying the pair", other.length())));
  }
}
