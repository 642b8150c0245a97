/**
 * Image versions on disk, as an OCI image layout that other tools can read.
 *
 * <p>{@link org.pairboot.artifacts.store.ImageStore} is the way in. Reading takes no lock: it works
 * on an immutable {@link org.pairboot.artifacts.store.Snapshot} of {@code index.json}. Writers
 * prepare everything in a private {@link org.pairboot.artifacts.store.Staging} directory on the
 * same file system, then take the store's lock, move finished blobs into place and swap {@code
 * index.json} in one atomic step.
 *
 * <pre>
 * oci-layout  index.json  blobs/sha256/HEX     the OCI image layout
 * .pairboot/lock                               held by the one writer; says who it is
 * .pairboot/pending                            blobs the writer may leave behind if it dies
 * .pairboot/staging/ID/                        one import's parts, until they are published
 * .pairboot/staging/ID/lock                    held as long as that import lives
 * </pre>
 *
 * <p>Whatever step a writer dies at, {@code index.json} is the old or the new one, and the next
 * writer or start deletes what was left.
 *
 * <p>Each thing that is done to a store is a class of its own, and all of them share {@code
 * StoreFiles}, which is why they are one package. To read them:
 *
 * <pre>
 * the start        StoreOpener
 * an import        StagingArea, Staging, PartWriter, then Publisher
 * what is served   LiveSnapshot, SnapshotReader, EntryReader
 * channels         Channels, ChannelWriter
 * removal          Remover for one version, Pruner for old ones (Retention)
 * what is left     PendingBlobs after a death, GarbageCollector (References) for all else
 * sound or not     Checker for one version, Scrubber for all; both by BlobCheck
 *
 * on the disk      StoreLayout, IndexFile, Blobs, AtomicFile; Disk and its one LocalDisk
 * one at a time    StoreLock, ProcessLock
 * what goes wrong  StoreException and those that it permits, made by Failures
 * </pre>
 *
 * <p>The documents themselves are in {@code org.pairboot.artifacts.store.oci}.
 */
package org.pairboot.artifacts.store;
