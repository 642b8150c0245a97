package org.pairboot.appliance.timeline.boot;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.InetAddress;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.pairboot.appliance.plan.MacAddress;
import org.pairboot.appliance.plan.MachineIdentity;
import org.pairboot.appliance.plan.MachineIdentity.Firmware;
import org.pairboot.appliance.timeline.boot.Boot.Bytes;
import org.pairboot.appliance.timeline.boot.Boot.Confidence;
import org.pairboot.appliance.timeline.boot.Boot.Span;
import org.pairboot.appliance.timeline.boot.Boot.State;
import org.pairboot.appliance.timeline.boot.Boot.Target;
import org.pairboot.appliance.timeline.event.EventJson;
import org.pairboot.appliance.timeline.event.Stage;
import org.pairboot.artifacts.catalog.Architecture;
import org.pairboot.artifacts.catalog.BootRequest.Protocol;
import org.pairboot.artifacts.text.Json;

/**
 * Boots as JSON objects, with the same keys always: what is unknown is null. Programs rely on them.
 */
public final class BootJson {
  private BootJson() {}

  /** The object for {@code boot}. */
  public static ObjectNode write(Boot boot) {
    ObjectNode json = Json.MAPPER.createObjectNode();
    MachineIdentity identity = boot.identity();
    json.put("id", boot.id());
    json.put("machine", boot.machine().orElse(null));
    json.put("mac", identity.mac().map(MacAddress::toString).orElse(null));
    json.put("uuid", identity.uuid().map(UUID::toString).orElse(null));
    json.put("serial", identity.serial().orElse(null));
    json.put(
        "address", boot.addresses().isEmpty() ? null : boot.addresses().getLast().getHostAddress());
    ArrayNode addresses = json.putArray("addresses");
    boot.addresses().forEach(address -> addresses.add(address.getHostAddress()));
    json.put("firmware", identity.firmware().map(Firmware::toString).orElse(null));
    json.put("architecture", identity.architecture().map(Architecture::toString).orElse(null));
    json.put("loader", boot.loader().orElse(null));
    json.put("profile", boot.profile().orElse(null));
    json.put("image", boot.target().map(Target::image).orElse(null));
    json.put("version", boot.target().map(Target::version).orElse(null));
    json.put("method", boot.target().flatMap(Target::method).orElse(null));
    json.put("state", boot.state().toString());
    json.put("stage", boot.stage().map(Stage::toString).orElse(null));
    json.put("reason", boot.reason().map(Reason::text).orElse(null));
    json.put("reasonCode", boot.reason().map(Reason::code).orElse(null));
    json.put("remedy", boot.reason().map(Reason::remedy).orElse(null));
    json.put("started", boot.started().toString());
    json.put("ended", boot.ended().map(Instant::toString).orElse(null));
    ArrayNode stages = json.putArray("stages");
    boot.stages().forEach(span -> write(span, stages.addObject()));
    json.putObject("bytes").put("tftp", boot.bytes().tftp()).put("http", boot.bytes().http());
    json.put("retransmits", boot.retransmits());
    json.put("confidence", boot.confidence().toString());
    return json;
  }

  private static void write(Span span, ObjectNode json) {
    json.put("name", span.stage().toString());
    json.put("started", span.started().toString());
    json.put("ended", span.ended().map(Instant::toString).orElse(null));
    json.put("bytes", span.bytes());
    json.put("protocol", span.protocol().map(BootJson::lower).orElse(null));
  }

  /** The boot of a line; empty for anything that is none, such as the torn end of a file. */
  public static Optional<Boot> read(String line) {
    try {
      return Optional.of(read(Json.MAPPER.readTree(line)));
    } catch (JsonProcessingException | DateTimeException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /**
   * The boot of an object that {@link #write} made.
   *
   * @throws IllegalArgumentException if it is none
   * @throws DateTimeException the same
   */
  static Boot read(JsonNode json) {
    List<InetAddress> addresses = new ArrayList<>();
    json.path("addresses").forEach(text -> addresses.add(InetAddress.ofLiteral(text.asText())));
    List<Span> stages = new ArrayList<>();
    json.path("stages").forEach(span -> stages.add(span(span)));
    return new Boot(
        json.path("id").asText(),
        text(json, "machine"),
        EventJson.machine(json),
        addresses,
        text(json, "loader"),
        text(json, "profile"),
        text(json, "image")
            .map(image -> new Target(image, json.path("version").asText(), text(json, "method"))),
        constant(State.class, json, "state"),
        text(json, "stage").map(_ -> constant(Stage.class, json, "stage")),
        text(json, "reason")
            .map(reason ->
                new Reason(json.path("reasonCode").asText(), reason, json.path("remedy").asText())),
        Instant.parse(json.path("started").asText()),
        text(json, "ended").map(Instant::parse),
        stages,
        new Bytes(
            json.path("bytes").path("tftp").asLong(), json.path("bytes").path("http").asLong()),
        json.path("retransmits").asLong(),
        constant(Confidence.class, json, "confidence"));
  }

  private static Span span(JsonNode json) {
    return new Span(
        constant(Stage.class, json, "name"),
        Instant.parse(json.path("started").asText()),
        text(json, "ended").map(Instant::parse),
        json.path("bytes").asLong(),
        text(json, "protocol").map(_ -> constant(Protocol.class, json, "protocol")));
  }

  private static <E extends Enum<E>> E constant(Class<E> type, JsonNode json, String key) {
    return Enum.valueOf(type, json.path(key).asText().toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  private static Optional<String> text(JsonNode json, String key) {
    return Optional.ofNullable(json.path(key).textValue());
  }

  private static String lower(Protocol protocol) {
    return protocol.toString().toLowerCase(Locale.ROOT);
  }
}
