package org.pairboot.artifacts.store;

/** The files of one store, and the disk they are changed through. */
record StoreFiles(StoreLayout layout, Disk disk) {

  IndexFile indexFile() {
    return new IndexFile(layout, disk);
  }

  Blobs blobs() {
    return new Blobs(layout);
  }

  EntryReader entryReader() {
    return new EntryReader(blobs());
  }

  SnapshotReader snapshotReader() {
    return new SnapshotReader(indexFile(), blobs());
  }

  References references() {
    return new References(blobs());
  }

  PendingBlobs pending() {
    return new PendingBlobs(layout, disk, references());
  }
}
