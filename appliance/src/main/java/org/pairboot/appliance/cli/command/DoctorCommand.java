package org.pairboot.appliance.cli.command;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.concurrent.Callable;
import org.pairboot.appliance.cli.console.Console;
import org.pairboot.appliance.cli.console.Logging;
import org.pairboot.appliance.cli.view.DoctorText;
import org.pairboot.appliance.doctor.Checkup;
import org.pairboot.appliance.doctor.Diagnosis;
import org.pairboot.appliance.doctor.Finding;
import org.pairboot.appliance.doctor.Finding.Level;
import org.pairboot.appliance.doctor.Machine;
import org.pairboot.conf.LoadedSettings;
import org.pairboot.conf.Settings.LogLevel;
import org.pairboot.conf.SettingsException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

/** {@code pairboot doctor}. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    description = {
      "Looks for what keeps machines from booting, and says what to do about it.",
      "",
      "It looks at the settings, directories, images, boot plans, loaders, addresses, ports, packet"
          + " sizes, firewall and certificate of this machine, reads a script and the beginning of"
          + " an image as a machine would, and says how much memory machines need. It changes"
          + " nothing. Where no server runs, it starts one for a moment on the loopback.",
      "",
      "Run it as the user that the server runs as, with the same --config and --set; as root, it"
          + " can also name the programs of other users that hold a port.",
      "",
      "  pairboot doctor",
      "  pairboot doctor --json | jq -r '.topics[].findings[] | select(.level =="
          + " \"problem\").what'",
      "",
      "  ok       as it should be",
      "  note     right as it is, but good to know",
      "  warning  some machines, or some day, will have trouble",
      "  problem  machines cannot boot, or not as they should",
      "",
      "Exit code 1 when there is a problem, 2 when the settings cannot be used.",
      ""
    })
final class DoctorCommand implements Callable<Integer> {
  @ParentCommand private PairbootCommand pairboot;

  @Mixin private JsonOption json;

  /**
   * @param problems how many there are
   */
  private record Report(long problems, long warnings, List<TopicJson> topics) {}

  private record TopicJson(String topic, List<FindingJson> findings) {}

  /**
   * @param remedy absent where nothing is to be done
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  private record FindingJson(String level, String where, String what, String remedy) {}

  @Override
  public Integer call() throws Exception {
    LoadedSettings loaded;
    try {
      loaded = pairboot.loadSettings();
    } catch (SettingsException e) {
      print(Diagnosis.of(e));
      return ExitCode.USAGE;
    }
    // What it finds, it reports; the server that it may start logs for nobody.
    Logging.setLevel(LogLevel.ERROR);
    Diagnosis diagnosis = Checkup.of(loaded, Machine.current());
    print(diagnosis);
    return diagnosis.count(Level.PROBLEM) == 0 ? ExitCode.DONE : ExitCode.FAILED;
  }

  private void print(Diagnosis diagnosis) {
    Console console = pairboot.console();
    if (json.isGiven()) {
      console.printJson(
          new Report(
              diagnosis.count(Level.PROBLEM),
              diagnosis.count(Level.WARNING),
              diagnosis.topics().stream().map(DoctorCommand::json).toList()));
      return;
    }
    new DoctorText(console, Ansi.AUTO).print(diagnosis);
    console.say(
        count(diagnosis, Level.PROBLEM, "problem")
            + ", "
            + count(diagnosis, Level.WARNING, "warning"));
  }

  private static String count(Diagnosis diagnosis, Level level, String name) {
    long count = diagnosis.count(level);
    return count + " " + name + (count == 1 ? "" : "s");
  }

  private static TopicJson json(Diagnosis.Topic topic) {
    return new TopicJson(topic.name(), topic.findings().stream().map(DoctorCommand::json).toList());
  }

  private static FindingJson json(Finding finding) {
    return new FindingJson(
        finding.level().toString(),
        finding.where(),
        finding.what(),
        finding.remedy().isEmpty() ? null : finding.remedy());
  }
}
