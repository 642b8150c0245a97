package org.pairboot.appliance.boot;

import java.util.List;

/** What a template can name. JMustache reads records by their accessors. */
sealed interface ScriptModel {

  /**
   * A boot.
   *
   * @param image {@code NAME@VERSION}
   * @param chosen which machine and profile it is, and why
   * @param pair whether the pair is verified, in words
   * @param base the URL of the server, without a trailing slash
   * @param tftpDevice the server as GRUB writes it; empty where the script came over HTTP
   * @param httpDevice the same over HTTP; empty without HTTP
   * @param kernel where the kernel is, without a leading slash
   * @param initrds the initrds in their order
   * @param root what stands in front of the names of files in PXELINUX
   * @param initrdList the initrds as one list in PXELINUX's form
   * @param arguments kernel arguments, with those of the method
   * @param grubArguments the same, quoted for GRUB
   * @param notices what the person in front of the machine should know; one line each
   */
  record Boot(
      String image,
      String method,
      String reason,
      String chosen,
      String pair,
      String base,
      String tftpDevice,
      String httpDevice,
      String kernel,
      List<Initrd> initrds,
      String root,
      String initrdList,
      String arguments,
      String grubArguments,
      List<String> notices)
      implements ScriptModel {
    public boolean bootable() {
      return true;
    }
  }

  /**
   * The next boot device.
   *
   * @param chosen which machine and profile say so
   */
  record LocalDisk(String chosen) implements ScriptModel {
    public boolean localDisk() {
      return true;
    }
  }

  /**
   * The question who the machine is.
   *
   * @param base the URL of the server, without a trailing slash
   * @param device the server as GRUB writes it
   */
  record Question(String base, String device) implements ScriptModel {
    public boolean question() {
      return true;
    }
  }

  /** Nothing to boot, and what to tell the person in front of the machine. */
  record Nothing(String reason) implements ScriptModel {
    public boolean nothing() {
      return true;
    }
  }

  /**
   * One initrd.
   *
   * @param name a file name without directories, unique in the script
   * @param path where it is, without a leading slash
   */
  record Initrd(String name, String path) {}
}
