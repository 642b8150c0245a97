package org.pairboot.appliance.cli.view;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.pairboot.appliance.boot.Answer;
import org.pairboot.appliance.boot.BootPreview;
import org.pairboot.appliance.boot.BootPreview.Loader;
import org.pairboot.appliance.boot.planner.BootPlan;
import org.pairboot.appliance.boot.script.BootFiles;
import org.pairboot.appliance.cli.console.Console;
import org.pairboot.artifacts.store.image.ImageVersion;

/** The boot that a machine would get. */
public final class PlanView implements View {
  private final BootPreview preview;
  private final Loader loader;
  private final Answer.Planned answer;

  public PlanView(BootPreview preview, Loader loader) {
    this.preview = preview;
    this.loader = loader;
    this.answer = preview.answer();
  }

  @Override
  public void print(Console console) {
    preview
        .ignored()
        .forEach(fact ->
            console.say("note: %s does not report the %s; ignored".formatted(loader, fact)));
    console.printFact("machine", answer.machine().toString());
    console.printFact("selected", answer.plan().chosen());
    console.printFact("action", action());
    image().ifPresent(image -> console.printFact("image", image.ref().toString()));
    image()
        .flatMap(ImageVersion::architecture)
        .ifPresent(architecture -> console.printFact("architecture", architecture.toString()));
    boot().ifPresent(boot -> console.printFact("boot method", boot.method().term()));
    reason().ifPresent(why -> console.printFact("reason", why));
    arguments()
        .filter(arguments -> !arguments.isEmpty())
        .ifPresent(arguments -> console.printFact("kernel arguments", arguments));
    preview.documents().forEach(name -> console.printFact("document", "/" + name));
    preview
        .requests()
        .forEach(request ->
            console.printFact(
                "asks for",
                "/%s over %s: %s"
                    .formatted(
                        request.asked().name(), request.asked().protocol(), request.outcome())));
    console.print("");
    console.print(
        answer
            .script()
            .map(String::stripTrailing)
            .orElse("(" + loader + " gets no script and continues with its next boot device)"));
  }

  private Optional<BootPlan.Boot> boot() {
    return answer.plan() instanceof BootPlan.Boot boot ? Optional.of(boot) : Optional.empty();
  }

  private Optional<ImageVersion> image() {
    return boot().map(BootPlan.Boot::image);
  }

  private Optional<String> arguments() {
    return preview.files().map(BootFiles::arguments);
  }

  /** Why this boot method, or why nothing boots from the network. */
  private Optional<String> reason() {
    return preview.refusal().or(() -> boot().map(BootPlan.Boot::reason));
  }

  private String action() {
    return action(preview);
  }

  static String action(BootPreview preview) {
    return switch (preview.answer().plan()) {
      case BootPlan.Boot boot -> preview.refusal().isPresent() ? "nothing" : "boot";
      case BootPlan.Chain chain -> "chain";
      case BootPlan.LocalDisk disk -> "local-disk";
      case BootPlan.Menu menu -> "menu";
      case BootPlan.Nothing nothing -> "nothing";
    };
  }

  @Override
  public Object json() {
    return new Json(
        answer.decision().chosen().map(by -> by.machine().name()).orElse(null),
        answer.decision().profile().name(),
        answer.machine().toString(),
        preview.ignored(),
        action(),
        answer.plan().chosen(),
        reason().orElse(null),
        image().map(image -> image.ref().name()).orElse(null),
        image().map(image -> image.ref().version()).orElse(null),
        image().flatMap(ImageVersion::architecture).map(Object::toString).orElse(null),
        boot().map(boot -> boot.method().term()).orElse(null),
        preview.files().map(PlanView::urls).orElse(List.of()),
        preview.files().map(BootFiles::initrds).orElse(List.of()),
        arguments().orElse(null),
        preview.documents().stream().map(name -> "/" + name).toList(),
        preview.requests().stream().map(RequestJson::of).toList(),
        answer.script().orElse(null));
  }

  private static List<String> urls(BootFiles files) {
    return Stream.concat(Stream.of(files.kernel()), files.initrds().stream()).toList();
  }

  /**
   * The JSON of a plan; a value that does not apply is null.
   *
   * @param machine its name in the plans
   * @param known what its loader reports of it
   * @param selected which machine and profile of the plans it is, and why
   * @param urls what the loader fetches, as the loader names it: the kernel, then the initrds
   */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  private record Json(
      String machine,
      String profile,
      String known,
      List<String> ignored,
      String action,
      String selected,
      String reason,
      String image,
      String version,
      String architecture,
      String method,
      List<String> urls,
      List<String> initrds,
      String arguments,
      List<String> documents,
      List<RequestJson> requests,
      String script) {}

  /** A request of the loader, and what the server sends. */
  private record RequestJson(String name, String protocol, String answer) {
    static RequestJson of(BootPreview.Request request) {
      return new RequestJson(
          "/" + request.asked().name(),
          request.asked().protocol().toString().toLowerCase(Locale.ROOT),
          request.outcome());
    }
  }
}
