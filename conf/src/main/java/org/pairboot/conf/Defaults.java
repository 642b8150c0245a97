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

/** Reads the defaults of settings from a resource. */
public final class Defaults {
  private Defaults() {}

  /**
   * Reads one resource, quickly, because every start waits for it. {@code
   * ConfigFactory.parseResources} would open every jar to look for more resources of this name. The
   * parser is slow per character and most characters are comments, so comment lines are removed
   * first; the file must therefore not contain multi-line strings.
   *
   * @param neighbor a class in the jar with the resource
   * @param name as for {@link Class#getResourceAsStream}
   */
  public static Config of(Class<?> neighbor, String name) {
    try (InputStream in = Objects.requireNonNull(neighbor.getResourceAsStream(name), name)) {
      String settings =
          new String(in.readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .filter(line -> !line.stripLeading().startsWith("#"))
              .collect(Collectors.joining("\n"));
      return ConfigFactory.parseString(
          settings, ConfigParseOptions.defaults().setOriginDescription(Mistake.DEFAULT));
    } catch (IOException e) {
      throw new UncheckedIOException(name, e);
    }
  }
}
