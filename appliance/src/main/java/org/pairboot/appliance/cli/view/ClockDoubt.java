package org.pairboot.appliance.cli.view;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pairboot.artifacts.store.image.ImageVersion;

/**
 * What shows that the clock of this machine is wrong, or was. Versions are in the order in which
 * they were published, and not in that of their times, so a wrong clock spoils no more than what is
 * shown.
 */
public final class ClockDoubt {
  private static final Pattern DATE =
      Pattern.compile("(?<![0-9])(20[0-9]{2})([01][0-9])([0-3][0-9])(?![0-9])");

  /** Publishers live in other time zones, and clocks differ a little. */
  private static final long TOLERANCE_DAYS = 2;

  private ClockDoubt() {}

  /** Sentences about {@code image}, which was published just now beside {@code all}. */
  public static List<String> of(ImageVersion image, List<ImageVersion> all) {
    List<String> doubts = new ArrayList<>();
    if (image.published().isEmpty()) {
      return doubts;
    }
    Instant now = image.published().get();
    Instant limit = now.plus(TOLERANCE_DAYS, ChronoUnit.DAYS);
    dateIn(image.ref().version())
        .filter(date -> date.atStartOfDay().toInstant(ZoneOffset.UTC).isAfter(limit))
        .ifPresent(date ->
            doubts.add(
                "%s is from %s by its version, but this machine's clock says %s; is that right?"
                    .formatted(image.ref(), date, shown(now))));
    all.stream()
        .filter(other -> other.published().filter(limit::isBefore).isPresent())
        .max(Comparator.comparing(other -> other.published().orElseThrow()))
        .ifPresent(other ->
            doubts.add(
                "%s was published at %s, but this machine's clock says %s: it is wrong, or was at that time; the newer version is still %s"
                    .formatted(
                        other.ref(),
                        shown(other.published().orElseThrow()),
                        shown(now),
                        image.ref())));
    return doubts;
  }

  private static Optional<LocalDate> dateIn(String version) {
    Matcher found = DATE.matcher(version);
    if (!found.find()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          LocalDate.of(
              Integer.parseInt(found.group(1)),
              Integer.parseInt(found.group(2)),
              Integer.parseInt(found.group(3))));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static String shown(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
