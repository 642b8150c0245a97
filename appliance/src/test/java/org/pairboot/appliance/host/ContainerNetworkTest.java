package org.pairboot.appliance.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContainerNetworkTest {
  @TempDir private Path root;

  @Test
  void aContainerOnABridgeHasOneEndOfAVethPair() throws Exception {
    Files.createFile(root.resolve(".dockerenv"));
    card("lo", "1", "1", "");
    assertThat(new ContainerNetwork(root).isOwn()).isFalse();

    card("eth0", "5", "9", "INTERFACE=eth0\nIFINDEX=5\n");
    assertThat(new ContainerNetwork(root).isOwn()).isTrue();
  }

  @Test
  void aMacvlanIsOnTheHostsNetwork() throws Exception {
    Files.createFile(root.resolve(".dockerenv"));
    card("eth0", "5", "2", "DEVTYPE=macvlan\nINTERFACE=eth0\n");

    assertThat(new ContainerNetwork(root).isOwn()).isFalse();
  }

  @Test
  void ignoresVethPairsOutsideContainers() throws Exception {
    card("veth1", "5", "9", "INTERFACE=veth1\n");

    assertThat(new ContainerNetwork(root).isOwn()).isFalse();
  }

  private void card(String name, String index, String link, String uevent) throws Exception {
    Path card = Files.createDirectories(root.resolve("sys/class/net").resolve(name));
    Files.writeString(card.resolve("ifindex"), index + "\n");
    Files.writeString(card.resolve("iflink"), link + "\n");
    Files.writeString(card.resolve("uevent"), uevent);
  }
}
