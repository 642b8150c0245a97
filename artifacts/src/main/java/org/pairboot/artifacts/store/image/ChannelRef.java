package org.pairboot.artifacts.store.image;

/**
 * A channel of an image, written {@code NAME@CHANNEL}: a name that points to one version and can be
 * moved to another.
 *
 * @param image the name of the image
 * @param channel {@code [A-Za-z0-9][A-Za-z0-9._-]*}, up to 64 characters, and not {@code latest}
 */
public record ChannelRef(String image, String channel) {

  /**
   * @throws InvalidNameException when a part is invalid
   */
  public ChannelRef {
    NameRule.IMAGE_NAME.check(image);
    NameRule.CHANNEL.check(channel);
    if (channel.equals(ImageRef.LATEST)) {
      throw new InvalidNameException(
          "channel 'latest' is reserved: it always means the newest version; choose another name");
    }
  }

  /** The version that would have this name. It cannot exist while the channel does. */
  public ImageRef shadowed() {
    return new ImageRef(image, channel);
  }

  /** {@code NAME@CHANNEL}. */
  @Override
  public String toString() {
    return image + "@" + channel;
  }
}
