package org.pairboot.it.firmware;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.pairboot.it.firmware.Scenario.Extent;

/** Each loader with each way to the root file system. */
final class Matrix {
  /** Together they take each loader, each way and each protocol. */
  private static final Set<String> TELLING =
      Set.of(
          "pxelinux/appended",
          "lpxelinux/url-https",
          "ipxe-tftp/concatenated",
          "ipxe-http/url-self-signed",
          "undionly/three-parts",
          "grub-tftp/url-http",
          "grub-http/three-parts",
          "shim/appended",
          "syslinux-efi/concatenated",
          "http-grub/url-http",
          "http-ipxe/appended",
          "ipxe-efi/url-https");

  private Matrix() {}

  static Stream<Scenario> scenarios() {
    return cells().filter(cell -> cell.impossible().isEmpty()).map(Matrix::scenario);
  }

  /** Cells that cannot exist, with the reason. */
  static Map<String, String> impossible() {
    Map<String, String> reasons = new LinkedHashMap<>();
    cells().forEach(cell -> cell.impossible().ifPresent(why -> reasons.put(cell.name(), why)));
    return reasons;
  }

  private static Stream<BootCell> cells() {
    return Arrays.stream(Loader.values())
        .flatMap(loader -> Arrays.stream(RootfsWay.values()).map(way -> new BootCell(loader, way)));
  }

  private static Scenario scenario(BootCell cell) {
    return new Scenario(
        cell.name(),
        TELLING.contains(cell.name()) ? Extent.EVERY_RUN : Extent.FULL_RUN,
        "boots, rootfs " + cell.way().term(),
        cell);
  }
}
