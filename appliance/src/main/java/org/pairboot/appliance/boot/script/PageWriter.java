package org.pairboot.appliance.boot.script;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.pairboot.appliance.boot.planner.BootPlan;
import org.pairboot.appliance.boot.planner.Script;
import org.pairboot.appliance.boot.script.ScriptModel.Boot;
import org.pairboot.appliance.boot.script.ScriptModel.Chain;
import org.pairboot.appliance.boot.script.ScriptModel.Entry;
import org.pairboot.appliance.boot.script.ScriptModel.Guard;
import org.pairboot.appliance.plan.Action.PartProtocols.Choice;
import org.pairboot.artifacts.catalog.BootRequest;
import org.pairboot.artifacts.store.image.ImageVersion;
import org.pairboot.artifacts.store.image.ImageVersion.Verification;
import org.pairboot.artifacts.text.PrintableText;

/** Makes the model of a script for one request. */
final class PageWriter {
  /**
   * How long a message stays on the screen, and how long there is to have the machine ask again.
   */
  private static final Duration MESSAGE = Duration.ofSeconds(30);

  private final ServerAddresses server;
  private final BootRequest request;
  private final LoaderSyntax syntax;
  private final BootWriter boots;

  PageWriter(Script script, ServerAddresses server, Recipient recipient) {
    this.server = server;
    this.request = recipient.request();
    this.syntax = LoaderSyntax.of(script, server, request);
    this.boots = new BootWriter(server, recipient);
  }

  ScriptModel model(BootPlan plan) {
    return switch (plan) {
      case BootPlan.Boot boot -> boot(boot);
      case BootPlan.Chain chain -> chain(chain);
      case BootPlan.Menu menu -> menu(menu);
      case BootPlan.LocalDisk disk -> new ScriptModel.LocalDisk(comments(disk));
      case BootPlan.Nothing nothing -> trouble(nothing);
    };
  }

  /** Why the loader would not read {@code plan} as it is meant, if it would not. */
  Optional<String> objection(BootPlan.Boot plan) {
    return syntax.objection(boots.boot(plan));
  }

  private ScriptModel boot(BootPlan.Boot plan) {
    Boot boot = boots.boot(plan);
    String image = plan.image().ref().toString();
    return page(
        comments(plan),
        notices(plan.image()).toList(),
        Optional.empty(),
        List.of(new Entry("pairboot", shown(image), List.of(boot), List.of())),
        guard(plan));
  }

  private List<Guard> guard(BootPlan.Boot plan) {
    if (plan.onlyOn().isEmpty()) {
      return List.of();
    }
    String built = plan.image().architecture().orElseThrow().toString();
    return List.of(
        new Guard(
            shown("%s is for %s, this machine is".formatted(plan.image().ref(), built)),
            plan.onlyOn().stream().map(syntax::platform).toList()));
  }

  private ScriptModel chain(BootPlan.Chain plan) {
    Entry entry = new Entry("pairboot", shown(plan.url()), List.of(), List.of(chained(plan)));
    return page(comments(plan), List.of(), Optional.empty(), List.of(entry), List.of());
  }

  private Chain chained(BootPlan.Chain plan) {
    return new Chain(syntax.chain(plan.url()), plan.file());
  }

  private ScriptModel menu(BootPlan.Menu plan) {
    List<String> comments =
        Stream.concat(
                comments(plan).stream(),
                plan.choices().stream()
                    .map(
                        choice -> comment(choice.profile().name() + ": " + summary(choice.plan()))))
            .toList();
    List<Entry> entries = plan.choices().stream().map(this::entry).toList();
    return page(comments, List.of(), Optional.of(plan), entries, List.of());
  }

  private Entry entry(BootPlan.Choice choice) {
    String label = choice.profile().name();
    String title = choice.profile().title();
    return switch (choice.plan()) {
      case BootPlan.Boot plan -> {
        Boot boot = boots.chosenFromMenu(plan);
        yield syntax
            .objection(boot)
            .map(reason -> diskEntry(label, title + ": " + reason))
            .orElseGet(() ->
                new Entry(
                    label,
                    shown(title + " (" + plan.image().ref() + ")"),
                    List.of(boot),
                    List.of()));
      }
      case BootPlan.Chain chain ->
          new Entry(label, shown(title), List.of(), List.of(chained(chain)));
      case BootPlan.LocalDisk disk -> diskEntry(label, title);
      case BootPlan.Nothing nothing -> diskEntry(label, title + ": " + nothing.reason());
      case BootPlan.Menu menu -> throw new IllegalArgumentException("a menu within a menu");
    };
  }

  private Entry diskEntry(String label, String title) {
    return new Entry(label, shown(title), List.of(), List.of());
  }

  private ScriptModel trouble(BootPlan.Nothing plan) {
    return new ScriptModel.Trouble(comments(plan), shown(plan.reason()), retry());
  }

  private ScriptModel page(
      List<String> comments,
      List<String> notices,
      Optional<BootPlan.Menu> menu,
      List<Entry> entries,
      List<Guard> guard) {
    return new ScriptModel.Page(
        comments,
        notices,
        menu.isPresent(),
        shown(menu.map(plan -> plan.menu().title()).orElse("Pairboot")),
        menu.map(plan -> plan.menu().timeout()).orElse(Duration.ZERO),
        entries,
        LoaderSyntax.own(request) == Choice.HTTP
            ? ""
            : server.grubDevice(Choice.TFTP, request).orElse(""),
        server.grubDevice(Choice.HTTP, request).orElse(""),
        retry(),
        guard);
  }

  private ScriptModel.Retry retry() {
    return new ScriptModel.Retry(
        request.local().getAddress().getHostAddress(), syntax.again(request.name()), MESSAGE);
  }

  private String shown(String text) {
    return syntax.text(PrintableText.of(text));
  }

  private static List<String> comments(BootPlan plan) {
    return List.of(comment("Pairboot: " + summary(plan)), comment("Chosen: " + plan.chosen()));
  }

  /** A backslash at its end would make the next line of an iPXE script a part of it. */
  private static String comment(String text) {
    String line = PrintableText.of(text);
    return line.endsWith("\\") ? line + "." : line;
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
      case BootPlan.Chain chain -> "continues with " + chain.url();
      case BootPlan.LocalDisk disk -> "local disk";
      case BootPlan.Nothing nothing -> "nothing to boot: " + nothing.reason();
      case BootPlan.Menu menu -> "a menu";
    };
  }

  private static String pair(Verification verification) {
    return verification.term() + verification.why().map(why -> ": " + why).orElse("");
  }

  /** Who still boots the old way sees another script, but people look here first. */
  private Stream<String> notices(ImageVersion image) {
    return image.fat().stream()
        .map(fat ->
            shown(
                "DEPRECATED: "
                    + fat.fileName()
                    + " of "
                    + image.ref()
                    + " goes away; use initramfs and rootfs"));
  }
}
