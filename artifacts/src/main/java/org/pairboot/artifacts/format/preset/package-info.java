/**
 * The known live systems: which files of an ISO or a directory each one has, how its kernel learns
 * where the root file system is, and how to recognize it.
 *
 * <p>{@link org.pairboot.artifacts.format.preset.Preset} has these facts as data; {@link
 * org.pairboot.artifacts.format.preset.LiveSystemFinder} applies them.
 */
package org.pairboot.artifacts.format.preset;
