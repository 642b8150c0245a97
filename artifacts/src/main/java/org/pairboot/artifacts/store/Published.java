package org.pairboot.artifacts.store;

import org.pairboot.artifacts.store.image.ImageVersion;

/**
 * What came of publishing.
 *
 * @param isNew false when the same content stood under this reference already
 */
public record Published(ImageVersion image, boolean isNew) {}
