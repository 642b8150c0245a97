package org.pairboot.artifacts.format.preset;

import java.util.Comparator;
import java.util.Set;
import java.util.stream.Stream;
import org.pairboot.artifacts.format.preset.PathPattern.Match;
import org.pairboot.artifacts.text.VersionOrder;

/**
 * Which of several kernels of one system machines should boot, by the part of its name that tells
 * it from the others: the one without such a part; one for hardware before one for virtual
 * machines, which lacks the drivers; then the newest.
 */
final class KernelOrder implements Comparator<Match> {
  /** Alpine's and Debian's kernels for virtual machines, which boot little else. */
  private static final Set<String> VIRTUAL = Set.of("virt", "cloud", "kvm", "xen");

  private static final Comparator<Match> BEST_FIRST =
      Comparator.comparing((Match kernel) -> !kernel.star().isEmpty())
          .thenComparing(kernel -> isVirtual(kernel.star()))
          .thenComparing(Match::star, VersionOrder.OLDEST_FIRST.reversed())
          .thenComparing(Match::path);

  @Override
  public int compare(Match one, Match other) {
    return BEST_FIRST.compare(one, other);
  }

  /** Whether a name shows that it is a kernel for virtual machines. */
  static boolean isVirtual(String flavour) {
    return Stream.of(flavour.split("-")).anyMatch(VIRTUAL::contains);
  }
}
