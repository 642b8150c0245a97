package org.pairboot.artifacts.store;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.function.Consumer;
import org.pairboot.artifacts.content.Sha256;
import org.pairboot.artifacts.image.LiveImage;
import org.pairboot.artifacts.image.Role;

/**
 * Computes the digest of {@link LiveImage} while its two parts are staged, which saves reading both
 * once more. Works where the initramfs comes first. Not thread-safe, but for what it hands out.
 */
final class LiveDigest {
  private MessageDigest ofInitramfs;
  private MessageDigest ofBoth;
  private Optional<Sha256> whole = Optional.empty();

  /** What wants to hear the bytes of the part that is staged next, if anything does. */
  Optional<Consumer<ByteBuffer>> listener(Role role) {
    MessageDigest digest =
        switch (role) {
          case INITRAMFS -> ofInitramfs = Sha256.newDigest();
          case ROOTFS -> ofBoth = whole.isEmpty() && ofInitramfs != null ? copy() : null;
          case KERNEL, FETCHER, EXTRA, PAYLOAD, FAT -> null;
        };
    return Optional.ofNullable(digest).map(listening -> listening::update);
  }

  /** {@code part} has been staged whole. */
  void finished(StagedPart part) {
    switch (part.name().role()) {
      case INITRAMFS -> ofInitramfs.update(new byte[LiveImage.padding(part.length())]);
      case ROOTFS -> {
        if (ofBoth != null) {
          whole = Optional.of(Sha256.from(ofBoth));
        }
      }
      case KERNEL, FETCHER, EXTRA, PAYLOAD, FAT -> {
        // no part of it
      }
    }
  }

  /** The digest, where it is known. */
  Optional<Sha256> whole() {
    return whole;
  }

  private MessageDigest copy() {
    try {
      return (MessageDigest) ofInitramfs.clone();
    } catch (CloneNotSupportedException e) {
      // A security provider without; then the parts are read again.
      return null;
    }
  }
}
