package org.pairboot.artifacts.format.preset;

import java.math.BigInteger;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.pairboot.artifacts.format.preset.PathPattern.Match;

/**
 * Which of several kernels of one system machines should boot, by the part of its name that tells
 * it from the others: the one without such a part; one for hardware before one for virtual
 * machines, which lacks the drivers; then the newest.
 */
final class KernelOrder implements Comparator<Match> {
  /** Alpine's and Debian's kernels for virtual machines, which boot little else. */
  private static final Set<String> VIRTUAL = Set.of("virt", "cloud", "kvm", "xen");

  /** What a version is compared by: {@code 6.12.48-amd64} is 6, ".", 12, ".", 48 and "-amd64". */
  private static final Pattern BETWEEN_PIECES = Pattern.compile("(?<=\\d)(?=\\D)|(?<=\\D)(?=\\d)");

  private static final Comparator<Match> BEST_FIRST =
      Comparator.comparing((Match kernel) -> !kernel.star().isEmpty())
          .thenComparing(kernel -> isVirtual(kernel.star()))
          .thenComparing(
              Match::star, ((Comparator<String>) KernelOrder::compareVersions).reversed())
          .thenComparing(Match::path);

  @Override
  public int compare(Match one, Match other) {
    return BEST_FIRST.compare(one, other);
  }

  /** Whether a name shows that it is a kernel for virtual machines. */
  static boolean isVirtual(String flavour) {
    return Stream.of(flavour.split("-")).anyMatch(VIRTUAL::contains);
  }

  /** Numbers by their value: 6.9 is older than 6.12. */
  static int compareVersions(String one, String other) {
    List<String> pieces = List.of(BETWEEN_PIECES.split(one));
    List<String> others = List.of(BETWEEN_PIECES.split(other));
    for (int i = 0; i < Math.min(pieces.size(), others.size()); i++) {
      String piece = pieces.get(i);
      String otherPiece = others.get(i);
      boolean areNumbers = isNumber(piece) && isNumber(otherPiece);
      int compared =
          areNumbers
              ? new BigInteger(piece).compareTo(new BigInteger(otherPiece))
              : piece.compareTo(otherPiece);
      if (compared != 0) {
        return compared;
      }
    }
    return Integer.compare(pieces.size(), others.size());
  }

  private static boolean isNumber(String piece) {
    return !piece.isEmpty() && piece.charAt(0) >= '0' && piece.charAt(0) <= '9';
  }
}
