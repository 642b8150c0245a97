package org.pairboot.appliance.boot.planner;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.pairboot.appliance.plan.Action.PartProtocols.Choice;
import org.pairboot.artifacts.catalog.KernelForm;
import org.pairboot.artifacts.catalog.KernelForm.Loader;
import org.pairboot.artifacts.content.KernelArguments;
import org.pairboot.artifacts.content.KernelArguments.Argument;

/** The kinds of scripts, each in the words of one loader. */
public enum Script {
  PXELINUX(Loader.PXELINUX, "pxelinux.cfg", Set.of(Choice.TFTP, Choice.HTTP)),
  U_BOOT(Loader.U_BOOT, "u-boot.cfg", Set.of(Choice.TFTP)),
  GRUB(Loader.GRUB, "grub.cfg", Set.of(Choice.TFTP, Choice.HTTP)),
  IPXE(Loader.IPXE, "boot.ipxe", Set.of(Choice.TFTP, Choice.HTTP, Choice.HTTPS)),
  /** What the Raspberry Pi's boot ROM reads first. */
  PI_CONFIG(Loader.RASPBERRY_PI, "config.txt", Set.of(Choice.TFTP)),
  /** The kernel's command line, which it reads from a file of its own. */
  PI_COMMAND_LINE(Loader.RASPBERRY_PI, "cmdline.txt", Set.of(Choice.TFTP));

  private static final Pattern EXPANDED_BY_IPXE = Pattern.compile("\\$\\{.*}");

  /** All but a character written as {@code \\x20}, see GRUB's grub-core/lib/cmdline.c. */
  private static final Pattern ESCAPED_BY_GRUB = Pattern.compile("['\"]|\\\\(?!x[0-9A-Fa-f]{2})");

  private final Loader loader;
  private final String fileName;
  private final Set<Choice> protocols;

  Script(Loader loader, String fileName, Set<Choice> protocols) {
    this.loader = loader;
    this.fileName = fileName;
    this.protocols = protocols;
  }

  /** The loader's name, for people. */
  String loader() {
    return loader.toString();
  }

  /** What its template is called, without the extension. */
  public String fileName() {
    return fileName;
  }

  /** Whether the loader can fetch so, at least in some of its builds. */
  boolean canFetch(Choice protocol) {
    return protocol == Choice.AUTO || protocols.contains(protocol);
  }

  /** Why the loader cannot hand {@code arguments} to a kernel as they are, if it cannot. */
  Optional<String> objection(KernelArguments arguments) {
    return arguments.all().stream().flatMap(argument -> objection(argument).stream()).findFirst();
  }

  private Optional<String> objection(Argument argument) {
    // It expands the result of an expansion again until none is left, so nothing can stand for it.
    if (this == IPXE && EXPANDED_BY_IPXE.matcher(argument.text()).find()) {
      return Optional.of(
          "iPXE replaces ${...} in the kernel argument "
              + argument
              + "; leave it out, or boot this machine with GRUB or PXELINUX");
    }
    // It puts quotes around a word with blanks, and a backslash before those within.
    return this == GRUB && ESCAPED_BY_GRUB.matcher(bare(argument)).find()
        ? Optional.of(
            "GRUB puts a backslash before quotes and backslashes, also in the kernel argument "
                + argument
                + "; leave these out, or boot this machine with iPXE")
        : Optional.empty();
  }

  private static String bare(Argument argument) {
    return argument.name() + argument.value().map(value -> "=" + value).orElse("");
  }

  /** Why the loader cannot start a kernel of {@code form}, to end a sentence about that. */
  Optional<String> objection(KernelForm form) {
    return form.isStartedBy(loader)
        ? Optional.empty()
        : Optional.of(
            "is of the form %s, which %s cannot start; it starts %s"
                .formatted(form, loader, KernelForm.startedBy(loader)));
  }

  /** Whether the loader takes one initrd only. */
  boolean takesOneInitrd() {
    return this == U_BOOT;
  }

  /** Whether the loader can be made to ask again and to report what it knows of its machine. */
  public boolean canAskAgain() {
    return this == GRUB || this == IPXE;
  }

  public boolean isOfRaspberryPi() {
    return this == PI_CONFIG || this == PI_COMMAND_LINE;
  }
}
