package org.pairboot.conf;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.stream.Collectors;

/** Values of keys that are not given. */
public final class Defaults {
  private Defaults() {}

  /**
   * Reads them from one file. {@code ConfigFactory.parseResources} would look for further ones of
   * the same name in all jars, and so open each. Lines that are comments do not get to the parser,
   * which takes each character in hand, and most are in comments; so the file can have no text of
   * several lines.
   *
   * @param beside the class in whose jar the file is
   * @param name as {@link Class#getResourceAsStream} takes it
   */
  public static Config of(Class<?> beside, String name) {
    try (InputStream in = Objects.requireNonNull(beside.getResourceAsStream(name), name)) {
      String settings =
          new String(in.readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .filter(line -> !line.stripLeading().startsWith("#"))
              .collect(Collectors.joining("\n"));
      return ConfigFactory.parseString(
          settings, ConfigParseOptions.defaults().setOriginDescription(Places.DEFAULT));
    } catch (IOException e) {
      throw new UncheckedIOException(name, e);
    }
  }
}
