package org.pairboot.artifacts.imports;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.pairboot.artifacts.image.ImageRef;
import org.pairboot.artifacts.image.ImageSelector;
import org.pairboot.artifacts.image.InvalidNameException;
import org.pairboot.artifacts.image.PartName;
import org.pairboot.artifacts.input.ImageFile;
import org.pairboot.artifacts.live.InitramfsFacts;
import org.pairboot.artifacts.store.ImageDraft;
import org.pairboot.artifacts.store.ImageStore;
import org.pairboot.artifacts.store.Published;
import org.pairboot.artifacts.store.StagedPart;
import org.pairboot.artifacts.store.Staging;

/**
 * Makes files one image version: splits what is not split, proves that the pair belongs together,
 * and publishes all of it or nothing.
 */
public final class ImageImporter {
  /** Where the digest stands in for a version; long enough not to collide within an image. */
  private static final int DIGEST_PREFIX = 12;

  private final ImageStore store;

  public ImageImporter(ImageStore store) {
    this.store = store;
  }

  /**
   * Imports {@code request}. The files given are only read.
   *
   * @throws ImportException when they cannot become an image
   * @throws PairRejectedException when initramfs and rootfs do not belong together
   * @throws InvalidNameException when a name has characters that names must not have
   * @throws org.pairboot.artifacts.input.BadImageException when a file is damaged or of the wrong
   *     kind
   * @throws org.pairboot.artifacts.store.StoreException when the store cannot take it
   * @throws IOException when a file cannot be read
   */
  public Published run(ImportRequest request, ImportProgress progress)
      throws ImportException, PairRejectedException, IOException {
    // What can be known before gigabytes are read is checked first.
    new ImageSelector(request.name(), request.version());
    requireFiles(request);
    List<PartName> extraNames = extraNames(request);
    KernelFile kernel = KernelFile.read(request.kernel());

    ImageFile initramfs = ImageFile.of(request.initramfs());
    InitramfsFacts facts =
        InitramfsFacts.of(initramfs, progress.begin("reading initramfs", initramfs.length()));
    try (Staging staging = store.stage()) {
      PartCopier copier = new PartCopier(staging, progress);
      copier.copy(request.kernel(), PartName.KERNEL);
      StagedPair pair = new PairStager(staging, request, progress).stage(facts);
      List<String> notes = new ArrayList<>(pair.notes());
      for (int i = 0; i < extraNames.size(); i++) {
        StagedPart extra = copier.copy(request.extras().get(i), extraNames.get(i));
        ExtraInitrd.objection(extra).ifPresent(notes::add);
      }
      return store.publish(
          staging,
          new ImageDraft(
              reference(request, pair),
              request.architecture().or(kernel::architecture),
              request.kernelArguments(),
              pair.verification(),
              pair.fetchesRootfs(),
              notes));
    }
  }

  private static ImageRef reference(ImportRequest request, StagedPair pair) throws ImportException {
    if (request.version().isPresent()) {
      return new ImageRef(request.name(), request.version().get());
    }
    if (pair.version().isEmpty()) {
      String digest = pair.initramfs().digest().hex().substring(0, DIGEST_PREFIX);
      return new ImageRef(request.name(), "sha256-" + digest);
    }
    try {
      return new ImageRef(request.name(), pair.version().get());
    } catch (InvalidNameException e) {
      throw new ImportException(
          "the image's own version cannot be used here ("
              + e.getMessage()
              + "); name one with --version",
          e);
    }
  }

  private static List<PartName> extraNames(ImportRequest request) throws ImportException {
    Set<PartName> names = new LinkedHashSet<>();
    for (Path extra : request.extras()) {
      PartName name = PartName.extra(extra.getFileName().toString());
      if (!names.add(name)) {
        throw new ImportException("two initrds are called " + name.fileName() + "; rename one");
      }
    }
    return List.copyOf(names);
  }

  private static void requireFiles(ImportRequest request) throws ImportException {
    List<Path> files = new ArrayList<>(List.of(request.kernel(), request.initramfs()));
    request.rootfs().ifPresent(files::add);
    files.addAll(request.extras());
    for (Path file : files) {
      if (!Files.exists(file)) {
        throw new ImportException("no such file: " + file);
      }
      if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
        throw new ImportException(file + " is no file that can be read");
      }
    }
  }
}
