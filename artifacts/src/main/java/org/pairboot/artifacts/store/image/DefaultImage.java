package org.pairboot.artifacts.store.image;

/**
 * What machines boot that no plan names, as this store keeps it.
 *
 * @param image need not exist any more
 * @param chosen whether a person chose it; otherwise the first import did, or the upgrade of an old
 *     store
 * @param mayInstall whether it may be a version that {@link ImageVersion#installer installs} a
 *     system
 */
public record DefaultImage(ImageSelector image, boolean chosen, boolean mayInstall) {}
