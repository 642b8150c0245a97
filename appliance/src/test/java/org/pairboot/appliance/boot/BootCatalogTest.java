package org.pairboot.appliance.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.pairboot.appliance.boot.TestBoots.image;
import static org.pairboot.appliance.boot.TestBoots.request;
import static org.pairboot.appliance.boot.TestBoots.settings;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.pairboot.artifacts.catalog.Catalog;
import org.pairboot.artifacts.store.image.InvalidNameException;
import org.pairboot.artifacts.store.image.PartName;
import org.pairboot.artifacts.store.staging.Staging;
import org.pairboot.conf.BootSettings;
import org.pairboot.conf.BootSettings.Method;

/** Which machine gets what under which name. */
class BootCatalogTest extends BootTest {

  @Test
  void eachMachineGetsItsProfile() throws Exception {
    boots.publish("demo", "1.0", false);
    boots.publish("demo", "2.0", false);
    Path plans =
        Files.writeString(
            directory.resolve("plans.conf"),
            """
            profiles {
              old { image = "demo@1.0", kernel-arguments { add = "rescue", remove = quiet } }
              off { action = local-disk }
            }
            machines {
              one { select.mac = "52:54:00:00:00:01", profile = old }
              two { select.uuid = 00000000-0000-0000-0000-000000000002, profile = off }
            }
            """);
    Catalog catalog =
        boots.catalog(
            new BootSettings(Optional.empty(), Method.AUTO, "", List.of(plans), Optional.empty()));

    assertThat(TestBoots.get(catalog, "pxelinux.cfg/01-52-54-00-00-00-01"))
        .contains(
            "# Chosen: machine one (mac 52:54:00:00:00:01), profile old\n",
            "KERNEL ::/images/demo/1.0/x86_64/kernel\n",
            "rootfs.img rescue\n");
    assertThat(catalog.resolve(request("pxelinux.cfg/01-52-54-00-00-00-02"))).isEmpty();
    // Its MAC may be that of a machine of the plans, so the loader has to go on asking.
    String second = "00000000-0000-0000-0000-000000000002";
    assertThat(catalog.resolve(request("pxelinux.cfg/" + second))).isEmpty();
    assertThat(TestBoots.get(catalog, "grub/grub.cfg"))
        .contains(
            "configfile \"(tftp,192.0.2.1)/grub/grub.cfg-mac=$net_default_mac,arch=$grub_cpu,"
                + "platform=$grub_platform\"");
    assertThat(TestBoots.get(catalog, "boot.ipxe"))
        .contains(
            "chain http://192.0.2.1:8080/boot.ipxe/mac=${netX/mac:hexhyp}/uuid=${uuid}/arch=");
    assertThat(TestBoots.get(catalog, "boot.ipxe/mac=52-54-00-00-00-03/uuid=" + second))
        .contains("# Chosen: machine two (uuid " + second + "), profile off\n", "exit 1\n")
        .doesNotContain("kernel");
    assertThat(TestBoots.get(catalog, "boot.ipxe/mac=52-54-00-00-00-03"))
        .contains("/demo/2.0/x86_64/kernel", "# Chosen: no machine of the plans");
    assertThat(
            TestBoots.get(catalog, "grub/grub.cfg-mac=52:54:00:00:00:01,arch=x86_64,platform=efi"))
        .contains("/demo/1.0/x86_64/kernel");
  }

  @Test
  void anImageNameThatNoImageCanHaveIsRefusedAtStart() {
    assertThatThrownBy(() -> boots.catalog(image("Ünfug")))
        .isInstanceOf(InvalidNameException.class)
        .hasMessageContaining("expected");
  }

  @Test
  void partsAreServedByVersionAndByLatest() throws Exception {
    boots.publish("demo", "1.0", false);
    boots.publish("demo", "2.0", false);

    assertThat(boots.get("images/demo/1.0/kernel", settings(Method.AUTO))).isEqualTo("kernel 1.0");
    assertThat(boots.get("images/demo/latest/kernel", settings(Method.AUTO)))
        .isEqualTo("kernel 2.0");
    assertThat(boots.get("images/demo/1.0/live.img", settings(Method.AUTO)))
        .isEqualTo("initramfs 1.0\0\0\0rootfs 1.0");
  }

  @Test
  void eachArchitectureIsServedBelowItsOwnPath() throws Exception {
    TestImages.publish(boots.store(), "demo", "1.0", "x86_64", false);
    try (Staging staging = boots.store().stage()) {
      TestImages.stage(staging, PartName.KERNEL, "another kernel");
      TestImages.stage(staging, PartName.INITRAMFS, "another initramfs");
      TestImages.stage(staging, PartName.payload("x86_64/root.sfs"), "squashfs");
      TestImages.publish(boots.store(), staging, "demo", "1.0", "aarch64");
    }
    Catalog catalog = boots.catalog(settings(Method.AUTO));

    assertThat(TestBoots.get(catalog, "images/demo/1.0/x86_64/kernel")).isEqualTo("kernel 1.0");
    assertThat(TestBoots.get(catalog, "images/demo/1.0/amd64/kernel")).isEqualTo("kernel 1.0");
    assertThat(TestBoots.get(catalog, "images/demo/1.0/kernel")).isEqualTo("kernel 1.0");
    assertThat(TestBoots.get(catalog, "images/demo/latest/arm64/kernel"))
        .isEqualTo("another kernel");
    assertThat(TestBoots.get(catalog, "images/demo/1.0/aarch64/x86_64/root.sfs"))
        .isEqualTo("squashfs");
    assertThat(catalog.resolve(request("images/demo/1.0/riscv64/kernel"))).isEmpty();
    assertThat(catalog.resolve(request("images/demo/1.0/aarch64/rootfs.img"))).isEmpty();
  }

  @Test
  void aPayloadMayBeNamedLikeAnArchitecture() throws Exception {
    try (Staging staging = boots.store().stage()) {
      TestImages.stage(staging, PartName.KERNEL, "kernel");
      TestImages.stage(staging, PartName.INITRAMFS, "initramfs");
      TestImages.stage(staging, PartName.payload("x86_64/root.sfs"), "squashfs");
      TestImages.publish(boots.store(), staging, "demo", "1.0", "x86_64");
    }
    Catalog catalog = boots.catalog(settings(Method.AUTO));

    assertThat(TestBoots.get(catalog, "images/demo/1.0/x86_64/root.sfs")).isEqualTo("squashfs");
    assertThat(TestBoots.get(catalog, "images/demo/1.0/x86_64/x86_64/root.sfs"))
        .isEqualTo("squashfs");
  }

  @Test
  void whatIsNotPublishedIsNotFound() throws Exception {
    boots.publish("demo", "1.0", false);
    Catalog catalog = boots.catalog(settings(Method.AUTO));

    for (String name :
        List.of(
            "images/demo/1.0",
            "images/demo/1.0/",
            "images/demo/3.0/kernel",
            "images/demo/1.0/kernel/x",
            "images/other/latest/kernel",
            "images/De mo/%/kernel",
            "pxelinux.cfg/01-52-54-00-12-34-56",
            "nothing.efi",
            "")) {
      assertThat(catalog.resolve(request(name))).as(name).isEmpty();
    }
  }
}
