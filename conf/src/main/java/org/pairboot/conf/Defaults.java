package org.pairboot.conf;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Values of keys that are not given. */
public final class Defaults {
  private Defaults() {}

  /**
   * Reads them from one file. {@code ConfigFactory.parseResources} would look for further ones of
   * the same name in all jars, and so open each.
   *
   * @param beside the class in whose jar the file is
   * @param name as {@link Class#getResourceAsStream} takes it
   */
  public static Config of(Class<?> beside, String name) {
    try (InputStream in = Objects.requireNonNull(beside.getResourceAsStream(name), name)) {
      return ConfigFactory.parseReader(
          new InputStreamReader(in, StandardCharsets.UTF_8),
          ConfigParseOptions.defaults().setOriginDescription(Places.DEFAULT));
    } catch (IOException e) {
      throw new UncheckedIOException(name, e);
    }
  }
}
