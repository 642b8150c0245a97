package org.pairboot.artifacts.format.live;

import java.io.IOException;
import java.io.InputStream;
import org.pairboot.artifacts.format.cpio.NewcEntry;
import org.pairboot.artifacts.format.initramfs.MemberStart;

/**
 * Hears what a rootfs is made of while {@link InitramfsFacts} are gathered, so that it need not be
 * unpacked once more. Whether the image is one that can be used is known only afterwards.
 */
public interface PayloadListener {
  /** Listens to nothing, so that uncompressed data is not even read. */
  PayloadListener NONE =
      new PayloadListener() {
        @Override
        public void root(MemberStart member, NewcEntry entry, InputStream data) {}

        @Override
        public void osmet(MemberStart member, NewcEntry entry, InputStream data) {}
      };

  /** A root file system; {@code data} may be read during the call. */
  void root(MemberStart member, NewcEntry entry, InputStream data) throws IOException;

  /** An install image; {@code data} may be read during the call. */
  void osmet(MemberStart member, NewcEntry entry, InputStream data) throws IOException;
}
