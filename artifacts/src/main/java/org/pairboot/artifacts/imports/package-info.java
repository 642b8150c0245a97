/**
 * Imports images into the store: fetches and examines the files, splits what is not split, verifies
 * the pair, and publishes only what passed. {@link ImageImporter} shows the whole flow. Published
 * images are verified again here, too.
 */
package org.pairboot.artifacts.imports;
