package org.pairboot.artifacts.imports.systems;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;
import org.pairboot.artifacts.catalog.Architecture;
import org.pairboot.artifacts.fetch.download.Artifact;
import org.pairboot.artifacts.fetch.download.Mirror;
import org.pairboot.artifacts.fetch.download.Source;
import org.pairboot.artifacts.fetch.download.Source.InvalidSourceException;
import org.pairboot.artifacts.imports.systems.PublishedRelease.Found;
import org.pairboot.artifacts.imports.systems.SystemCatalogue.CatalogueException;

/**
 * Whatever the pages of a server say, the files of a release are on that server, or there is none.
 *
 * <p>A build only replays the inputs given here. To search for new ones, guided by coverage, set
 * JAZZER_FUZZ=1 in the environment and run this test alone.
 */
class ReleaseFinderFuzzTest {
  private static final SystemCatalogue CATALOGUE = SystemCatalogue.load();
  private static final String MIRROR = "http://mirror.example/pub";

  static Stream<byte[]> pages() {
    String digest = "0123456789abcdef".repeat(4);
    return Stream.of(
            "<a href=\"44/\">44/</a> <a href=\"../\">../</a>\n[general]\nversion = 44\n"
                + "images/install.img = sha256:"
                + digest,
            digest + "  debian-live-13.1.0-amd64-standard.iso\n",
            digest + "  debian-live-..-amd64-standard.iso\n",
            "init=/nix/store/" + digest.substring(0, 32) + "-nixos-system-a-25.11//../init",
            "{\"tag_name\": \"v1.12.1\"}",
            " ".repeat(5000))
        .map(page -> page.getBytes(UTF_8));
  }

  @MethodSource("pages")
  @FuzzTest(maxDuration = "5m")
  void noPageLeadsElsewhere(byte[] page) throws Exception {
    for (KnownSystem system : CATALOGUE.systems()) {
      Architecture architecture = system.architectures().firstKey();
      try {
        Found found = finder(page).find(system, Optional.empty(), architecture);
        if (found instanceof Found.Release(PublishedRelease release)) {
          release
              .content()
              .artifacts()
              .forEach(file ->
                  assertThat(file.source().toString())
                      .startsWith(MIRROR + "/")
                      .doesNotContain(".."));
        }
      } catch (CatalogueException e) {
        assertThat(e.getMessage()).doesNotContain("\n");
      }
    }
  }

  private static ReleaseFinder finder(byte[] page) throws InvalidSourceException {
    return new ReleaseFinder(
        Optional.of(new Mirror(Source.parse(MIRROR))),
        new ReleaseFinder.Documents() {
          @Override
          public byte[] read(Source source, int maxBytes) {
            return page;
          }

          @Override
          public Path fetch(Artifact artifact) throws IOException {
            throw new CatalogueException("not fetched: " + artifact);
          }
        });
  }
}
