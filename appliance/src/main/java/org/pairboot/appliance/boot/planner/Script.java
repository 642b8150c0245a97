package org.pairboot.appliance.boot.planner;

import java.util.Set;
import org.pairboot.appliance.plan.Action.PartProtocols.Choice;

/** The kinds of scripts, each in the words of one loader. */
public enum Script {
  PXELINUX("PXELINUX", "pxelinux.cfg", Set.of(Choice.TFTP, Choice.HTTP)),
  U_BOOT("U-Boot", "u-boot.cfg", Set.of(Choice.TFTP)),
  GRUB("GRUB", "grub.cfg", Set.of(Choice.TFTP, Choice.HTTP)),
  IPXE("iPXE", "boot.ipxe", Set.of(Choice.TFTP, Choice.HTTP, Choice.HTTPS)),
  /** What the Raspberry Pi's boot ROM reads first. */
  PI_CONFIG("the Raspberry Pi", "config.txt", Set.of(Choice.TFTP)),
  /** The kernel's command line, which it reads from a file of its own. */
  PI_COMMAND_LINE("the Raspberry Pi", "cmdline.txt", Set.of(Choice.TFTP));

  private final String loader;
  private final String fileName;
  private final Set<Choice> protocols;

  Script(String loader, String fileName, Set<Choice> protocols) {
    this.loader = loader;
    this.fileName = fileName;
    this.protocols = protocols;
  }

  /** The loader's name, for people. */
  String loader() {
    return loader;
  }

  /** What its template is called, without the extension. */
  public String fileName() {
    return fileName;
  }

  /** Whether the loader can fetch so, at least in some of its builds. */
  boolean canFetch(Choice protocol) {
    return protocol == Choice.AUTO || protocols.contains(protocol);
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
