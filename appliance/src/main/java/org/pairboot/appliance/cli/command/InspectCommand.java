package org.pairboot.appliance.cli.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.pairboot.appliance.cli.command.BaseCommand.DataCommand;
import org.pairboot.appliance.cli.command.ExitCode.UsageException;
import org.pairboot.appliance.cli.console.Console.ProgressDisplay;
import org.pairboot.appliance.cli.view.InspectView;
import org.pairboot.appliance.cli.view.LayoutView;
import org.pairboot.appliance.cli.view.MediumView;
import org.pairboot.appliance.cli.view.UnifiedKernelView;
import org.pairboot.appliance.cli.view.View;
import org.pairboot.artifacts.format.input.ImageFile;
import org.pairboot.artifacts.format.inspect.Inspection;
import org.pairboot.artifacts.format.inspect.Medium;
import org.pairboot.artifacts.format.kernel.KernelFile;
import org.pairboot.artifacts.format.live.RootfsFacts;
import org.pairboot.artifacts.format.pair.PairVerifier;
import org.pairboot.artifacts.format.pair.PairVerifier.Verdict;
import org.pairboot.artifacts.format.uki.UnifiedKernel;
import org.pairboot.artifacts.store.layout.ImageLayout;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pairboot inspect}. */
@Command(
    name = "inspect",
    description = {
      "Shows what a file is, what it consists of, and how it will boot.",
      "",
      "FILE is an initramfs, a rootfs, both in one file, a fat initramfs or a kernel; or an ISO, a"
          + " directory, a unified kernel image, a store, or a tar archive of one. Prints its"
          + " members and their offsets, its version cookie and stream-hash, the era of live images"
          + " it belongs to, which boot methods will work and how much memory each needs, and how"
          + " many blocks a TFTP transfer takes. Changes nothing.",
      "",
      "With --rootfs, FILE is an initramfs, and the pair is verified too: exit code 3 if the two do"
          + " not match.",
      "",
      "  pairboot inspect live-initramfs.img",
      "  pairboot inspect live-initramfs.img --rootfs live-rootfs.img",
      "  pairboot inspect debian-live.iso",
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
    Optional<View> other = whole();
    if (other.isPresent()) {
      if (rootfs != null) {
        throw new UsageException("with --rootfs, FILE must be an initramfs");
      }
      print(other.get());
      return ExitCode.DONE;
    }
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

  /** What has all parts of an image, or several images. */
  private Optional<View> whole() throws IOException {
    if (ImageLayout.isOne(file)) {
      return Optional.of(new LayoutView(ImageLayout.read(file)));
    }
    if (Medium.isOne(file)) {
      return Optional.of(new MediumView(Medium.of(file)));
    }
    ImageFile image = ImageFile.of(file);
    Optional<UnifiedKernel> unified = UnifiedKernel.read(image);
    return unified.isPresent()
        ? Optional.of(
            new UnifiedKernelView(image, unified.get(), KernelFile.read(image).architecture()))
        : Optional.empty();
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
