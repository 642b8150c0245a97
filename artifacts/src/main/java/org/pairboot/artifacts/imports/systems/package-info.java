/**
 * The catalogue of systems whose publishers say where the newest files are: {@code systems.conf}
 * has the facts, {@link org.pairboot.artifacts.imports.systems.ReleaseFinder} applies them.
 */
package org.pairboot.artifacts.imports.systems;
