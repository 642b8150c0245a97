package org.pairboot.artifacts.store.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.pairboot.artifacts.content.ArgumentTemplate;

class ArgumentTemplateTest {
  private static final String BASE = "http://192.0.2.1/images/a/1";

  @Test
  void replacesPlaceholdersWithUrls() {
    ArgumentTemplate template = new ArgumentTemplate("srv={base_url}/ root=live:{rootfs_url} {x}");

    assertThat(template.wantsUrls()).isTrue();
    assertThat(template.expand(BASE, Optional.of(BASE + "/a.img")))
        .isEqualTo("srv=" + BASE + "/ root=live:" + BASE + "/a.img {x}");
    assertThat(template.expand(BASE, Optional.empty())).contains("root=live:{rootfs_url}");
  }

  @Test
  void leavesOtherArgumentsUnchanged() {
    ArgumentTemplate template = new ArgumentTemplate("quiet console=ttyS0,115200");

    assertThat(template.wantsUrls()).isFalse();
    assertThat(template.expand(BASE, Optional.empty())).isEqualTo(template.text());
  }
}
