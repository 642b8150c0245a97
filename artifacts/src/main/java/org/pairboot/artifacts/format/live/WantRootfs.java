package org.pairboot.artifacts.format.live;

import org.pairboot.artifacts.format.streamhash.StreamHash;
import org.pairboot.artifacts.format.streamhash.StreamHashException;

/** What an initramfs says about the rootfs it wants ({@link LivePaths#WANT_ROOTFS}). */
public sealed interface WantRootfs {
  /** Nothing. */
  record Absent() implements WantRootfs {}

  /** Its stream-hash. */
  record Hash(StreamHash hash) implements WantRootfs {}

  /** Something that the guest will not accept, for the reason it gives then. */
  record Malformed(String error) implements WantRootfs {}

  /** What {@code file} says. */
  static WantRootfs parse(byte[] file) {
    try {
      return new Hash(StreamHash.parse(file));
    } catch (StreamHashException e) {
      return new Malformed(e.getMessage());
    }
  }
}
