package org.pairboot.appliance.boot.script;

import java.util.Optional;
import java.util.regex.Pattern;
import org.pairboot.appliance.boot.planner.Platform;
import org.pairboot.appliance.boot.planner.Script;
import org.pairboot.appliance.boot.script.ScriptModel.Boot;
import org.pairboot.appliance.plan.Action.PartProtocols.Choice;
import org.pairboot.appliance.plan.MachineIdentity;
import org.pairboot.appliance.plan.MachineIdentity.Firmware;
import org.pairboot.artifacts.catalog.BootRequest;
import org.pairboot.artifacts.catalog.BootRequest.Protocol;
import org.pairboot.artifacts.content.KernelArguments;

/** How one loader writes files, kernel arguments and messages in the scripts that it reads. */
sealed interface LoaderSyntax
    permits PxelinuxSyntax, UBootSyntax, GrubSyntax, IpxeSyntax, RaspberryPiSyntax {
  /** Names that mean nothing else to any loader. */
  Pattern PLAIN_NAME = Pattern.compile("[A-Za-z0-9/._=,:+@~-]+");

  /**
   * That of the loader that reads {@code script}.
   *
   * @param request by which the script was asked for
   */
  static LoaderSyntax of(Script script, ServerAddresses server, BootRequest request) {
    return switch (script) {
      case PXELINUX -> new PxelinuxSyntax(server, request);
      case U_BOOT -> new UBootSyntax();
      case GRUB -> new GrubSyntax(server, request);
      case IPXE -> new IpxeSyntax(server, request);
      case PI_CONFIG, PI_COMMAND_LINE -> new RaspberryPiSyntax();
    };
  }

  /**
   * What has the loader fetch a part.
   *
   * @param path its name, without a leading slash
   */
  String part(Choice protocol, String path);

  /**
   * What has the loader fetch the script once more. Anybody can put anything into a name, so one
   * that could mean something to the loader is encoded, or gives way to the name of all machines.
   *
   * @param name under which it asked for it
   */
  String again(String name);

  /**
   * What has the loader give the kernel these arguments.
   *
   * @param arguments to which {@link Script} has no objection
   */
  default String arguments(KernelArguments arguments) {
    return arguments.toString();
  }

  /**
   * What tells the kernel, after its other arguments, by which network card the machine boots;
   * empty where a line of its own has the loader do so.
   */
  default Optional<String> card(MachineIdentity machine) {
    return Optional.empty();
  }

  /**
   * What has the loader show a text.
   *
   * @param text one line of printable characters
   */
  default String text(String text) {
    return text;
  }

  /**
   * What has the loader continue with what another server has.
   *
   * @param url of characters that URLs may have, by a protocol that the loader can do
   */
  default String chain(String url) {
    return url;
  }

  /** What the loader calls its platform, {@code ARCHITECTURE-FIRMWARE}. */
  default String platform(Platform platform) {
    String architecture =
        switch (platform.architecture()) {
          case AARCH64 -> "arm64";
          case I386, X86_64, ARM, RISCV64, LOONGARCH64, PPC64LE, S390X ->
              platform.architecture().toString();
        };
    return architecture + "-" + (platform.firmware() == Firmware.BIOS ? "pc" : "efi");
  }

  /** Why the loader would not read {@code boot} as it is meant, if it would not. */
  default Optional<String> objection(Boot boot) {
    return Optional.empty();
  }

  /** The protocol by which {@code request} came. */
  static Choice own(BootRequest request) {
    return request.protocol() == Protocol.HTTP ? Choice.HTTP : Choice.TFTP;
  }

  /** {@code name}, if it is one that can stand as it is. */
  static Optional<String> plain(String name) {
    return Optional.of(name).filter(PLAIN_NAME.asMatchPredicate());
  }

  /** Where no initrd is named, these loaders take one from anywhere in the kernel arguments. */
  static Optional<String> mistakenInitrd(Boot boot, String loader) {
    return boot.initrds().isEmpty() && boot.arguments().contains("initrd=")
        ? Optional.of(
            loader
                + " would load what the kernel arguments name after initrd=; remove that from"
                + " them")
        : Optional.empty();
  }
}
