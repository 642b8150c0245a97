/**
 * Brings images into the store: looks at the files, splits what is not split, verifies the pair,
 * and publishes only what passed.
 */
package org.pairboot.artifacts.imports;
