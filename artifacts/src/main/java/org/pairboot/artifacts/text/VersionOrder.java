package org.pairboot.artifacts.text;

import java.math.BigInteger;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/** Orders versions as people read them, numbers by their value: 6.9 comes before 6.12. */
public final class VersionOrder {
  /** The oldest version first. */
  public static final Comparator<String> OLDEST_FIRST = VersionOrder::compare;

  /** What a version is compared by: {@code 6.12.48-amd64} is 6, ".", 12, ".", 48 and "-amd64". */
  private static final Pattern BETWEEN_PIECES = Pattern.compile("(?<=\\d)(?=\\D)|(?<=\\D)(?=\\d)");

  private VersionOrder() {}

  private static int compare(String one, String other) {
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
