package org.pairboot.artifacts.store;

import java.util.Collection;
import org.pairboot.artifacts.store.image.ChannelRef;
import org.pairboot.conf.NearMatch;

/** The image has no such channel. */
public final class NoSuchChannel extends StoreException {
  private static final long serialVersionUID = 1;

  NoSuchChannel(ChannelRef channel, Collection<ChannelRef> known) {
    super("there is no channel " + channel + hint(channel, known));
  }

  private static String hint(ChannelRef wanted, Collection<ChannelRef> known) {
    return NearMatch.of(wanted.toString(), known.stream().map(ChannelRef::toString).toList())
        .map(near -> "; did you mean " + near + "?")
        .orElse("; 'pairboot channel list' lists what there is");
  }
}
