package org.pairboot.appliance.cli.command;

import java.nio.file.Path;
import java.util.Optional;
import org.pairboot.appliance.cli.command.BaseCommand.DataCommand;
import org.pairboot.appliance.cli.command.ExitCode.UsageException;
import org.pairboot.appliance.cli.console.Console.ProgressDisplay;
import org.pairboot.appliance.cli.view.InspectView;
import org.pairboot.artifacts.format.input.ImageFile;
import org.pairboot.artifacts.format.inspect.Inspection;
import org.pairboot.artifacts.format.live.RootfsFacts;
import org.pairboot.artifacts.format.pair.PairVerifier;
import org.pairboot.artifacts.format.pair.PairVerifier.Verdict;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pairboot inspect}. */
@Command(
    name = "inspect",
    description = {
      "Shows what a file is, what it consists of, and how it will boot.",
      "",
      "FILE is an initramfs, a rootfs, both in one file, a fat initramfs or a kernel. Prints its"
          + " members and their offsets, its version cookie and stream-hash, the era of live images"
          + " it belongs to, which boot methods will work and how much memory each needs, and how"
          + " many blocks a TFTP transfer takes. Changes nothing.",
      "",
      "With --rootfs, FILE is an initramfs, and the pair is verified too: exit code 3 if the two do"
          + " not match.",
      "",
      "  pairboot inspect live-initramfs.img",
      "  pairboot inspect live-initramfs.img --rootfs live-rootfs.img",
      ""
    })
final class InspectCommand extends DataCommand {
  @Parameters(paramLabel = "FILE", description = "The file to inspect.")
  private Path file;

  @Option(
      names = "--rootfs",
      paramLabel = "FILE",
      description = "Verify that FILE and this rootfs are a pair.")
  private Path rootfs;

  @Override
  public Integer call() throws Exception {
    settings();
    ImageFile image = ImageFile.of(file);
    Inspection inspection;
    Optional<Verdict> pair;
    try (ProgressDisplay progress = new ProgressDisplay(console())) {
      inspection = Inspection.of(image, progress.begin("reading", image.length()));
      pair = verify(inspection, progress);
    }
    print(new InspectView(image.name(), inspection, pair));
    return pair.orElse(null) instanceof Verdict.Rejected ? ExitCode.NOT_VERIFIED : ExitCode.DONE;
  }

  private Optional<Verdict> verify(Inspection inspection, ProgressDisplay progress)
      throws Exception {
    if (rootfs == null) {
      return Optional.empty();
    }
    if (!(inspection instanceof Inspection.Initrd initrd)) {
      throw new UsageException(file + " is a kernel; with --rootfs, FILE must be an initramfs");
    }
    ImageFile other = ImageFile.of(rootfs);
    RootfsFacts facts = RootfsFacts.of(other, progress.begin("reading rootfs", other.length()));
    return Optional.of(
        PairVerifier.verify(
            initrd.facts(), facts, other, progress.begin("verifying the pair", other.length())));
  }
}
