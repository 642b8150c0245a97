/**
 * What is known of each live system: which files of an ISO or a directory it consists of, how its
 * kernel is told where the root file system is, and by what it is recognised.
 *
 * <p>{@link org.pairboot.artifacts.format.preset.Preset} holds the knowledge as data; {@link
 * org.pairboot.artifacts.format.preset.LiveSystemFinder} applies it.
 */
package org.pairboot.artifacts.format.preset;
