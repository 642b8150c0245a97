package org.pairboot.appliance.serve;

import org.pairboot.artifacts.store.ImageStore;
import org.pairboot.conf.SettingsLoader;
import org.pairboot.http.BootHttpServer;
import org.pairboot.tftp.TftpServer;

/**
 * Has another processor do what a start will need. All of it happens once in a process, and would
 * be done anyway a little later: nothing depends on how far this got, and what goes wrong here goes
 * wrong there again, where somebody can be told.
 */
public final class HeadStart {
  private HeadStart() {}

  public static void begin() {
    // On its own, as it is what the start came to wait for: the JSON parser has the JVM compute
    // large powers of five, for decimal numbers that no store has.
    begin(ImageStore::prepare);
    begin(() -> {
      SettingsLoader.prepare();
      BootHttpServer.prepare();
      TftpServer.prepare();
    });
  }

  private static void begin(Runnable work) {
    Thread.ofPlatform()
        .name("head start")
        .daemon()
        .uncaughtExceptionHandler((thread, failure) -> {})
        .start(work);
  }
}
