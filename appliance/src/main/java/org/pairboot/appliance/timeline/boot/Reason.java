package org.pairboot.appliance.timeline.boot;

import org.pairboot.appliance.timeline.event.Stage;

/**
 * Why a boot failed, or what its silence may mean: the one table of all reasons.
 *
 * @param code for programs, such as {@code part-not-found}
 * @param text a sentence without its full stop
 * @param remedy what to do, in the same form
 */
public record Reason(String code, String text, String remedy) {

  /** The boot service had nothing for the machine, and said why. */
  static Reason nothingToBoot(String why) {
    return new Reason("nothing-to-boot", why, "'pairboot plan' shows what a machine would get");
  }

  static Reason partNotFound(String name) {
    return new Reason(
        "part-not-found",
        "the machine asked for " + name + ", which is not here",
        "'pairboot images' lists what is; if the version was removed while the machine booted, boot"
            + " it again");
  }

  /**
   * @param how the transfer ended, such as {@code timed-out}
   */
  static Reason interrupted(String name, String how, String detail) {
    return new Reason(
        "interrupted",
        "%s ended early: %s%s".formatted(name, how, detail.isEmpty() ? "" : " (" + detail + ")"),
        "look at the machine's screen, and for losses on the network between it and this server");
  }

  /** What it means that nothing came after {@code stage}. */
  static Reason silentAfter(Stage stage) {
    return switch (stage) {
      case OFFER ->
          new Reason(
              "never-came",
              "the machine was told where its loader is, and never asked for it",
              "check that a firewall lets TFTP and HTTP through, and that no other DHCP server"
                  + " names another boot server");
      case LOADER ->
          new Reason(
              "no-script",
              "the loader was delivered, and no script was asked for",
              "check that the loader is one for this machine's firmware and processor ('pairboot"
                  + " dhcp'), and whether Secure Boot refuses it");
      case SCRIPT ->
          new Reason(
              "nothing-fetched",
              "the script was delivered, and nothing was fetched after it",
              "look at the machine's screen: a loader without memory or drivers says so there");
      case KERNEL ->
          new Reason(
              "only-kernel",
              "the kernel was delivered, and its initramfs was not asked for",
              "look at the machine's screen; some loaders stop when memory is short");
      case INITRAMFS ->
          new Reason(
              "no-rootfs",
              "kernel and initramfs were delivered, and the system did not fetch the rest",
              "check that the system has a driver for its network card and an address from DHCP,"
                  + " and that the machine has enough memory");
      case ROOTFS, DOCUMENTS, RUNNING ->
          new Reason(
              "no-report",
              "everything was delivered, and the system has not reported that it runs",
              "look at the machine's console; a late report still counts");
    };
  }

  /**
   * @param bytes that had arrived
   */
  static Reason stoppedWithin(String name, long bytes) {
    return new Reason(
        "stopped-within",
        "%s stopped after %d bytes".formatted(name, bytes),
        "look at the machine's screen, and for losses on the network between it and this server");
  }

  static Reason scriptLoop(int times) {
    return new Reason(
        "script-loop",
        "the machine asked for its script %d times and fetched nothing".formatted(times),
        "look at the machine's screen: the loader cannot carry out what the script says");
  }
}
