package org.pairboot.artifacts.content;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pairboot.testing.Property;

class InstallerArgumentsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "coreos.inst.install_dev=/dev/vda",
        "coreos.inst.install-dev=/dev/vda",
        "coreos.inst=yes",
        "inst.ks=http://192.0.2.1/ks.cfg",
        "inst.ks",
        "ks=cdrom:/ks.cfg",
        "autoinstall",
        "automatic-ubiquity",
        "auto",
        "auto=true",
        "auto-install/enable=true",
        "preseed/url=http://192.0.2.1/lab.cfg",
        "preseed/file=/preseed.cfg",
        "url=tftp://192.0.2.1/debian-preseed.txt",
        "url=http://192.0.2.1/tom.seed",
        "file=/cdrom/preseed/server",
        "partman-auto/disk=/dev/sda",
        "autoyast=http://192.0.2.1/autoinst.xml",
        "inst.auto=http://192.0.2.1/profile.json",
        "agama.auto=http://192.0.2.1/profile.json",
        "rd.kiwi.install.pxe",
        "rd.kiwi.install.image={rootfs_url}",
        "talos.config={documents_url}/talos.yaml",
        "harvester.install.automatic=true",
        "k3os.install.silent=true",
        "FAI_ACTION=install",
        "\"ocs_live_run=ocs-sr --batch restoredisk lab sda\"",
        "ocs_live_run=\"ocs-sr --batch restoredisk lab sda\"",
        "answerfile=http://192.0.2.1/xen.xml"
      })
  void findsWhatInstalls(String argument) {
    assertThat(found("console=ttyS0 " + argument + " quiet")).contains(argument);
    assertThat(found("quiet --- " + argument)).contains(argument);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "quiet console=ttyS0 ip=dhcp rd.neednet=1",
        "coreos.live.rootfs_url={rootfs_url} ignition.firstboot ignition.platform.id=metal",
        "inst.stage2={base_url} inst.repo=http://192.0.2.1/fedora",
        "boot=live components fetch={rootfs_url}",
        "root=/dev/ram0 ramdisk_size=1500000 cloud-config-url=/dev/null url={rootfs_url}",
        "url=http://192.0.2.1/ubuntu.iso file=/cdrom/casper",
        "talos.platform=metal slab_nomerge pti=on",
        "archisobasedir=arch archiso_http_srv={base_url}/ ip=dhcp",
        "alpine_repo={base_url}/apks modloop={rootfs_url}",
        "auto=false autoinstall=0 FAI_ACTION=sysinfo",
        "ks.device=eth0 automount dyndbg=\"file ks +p\"",
        "root=live:{rootfs_url} rd.live.image"
      })
  void findsNothingInLiveSystems(String arguments) {
    assertThat(found(arguments)).isEmpty();
  }

  @Test
  void findsAnInstallerAmongAnyOtherArgumentsWhateverTheirOrder() {
    Property.holds(draw -> {
      List<String> arguments =
          new ArrayList<>(
              draw.list(
                  0,
                  8,
                  () -> draw.of("quiet", "console=ttyS0", "a=\"b c\"", "--", "ip=dhcp", "x-y=1")));
      assertThat(found(String.join(" ", arguments))).isEmpty();
      arguments.add(draw.between(0, arguments.size()), "coreos.inst.install_dev=/dev/sda");
      assertThat(found(String.join(" ", arguments))).contains("coreos.inst.install_dev=/dev/sda");
    });
  }

  private static Optional<String> found(String arguments) {
    return InstallerArguments.in(KernelArguments.parse(arguments))
        .map(KernelArguments.Argument::text);
  }
}
