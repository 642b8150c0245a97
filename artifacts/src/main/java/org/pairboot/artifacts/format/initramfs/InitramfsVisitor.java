package org.pairboot.artifacts.format.initramfs;

import java.io.IOException;
import java.io.InputStream;
import org.pairboot.artifacts.format.cpio.NewcEntry;

/** What an {@link InitramfsWalker} tells, in the order of the bytes. */
public interface InitramfsVisitor {

  /** A member begins. */
  default void enter(Member.Start member) throws IOException {}

  /**
   * An entry, trailers excluded. {@code data} is valid during the call; what is left unread of it
   * is skipped. {@code entry} counts its offsets in the member's unpacked bytes, or, in an
   * uncompressed member, from the start of the buffer.
   */
  default void entry(Member.Start member, NewcEntry entry, InputStream data) throws IOException {}

  /** The member has ended, and was sound. */
  default void leave(Member member) throws IOException {}

  /** The kernel would stop here; the walk goes on. */
  default void finding(Finding finding) {}

  /**
   * Something that can be read, but at which the kernel would stop unpacking.
   *
   * @param offset where, in bytes from the start of the buffer
   * @param message what it is and what the remedy is
   */
  public record Finding(long offset, String message) {}
}
