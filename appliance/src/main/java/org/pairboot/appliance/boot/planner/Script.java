package org.pairboot.appliance.boot.planner;

import java.util.Set;
import org.pairboot.appliance.plan.Action.PartProtocols.Choice;
import org.pairboot.artifacts.store.image.ImageVersion;

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

  /** The processors on which PXELINUX can run. */
  private static final Set<String> X86 = Set.of("x86_64", "amd64", "i386", "i686");

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

  public boolean isOfRaspberryPi() {
    return this == PI_CONFIG || this == PI_COMMAND_LINE;
  }

  /** U-Boot asks for the names of PXELINUX, but for processors on which that does not run. */
  Script booting(ImageVersion image) {
    boolean other = image.architecture().filter(a -> !X86.contains(a)).isPresent();
    return this == PXELINUX && other ? U_BOOT : this;
  }
}
