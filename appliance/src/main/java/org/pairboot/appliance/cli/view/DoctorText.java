package org.pairboot.appliance.cli.view;

import org.pairboot.appliance.cli.console.Console;
import org.pairboot.appliance.doctor.Diagnosis;
import org.pairboot.appliance.doctor.Finding;
import org.pairboot.appliance.doctor.Finding.Level;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Ansi.Style;

/**
 * A diagnosis for people.
 *
 * @param ansi whether there are colours
 */
public record DoctorText(Console console, Ansi ansi) {
  /** Behind the level, so that all that belongs to a finding stands below it. */
  private static final String INDENT = " ".repeat(11);

  public void print(Diagnosis diagnosis) {
    for (Diagnosis.Topic topic : diagnosis.topics()) {
      console.print(styled(Style.bold, topic.name()));
      topic.findings().forEach(this::print);
      console.print("");
    }
  }

  private void print(Finding finding) {
    String level = "%-7s".formatted(finding.level());
    console.print(
        "  "
            + styled(style(finding.level()), level)
            + "  "
            + finding.where()
            + ": "
            + finding.what());
    if (!finding.remedy().isEmpty()) {
      console.print(INDENT + "-> " + finding.remedy());
    }
  }

  private static Style style(Level level) {
    return switch (level) {
      case OK -> Style.fg_green;
      case NOTE -> Style.fg_cyan;
      case WARNING -> Style.fg_yellow;
      case PROBLEM -> Style.fg_red;
    };
  }

  private String styled(Style style, String text) {
    return ansi.enabled() ? style.on() + text + style.off() : text;
  }
}
