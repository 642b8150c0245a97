package org.pairboot.appliance.cli.view;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.pairboot.appliance.boot.BootPreview;
import org.pairboot.appliance.boot.BootPreview.Loader;
import org.pairboot.appliance.cli.console.Console;

/** The boot that a machine would get. */
public final class PlanView implements View {
  private final BootPreview preview;
  private final Loader loader;

  public PlanView(BootPreview preview, Loader loader) {
    this.preview = preview;
    this.loader = loader;
  }

  @Override
  public void print(Console console) {
    preview
        .ignored()
        .forEach(fact ->
            console.say("note: %s does not report the %s; ignored".formatted(loader, fact)));
    console.printFact("machine", preview.machine().toString());
    console.printFact("selected", preview.reason());
    console.printFact("action", preview.action());
    preview.image().ifPresent(image -> console.printFact("image", image));
    preview.method().ifPresent(method -> console.printFact("boot method", method));
    preview.methodReason().ifPresent(why -> console.printFact("reason", why));
    preview
        .kernelArguments()
        .filter(arguments -> !arguments.isEmpty())
        .ifPresent(arguments -> console.printFact("kernel arguments", arguments));
    preview.documents().forEach(name -> console.printFact("document", "/" + name));
    console.print("");
    console.print(
        preview
            .script()
            .map(String::stripTrailing)
            .orElse("(" + loader + " gets no script and continues with its next boot device)"));
  }

  @Override
  public Object json() {
    return new Json(
        preview.action(),
        preview.reason(),
        preview.documents(),
        preview.ignored(),
        preview.image().orElse(null),
        preview.kernelArguments().orElse(null),
        preview.machine().toString(),
        preview.method().orElse(null),
        preview.methodReason().orElse(null),
        preview.script().orElse(null));
  }

  /** The JSON of a plan; a value that does not apply is null. */
  private record Json(
      String action,
      String chosen,
      List<String> documents,
      List<String> ignored,
      String image,
      @JsonProperty("kernel_arguments") String kernelArguments,
      String known,
      String method,
      String reason,
      String script) {}
}
