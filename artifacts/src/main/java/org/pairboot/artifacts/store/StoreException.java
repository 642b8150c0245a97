package org.pairboot.artifacts.store;

import java.io.IOException;

/**
 * The store cannot do what it was asked. The message is one line for people: what, where, remedy.
 */
public abstract sealed class StoreException extends IOException
    permits BrokenStore,
        DiskFull,
        ImageExists,
        NameTaken,
        NewerStore,
        NoSuchChannel,
        NoSuchImage,
        NotAStore,
        NotPublishable,
        StoreFailure,
        StoreLocked,
        StoreNotWritable,
        VersionInUse {
  private static final long serialVersionUID = 1;

  StoreException(String message) {
    super(message);
  }

  StoreException(String message, Throwable cause) {
    super(message, cause);
  }
}
