package org.pairboot.appliance.cli.view;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pairboot.appliance.cli.console.Console;
import org.pairboot.appliance.plan.MacAddress;
import org.pairboot.appliance.plan.MachineIdentity;
import org.pairboot.appliance.timeline.boot.Boot;
import org.pairboot.appliance.timeline.boot.BootJson;
import org.pairboot.appliance.timeline.event.Event;
import org.pairboot.appliance.timeline.event.Event.Answer;
import org.pairboot.appliance.timeline.event.Event.Answered;
import org.pairboot.appliance.timeline.event.Event.Progress;
import org.pairboot.appliance.timeline.event.Event.Report;
import org.pairboot.appliance.timeline.event.Event.Transfer;
import org.pairboot.appliance.timeline.event.EventJson;
import org.pairboot.appliance.timeline.event.EventJson.Entry;
import org.pairboot.artifacts.text.Json;
import org.pairboot.artifacts.text.Sizes;

/**
 * One boot, event by event: a text that people can put into a bug report.
 *
 * @param events in order
 * @param anonymous whether what identifies the machine is left out
 */
public record TimelineView(Boot boot, List<Entry> events, boolean anonymous) implements View {

  @Override
  public void print(Console console) {
    lines().forEach(line -> console.print(shown(line)));
  }

  private String shown(String text) {
    String shown = text;
    for (Map.Entry<String, String> word :
        (anonymous ? hidden() : Map.<String, String>of()).entrySet()) {
      shown = shown.replace(word.getKey(), word.getValue());
    }
    return shown;
  }

  private List<String> lines() {
    List<String> lines = new ArrayList<>();
    MachineIdentity identity = boot.identity();
    lines.add("boot " + boot.id() + boot.machine().map(name -> " of " + name).orElse(""));
    fact(lines, "state", BootsView.state(boot));
    boot.reason()
        .ifPresent(reason -> {
          fact(lines, "why", reason.text());
          fact(lines, "remedy", reason.remedy());
        });
    fact(lines, "machine", identity + " (" + boot.confidence() + ")");
    fact(
        lines,
        "address",
        boot.addresses().stream()
            .map(InetAddress::getHostAddress)
            .collect(Collectors.joining(", ")));
    boot.loader().ifPresent(loader -> fact(lines, "loader", loader));
    boot.profile().ifPresent(profile -> fact(lines, "profile", profile));
    boot.target()
        .ifPresent(target ->
            fact(
                lines,
                "image",
                target.image()
                    + "@"
                    + target.version()
                    + target.method().map(method -> ", " + method).orElse("")));
    fact(lines, "started", boot.started().toString());
    boot.ended()
        .ifPresent(
            end -> fact(lines, "time", BootsView.seconds(Duration.between(boot.started(), end))));
    fact(
        lines,
        "bytes",
        "%s over TFTP with %d retransmits, %s over HTTP"
            .formatted(
                Sizes.text(boot.bytes().tftp()),
                boot.retransmits(),
                Sizes.text(boot.bytes().http())));
    lines.add("");
    addEvents(lines);
    return lines;
  }

  private static void fact(List<String> lines, String name, String value) {
    lines.add("  %-8s  %s".formatted(name, value));
  }

  /** Names that loaders try and do without become one line. */
  private void addEvents(List<String> lines) {
    List<Event> missed = new ArrayList<>();
    for (Entry entry : events) {
      Event event = entry.event();
      if (isMiss(event)) {
        missed.add(event);
        continue;
      }
      addMisses(lines, missed);
      lines.add(line(event.time(), text(event)));
    }
    addMisses(lines, missed);
  }

  private static boolean isMiss(Event event) {
    return event.fact() instanceof Transfer transfer
        && transfer.outcome().equals("not-found")
        && !transfer.name().startsWith("images/");
  }

  private void addMisses(List<String> lines, List<Event> missed) {
    if (missed.isEmpty()) {
      return;
    }
    String names =
        missed.stream()
            .map(event -> ((Transfer) event.fact()).name())
            .collect(Collectors.joining(", "));
    lines.add(
        line(
            missed.getFirst().time(),
            missed.size() == 1
                ? "asked for a name that is not here: " + names
                : "asked for " + missed.size() + " names that are not here: " + names));
    missed.clear();
  }

  private String line(Instant time, String text) {
    return String.format(
        Locale.ROOT,
        "  %+9.3f s  %s",
        Duration.between(boot.started(), time).toMillis() / 1e3,
        text);
  }

  private static String text(Event event) {
    return switch (event.fact()) {
      case Answered answered -> text(answered);
      case Progress progress ->
          "%s, so far %s over %s"
              .formatted(progress.name(), Sizes.text(progress.bytes()), progress.protocol());
      case Transfer transfer -> text(transfer);
      case Report report ->
          report
              .refusal()
              .map(reason -> "report refused: " + reason)
              .orElse("reports that it runs");
      case Event.Server server -> "server " + server.change();
      case Event.ClockSet set -> "clock set by " + BootsView.seconds(set.by());
      case Event.Omitted omitted ->
          omitted.requests() + " requests not recorded, " + omitted.lost() + " events lost";
    };
  }

  private static String text(Answered answered) {
    String who = answered.machine().orElse("a machine that does not say who it is");
    String by = answered.byName() ? "" : ", known by its address";
    return answered.loader()
        + " asks for "
        + who
        + by
        + ": "
        + switch (answered.answer()) {
          case Answer.AskOn _ -> "not under this name";
          case Answer.AskWho _ -> "is to ask again and say more";
          case Answer.Boot boot ->
              "boot %s@%s, %s, profile %s"
                  .formatted(boot.image(), boot.version(), boot.method(), answered.profile());
          case Answer.Menu _ -> "menu, profile " + answered.profile();
          case Answer.LocalDisk _ -> "local disk, profile " + answered.profile();
          case Answer.Chain _ -> "another server, profile " + answered.profile();
          case Answer.Nothing nothing -> nothing.reason();
        };
  }

  private static String text(Transfer transfer) {
    return "%s over %s: %s, %s in %s%s%s"
        .formatted(
            transfer.name(),
            transfer.protocol(),
            transfer.outcome(),
            Sizes.text(transfer.bytes()),
            BootsView.seconds(transfer.duration()),
            transfer.retransmits() > 0 ? ", " + transfer.retransmits() + " retransmits" : "",
            transfer.detail().isEmpty() ? "" : " (" + transfer.detail() + ")");
  }

  /** What identifies the machine, and what stands for it. Longer words come first. */
  private Map<String, String> hidden() {
    MachineIdentity identity = boot.identity();
    Map<String, String> words = new LinkedHashMap<>();
    hide(words, identity.mac().map(MacAddress::toString), "MAC");
    hide(words, identity.mac().map(mac -> mac.toString().replace(':', '-')), "MAC");
    hide(words, identity.uuid().map(UUID::toString), "UUID");
    for (int i = 0; i < boot.addresses().size(); i++) {
      hide(
          words,
          Optional.of(boot.addresses().get(i).getHostAddress()),
          i == 0 ? "ADDRESS" : "ADDRESS-" + (i + 1));
    }
    hide(words, identity.serial(), "SERIAL");
    hide(words, boot.machine(), "MACHINE");
    return words;
  }

  private static void hide(Map<String, String> words, Optional<String> word, String name) {
    word.filter(text -> !text.isBlank())
        .ifPresent(text ->
            Stream.of(text, text.toUpperCase(Locale.ROOT), text.toLowerCase(Locale.ROOT))
                .forEach(spelling -> words.putIfAbsent(spelling, name)));
  }

  @Override
  public Object json() throws IOException {
    ObjectNode json = BootJson.write(boot);
    ArrayNode array = json.putArray("events");
    events.forEach(entry -> array.add(EventJson.write(entry.event(), entry.boot())));
    return Json.MAPPER.readTree(shown(json.toString()));
  }
}
