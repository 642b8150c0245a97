/**
 * Image versions on disk, as an OCI image layout that other tools can read.
 *
 * <p>{@link org.pairboot.artifacts.store.ImageStore} is the way in. Reading takes no lock: it works
 * on an immutable {@link org.pairboot.artifacts.store.Snapshot} of {@code index.json}. Writers
 * prepare everything in a private {@link org.pairboot.artifacts.store.staging.Staging} directory on
 * the same file system, then take the store's lock, move finished blobs into place and swap {@code
 * index.json} in one atomic step.
 *
 * <pre>
 * oci-layout  index.json  blobs/sha256/HEX     the OCI image layout
 * .pairboot/lock                               held by the one writer; names it
 * .pairboot/pending                            blobs the writer may leave behind if it dies
 * .pairboot/staging/ID/                        one import's parts, until they are published
 * .pairboot/staging/ID/lock                    held as long as that import lives
 * </pre>
 *
 * <p>This package has the operations, one class each, and the values that they take and return:
 *
 * <pre>
 * open        StoreOpener
 * publish     Publisher
 * serve       Snapshot, SnapshotReader, LiveSnapshot
 * channels    ChannelWriter
 * remove      Remover: one version, or what a Retention does not keep
 * collect     GarbageCollector
 * check       Scrubber: one version, or everything
 * </pre>
 *
 * <p>Below it, from top to bottom: {@code store.index} (the index, its one transaction, and which
 * blobs are in use) beside {@code store.staging} (running imports), then {@code store.disk}
 * (directory, locks, durable writes, {@code StoreException}). The documents themselves are in
 * {@code store.oci}, the values that they describe in {@code store.image}. The upkeep operations
 * stay here and not in a package of their own: they share snapshots and results with the others,
 * and would force all of that into the open.
 */
package org.pairboot.artifacts.store;
