package org.pairboot.artifacts.format.initramfs;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.pairboot.artifacts.format.initramfs.InitramfsWalker.Limits;
import org.pairboot.artifacts.format.input.BadImageException;
import org.pairboot.artifacts.format.input.FileInput;
import org.pairboot.artifacts.format.input.ImageInput;
import org.tukaani.xz.MemoryLimitException;

/** The unpacked bytes of one compressed member. Positions are offsets in them. */
final class DecodedInput extends ImageInput {
  private static final int BUFFER = 128 * 1024;

  private final FileInput file;
  private final Member.Start member;
  private final Decoder decoder;
  private final Limits limits;

  DecodedInput(FileInput file, Member.Start member, Decoder decoder, Limits limits) {
    super(decoder.newBuffer(BUFFER));
    this.file = file;
    this.member = member;
    this.decoder = decoder;
    this.limits = limits;
  }

  @Override
  protected int fill(ByteBuffer target) throws IOException {
    int count;
    try {
      do {
        count = decoder.read(target);
      } while (count == 0);
    } catch (IOException | RuntimeException e) {
      throw translate(e, file, member);
    }
    if (count > 0) {
      limits.countUnpacked(member.offset(), count);
    }
    return count;
  }

  /** The error to report for a decoder's exception. */
  static IOException translate(Exception e, FileInput file, Member.Start member)
      throws IOException {
    file.rethrowFailure();
    if (e instanceof BadImageException bad) {
      return bad;
    }
    if (e instanceof MemoryLimitException memory) {
      return file.bad(
          member.label()
              + " needs "
              + memory.getMemoryNeeded() / 1024
              + " MiB of memory to unpack; the limit is "
              + Decoder.memoryLimitKib() / 1024
              + " MiB: compress it with a smaller dictionary, such as xz -6");
    }
    if (file.readPastEnd()) {
      return file.endsWithin(member.label());
    }
    String problem = member.label() + " is corrupt near offset " + file.position();
    return new BadImageException(file.file().name(), file.position(), problem, e);
  }

  @Override
  public BadImageException bad(String problem) {
    return new BadImageException(file.file().name(), member.offset(), problem);
  }

  @Override
  public BadImageException endsWithin(String something) {
    return bad(
        member.label()
            + " ends in the middle of "
            + something
            + " (after "
            + position()
            + " unpacked bytes), and the kernel does not continue it in the next member: compress"
            + " the archive as one stream");
  }

  @Override
  public String place(long position) {
    return "offset " + position + " of the unpacked bytes of " + member.label();
  }
}
