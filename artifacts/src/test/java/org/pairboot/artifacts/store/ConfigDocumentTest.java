package org.pairboot.artifacts.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pairboot.artifacts.store.image.ImageVersion;
import org.pairboot.artifacts.store.image.ImageVersion.Part;
import org.pairboot.artifacts.store.oci.ConfigDocument;
import org.pairboot.artifacts.store.oci.OciJson;

class ConfigDocumentTest {
  @TempDir Path temp;

  @Test
  void ignoresTheDigestOfTheLiveImageThatEarlierBuildsRecorded() throws Exception {
    ImageStore store = ImageStore.open(temp.resolve("store"), ImageStore.Options.defaults());
    ImageVersion image = Images.publish(store, "fcos@1", "initramfs", "rootfs").image();
    ObjectNode recorded = OciJson.parse(ConfigDocument.bytes(image));
    assertThat(recorded.has("liveImage")).isFalse();
    recorded.put("liveImage", "sha256:" + "ab".repeat(32));

    List<Part> parts = image.parts();
    ImageVersion read = ConfigDocument.parse(recorded, parts, Optional.empty());
    assertThat(read.known(image.published(), image.verification())).isEqualTo(image);
  }
}
