package org.pairboot.appliance.cli.view;

import java.net.InetAddress;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import org.pairboot.appliance.cli.console.Console;
import org.pairboot.appliance.timeline.boot.Boot;
import org.pairboot.appliance.timeline.boot.Boot.State;
import org.pairboot.appliance.timeline.boot.BootJson;
import org.pairboot.appliance.timeline.boot.Reason;
import org.pairboot.artifacts.text.Sizes;

/**
 * Boots of machines, a line each.
 *
 * @param boots the newest first
 */
public record BootsView(List<Boot> boots) implements View {
  private static final String NONE = "-";

  @Override
  public void print(Console console) {
    if (boots.isEmpty()) {
      return;
    }
    TextTable table =
        new TextTable("BOOT", "STARTED", "MACHINE", "IMAGE", "STATE", "TIME", "BYTES", "WHY");
    for (Boot boot : boots) {
      table.add(
          boot.id(),
          boot.started().truncatedTo(ChronoUnit.SECONDS).toString(),
          machine(boot),
          boot.target().map(it -> it.image() + "@" + it.version()).orElse(NONE),
          state(boot),
          boot.ended().map(end -> seconds(Duration.between(boot.started(), end))).orElse(NONE),
          Sizes.text(boot.bytes().tftp() + boot.bytes().http()),
          boot.reason().map(Reason::text).orElse(""));
    }
    table.print(console);
  }

  private static String machine(Boot boot) {
    return boot.machine()
        .orElseGet(() ->
            boot.addresses().stream().findFirst().map(InetAddress::getHostAddress).orElse(NONE));
  }

  /** For people: the state, and where it stopped. */
  static String state(Boot boot) {
    return switch (boot.state()) {
      case IN_PROGRESS -> boot.stage().map(stage -> "in progress: " + stage).orElse("in progress");
      case FAILED -> boot.stage().map(stage -> "failed: " + stage).orElse("failed");
      case SILENT -> boot.stage().map(stage -> "silent after " + stage).orElse("silent");
      case HANDED_OVER, BOOTED, RESTARTED, LOCAL_DISK, MENU -> words(boot.state());
    };
  }

  private static String words(State state) {
    return state.toString().replace('-', ' ');
  }

  static String seconds(Duration time) {
    return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1e3);
  }

  @Override
  public Object json() {
    return boots.stream().map(BootJson::write).toList();
  }
}
