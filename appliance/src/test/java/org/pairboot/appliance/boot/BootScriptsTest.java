package org.pairboot.appliance.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pairboot.appliance.boot.TestBoots.image;
import static org.pairboot.appliance.boot.TestBoots.settings;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.pairboot.artifacts.catalog.BootRequest;
import org.pairboot.artifacts.store.image.PartName;
import org.pairboot.conf.BootSettings;
import org.pairboot.conf.BootSettings.Method;

/** From published images and settings to the text that a loader reads. */
class BootScriptsTest extends BootTest {

  @Test
  void pxelinuxAppendsBothPartsWhereTheInitramfsCannotFetch() throws Exception {
    boots.publish("demo", "1.0", false);

    assertThat(boots.get("pxelinux.cfg/default", settings(Method.AUTO)))
        .startsWith(
            "# Pairboot: demo@1.0, pair verified; boot method appended: the initramfs cannot fetch")
        .contains("KERNEL ::/images/demo/1.0/x86_64/kernel\n")
        .contains(
            "APPEND"
                + " initrd=::/images/demo/1.0/x86_64/initramfs.img,::/images/demo/1.0/x86_64/rootfs.img"
                + " quiet")
        .contains("IPAPPEND 2");
  }

  @Test
  void pxelinuxLeavesTheRootfsToAnInitramfsThatCanFetch() throws Exception {
    boots.publish("demo", "1.0", true);

    assertThat(boots.get("pxelinux.cfg/default", settings(Method.AUTO)))
        .contains("boot method rootfs-url")
        .contains(
            "APPEND initrd=::/images/demo/1.0/x86_64/initramfs.img"
                + " coreos.live.rootfs_url=http://192.0.2.1:8080/images/demo/1.0/x86_64/rootfs.img"
                + " quiet");
  }

  @Test
  void theConcatenatedFormIsOneInitrd() throws Exception {
    boots.publish("demo", "1.0", true);

    assertThat(boots.get("pxelinux.cfg/default", settings(Method.CONCATENATED)))
        .contains("APPEND initrd=::/images/demo/1.0/x86_64/live.img quiet");
  }

  @Test
  void ipxeNamesEachInitrdForTheEfiStub() throws Exception {
    boots.publish("demo", "1.0", false);

    assertThat(boots.get("boot.ipxe", settings(Method.APPENDED)))
        .startsWith("#!ipxe\n")
        .contains(
            "kernel http://192.0.2.1:8080/images/demo/1.0/x86_64/kernel initrd=initramfs.img"
                + " initrd=rootfs.img quiet BOOTIF=01-${netX/mac:hexhyp} || goto _failed\n"
                + "initrd --name initramfs.img"
                + " http://192.0.2.1:8080/images/demo/1.0/x86_64/initramfs.img || goto _failed\n"
                + "initrd --name rootfs.img"
                + " http://192.0.2.1:8080/images/demo/1.0/x86_64/rootfs.img || goto _failed\n"
                + "boot || goto _failed\n")
        .contains("set failure demo@1.0 did not arrive from Pairboot at 192.0.2.1.\n")
        .contains("chain --replace tftp://192.0.2.1/boot.ipxe");
  }

  @Test
  void grubFetchesOverHttpWhereItCan() throws Exception {
    boots.publish("demo", "1.0", false);

    for (String name :
        List.of("grub/grub.cfg", "grub/x86_64-efi/grub.cfg", "EFI/fedora/grub.cfg")) {
      assertThat(boots.get(name, settings(Method.APPENDED)))
          .startsWith("# Pairboot: demo@1.0, pair verified; boot method appended: by the method")
          .contains(
              "set pairboot='(tftp,192.0.2.1)'\n",
              "insmod http\n"
                  + "if [ -s '(http,192.0.2.1:8080)/grub/grub.cfg' ]; then\n"
                  + "  set pairboot='(http,192.0.2.1:8080)'\n"
                  + "fi\n",
              "  if linux \"$pairboot/images/demo/1.0/x86_64/kernel\" quiet"
                  + " BOOTIF=01-$net_default_mac; then\n",
              "    if initrd \"$pairboot/images/demo/1.0/x86_64/initramfs.img\""
                  + " \"$pairboot/images/demo/1.0/x86_64/rootfs.img\"; then\n",
              "    echo 'demo@1.0 did not arrive from Pairboot at 192.0.2.1.'\n",
              "    configfile '(tftp,192.0.2.1)/" + name + "'\n");
    }
  }

  @Test
  void grubTakesKernelArgumentsAsTheyAre() throws Exception {
    boots.publish("demo", "1.0", false);
    BootSettings settings =
        new BootSettings(Optional.empty(), Method.AUTO, "url=http://h/?a=1&b=2 x=$y z=a;b");

    assertThat(boots.get("grub/grub.cfg", settings))
        .contains(
            "quiet 'url=http://h/?a=1&b=2' 'x=$y' 'z=a;b' BOOTIF=01-$net_default_mac; then\n");
  }

  @Test
  void pxelinuxSaysWhatToDoWhenAPartDoesNotArrive() throws Exception {
    boots.publish("demo", "1.0", false);

    assertThat(boots.get("pxelinux.cfg/default", settings(Method.APPENDED)))
        .contains(
            "SAY demo@1.0 from Pairboot at 192.0.2.1\n",
            "TIMEOUT 300\nONTIMEOUT local\n",
            "LABEL again\n  CONFIG ::/pxelinux.cfg/default\n");
  }

  @Test
  void loadersThatCameOverHttpStayThere() throws Exception {
    boots.publish("demo", "1.0", false);
    BootRequest overHttp = TestBoots.overHttp("");

    assertThat(boots.get(overHttp, "pxelinux.cfg/default", settings(Method.AUTO)))
        .contains("KERNEL http://192.0.2.1:8080/images/demo/1.0/x86_64/kernel\n")
        .contains(
            "initrd=http://192.0.2.1:8080/images/demo/1.0/x86_64/initramfs.img,"
                + "http://192.0.2.1:8080/images/demo/1.0/x86_64/rootfs.img quiet\n");
    assertThat(boots.get(overHttp, "grub.cfg", settings(Method.AUTO)))
        .contains("set pairboot='(http,192.0.2.1:8080)'\n")
        .doesNotContain("tftp");
  }

  @Test
  void theKernelArgumentsOfTheSettingsComeLast() throws Exception {
    boots.publish("demo", "1.0", false);
    BootSettings settings =
        new BootSettings(Optional.empty(), Method.AUTO, "console=ttyS0 console=tty0");

    assertThat(boots.get("pxelinux.cfg/default", settings))
        .contains("rootfs.img quiet console=ttyS0 console=tty0\n");
  }

  @Test
  void scriptsNameTheVersionPublishedLast() throws Exception {
    boots.publish("demo", "1.0", false);
    boots.publish("demo", "2.0", false);

    assertThat(boots.get("pxelinux.cfg/default", settings(Method.AUTO)))
        .contains("/demo/2.0/x86_64/kernel");
    assertThat(boots.get("pxelinux.cfg/default", image("demo@1.0")))
        .contains("/demo/1.0/x86_64/kernel");
  }

  @Test
  void aFatFormThatIsKeptIsServedButNeverBootedAndIsNoticed() throws Exception {
    boots.publish("demo", "1.0", false, PartName.FAT);

    assertThat(boots.get("images/demo/1.0/fat-initramfs.img", settings(Method.AUTO)))
        .isEqualTo("fat-initramfs.img 1.0");
    assertThat(boots.get("pxelinux.cfg/default", settings(Method.AUTO)))
        .contains("SAY DEPRECATED: fat-initramfs.img of demo@1.0 goes away")
        .contains(
            "APPEND"
                + " initrd=::/images/demo/1.0/x86_64/initramfs.img,::/images/demo/1.0/x86_64/rootfs.img"
                + " quiet");
    assertThat(boots.get("boot.ipxe", settings(Method.AUTO)))
        .contains("echo DEPRECATED: fat-initramfs.img of demo@1.0 goes away")
        .doesNotContain("initrd --name fat");
    boots.publish("demo", "2.0", false);
    assertThat(boots.get("pxelinux.cfg/default", settings(Method.AUTO)))
        .doesNotContain("DEPRECATED");
  }

  @Test
  void withNothingToBootTheMachineIsToldAndGoesOn() throws Exception {
    assertThat(boots.get("pxelinux.cfg/default", settings(Method.AUTO)))
        .contains(
            "SAY Pairboot at 192.0.2.1 has nothing to boot:\n"
                + "SAY no image yet; add one with 'pairboot import'\n",
            "TIMEOUT 300\n",
            "CONFIG ::/pxelinux.cfg/default\n")
        .contains("LOCALBOOT 0");
    boots.publish("demo", "1.0", false);
    assertThat(boots.get("boot.ipxe", image("other")))
        .contains(
            "echo Pairboot at 192.0.2.1 has nothing to boot:\necho image other is not published",
            "chain --replace tftp://192.0.2.1/boot.ipxe\n");
    assertThat(boots.get("grub/grub.cfg", image("other")))
        .contains(
            "echo 'Pairboot at 192.0.2.1 has nothing to boot:'\n",
            "echo 'image other is not published",
            "if sleep --interruptible 30; then\n  exit 1\n",
            "  configfile '(tftp,192.0.2.1)/grub/grub.cfg'\n");
    assertThat(boots.get("boot.ipxe", settings(Method.ROOTFS_URL)))
        .contains("the initramfs of demo@1.0 cannot fetch a rootfs");
  }

  @Test
  void quotesHoldBlanksTogetherForEveryLoader() throws Exception {
    boots.publish("demo", "1.0", false);
    BootSettings settings = arguments("dyndbg=\"file foo.c  +p\" \"a=b c\"");

    assertThat(boots.get("pxelinux.cfg/default", settings))
        .contains(" quiet dyndbg=\"file foo.c  +p\" \"a=b c\"\n  IPAPPEND 2\n");
    assertThat(boots.get("grub/grub.cfg", settings))
        .contains(" quiet 'dyndbg=file foo.c  +p' 'a=b c' BOOTIF=");
    assertThat(boots.get("boot.ipxe", settings))
        .contains(
            "set blank:hex 20\n",
            " quiet dyndbg=\"file${blank:string}foo.c${blank:string}${blank:string}+p\""
                + " \"a=b${blank:string}c\" BOOTIF=");
  }

  @Test
  void variablesOfTheSystemReachTheKernelOrTheMachineSaysWhyNot() throws Exception {
    boots.publish("demo", "1.0", false);
    BootSettings settings = arguments("a=${base_url}$b");

    assertThat(boots.get("pxelinux.cfg/default", settings)).contains(" quiet a=${base_url}$b\n");
    assertThat(boots.get(overTftpByUBoot(), settings))
        .contains("  append quiet a=\\${base_url}\\$b\n");
    assertThat(boots.get("grub/grub.cfg", settings)).contains(" quiet 'a=${base_url}$b' BOOTIF=");
    assertThat(boots.get("boot.ipxe", settings))
        .contains(
            "echo iPXE replaces $ {...} in the kernel argument a=$ {base_url}$b; leave it out")
        .doesNotContain("kernel http");
  }

  @Test
  void grubSaysWhichArgumentItCannotWrite() throws Exception {
    boots.publish("demo", "1.0", false);

    assertThat(boots.get("grub/grub.cfg", arguments("ok=a\\x20b q=it's")))
        .contains("also in the kernel argument q=it'\\''s; leave these out")
        .doesNotContain("linux \"");
  }

  @Test
  void aRequestNameIsNoCommand() throws Exception {
    boots.publish("demo", "1.0", false);

    assertThat(boots.get("a\";reboot;\"/grub.cfg", settings(Method.AUTO)))
        .doesNotContain(";reboot;")
        .contains("configfile '(tftp,192.0.2.1)/grub/grub.cfg'");
    assertThat(boots.get("a b\"/pxelinux.cfg/default", settings(Method.AUTO)))
        .contains("  CONFIG ::/pxelinux.cfg/default\n");
    assertThat(boots.get("boot.ipxe/serial=a && reboot ${x}", settings(Method.AUTO)))
        .contains("/boot.ipxe/serial=a%20%26%26%20reboot%20%24%7Bx%7D\n");
  }

  @Test
  void aLineThatIsTooLongForPxelinuxIsNotBooted() throws Exception {
    boots.publish("demo", "1.0", false);

    assertThat(boots.get("pxelinux.cfg/default", arguments("a=" + "x".repeat(2000))))
        .contains("but PXELINUX takes 2047; shorten the kernel arguments")
        .doesNotContain("KERNEL");
  }

  private static String overTftpByUBoot() {
    return "pxelinux.cfg/default-x86";
  }

  private static BootSettings arguments(String arguments) {
    return new BootSettings(Optional.empty(), Method.AUTO, arguments);
  }
}
