package org.pairboot.appliance.start;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.TimeZone;
import org.pairboot.artifacts.content.Sha256;
import org.pairboot.conf.Host;
import org.pairboot.conf.SettingsException;
import org.pairboot.conf.SettingsLoader;
import org.pairboot.tftp.transport.linux.Availability;
import org.xnio.nio.NioXnioProvider;

/**
 * Lets another processor do what a start will need in a moment. All of it happens once per process
 * and would be done a little later anyway: nothing depends on how far this gets, and what fails
 * here fails there again, where it can be reported.
 */
public final class HeadStart {
  private HeadStart() {}

  /** Returns at once; the work is done on daemon threads. */
  public static void begin() {
    // On its own thread, because the start waits for it first: the JSON parser has the JVM compute
    // large powers of five, for decimal numbers that no store contains.
    begin(HeadStart::readStoreDocument);
    begin(() -> {
      loadSettings();
      new NioXnioProvider().getInstance();
      Availability.obstacle();
    });
  }

  /**
   * Loads what requests need once the server is ready. Returns at once. It may be later than the
   * first request, but must not be much later: when files can no longer be opened, or a package has
   * replaced them, the JVM cannot load a class from a jar that it has not opened.
   */
  public static void finish() {
    begin(() -> {
      // The first answer over HTTP has a date with a time zone, for which Java reads all of them.
      TimeZone.getTimeZone("GMT").getDisplayName(false, TimeZone.SHORT, Locale.US);
      // The search for what no jar has opens them all.
      ClassLoader.getSystemResource("org/pairboot/none");
    });
  }

  private static void readStoreDocument() {
    byte[] document = "{}".getBytes(StandardCharsets.US_ASCII);
    Sha256.of(ByteBuffer.wrap(document));
    try (JsonParser parser = new JsonFactory().createParser(document)) {
      parser.nextToken();
    } catch (IOException e) {
      throw new AssertionError("an empty object is JSON", e);
    }
  }

  private static void loadSettings() {
    try {
      new SettingsLoader(Host.current()).load(SettingsLoader.CommandLine.EMPTY);
    } catch (SettingsException e) {
      // The command line may name other settings; if not, the command reports this.
    }
  }

  private static void begin(Runnable work) {
    Thread.ofPlatform()
        .name("head start")
        .daemon()
        .uncaughtExceptionHandler((thread, failure) -> {})
        .start(work);
  }
}
