package org.pairboot.it.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pairboot.it.lab.Cli;
import org.pairboot.it.lab.Command;
import org.pairboot.it.lab.PairbootServer;
import org.pairboot.it.lab.SeededFile;
import org.pairboot.it.lab.TestImage;
import org.pairboot.it.lab.Tools;

/** Images that skopeo copies into a store, and what they say of themselves. */
class UnprovenImagesIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path directory;
  private Path dataDir;
  private Path elsewhere;
  private Cli cli;

  @BeforeEach
  void publish() {
    Tools.need("skopeo:skopeo");
    dataDir = directory.resolve("data");
    elsewhere = directory.resolve("elsewhere");
    cli = new Cli(dataDir);
    cli.importImage("demo", image("1"));
    new Cli(elsewhere).importImage("demo", image("2"));
  }

  @Test
  void aRootfsOfZerosThatClaimsToBeVerifiedAndTheNewestIsNeitherServedNorNamed() throws Exception {
    tamper();
    copyIn();
    assertThat(cli.run("images").succeeded().out()).containsPattern("demo +2 .* unproven");
    assertThat(cli.run("images").out()).containsPattern("demo +1 .* verified");

    try (PairbootServer server = PairbootServer.serve(dataDir)) {
      assertThat(status(server, "images/demo/2/rootfs.img")).isEqualTo(404);
      assertThat(status(server, "images/demo/1/rootfs.img")).isEqualTo(200);
      assertThat(text(server, "boot.ipxe")).contains("/images/demo/1/").doesNotContain("demo/2");
      await()
          .until(
              () -> cli.json("images").findValuesAsText("reason").toString().contains("not match"));
      assertThat(status(server, "images/demo/2/rootfs.img")).isEqualTo(404);
    }
    assertThat(cli.run("verify", "demo@2").exited(3).out()).contains("demo@2: rejected");
    assertThat(cli.run("show", "demo@2").succeeded().out()).contains("NOT SERVED");
  }

  @Test
  void aRunningServerProvesWhatIsGoodAndServesItFromThenOn() throws Exception {
    try (PairbootServer server = PairbootServer.serve(dataDir)) {
      copyIn();
      await().until(() -> status(server, "images/demo/2/rootfs.img") == 200);
      assertThat(text(server, "boot.ipxe")).contains("/images/demo/2/");
    }
  }

  private void copyIn() {
    Command.run(
            List.of("skopeo", "copy", "oci:" + elsewhere + ":demo-2", "oci:" + dataDir + ":demo-2"))
        .succeeded();
  }

  /** Replaces the rootfs with zeros, and makes the config what an earlier release would write. */
  private void tamper() throws IOException {
    ObjectNode index = read(elsewhere.resolve("index.json"));
    ObjectNode entry = (ObjectNode) index.path("manifests").path(0);
    ObjectNode manifest = read(blob(entry));
    ObjectNode config = read(blob(manifest.path("config")));
    config.put("published", "2099-01-01T00:00:00Z");
    config.putObject("verification").put("state", "verified");
    replace((ObjectNode) manifest.path("config"), JSON.writeValueAsBytes(config));
    for (JsonNode layer : manifest.path("layers")) {
      if (layer.path("mediaType").asText().contains("rootfs")) {
        replace((ObjectNode) layer, new byte[5_000_000]);
      }
    }
    replace(entry, JSON.writeValueAsBytes(manifest));
    Files.write(elsewhere.resolve("index.json"), JSON.writeValueAsBytes(index));
  }

  private void replace(ObjectNode descriptor, byte[] content) throws IOException {
    descriptor.put("digest", "sha256:" + SeededFile.sha256(content)).put("size", content.length);
    Files.write(blob(descriptor), content);
  }

  private Path blob(JsonNode descriptor) {
    return elsewhere.resolve("blobs").resolve(descriptor.path("digest").asText().replace(':', '/'));
  }

  private static ObjectNode read(Path file) throws IOException {
    return (ObjectNode) JSON.readTree(Files.readAllBytes(file));
  }

  private TestImage image(String version) {
    return TestImage.write(directory.resolve("image-" + version), version, 100_000);
  }

  private static int status(PairbootServer server, String name) throws IOException {
    return ((HttpURLConnection) server.http(name).toURL().openConnection()).getResponseCode();
  }

  private static String text(PairbootServer server, String name) throws IOException {
    try (InputStream body = server.http(name).toURL().openStream()) {
      return new String(body.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
