package org.pairboot.artifacts.store;

import org.pairboot.artifacts.content.Content;
import org.pairboot.artifacts.content.Sha256;

/** Where the content of a blob comes from: shared with an earlier snapshot, or new. */
@FunctionalInterface
interface ContentSource {
  Content content(Sha256 digest, long size);
}
