package org.pairboot.artifacts.store;

import org.pairboot.artifacts.store.image.ChannelRef;
import org.pairboot.artifacts.store.image.ImageRef;

/** A version and a channel of one image would have the same name. */
public final class NameTaken extends StoreException {
  private static final long serialVersionUID = 1;

  private NameTaken(String message) {
    super(message);
  }

  static NameTaken byVersion(ChannelRef channel) {
    return new NameTaken(
        "%s is a version, so no channel can be called '%s'; choose another name"
            .formatted(channel, channel.channel()));
  }

  static NameTaken byChannel(ImageRef version) {
    return new NameTaken(
        "%s is a channel, so no version can be called '%s'; choose another with --version, or drop the channel with 'pairboot channel unset %s %s'"
            .formatted(version, version.version(), version.name(), version.version()));
  }
}
