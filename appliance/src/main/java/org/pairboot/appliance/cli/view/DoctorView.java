package org.pairboot.appliance.cli.view;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.pairboot.appliance.cli.console.Console;
import org.pairboot.appliance.doctor.report.Check.Finding;
import org.pairboot.appliance.doctor.report.Check.Finding.Level;
import org.pairboot.appliance.doctor.report.Diagnosis;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Ansi.Style;

/** The findings of {@code pairboot doctor} by topic, in colour if the terminal supports it. */
public final class DoctorView implements View {
  /** Puts what belongs to a finding below its text, to the right of its level. */
  private static final String INDENT = " ".repeat(11);

  private final Diagnosis diagnosis;

  public DoctorView(Diagnosis diagnosis) {
    this.diagnosis = diagnosis;
  }

  @Override
  public void print(Console console) {
    for (Diagnosis.Topic topic : diagnosis.topics()) {
      console.print(styled(Style.bold, topic.name()));
      topic.findings().forEach(finding -> print(finding, console));
      console.print("");
    }
    console.say(count(Level.PROBLEM, "problem") + ", " + count(Level.WARNING, "warning"));
  }

  private static void print(Finding finding, Console console) {
    String level = styled(style(finding.level()), "%-7s".formatted(finding.level()));
    console.print("  " + level + "  " + finding.where() + ": " + finding.what());
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

  private static String styled(Style style, String text) {
    return Ansi.AUTO.enabled() ? style.on() + text + style.off() : text;
  }

  private String count(Level level, String name) {
    long count = diagnosis.count(level);
    return count + " " + name + (count == 1 ? "" : "s");
  }

  @Override
  public Object json() {
    return new Json(
        diagnosis.count(Level.PROBLEM),
        diagnosis.count(Level.WARNING),
        diagnosis.topics().stream().map(TopicJson::of).toList());
  }

  /**
   * The JSON of all findings.
   *
   * @param problems how many there are
   */
  private record Json(long problems, long warnings, List<TopicJson> topics) {}

  private record TopicJson(String topic, List<FindingJson> findings) {
    static TopicJson of(Diagnosis.Topic topic) {
      return new TopicJson(topic.name(), topic.findings().stream().map(FindingJson::of).toList());
    }
  }

  /**
   * @param remedy absent if there is nothing to do
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  private record FindingJson(String level, String where, String what, String remedy) {
    static FindingJson of(Finding finding) {
      return new FindingJson(
          finding.level().toString(),
          finding.where(),
          finding.what(),
          finding.remedy().isEmpty() ? null : finding.remedy());
    }
  }
}
