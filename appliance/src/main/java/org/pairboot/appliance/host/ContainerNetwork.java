package org.pairboot.appliance.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Tells a container whose network is the engine's own, behind a bridge, from one on the host's.
 *
 * @param root of the file system
 */
public record ContainerNetwork(Path root) {

  /** Whether this process runs in a container of Docker or Podman with a network of its own. */
  public boolean isOwn() {
    boolean container =
        Files.exists(root.resolve(".dockerenv")) || Files.exists(root.resolve("run/.containerenv"));
    return container && hasVirtualCard();
  }

  private boolean hasVirtualCard() {
    try (Stream<Path> cards = Files.list(root.resolve("sys/class/net"))) {
      return cards.anyMatch(ContainerNetwork::isPaired);
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * One end of a veth pair names the other, in another namespace, as what it is linked to. A
   * macvlan does the same with the host's card, but says what it is, and has an address of the LAN.
   */
  private static boolean isPaired(Path card) {
    return !text(card, "iflink").equals(text(card, "ifindex"))
        && !text(card, "uevent").contains("DEVTYPE=");
  }

  private static String text(Path card, String file) {
    try {
      return Files.readString(card.resolve(file)).strip();
    } catch (IOException e) {
      return "";
    }
  }
}
