package org.pairboot.appliance.timeline.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.InetAddress;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.pairboot.appliance.plan.MacAddress;
import org.pairboot.appliance.plan.MachineIdentity;
import org.pairboot.appliance.plan.MachineIdentity.Firmware;
import org.pairboot.appliance.timeline.event.Event.Answer;
import org.pairboot.appliance.timeline.event.Event.Answered;
import org.pairboot.appliance.timeline.event.Event.ClockSet;
import org.pairboot.appliance.timeline.event.Event.Fact;
import org.pairboot.appliance.timeline.event.Event.Omitted;
import org.pairboot.appliance.timeline.event.Event.Progress;
import org.pairboot.appliance.timeline.event.Event.Report;
import org.pairboot.appliance.timeline.event.Event.Server;
import org.pairboot.appliance.timeline.event.Event.Transfer;
import org.pairboot.artifacts.catalog.Architecture;
import org.pairboot.artifacts.catalog.BootRequest.Protocol;
import org.pairboot.artifacts.text.Json;

/**
 * Events as JSON objects: camel case, times as of RFC 3339, bytes and seconds as numbers; what is
 * unknown is left out. Programs rely on the keys.
 */
public final class EventJson {
  private EventJson() {}

  /** An event of a file, with the boot to which it belongs. */
  public record Entry(Event event, Optional<String> boot) {}

  /** The object for {@code event}. */
  public static ObjectNode write(Event event, Optional<String> boot) {
    ObjectNode json = Json.MAPPER.createObjectNode();
    json.put("id", event.id()).put("time", event.time().toString());
    boot.ifPresent(id -> json.put("boot", id));
    event.address().ifPresent(address -> json.put("address", address.getHostAddress()));
    switch (event.fact()) {
      case Answered answered -> write(answered, json.put("kind", "script"));
      case Progress progress ->
          json.put("kind", "progress")
              .put("protocol", lower(progress.protocol()))
              .put("name", progress.name())
              .put("bytes", progress.bytes());
      case Transfer transfer -> write(transfer, json.put("kind", "transfer"));
      case Report report -> {
        write(report.told(), json.put("kind", "report").put("machine", report.machine()));
        report.refusal().ifPresent(reason -> json.put("refusal", reason));
      }
      case Server server -> json.put("kind", "server").put("change", server.change());
      case ClockSet set -> json.put("kind", "clock-set").put("seconds", set.by().toMillis() / 1e3);
      case Omitted omitted ->
          json.put("kind", "omitted")
              .put("requests", omitted.requests())
              .put("lost", omitted.lost());
    }
    return json;
  }

  private static void write(Answered answered, ObjectNode json) {
    answered.machine().ifPresent(name -> json.put("machine", name));
    json.put("proven", answered.proven())
        .put("planned", answered.planned())
        .put("byName", answered.byName());
    write(answered.told(), json);
    json.put("loader", answered.loader()).put("profile", answered.profile());
    switch (answered.answer()) {
      case Answer.AskOn _ -> json.put("answer", "ask-on");
      case Answer.AskWho _ -> json.put("answer", "ask-who");
      case Answer.Boot boot -> {
        json.put("answer", "boot").put("image", boot.image()).put("version", boot.version());
        json.put("method", boot.method()).put("reports", boot.reports());
        ObjectNode files = json.putObject("files");
        new TreeMap<>(boot.files()).forEach((file, stage) -> files.put(file, stage.toString()));
      }
      case Answer.Menu _ -> json.put("answer", "menu");
      case Answer.LocalDisk _ -> json.put("answer", "local-disk");
      case Answer.Chain _ -> json.put("answer", "chain");
      case Answer.Nothing nothing -> json.put("answer", "nothing").put("reason", nothing.reason());
    }
  }

  private static void write(MachineIdentity machine, ObjectNode json) {
    machine.mac().ifPresent(mac -> json.put("mac", mac.toString()));
    machine.uuid().ifPresent(uuid -> json.put("uuid", uuid.toString()));
    machine.serial().ifPresent(serial -> json.put("serial", serial));
    machine.firmware().ifPresent(firmware -> json.put("firmware", firmware.toString()));
    machine.architecture().ifPresent(cpu -> json.put("architecture", cpu.toString()));
  }

  private static void write(Transfer transfer, ObjectNode json) {
    json.put("protocol", lower(transfer.protocol())).put("name", transfer.name());
    if (!transfer.route().isEmpty()) {
      json.put("route", transfer.route());
    }
    json.put("outcome", transfer.outcome());
    if (!transfer.detail().isEmpty()) {
      json.put("detail", transfer.detail());
    }
    json.put("proven", transfer.proven())
        .put("bytes", transfer.bytes())
        .put("length", transfer.length())
        .put("seconds", transfer.duration().toMillis() / 1e3)
        .put("retransmits", transfer.retransmits());
  }

  /** The event of a line; empty for anything that is none, such as the torn end of a file. */
  public static Optional<Entry> read(String line) {
    try {
      JsonNode json = Json.MAPPER.readTree(line);
      Optional<Fact> fact = fact(json);
      String id = json.path("id").asText();
      if (fact.isEmpty() || !EventIds.isId(id)) {
        return Optional.empty();
      }
      Optional<InetAddress> address = text(json, "address").map(InetAddress::ofLiteral);
      Instant time = Instant.parse(json.path("time").asText());
      return Optional.of(new Entry(new Event(id, time, address, fact.get()), text(json, "boot")));
    } catch (JsonProcessingException | DateTimeException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Optional<Fact> fact(JsonNode json) {
    return Optional.ofNullable(
        switch (json.path("kind").asText()) {
          case "script" -> answered(json);
          case "progress" ->
              new Progress(protocol(json), json.path("name").asText(), json.path("bytes").asLong());
          case "transfer" -> transfer(json);
          case "report" ->
              new Report(machine(json), json.path("machine").asText(), text(json, "refusal"));
          case "server" -> new Server(json.path("change").asText());
          case "clock-set" -> new ClockSet(seconds(json));
          case "omitted" -> new Omitted(json.path("requests").asLong(), json.path("lost").asLong());
          default -> null;
        });
  }

  private static Answered answered(JsonNode json) {
    Answer answer =
        switch (json.path("answer").asText()) {
          case "ask-who" -> new Answer.AskWho();
          case "boot" -> {
            Map<String, Stage> files = new HashMap<>();
            json.path("files")
                .forEachEntry((file, stage) -> files.put(file, stage(stage.asText())));
            yield new Answer.Boot(
                json.path("image").asText(),
                json.path("version").asText(),
                json.path("method").asText(),
                files,
                json.path("reports").asBoolean());
          }
          case "menu" -> new Answer.Menu();
          case "local-disk" -> new Answer.LocalDisk();
          case "chain" -> new Answer.Chain();
          case "nothing" -> new Answer.Nothing(json.path("reason").asText());
          default -> new Answer.AskOn();
        };
    return new Answered(
        machine(json),
        json.path("proven").asBoolean(),
        json.path("byName").asBoolean(),
        text(json, "machine"),
        json.path("planned").asBoolean(),
        json.path("loader").asText(),
        json.path("profile").asText(),
        answer);
  }

  private static Transfer transfer(JsonNode json) {
    return new Transfer(
        protocol(json),
        json.path("name").asText(),
        json.path("route").asText(),
        json.path("outcome").asText(),
        json.path("detail").asText(),
        json.path("proven").asBoolean(),
        json.path("bytes").asLong(),
        json.path("length").asLong(),
        seconds(json),
        json.path("retransmits").asLong());
  }

  /**
   * What an object of this form, or one of a boot, says of its machine.
   *
   * @throws IllegalArgumentException if it says something else
   */
  public static MachineIdentity machine(JsonNode json) {
    return new MachineIdentity(
        text(json, "mac").flatMap(MacAddress::parse),
        text(json, "uuid").map(UUID::fromString),
        text(json, "serial"),
        Optional.empty(),
        text(json, "architecture").flatMap(Architecture::parse),
        text(json, "firmware").map(name -> Firmware.valueOf(name.toUpperCase(Locale.ROOT))),
        Optional.empty());
  }

  private static Duration seconds(JsonNode json) {
    return Duration.ofMillis(Math.round(json.path("seconds").asDouble() * 1e3));
  }

  private static Stage stage(String text) {
    return Stage.valueOf(text.toUpperCase(Locale.ROOT));
  }

  private static Protocol protocol(JsonNode json) {
    return Protocol.valueOf(json.path("protocol").asText().toUpperCase(Locale.ROOT));
  }

  private static Optional<String> text(JsonNode json, String key) {
    return Optional.ofNullable(json.path(key).textValue());
  }

  private static String lower(Protocol protocol) {
    return protocol.toString().toLowerCase(Locale.ROOT);
  }
}
