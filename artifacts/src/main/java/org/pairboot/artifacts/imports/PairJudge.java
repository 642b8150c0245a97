package org.pairboot.artifacts.imports;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.pairboot.artifacts.format.live.InitramfsFacts;
import org.pairboot.artifacts.format.live.InitramfsFacts.WantRootfs;
import org.pairboot.artifacts.format.live.RootfsFacts;
import org.pairboot.artifacts.format.pair.PairVerdict;
import org.pairboot.artifacts.format.pair.PairVerifier;
import org.pairboot.artifacts.format.streamhash.StreamHash;
import org.pairboot.artifacts.format.streamhash.StreamHashMatcher;

/**
 * Judges a pair by what was heard of the rootfs while it was staged, so that it need not be read
 * once more.
 */
final class PairJudge {
  private final InitramfsFacts initramfs;
  private final Optional<StreamHashMatcher> matcher;

  /**
   * @param initramfs facts of the one that is staged already
   */
  PairJudge(InitramfsFacts initramfs) {
    this.initramfs = initramfs;
    this.matcher =
        initramfs.wantRootfs() instanceof WantRootfs.Hash(StreamHash hash)
            ? Optional.of(new StreamHashMatcher(hash))
            : Optional.empty();
  }

  /** What has to hear the rootfs. */
  List<Consumer<ByteBuffer>> listeners() {
    return matcher.<Consumer<ByteBuffer>>map(listener -> listener).stream().toList();
  }

  /** The verdict, after the rootfs was heard to its end. */
  PairVerdict verdict(RootfsFacts rootfs) throws IOException {
    return PairVerifier.verify(initramfs, rootfs, hash -> matcher.orElseThrow().result());
  }
}
