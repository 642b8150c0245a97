package org.pairboot.artifacts.format.inspect;

import java.io.IOException;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.pairboot.artifacts.format.input.BadImageException;
import org.pairboot.artifacts.format.input.ImageFile;
import org.pairboot.artifacts.format.kernel.KernelFile;
import org.pairboot.artifacts.format.live.ImageForm;
import org.pairboot.artifacts.format.live.InitramfsFacts;

/** Finds out what a file is, in one pass and constant memory. */
public final class Inspector {
  private Inspector() {}

  /**
   * Inspects {@code file}, which has to be a whole one; {@code progress} is told how many bytes of
   * it have been read.
   *
   * @throws BadImageException when it is nothing that a machine boots from, or damaged; the message
   *     says what it is instead, where that can be told
   */
  public static Inspection inspect(ImageFile file, LongConsumer progress) throws IOException {
    KernelFile head = KernelFile.read(file);
    Optional<String> kernel = head.format();
    if (kernel.isPresent()) {
      return new Inspection.Kernel(
          file.length(), kernel.get(), head.version(), head.architecture());
    }
    Optional<UnsupportedFileType> other = UnsupportedFileType.of(file);
    if (other.isPresent()) {
      throw new BadImageException(file.name(), 0, other.get().explanation());
    }
    InitramfsFacts facts = InitramfsFacts.of(file, progress);
    ImageForm form = facts.form();
    return new Inspection.Initrd(
        facts, form, Era.of(facts, form), BootMethods.of(facts, form).list());
  }
}
