package org.pairboot.appliance.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pairboot.appliance.boot.planner.BootPlan;
import org.pairboot.appliance.boot.planner.BootPlanner;
import org.pairboot.appliance.boot.planner.Script;
import org.pairboot.appliance.boot.script.ScriptTemplates;
import org.pairboot.appliance.boot.script.ServerAddresses;
import org.pairboot.appliance.once.OneTimeBoots;
import org.pairboot.appliance.plan.BootPlans;
import org.pairboot.appliance.plan.Decision;
import org.pairboot.appliance.plan.MachineIdentity;
import org.pairboot.appliance.plan.PlanReader;
import org.pairboot.artifacts.catalog.BootRequest;
import org.pairboot.artifacts.catalog.Catalog;
import org.pairboot.artifacts.catalog.Protocol;
import org.pairboot.artifacts.content.ContentReader;
import org.pairboot.artifacts.image.ImageRef;
import org.pairboot.artifacts.image.InvalidNameException;
import org.pairboot.artifacts.image.PartName;
import org.pairboot.artifacts.image.Verification;
import org.pairboot.artifacts.store.ImageDraft;
import org.pairboot.artifacts.store.ImageStore;
import org.pairboot.artifacts.store.Staging;
import org.pairboot.artifacts.store.StoreOptions;
import org.pairboot.conf.BootSettings;
import org.pairboot.conf.BootSettings.Method;
import org.pairboot.conf.LoaderSettings;

/** From published images and settings to the text that a loader reads. */
class BootScriptsTest {
  private static final InetSocketAddress CLIENT = new InetSocketAddress("192.0.2.77", 2070);
  private static final InetSocketAddress SERVER = new InetSocketAddress("192.0.2.1", 69);

  @TempDir private Path directory;
  private ImageStore store;

  @BeforeEach
  void openStore() throws Exception {
    store = ImageStore.open(directory.resolve("store"), new StoreOptions(Duration.ZERO, "test"));
  }

  @Test
  void pxelinuxAppendsBothPartsWhereTheInitramfsCannotFetch() throws Exception {
    publish("demo", "1.0", false);

    assertThat(get("pxelinux.cfg/default", settings(Method.AUTO)))
        .startsWith(
            "# Pairboot: demo@1.0, pair verified; boot method appended: the initramfs cannot fetch")
        .contains("KERNEL ::/images/demo/1.0/kernel\n")
        .contains(
            "APPEND initrd=::/images/demo/1.0/initramfs.img,::/images/demo/1.0/rootfs.img quiet")
        .contains("IPAPPEND 2");
  }

  @Test
  void pxelinuxLeavesTheRootfsToAnInitramfsThatCanFetch() throws Exception {
    publish("demo", "1.0", true);

    assertThat(get("pxelinux.cfg/default", settings(Method.AUTO)))
        .contains("boot method rootfs-url")
        .contains(
            "APPEND initrd=::/images/demo/1.0/initramfs.img"
                + " coreos.live.rootfs_url=http://192.0.2.1:8080/images/demo/1.0/rootfs.img quiet");
  }

  @Test
  void theConcatenatedFormIsOneInitrd() throws Exception {
    publish("demo", "1.0", true);

    assertThat(get("pxelinux.cfg/default", settings(Method.CONCATENATED)))
        .contains("APPEND initrd=::/images/demo/1.0/live.img quiet");
  }

  @Test
  void ipxeNamesEachInitrdForTheEfiStub() throws Exception {
    publish("demo", "1.0", false);

    assertThat(get("boot.ipxe", settings(Method.APPENDED)))
        .startsWith("#!ipxe\n")
        .contains(
            "kernel http://192.0.2.1:8080/images/demo/1.0/kernel initrd=initramfs.img"
                + " initrd=rootfs.img quiet || goto failed\n"
                + "initrd --name initramfs.img"
                + " http://192.0.2.1:8080/images/demo/1.0/initramfs.img || goto failed\n"
                + "initrd --name rootfs.img"
                + " http://192.0.2.1:8080/images/demo/1.0/rootfs.img || goto failed\n"
                + "boot || goto failed\n")
        .contains("echo ${entry} did not arrive from Pairboot at 192.0.2.1.")
        .contains("chain --replace tftp://192.0.2.1/boot.ipxe");
  }

  @Test
  void grubFetchesOverHttpWhereItCan() throws Exception {
    publish("demo", "1.0", false);

    for (String name :
        List.of("grub/grub.cfg", "grub/x86_64-efi/grub.cfg", "EFI/fedora/grub.cfg")) {
      assertThat(get(name, settings(Method.APPENDED)))
          .startsWith("# Pairboot: demo@1.0, pair verified; boot method appended: by the method")
          .contains(
              "set pairboot='(tftp,192.0.2.1)'\n",
              "insmod http\n"
                  + "if [ -s '(http,192.0.2.1:8080)/grub/grub.cfg' ]; then\n"
                  + "  set pairboot='(http,192.0.2.1:8080)'\n"
                  + "fi\n",
              "  if linux \"$pairboot/images/demo/1.0/kernel\" quiet; then\n",
              "    if initrd \"$pairboot/images/demo/1.0/initramfs.img\""
                  + " \"$pairboot/images/demo/1.0/rootfs.img\"; then\n",
              "    echo 'demo@1.0 did not arrive from Pairboot at 192.0.2.1.'\n",
              "    configfile \"(tftp,192.0.2.1)/" + name + "\"\n");
    }
  }

  @Test
  void grubTakesKernelArgumentsAsTheyAre() throws Exception {
    publish("demo", "1.0", false);
    BootSettings settings =
        new BootSettings(Optional.empty(), Method.AUTO, "url=http://h/?a=1&b=2 x=$y q=it's z=a;b");

    assertThat(get("grub/grub.cfg", settings))
        .contains("quiet 'url=http://h/?a=1&b=2' 'x=$y' 'q=it'\\''s' 'z=a;b'; then\n");
  }

  @Test
  void pxelinuxSaysWhatToDoWhenAPartDoesNotArrive() throws Exception {
    publish("demo", "1.0", false);

    assertThat(get("pxelinux.cfg/default", settings(Method.APPENDED)))
        .contains(
            "SAY demo@1.0 from Pairboot at 192.0.2.1\n",
            "TIMEOUT 300\nONTIMEOUT local\n",
            "LABEL again\n  CONFIG ::/pxelinux.cfg/default\n");
  }

  @Test
  void loadersThatCameOverHttpStayThere() throws Exception {
    publish("demo", "1.0", false);
    BootRequest overHttp = new BootRequest("", Protocol.HTTP, CLIENT, SERVER);

    assertThat(get(overHttp, "pxelinux.cfg/default", settings(Method.AUTO)))
        .contains("KERNEL http://192.0.2.1:8080/images/demo/1.0/kernel\n")
        .contains(
            "initrd=http://192.0.2.1:8080/images/demo/1.0/initramfs.img,"
                + "http://192.0.2.1:8080/images/demo/1.0/rootfs.img quiet\n");
    assertThat(get(overHttp, "grub.cfg", settings(Method.AUTO)))
        .contains("set pairboot='(http,192.0.2.1:8080)'\n")
        .doesNotContain("tftp");
  }

  @Test
  void eachMachineGetsItsProfile() throws Exception {
    publish("demo", "1.0", false);
    publish("demo", "2.0", false);
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
        catalog(
            new BootSettings(Optional.empty(), Method.AUTO, "", List.of(plans), Optional.empty()));

    assertThat(get(catalog, "pxelinux.cfg/01-52-54-00-00-00-01"))
        .contains(
            "# Chosen: machine one (mac 52:54:00:00:00:01), profile old\n",
            "KERNEL ::/images/demo/1.0/kernel\n",
            "rootfs.img rescue\n");
    assertThat(catalog.resolve(request("pxelinux.cfg/01-52-54-00-00-00-02"))).isEmpty();
    // Its MAC may be that of a machine of the plans, so the loader has to go on asking.
    String second = "00000000-0000-0000-0000-000000000002";
    assertThat(catalog.resolve(request("pxelinux.cfg/" + second))).isEmpty();
    assertThat(get(catalog, "grub/grub.cfg"))
        .contains(
            "configfile \"(tftp,192.0.2.1)/grub/grub.cfg-mac=$net_default_mac,arch=$grub_cpu,"
                + "platform=$grub_platform\"");
    assertThat(get(catalog, "boot.ipxe"))
        .contains(
            "chain http://192.0.2.1:8080/boot.ipxe/mac=${netX/mac:hexhyp}/uuid=${uuid}/arch=");
    assertThat(get(catalog, "boot.ipxe/mac=52-54-00-00-00-03/uuid=" + second))
        .contains("# Chosen: machine two (uuid " + second + "), profile off\n", "exit 1\n")
        .doesNotContain("kernel");
    assertThat(get(catalog, "boot.ipxe/mac=52-54-00-00-00-03"))
        .contains("/demo/2.0/kernel", "# Chosen: no machine of the plans");
    assertThat(get(catalog, "grub/grub.cfg-mac=52:54:00:00:00:01,arch=x86_64,platform=efi"))
        .contains("/demo/1.0/kernel");
  }

  @Test
  void theKernelArgumentsOfTheSettingsComeLast() throws Exception {
    publish("demo", "1.0", false);
    BootSettings settings =
        new BootSettings(Optional.empty(), Method.AUTO, "console=ttyS0 console=tty0");

    assertThat(get("pxelinux.cfg/default", settings))
        .contains("rootfs.img quiet console=ttyS0 console=tty0\n");
  }

  @Test
  void scriptsNameTheVersionPublishedLast() throws Exception {
    publish("demo", "1.0", false);
    publish("demo", "2.0", false);

    assertThat(get("pxelinux.cfg/default", settings(Method.AUTO))).contains("/demo/2.0/kernel");
    assertThat(get("pxelinux.cfg/default", image("demo@1.0"))).contains("/demo/1.0/kernel");
  }

  @Test
  void withNothingToBootTheMachineIsToldAndGoesOn() throws Exception {
    assertThat(get("pxelinux.cfg/default", settings(Method.AUTO)))
        .contains(
            "SAY Pairboot at 192.0.2.1 has nothing to boot:\n"
                + "SAY no image yet; add one with 'pairboot import'\n",
            "TIMEOUT 300\n",
            "CONFIG ::/pxelinux.cfg/default\n")
        .contains("LOCALBOOT 0");
    publish("demo", "1.0", false);
    assertThat(get("boot.ipxe", image("other")))
        .contains(
            "echo Pairboot at 192.0.2.1 has nothing to boot:\necho image other is not published",
            "chain --replace tftp://192.0.2.1/boot.ipxe\n");
    assertThat(get("grub/grub.cfg", image("other")))
        .contains(
            "echo 'Pairboot at 192.0.2.1 has nothing to boot:'\n",
            "echo 'image other is not published",
            "if sleep --interruptible 30; then\n  exit 1\n",
            "  configfile \"(tftp,192.0.2.1)/grub/grub.cfg\"\n");
    assertThat(get("boot.ipxe", settings(Method.ROOTFS_URL)))
        .contains("the initramfs of demo@1.0 cannot fetch a rootfs");
  }

  @Test
  void anImageNameThatNoImageCanHaveIsRefusedAtStart() {
    assertThatThrownBy(() -> catalog(image("Ünfug")))
        .isInstanceOf(InvalidNameException.class)
        .hasMessageContaining("allowed");
  }

  @Test
  void partsAreServedByVersionAndByLatest() throws Exception {
    publish("demo", "1.0", false);
    publish("demo", "2.0", false);

    assertThat(get("images/demo/1.0/kernel", settings(Method.AUTO))).isEqualTo("kernel 1.0");
    assertThat(get("images/demo/latest/kernel", settings(Method.AUTO))).isEqualTo("kernel 2.0");
    assertThat(get("images/demo/1.0/live.img", settings(Method.AUTO)))
        .isEqualTo("initramfs 1.0\0\0\0rootfs 1.0");
  }

  @Test
  void whatIsNoInitrdIsOnlyNamedByUrl() throws Exception {
    publishPayload();

    assertThat(get("pxelinux.cfg/default", settings(Method.AUTO)))
        .contains("boot method rootfs-url: the initramfs can only fetch its root file system")
        .contains(
            "APPEND initrd=::/images/arch/1/initramfs.img"
                + " archiso_http_srv=http://192.0.2.1:8080/images/arch/1/"
                + " root=http://192.0.2.1:8080/images/arch/1/arch/x86_64/airootfs.sfs\n");
    assertThat(get("boot.ipxe", settings(Method.ROOTFS_URL)))
        .contains(
            "kernel http://192.0.2.1:8080/images/arch/1/kernel initrd=initramfs.img"
                + " archiso_http_srv=http://192.0.2.1:8080/images/arch/1/ ")
        .doesNotContain("initrd=airootfs")
        .doesNotContain("--name airootfs");
    assertThat(get("images/arch/1/arch/x86_64/airootfs.sfs", settings(Method.AUTO)))
        .isEqualTo("squashfs");
  }

  @Test
  void whatIsNoInitrdCannotBeAppended() throws Exception {
    publishPayload();

    assertThat(get("boot.ipxe", settings(Method.APPENDED)))
        .contains("arch@1 is no initrd, so it can only be fetched; set its method to auto");
    Decision decision = PlanReader.read(settings(Method.AUTO)).decide(MachineIdentity.UNKNOWN);
    BootPlanner planner =
        new BootPlanner(
            BootPlans.only(decision.profile()), store.snapshot(), p -> false, m -> true);
    assertThat(planner.plan(decision, MachineIdentity.UNKNOWN, Script.IPXE))
        .isEqualTo(
            new BootPlan.Nothing(
                decision.reason(),
                "arch@1 is fetched over HTTP while it boots, but http.enabled is false"));
  }

  private void publishPayload() throws Exception {
    try (Staging staging = store.stage()) {
      TestImages.stage(staging, PartName.KERNEL, "kernel");
      TestImages.stage(staging, PartName.INITRAMFS, "initramfs");
      TestImages.stage(staging, PartName.payload("arch/x86_64/airootfs.sfs"), "squashfs");
      store.publish(
          staging,
          new ImageDraft(
              new ImageRef("arch", "1"),
              Optional.of("x86_64"),
              "archiso_http_srv={base_url}/ root={rootfs_url}",
              new Verification.Unverifiable("nothing to verify"),
              true,
              List.of()));
    }
  }

  @Test
  void whatIsNotPublishedIsNotFound() throws Exception {
    publish("demo", "1.0", false);
    Catalog catalog = catalog(settings(Method.AUTO));

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

  @Test
  void aFatFormThatIsKeptIsServedButNeverBootedAndIsNoticed() throws Exception {
    publish("demo", "1.0", false, PartName.FAT);

    assertThat(get("images/demo/1.0/fat-initramfs.img", settings(Method.AUTO)))
        .isEqualTo("fat-initramfs.img 1.0");
    assertThat(get("pxelinux.cfg/default", settings(Method.AUTO)))
        .contains("SAY DEPRECATED: fat-initramfs.img of demo@1.0 goes away")
        .contains(
            "APPEND initrd=::/images/demo/1.0/initramfs.img,::/images/demo/1.0/rootfs.img quiet");
    assertThat(get("boot.ipxe", settings(Method.AUTO)))
        .contains("echo DEPRECATED: fat-initramfs.img of demo@1.0 goes away")
        .doesNotContain("initrd --name fat");
    publish("demo", "2.0", false);
    assertThat(get("pxelinux.cfg/default", settings(Method.AUTO))).doesNotContain("DEPRECATED");
  }

  private void publish(String name, String version, boolean fetchesRootfs, PartName... more)
      throws Exception {
    TestImages.publish(store, name, version, "x86_64", fetchesRootfs, more);
  }

  private String get(String name, BootSettings settings) throws Exception {
    return get(request(""), name, settings);
  }

  private String get(BootRequest like, String name, BootSettings settings) throws Exception {
    return get(
        catalog(settings), new BootRequest(name, like.protocol(), like.peer(), like.local()));
  }

  private static String get(Catalog catalog, String name) throws Exception {
    return get(catalog, request(name));
  }

  private static String get(Catalog catalog, BootRequest request) throws Exception {
    try (ContentReader reader = catalog.resolve(request).orElseThrow().content().open()) {
      ByteBuffer bytes = ByteBuffer.allocate((int) reader.length());
      reader.read(0, bytes);
      return new String(bytes.array(), StandardCharsets.UTF_8);
    }
  }

  private Catalog catalog(BootSettings settings) throws Exception {
    BootPlans plans = PlanReader.read(settings);
    ScriptTemplates templates = ScriptTemplates.load(settings.templates(), file -> {});
    return new BootCatalog(
            store::snapshot,
            () -> plans,
            () -> templates,
            OneTimeBoots.below(directory),
            LoaderSettings.NONE,
            new ServerAddresses(
                () -> Optional.of(new InetSocketAddress(69)),
                () -> Optional.of(new InetSocketAddress(8080)),
                Optional::empty))
        .create();
  }

  private static BootRequest request(String name) {
    return new BootRequest(name, Protocol.TFTP, CLIENT, SERVER);
  }

  private static BootSettings settings(Method method) {
    return new BootSettings(Optional.empty(), method, "");
  }

  private static BootSettings image(String image) {
    return new BootSettings(Optional.of(image), Method.AUTO, "");
  }
}
