package org.pairboot.appliance.cli.command;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.pairboot.appliance.cli.command.BaseCommand.DataCommand;
import org.pairboot.appliance.cli.command.ExitCode.UsageException;
import org.pairboot.appliance.cli.view.BootsView;
import org.pairboot.appliance.cli.view.TimelineView;
import org.pairboot.appliance.plan.MacAddress;
import org.pairboot.appliance.timeline.boot.Boot;
import org.pairboot.appliance.timeline.boot.Boot.State;
import org.pairboot.appliance.timeline.event.EventIds;
import org.pairboot.appliance.timeline.file.TimelineReader;
import org.pairboot.conf.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** The commands that show who booted what. They read files, whether a server runs or not. */
final class BootCommands {
  private BootCommands() {}

  /** {@code pairboot boots}. */
  @Command(
      name = "boots",
      description = {
        "Lists the boots of machines, newest first: who booted what, when, how far, and why not.",
        "",
        "  pairboot boots --outcome failed --outcome silent --since 1d",
        "  pairboot boots --machine node1 --limit 5",
        ""
      })
  static final class BootsCommand extends DataCommand {
    @Option(
        names = "--machine",
        paramLabel = "MACHINE",
        description =
            "Only those of this machine: its name, MAC address, serial number or address.")
    private Optional<String> machine = Optional.empty();

    @Option(
        names = "--outcome",
        paramLabel = "STATE",
        converter = StateConverter.class,
        description =
            "Only those in this state: in-progress, handed-over, booted, failed, silent, restarted,"
                + " local-disk or menu. Repeatable.")
    private List<State> outcomes = List.of();

    @Option(
        names = "--since",
        paramLabel = "TIME",
        converter = SinceConverter.class,
        description =
            "Only those that began since then: a duration such as 30m, 12h or 7d, or a time such as"
                + " 2026-12-01T06:00:00Z.")
    private Optional<Instant> since = Optional.empty();

    @Option(
        names = "--limit",
        paramLabel = "N",
        description = "At most so many. Default: ${DEFAULT-VALUE}.")
    private int limit = 100;

    @Override
    public Integer call() throws Exception {
      if (limit < 1) {
        throw new UsageException("--limit: invalid value " + limit + "; expected at least 1");
      }
      Predicate<Boot> wanted =
          boot ->
              machine.map(name -> isOf(boot, name)).orElse(true)
                  && (outcomes.isEmpty() || outcomes.contains(boot.state()))
                  && since.map(time -> !boot.started().isBefore(time)).orElse(true);
      Settings settings = serverSettings().settings();
      List<Boot> boots = new TimelineReader(settings.dataDir()).boots(limit, wanted);
      if (boots.isEmpty()) {
        console()
            .say(
                settings.events().enabled()
                    ? "no such boot is recorded in " + settings.dataDir()
                    : "no boots are recorded, because events.enabled is false");
      }
      print(new BootsView(boots));
      return ExitCode.DONE;
    }
  }

  /** {@code pairboot boot}. */
  @Command(
      name = "boot",
      description = {
        "Shows the timeline of one boot: what the machine asked for, what it got, and what went"
            + " wrong.",
        "",
        "  pairboot boot node1",
        "  pairboot boot 01KBDA5JQX6CW9H2E8S5N3T7RM --anonymous > report.txt",
        ""
      })
  static final class BootCommand extends DataCommand {
    @Parameters(
        paramLabel = "BOOT",
        description =
            "The id of a boot, as 'pairboot boots' shows it; or a machine as for 'boots --machine',"
                + " for its latest boot.")
    private String wanted;

    @Option(
        names = "--anonymous",
        description = "Leave out what identifies the machine, for a report that others may read.")
    private boolean anonymous;

    @Override
    public Integer call() throws Exception {
      TimelineReader reader = new TimelineReader(serverSettings().settings().dataDir());
      Optional<Boot> boot = find(reader);
      if (boot.isEmpty()) {
        console().say("pairboot: boot '" + wanted + "' not found; 'pairboot boots' lists them");
        return ExitCode.FAILED;
      }
      print(new TimelineView(boot.get(), reader.events(boot.get()), anonymous));
      return ExitCode.DONE;
    }

    private Optional<Boot> find(TimelineReader reader) throws IOException {
      Predicate<Boot> fits =
          EventIds.isId(wanted.toUpperCase(Locale.ROOT))
              ? boot -> boot.id().equalsIgnoreCase(wanted)
              : boot -> isOf(boot, wanted);
      return reader.boots(1, fits).stream().findFirst();
    }
  }

  /** Whether {@code name} means the machine of {@code boot}. */
  private static boolean isOf(Boot boot, String name) {
    return boot.machine().filter(name::equalsIgnoreCase).isPresent()
        || boot.identity().serial().filter(name::equalsIgnoreCase).isPresent()
        || boot.identity().uuid().filter(uuid -> name.equalsIgnoreCase(uuid.toString())).isPresent()
        || MacAddress.parse(name)
            .filter(mac -> boot.identity().mac().filter(mac::equals).isPresent())
            .isPresent()
        || boot.addresses().stream().anyMatch(address -> address.getHostAddress().equals(name));
  }

  /** Reads a state as it is written. */
  static final class StateConverter implements ITypeConverter<State> {
    @Override
    public State convert(String text) {
      return Arrays.stream(State.values())
          .filter(state -> state.toString().equals(text))
          .findFirst()
          .orElseThrow(() ->
              new TypeConversionException(
                  "invalid state '%s'; expected one of %s"
                      .formatted(
                          text,
                          Arrays.stream(State.values())
                              .map(State::toString)
                              .collect(Collectors.joining(", ")))));
    }
  }

  /** Reads a duration before now, or a time. */
  static final class SinceConverter implements ITypeConverter<Instant> {
    @Override
    public Instant convert(String text) {
      try {
        return text.matches("[0-9]{1,6}[smhd]")
            ? Instant.now().minus(duration(text))
            : Instant.parse(text);
      } catch (DateTimeParseException e) {
        throw new TypeConversionException(
            "invalid time '" + text + "'; expected one such as 12h, 7d or 2026-12-01T06:00:00Z");
      }
    }

    private static Duration duration(String text) {
      String unit = text.substring(text.length() - 1).toUpperCase(Locale.ROOT);
      return Duration.parse(
          (unit.equals("D") ? "P" : "PT") + text.substring(0, text.length() - 1) + unit);
    }
  }
}
