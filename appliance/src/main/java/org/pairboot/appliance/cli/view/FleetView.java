package org.pairboot.appliance.cli.view;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pairboot.appliance.boot.Answer;
import org.pairboot.appliance.boot.BootPreview;
import org.pairboot.appliance.boot.planner.BootPlan;
import org.pairboot.appliance.boot.script.BootFiles;
import org.pairboot.appliance.cli.console.Console;
import org.pairboot.appliance.plan.Decision.Chosen;
import org.pairboot.artifacts.catalog.Architecture;
import org.pairboot.artifacts.store.image.ImageVersion;

/**
 * What the machines of the plans would get, a line each. Columns are not aligned: a change of one
 * machine must not change the lines of others.
 */
public final class FleetView implements View {
  private static final String NONE = "-";
  private static final String OTHERS = "(others)";

  private final List<Line> lines;

  /**
   * @param previews in the order of the lines; the last one is for machines that no plan names
   */
  public FleetView(List<BootPreview> previews) {
    this.lines = previews.stream().map(Line::of).toList();
  }

  /**
   * A machine of the plans; a value that does not apply is null.
   *
   * @param machine its name; null for machines that no plan names
   * @param selection what was assumed of it; a machine may have others
   */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  private record Line(
      String machine,
      String selection,
      String profile,
      String action,
      String image,
      String version,
      String architecture,
      String method,
      String arguments,
      String reason) {

    static Line of(BootPreview preview) {
      Answer.Planned answer = preview.answer();
      Optional<Chosen> chosen = answer.decision().chosen();
      Optional<BootPlan.Boot> boot =
          answer.plan() instanceof BootPlan.Boot it ? Optional.of(it) : Optional.empty();
      Optional<ImageVersion> image = boot.map(BootPlan.Boot::image);
      return new Line(
          chosen.map(by -> by.machine().name()).orElse(null),
          chosen.map(by -> by.selection().toString()).orElse(null),
          answer.decision().profile().name(),
          PlanView.action(preview),
          image.map(it -> it.ref().name()).orElse(null),
          image.map(it -> it.ref().version()).orElse(null),
          image.flatMap(ImageVersion::architecture).map(Architecture::toString).orElse(null),
          boot.map(it -> it.method().term()).orElse(null),
          preview.files().map(BootFiles::arguments).orElse(null),
          preview.refusal().orElse(null));
    }

    String text() {
      return Stream.of(
              machine == null ? OTHERS : machine,
              selection,
              profile,
              action,
              image == null ? null : image + "@" + version,
              architecture,
              method,
              reason == null ? arguments : reason)
          .map(cell -> cell == null || cell.isEmpty() ? NONE : cell)
          .collect(Collectors.joining("  "));
    }
  }

  @Override
  public void print(Console console) {
    lines.forEach(line -> console.print(line.text()));
  }

  @Override
  public Object json() {
    return lines;
  }
}
