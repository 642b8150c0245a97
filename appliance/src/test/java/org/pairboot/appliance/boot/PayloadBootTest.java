package org.pairboot.appliance.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pairboot.appliance.boot.TestBoots.settings;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.pairboot.appliance.boot.planner.BootPlan;
import org.pairboot.appliance.boot.planner.BootPlanner;
import org.pairboot.appliance.boot.planner.Script;
import org.pairboot.appliance.machine.Standing.Verdict;
import org.pairboot.appliance.plan.BootPlans;
import org.pairboot.appliance.plan.Decision;
import org.pairboot.appliance.plan.MachineIdentity;
import org.pairboot.appliance.plan.PlanReader;
import org.pairboot.artifacts.catalog.Architecture;
import org.pairboot.artifacts.store.ImageDraft;
import org.pairboot.artifacts.store.image.ImageRef;
import org.pairboot.artifacts.store.image.ImageVersion.Verification;
import org.pairboot.artifacts.store.image.PartName;
import org.pairboot.artifacts.store.staging.Staging;
import org.pairboot.conf.BootSettings.Method;

/** Images whose root file system is no initrd. */
class PayloadBootTest extends BootTest {

  @Test
  void whatIsNoInitrdIsOnlyNamedByUrl() throws Exception {
    publishPayload();

    assertThat(boots.get("pxelinux.cfg/default", settings(Method.AUTO)))
        .contains("boot method rootfs-url: the initramfs can only fetch its root file system")
        .contains(
            "APPEND initrd=::/images/arch/1/x86_64/initramfs.img"
                + " archiso_http_srv=http://192.0.2.1:8080/images/arch/1/x86_64/"
                + " root=http://192.0.2.1:8080/images/arch/1/x86_64/arch/x86_64/airootfs.sfs\n");
    assertThat(boots.get("boot.ipxe", settings(Method.ROOTFS_URL)))
        .contains(
            "kernel http://192.0.2.1:8080/images/arch/1/x86_64/kernel initrd=initramfs.img"
                + " archiso_http_srv=http://192.0.2.1:8080/images/arch/1/x86_64/ ")
        .doesNotContain("initrd=airootfs")
        .doesNotContain("--name airootfs");
    assertThat(boots.get("images/arch/1/arch/x86_64/airootfs.sfs", settings(Method.AUTO)))
        .isEqualTo("squashfs");
  }

  @Test
  void whatIsNoInitrdCannotBeAppended() throws Exception {
    publishPayload();

    assertThat(boots.get("boot.ipxe", settings(Method.APPENDED)))
        .contains("arch@1 is no initrd, so it can only be fetched; set its method to auto");
    BootPlans plans = PlanReader.read(settings(Method.AUTO));
    Decision decision = plans.decide(MachineIdentity.UNKNOWN);
    BootPlanner planner =
        new BootPlanner(plans, boots.store().snapshot(), p -> false, new Verdict.Open());
    assertThat(planner.plan(decision, MachineIdentity.UNKNOWN, Script.IPXE))
        .isEqualTo(
            new BootPlan.Nothing(
                decision.reason() + ", image of 'pairboot default'",
                "arch@1 is fetched over HTTP while it boots, but http.enabled is false"));
  }

  private void publishPayload() throws Exception {
    try (Staging staging = boots.store().stage()) {
      TestImages.stage(staging, PartName.KERNEL, "kernel");
      TestImages.stage(staging, PartName.INITRAMFS, "initramfs");
      TestImages.stage(staging, PartName.payload("arch/x86_64/airootfs.sfs"), "squashfs");
      boots
          .store()
          .publish(
              staging,
              new ImageDraft(
                  new ImageRef("arch", "1"),
                  Optional.of(Architecture.X86_64),
                  "archiso_http_srv={base_url}/ root={rootfs_url}",
                  new Verification.Unverifiable("nothing to verify"),
                  true,
                  List.of()));
    }
  }
}
