/**
 * {@code index.json} and the blobs that it refers to: what the entries are, which blobs are in use,
 * and {@link org.pairboot.artifacts.store.index.StoreIndex#change}, the one transaction by which
 * all writers change a store.
 *
 * <p>Whatever step a writer dies at, {@code index.json} is the old or the new one, and the next
 * writer or start deletes what is left over. Only the store uses this package.
 */
package org.pairboot.artifacts.store.index;
