package org.pairboot.artifacts.store;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How a store is opened.
 *
 * @param lockWait how long to wait for another writer
 * @param command what this process is doing, for the message that another one shows when it waits
 *     in vain; no secrets, other users may read it
 */
public record StoreOptions(Duration lockWait, String command) {

  /** Waits 10 s, and is known by the name of the program. */
  public static StoreOptions defaults() {
    String program = ProcessHandle.current().info().command().orElse("pairboot");
    return new StoreOptions(Duration.ofSeconds(10), Path.of(program).getFileName().toString());
  }
}
