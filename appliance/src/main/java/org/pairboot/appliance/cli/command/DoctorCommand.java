package org.pairboot.appliance.cli.command;

import org.pairboot.appliance.cli.command.BaseCommand.DataCommand;
import org.pairboot.appliance.cli.view.DoctorView;
import org.pairboot.appliance.doctor.Doctor;
import org.pairboot.appliance.doctor.network.LocalHost;
import org.pairboot.appliance.doctor.report.Check.Finding.Level;
import org.pairboot.appliance.doctor.report.Diagnosis;
import org.pairboot.appliance.serve.ServerSettings;
import org.pairboot.conf.Settings.LogLevel;
import org.pairboot.conf.SettingsException;
import picocli.CommandLine.Command;

/** {@code pairboot doctor}. */
@Command(
    name = "doctor",
    description = {
      "Finds what keeps machines from booting, and shows how to fix it.",
      "",
      "Checks this machine's settings, directories, images, boot plans, loaders, addresses, ports,"
          + " packet sizes, firewall and certificate. Fetches a script and the beginning of an"
          + " image as a machine would, and reports how much memory machines need. Changes nothing."
          + " If no server is running, starts one briefly on the loopback address.",
      "",
      "Run it as the user that the server runs as, with the same --config and --set. As root, it"
          + " can also name other users' programs that hold a port.",
      "",
      "  pairboot doctor",
      "  pairboot doctor --json |",
      "    jq -r '.topics[].findings[] | select(.level == \"problem\").what'",
      "",
      "  ok       as it should be",
      "  note     fine, but good to know",
      "  warning  some machines will have trouble, or all of them some day",
      "  problem  machines cannot boot, or not as they should",
      "",
      "Exit code 1 if there is a problem, 2 if the settings cannot be used.",
      ""
    })
final class DoctorCommand extends DataCommand {
  @Override
  public Integer call() throws Exception {
    ServerSettings loaded;
    try {
      loaded = serverSettings();
    } catch (SettingsException e) {
      print(new DoctorView(Doctor.ofMistakes(e)));
      return ExitCode.USAGE;
    }
    // Findings say everything; nobody reads the log of the server that it may start.
    PairbootCommand.setLogLevel(LogLevel.ERROR);
    Diagnosis diagnosis = Doctor.diagnose(loaded, LocalHost.current());
    print(new DoctorView(diagnosis));
    return diagnosis.count(Level.PROBLEM) == 0 ? ExitCode.DONE : ExitCode.FAILED;
  }
}
