package org.pairboot.appliance.boot.planner;

import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.pairboot.appliance.plan.Action;
import org.pairboot.appliance.plan.Action.PartProtocols;
import org.pairboot.appliance.plan.Action.PartProtocols.Choice;
import org.pairboot.appliance.plan.Decision;
import org.pairboot.appliance.plan.MachineIdentity;
import org.pairboot.artifacts.content.ArgumentTemplate;
import org.pairboot.artifacts.store.image.ImageVersion;
import org.pairboot.artifacts.store.image.PartName.Role;

/** Decides how the parts of one image reach a machine. */
final class ImagePlanner {
  private static final String BY_SETTING = "by the method of the profile";

  private final ImageVersion image;
  private final Action.Boot wanted;
  private final String chosen;
  private final Decision decision;
  private final MachineIdentity machine;
  private final Script script;
  private final Predicate<Choice> served;

  /**
   * @param chosen which machine and profile it is, and who decided which image
   */
  ImagePlanner(
      ImageVersion image,
      Action.Boot wanted,
      String chosen,
      Decision decision,
      MachineIdentity machine,
      Script script,
      Predicate<Choice> served) {
    this.image = image;
    this.wanted = wanted;
    this.chosen = chosen;
    this.decision = decision;
    this.machine = machine;
    this.script = script;
    this.served = served;
  }

  BootPlan plan() {
    return unstartable().or(this::unreachable).orElseGet(this::byMethod);
  }

  /** Loaders only say that they know no such file, or hang. */
  private Optional<BootPlan> unstartable() {
    return image
        .kernelForm()
        .flatMap(script::objection)
        .map(why -> nothing("the kernel of " + image.ref() + " " + why));
  }

  /** Why a protocol that the profile asks for is none. */
  private Optional<BootPlan> unreachable() {
    PartProtocols protocols = wanted.protocols();
    Optional<Choice> off =
        Stream.of(protocols.kernel(), protocols.initramfs(), protocols.rootfs())
            .filter(choice -> choice != Choice.AUTO && !served.test(choice))
            .findFirst();
    if (off.isPresent()) {
      return Optional.of(
          nothing(
              "the profile has a part of %s fetched over %s, which is switched off on this server"
                  .formatted(image.ref(), off.get())));
    }
    return Stream.of(protocols.kernel(), protocols.initramfs())
        .filter(choice -> !script.canFetch(choice))
        .findFirst()
        .map(this::notByLoader);
  }

  private BootPlan notByLoader(Choice protocol) {
    return nothing(
        "the profile has a part of %s fetched over %s, which %s cannot do"
            .formatted(image.ref(), protocol, script.loader()));
  }

  private BootPlan byMethod() {
    if (!served.test(Choice.HTTP) && new ArgumentTemplate(image.kernelArguments()).wantsUrls()) {
      return nothing(
          image.ref() + " is fetched over HTTP while it boots, but http.enabled is false");
    }
    if (!image.payloads().isEmpty()) {
      return fetched();
    }
    if (image.initramfs().isEmpty()) {
      return boot(BootMethod.APPENDED, "the image is a kernel without an initramfs");
    }
    if (image.rootfs().isEmpty()) {
      return boot(BootMethod.APPENDED, "the image has no rootfs beside its initramfs");
    }
    return switch (wanted.method()) {
      case AUTO -> automatically();
      case APPENDED -> boot(BootMethod.APPENDED, BY_SETTING);
      case CONCATENATED -> boot(BootMethod.CONCATENATED, BY_SETTING);
      case ROOTFS_URL ->
          image.fetchesRootfs() && isRootfsServed()
              ? boot(BootMethod.ROOTFS_URL, BY_SETTING)
              : nothingToFetchWith();
    };
  }

  /** Its root file system is no archive, so no loader can put it behind the initramfs. */
  private BootPlan fetched() {
    return switch (wanted.method()) {
      case AUTO, ROOTFS_URL ->
          boot(BootMethod.ROOTFS_URL, "the initramfs can only fetch its root file system");
      case APPENDED, CONCATENATED ->
          nothing(
              "the root file system of "
                  + image.ref()
                  + " is no initrd, so it can only be fetched; set its method to auto");
    };
  }

  private BootPlan automatically() {
    if (!image.fetchesRootfs()) {
      return boot(BootMethod.APPENDED, "the initramfs cannot fetch a rootfs by itself");
    }
    return isRootfsServed()
        ? boot(BootMethod.ROOTFS_URL, "the initramfs can fetch its rootfs, which is fastest")
        : boot(BootMethod.APPENDED, "HTTP is switched off, so the loader fetches all parts");
  }

  /** Never over TFTP unless it is asked for, which takes minutes. */
  private boolean isRootfsServed() {
    Choice rootfs = wanted.protocols().rootfs();
    return served.test(rootfs == Choice.AUTO ? Choice.HTTP : rootfs);
  }

  private BootPlan nothingToFetchWith() {
    String why =
        image.fetchesRootfs()
            ? "http.enabled is false"
            : "the initramfs of " + image.ref() + " cannot fetch a rootfs";
    return nothing("the method is rootfs-url, but " + why + "; use auto or appended");
  }

  private BootPlan boot(BootMethod method, String reason) {
    if (method != BootMethod.ROOTFS_URL && !script.canFetch(wanted.protocols().rootfs())) {
      return notByLoader(wanted.protocols().rootfs());
    }
    if (!script.takesOneInitrd()) {
      return planned(method, reason);
    }
    long more =
        image.initrds().stream().filter(part -> part.role() == Role.EXTRA).count()
            + wanted.initrds().size()
            + decision.profile().initrdDocument().stream().count();
    if (more > (image.initramfs().isPresent() ? 0 : 1)) {
      return nothing(
          "%s takes one initrd, but with %s come %d more"
              .formatted(script.loader(), image.ref(), more));
    }
    return method == BootMethod.APPENDED && image.rootfs().isPresent()
        ? planned(BootMethod.CONCATENATED, script.loader() + " takes one initrd only")
        : planned(method, reason);
  }

  private BootPlan planned(BootMethod method, String reason) {
    BootArguments arguments = new BootArguments(image, wanted, decision, machine);
    return arguments
        .objection(script)
        .map(this::nothing)
        .orElseGet(() ->
            new BootPlan.Boot(
                chosen,
                script,
                image,
                method,
                reason,
                arguments.all(),
                arguments.tellsCard(),
                decision.profile(),
                wanted,
                RunnableArchitectures.inDoubt(image, machine, script)));
  }

  private BootPlan nothing(String reason) {
    return new BootPlan.Nothing(chosen, reason);
  }
}
