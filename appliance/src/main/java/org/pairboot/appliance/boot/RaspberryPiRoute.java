package org.pairboot.appliance.boot;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pairboot.appliance.plan.MacAddress;
import org.pairboot.appliance.plan.MachineIdentity;
import org.pairboot.artifacts.catalog.BootRequest;
import org.pairboot.artifacts.catalog.Route;
import org.pairboot.artifacts.content.Content;

/**
 * The directories in which the boot ROM of a Raspberry Pi looks for everything: one called by its
 * serial number, eight digits in hexadecimal, or by its MAC address. What is in there is what is at
 * the root.
 */
final class RaspberryPiRoute implements Route {
  private static final Pattern DIRECTORY =
      Pattern.compile("(?:([0-9a-f]{8})|([0-9a-f]{2}(?:-[0-9a-f]{2}){5}))/(.+)");

  private final List<Route> root;

  RaspberryPiRoute(List<Route> root) {
    this.root = root;
  }

  /** A name in such a directory, and who asks for it. */
  record Asked(String file, MachineIdentity machine) {}

  static Optional<Asked> asked(String name) {
    Matcher matcher = DIRECTORY.matcher(name);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    MachineIdentity machine =
        Optional.ofNullable(matcher.group(1))
            .map(MachineIdentity.UNKNOWN::withSerial)
            .or(() -> MacAddress.parse(matcher.group(2)).map(MachineIdentity.UNKNOWN::withMac))
            .orElseThrow();
    return Optional.of(new Asked(Objects.requireNonNull(matcher.group(3)), machine));
  }

  @Override
  public String name() {
    return "raspberry-pi";
  }

  @Override
  public Optional<Content> resolve(BootRequest request) {
    return asked(request.name())
        .map(asked ->
            new BootRequest(asked.file(), request.protocol(), request.peer(), request.local()))
        .flatMap(at -> root.stream().flatMap(route -> route.resolve(at).stream()).findFirst());
  }
}
