package org.pairboot.it.firmware;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.pairboot.it.firmware.Scenario.RunKind;

/** Each loader with each way to deliver the root file system. */
final class Matrix {
  /** Together they cover each loader, each delivery and each protocol. */
  private static final Set<String> REPRESENTATIVE =
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

  /** The impossible cells, with the reason for each. */
  static Map<String, String> impossible() {
    Map<String, String> reasons = new LinkedHashMap<>();
    cells()
        .forEach(cell -> cell.impossible().ifPresent(reason -> reasons.put(cell.name(), reason)));
    return reasons;
  }

  private static Stream<MatrixCell> cells() {
    return Arrays.stream(BootLoader.values())
        .flatMap(loader ->
            Arrays.stream(RootfsDelivery.values())
                .map(delivery -> new MatrixCell(loader, delivery)));
  }

  private static Scenario scenario(MatrixCell cell) {
    return new Scenario(
        cell.name(),
        REPRESENTATIVE.contains(cell.name()) ? RunKind.EVERY_RUN : RunKind.FULL_RUN,
        "boots, rootfs " + cell.delivery().term(),
        cell);
  }
}
