package org.pairboot.artifacts.format.preset;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.pairboot.artifacts.format.cpio.NewcEntry;
import org.pairboot.artifacts.format.initramfs.InitramfsVisitor;
import org.pairboot.artifacts.format.initramfs.InitramfsWalker;
import org.pairboot.artifacts.format.initramfs.Member;
import org.pairboot.artifacts.format.input.ImageFile;

/** Tells by the files of an initramfs which system it is of. */
public final class InitramfsMarkers {
  private InitramfsMarkers() {}

  /**
   * The system that {@code initramfs} is of, where it is a known one. Reads all of it.
   *
   * @throws org.pairboot.artifacts.format.input.BadImageException when it is no sound initramfs
   */
  public static Optional<Preset> presetOf(ImageFile initramfs) throws IOException {
    Set<Preset> found = new HashSet<>();
    InitramfsVisitor visitor =
        new InitramfsVisitor() {
          @Override
          public void entry(Member.Start member, NewcEntry entry, InputStream data) {
            String path = entry.path();
            Stream.of(Preset.values())
                .filter(preset -> preset.markers().contains(path))
                .forEach(found::add);
          }
        };
    InitramfsWalker.walk(initramfs, visitor, done -> {});
    return Stream.of(Preset.values()).filter(found::contains).findFirst();
  }
}
