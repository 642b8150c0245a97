package org.pairboot.appliance.dhcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pairboot.appliance.loader.LoaderPackages;

class FirstLoaderTest {
  /** Debian packages GRUB for 32-bit ARM only as modules, and iPXE for ARM only on ARM. */
  private static final List<String> NOT_PACKAGED = List.of("grubarm.efi", "arm64/ipxe.efi");

  @ParameterizedTest
  @EnumSource
  void everyLoaderIsInAPackage(FirstLoader loader) {
    assertThat(Arrays.stream(ClientArchitecture.values()).map(loader::file).distinct())
        .filteredOn(file -> LoaderPackages.of(file).isEmpty())
        .isSubsetOf(NOT_PACKAGED);
  }
}
