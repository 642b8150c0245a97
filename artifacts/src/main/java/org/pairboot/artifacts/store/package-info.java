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
 */
package org.pairboot.artifacts.store;
