package org.pairboot.appliance.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Detects a container with its own network, connected through a bridge. */
public final class ContainerNetwork {
  private final Path root;

  /**
   * @param root of the file system
   */
  public ContainerNetwork(Path root) {
    this.root = root;
  }

  /** Whether this process runs in a container of Docker or Podman that has its own network. */
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
   * One end of a veth pair is linked to the other, in another namespace. A macvlan is linked to a
   * card of the host in the same way, but reports its type, and has an address of the LAN.
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
