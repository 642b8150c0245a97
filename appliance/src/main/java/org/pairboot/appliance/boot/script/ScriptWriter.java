package org.pairboot.appliance.boot.script;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.pairboot.appliance.boot.planner.BootPlan;
import org.pairboot.appliance.boot.planner.Script;
import org.pairboot.appliance.boot.script.ScriptModel.Entry;
import org.pairboot.appliance.plan.Action.PartProtocols.Choice;
import org.pairboot.artifacts.catalog.BootRequest;
import org.pairboot.artifacts.store.image.ImageVersion;
import org.pairboot.artifacts.store.image.ImageVersion.Verification;

/** Puts a plan into a loader's words. Scripts name one concrete version and never an alias. */
public final class ScriptWriter {
  /**
   * How long a message stays on the screen, and how long there is to have the machine ask again.
   */
  private static final Duration MESSAGE = Duration.ofSeconds(30);

  private final Supplier<ScriptTemplates> templates;
  private final ServerAddresses server;

  public ScriptWriter(Supplier<ScriptTemplates> templates, ServerAddresses server) {
    this.templates = templates;
    this.server = server;
  }

  /** Whether this server answers by {@code protocol}. */
  public boolean isServed(Choice protocol, BootRequest request) {
    return server.base(protocol, request).isPresent();
  }

  /**
   * The script, or empty where the loader has no words for the plan: what gets nothing goes on to
   * the next boot device.
   */
  public Optional<String> write(Script script, BootPlan plan, Recipient recipient) {
    BootRequest request = recipient.request();
    if (script.isOfRaspberryPi() && !(plan instanceof BootPlan.Boot)) {
      return Optional.empty();
    }
    BootWriter boots = new BootWriter(server, recipient);
    ScriptModel model =
        switch (plan) {
          case BootPlan.Boot boot -> page(boot, boots, script, request);
          case BootPlan.Menu menu -> page(menu, boots, script, request);
          case BootPlan.LocalDisk disk ->
              new ScriptModel.LocalDisk(comments("local disk", disk.chosen()));
          case BootPlan.Nothing nothing ->
              new ScriptModel.Trouble(
                  comments("nothing to boot: " + nothing.reason(), nothing.chosen()),
                  nothing.reason(),
                  retry(script, request));
        };
    return Optional.of(templates.get().render(script, model));
  }

  /** What the script for {@code plan} makes the loader fetch. */
  public BootFiles files(BootPlan.Boot plan, Recipient recipient) {
    ScriptModel.Boot boot = new BootWriter(server, recipient).boot(plan);
    return new BootFiles(
        boot.kernel(),
        boot.initrds().stream().map(ScriptModel.Initrd::url).toList(),
        boot.arguments());
  }

  /** The script that has a machine ask again and say who it is. */
  public String question(Script script, BootRequest request) {
    String base = server.base(Choice.AUTO, request).orElse("");
    String device = server.grubDevice(LoaderSyntax.own(request), request).orElse("");
    return templates.get().render(script, new ScriptModel.Question(base, device));
  }

  private ScriptModel page(
      BootPlan.Boot plan, BootWriter boots, Script script, BootRequest request) {
    String image = plan.image().ref().toString();
    return page(
        comments(summary(plan), plan.chosen()),
        notices(plan.image()).toList(),
        Optional.empty(),
        List.of(new Entry("pairboot", image, List.of(boots.boot(plan)))),
        script,
        request);
  }

  private ScriptModel page(
      BootPlan.Menu plan, BootWriter boots, Script script, BootRequest request) {
    List<String> comments =
        Stream.concat(
                comments("a menu", plan.chosen()).stream(),
                plan.choices().stream()
                    .map(choice -> choice.profile().name() + ": " + summary(choice.plan())))
            .toList();
    List<Entry> entries = plan.choices().stream().map(choice -> entry(choice, boots)).toList();
    return page(comments, List.of(), Optional.of(plan), entries, script, request);
  }

  private ScriptModel page(
      List<String> comments,
      List<String> notices,
      Optional<BootPlan.Menu> menu,
      List<Entry> entries,
      Script script,
      BootRequest request) {
    return new ScriptModel.Page(
        comments,
        notices,
        menu.isPresent(),
        menu.map(plan -> plan.menu().title()).orElse("Pairboot"),
        menu.map(plan -> plan.menu().timeout()).orElse(Duration.ZERO),
        entries,
        LoaderSyntax.own(request) == Choice.HTTP
            ? ""
            : server.grubDevice(Choice.TFTP, request).orElse(""),
        server.grubDevice(Choice.HTTP, request).orElse(""),
        retry(script, request));
  }

  private ScriptModel.Retry retry(Script script, BootRequest request) {
    return new ScriptModel.Retry(
        request.local().getAddress().getHostAddress(),
        LoaderSyntax.of(script, server, request).again(request.name()),
        MESSAGE);
  }

  private static Entry entry(BootPlan.Choice choice, BootWriter boots) {
    String label = choice.profile().name();
    String title = choice.profile().title();
    return switch (choice.plan()) {
      case BootPlan.Boot boot ->
          new Entry(
              label, title + " (" + boot.image().ref() + ")", List.of(boots.chosenFromMenu(boot)));
      case BootPlan.LocalDisk disk -> new Entry(label, title, List.of());
      case BootPlan.Nothing nothing -> new Entry(label, title + ": " + nothing.reason(), List.of());
      case BootPlan.Menu menu -> throw new IllegalArgumentException("a menu within a menu");
    };
  }

  private static List<String> comments(String summary, String chosen) {
    return List.of("Pairboot: " + summary, "Chosen: " + chosen);
  }

  private static String summary(BootPlan plan) {
    return switch (plan) {
      case BootPlan.Boot boot ->
          boot.image().ref()
              + ", pair "
              + pair(boot.image().verification())
              + "; boot method "
              + boot.method().term()
              + ": "
              + boot.reason();
      case BootPlan.LocalDisk disk -> "local disk";
      case BootPlan.Nothing nothing -> "nothing to boot: " + nothing.reason();
      case BootPlan.Menu menu -> "a menu";
    };
  }

  private static String pair(Verification verification) {
    return switch (verification) {
      case Verification.Verified verified -> "verified";
      case Verification.Unverifiable unverifiable -> "unverifiable: " + unverifiable.reason();
    };
  }

  /** Who still boots the old way sees another script, but people look here first. */
  private static Stream<String> notices(ImageVersion image) {
    return image.fat().stream()
        .map(fat ->
            "DEPRECATED: "
                + fat.fileName()
                + " of "
                + image.ref()
                + " goes away; use initramfs and rootfs");
  }
}
