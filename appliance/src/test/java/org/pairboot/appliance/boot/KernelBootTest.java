package org.pairboot.appliance.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pairboot.appliance.boot.TestBoots.image;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pairboot.artifacts.catalog.Architecture;
import org.pairboot.artifacts.catalog.KernelForm;
import org.pairboot.artifacts.catalog.KernelForm.Loader;
import org.pairboot.artifacts.store.ImageDraft;
import org.pairboot.artifacts.store.image.ImageRef;
import org.pairboot.artifacts.store.image.ImageVersion.Verification;
import org.pairboot.artifacts.store.image.PartName;
import org.pairboot.artifacts.store.staging.Staging;
import org.pairboot.conf.BootSettings;
import org.pairboot.conf.BootSettings.Method;

/** Kernels without an initramfs: no loader may be told of an initrd that is not there. */
class KernelBootTest extends BootTest {

  @BeforeEach
  void publish() throws Exception {
    publish("memtest", "onepass");
    publish("bare", "");
  }

  @Test
  void pxelinuxGetsNoInitrd() throws Exception {
    String script = boots.get("pxelinux.cfg/default", image("memtest"));

    assertThat(script).contains("  KERNEL ::/images/memtest/1", "  APPEND onepass\n");
    assertThat(script).doesNotContain("initrd=");
    assertThat(boots.get("pxelinux.cfg/default", image("bare"))).doesNotContain("initrd=");
  }

  @Test
  void grubIsSatisfiedWithTheKernel() throws Exception {
    String script =
        boots.get("grub/grub.cfg-mac=52:54:00:00:00:01,arch=x86_64,platform=efi", image("memtest"));

    assertThat(script)
        .containsPattern(
            "if linux \"\\$pairboot/images/memtest/1/\\S*kernel\" \\S*onepass\\S* BOOTIF=\\S+;"
                + " then\n"
                + " +set arrived=all\n"
                + " +fi\n");
    assertThat(script).doesNotContain("if initrd");
  }

  @Test
  void ipxeGetsNoInitrd() throws Exception {
    String script = boots.get("boot.ipxe/mac=52-54-00-00-00-01", image("memtest"));

    assertThat(script).containsPattern("\nkernel \\S+/kernel .*onepass");
    assertThat(script).doesNotContain("\ninitrd").doesNotContain("initrd=");
  }

  @Test
  void uBootAndRaspberryPiGetNoInitrd() throws Exception {
    String uBoot = boots.get("pxelinux.cfg/default-arm", image("memtest"));
    assertThat(uBoot).contains("append onepass").doesNotContain("  initrd");

    String pi = boots.get("0a1b2c3d/config.txt", image("memtest"));
    assertThat(pi).contains("\nkernel=").doesNotContain("\ninitramfs");
  }

  @Test
  void aLoaderOfOneInitrdTakesOneThatTheProfileAdds() throws Exception {
    Files.writeString(directory.resolve("one.img"), "one");
    Files.writeString(directory.resolve("two.img"), "two");

    assertThat(boots.get("pxelinux.cfg/default-arm", withInitrds("one.img")))
        .contains("initrd /initrds/test/one.img");
    assertThat(boots.get("pxelinux.cfg/default-arm", withInitrds("one.img", "two.img")))
        .contains("takes one initrd");
  }

  @Test
  void itsKernelIsServedAndNothingElse() throws Exception {
    assertThat(boots.get("images/memtest/1/kernel", image("memtest"))).isEqualTo("kernel");
    assertThat(
            boots.catalog(image("memtest")).resolve(TestBoots.request("images/memtest/1/live.img")))
        .isEmpty();
  }

  @Test
  void aLoaderThatCannotStartTheKernelShowsThat() throws Exception {
    publish("zboot", "", Optional.of(Architecture.AARCH64), Optional.of(KernelForm.ZBOOT));

    assertThat(boots.get("pxelinux.cfg/default-arm", image("zboot")))
        .contains("the kernel of zboot@1 is of the form EFI zboot image, which U-Boot cannot start")
        .contains("it starts bzImage, Image, gzip-compressed Image")
        .doesNotContain("/kernel");
    assertThat(boots.catalog(image("zboot")).resolve(TestBoots.request("0a1b2c3d/config.txt")))
        .isEmpty();
    assertThat(boots.get("grub/grub.cfg-arch=arm64,platform=efi", image("zboot")))
        .contains("/images/zboot/1/aarch64/kernel");
  }

  @ParameterizedTest
  @EnumSource
  void everyFormIsStartedBySomeLoader(KernelForm form) {
    assertThat(Loader.values()).anyMatch(form::isStartedBy);
    assertThat(KernelForm.parse(form.term())).contains(form);
  }

  @Test
  void aRaspberryPiIsToldWhetherTheKernelHas64Bits() throws Exception {
    publish("old", "", Optional.of(Architecture.ARM), Optional.of(KernelForm.ZIMAGE));
    publish("new", "", Optional.of(Architecture.AARCH64), Optional.of(KernelForm.GZIP_IMAGE));

    assertThat(boots.get("0a1b2c3d/config.txt", image("old"))).contains("\narm_64bit=0\nkernel=");
    assertThat(boots.get("0a1b2c3d/config.txt", image("new"))).contains("\narm_64bit=1\nkernel=");
  }

  private BootSettings withInitrds(String... files) throws Exception {
    Path plans = directory.resolve("plans.conf");
    Files.writeString(
        plans,
        """
        profiles.test { image = memtest, initrds = [ %s ] }
        machines.any { select.subnet = "192.0.2.0/24", profile = test }
        """
            .formatted(String.join(", ", files)));
    return new BootSettings(Optional.empty(), Method.AUTO, "", List.of(plans), Optional.empty());
  }

  private void publish(String name, String arguments) throws Exception {
    publish(name, arguments, Optional.empty(), Optional.empty());
  }

  private void publish(
      String name, String arguments, Optional<Architecture> architecture, Optional<KernelForm> form)
      throws Exception {
    try (Staging staging = boots.store().stage()) {
      TestImages.stage(staging, PartName.KERNEL, "kernel");
      boots
          .store()
          .publish(
              staging,
              new ImageDraft(
                  new ImageRef(name, "1"),
                  architecture,
                  form,
                  arguments,
                  new Verification.Unverifiable("there is no initramfs beside the kernel"),
                  false,
                  List.of(),
                  Optional.empty()));
    }
  }
}
