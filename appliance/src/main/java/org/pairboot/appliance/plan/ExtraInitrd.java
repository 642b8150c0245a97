package org.pairboot.appliance.plan;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import org.pairboot.artifacts.content.Content;
import org.pairboot.artifacts.content.ContentHash;
import org.pairboot.artifacts.content.FileContent;

/**
 * A file of the user's that is loaded as an initrd.
 *
 * @param name its file name, under which it is served
 */
public record ExtraInitrd(String name, Content content) {

  /**
   * Reads the whole file, for its digest.
   *
   * @throws IOException when that fails
   */
  static ExtraInitrd load(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      long length = channel.size();
      return new ExtraInitrd(
          file.getFileName().toString(),
          new FileContent(file, length, ContentHash.of(channel, read -> {})));
    }
  }
}
