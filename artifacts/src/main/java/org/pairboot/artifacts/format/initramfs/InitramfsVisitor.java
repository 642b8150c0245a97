package org.pairboot.artifacts.format.initramfs;

import java.io.IOException;
import java.io.InputStream;
import org.pairboot.artifacts.format.cpio.NewcEntry;

/** Receives what an {@link InitramfsWalker} finds, in the order of the bytes. */
public interface InitramfsVisitor {

  /** Called at the start of a member. */
  default void enter(Member.Start member) throws IOException {}

  /**
   * Called for each entry except trailers. {@code data} is valid during the call; whatever is not
   * read is skipped. The offsets in {@code entry} count in the member's unpacked bytes or, for an
   * uncompressed member, from the start of the buffer.
   */
  default void entry(Member.Start member, NewcEntry entry, InputStream data) throws IOException {}

  /** Called at the end of a member, which was sound. */
  default void leave(Member member) throws IOException {}

  /** Called where the kernel would stop; the walk continues. */
  default void finding(Finding finding) {}

  /**
   * A fault that does not prevent reading, but at which the kernel would stop unpacking.
   *
   * @param offset in bytes from the start of the buffer
   * @param message names the fault and the remedy
   */
  public record Finding(long offset, String message) {}
}
