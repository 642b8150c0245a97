/**
 * The directory of a store, and every step that changes something in it: a disk that tests can
 * replace, atomic replacement of small files, locks between processes, and {@link
 * org.pairboot.artifacts.store.disk.StoreException}, which turns the failures of all of that into
 * messages. Knows no documents and no images. Only the store uses it, but for the exception, which
 * is here at the bottom because everything above throws it.
 */
package org.pairboot.artifacts.store.disk;
