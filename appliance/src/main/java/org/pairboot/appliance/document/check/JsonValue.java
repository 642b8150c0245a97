package org.pairboot.appliance.document.check;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.pairboot.appliance.document.check.DocumentCheck.Violation;
import org.pairboot.artifacts.text.Json;
import org.pairboot.conf.NearMatch;

/**
 * One value of a JSON text, which may be absent, with its place. A value of the wrong type is
 * reported once, when it is read, and then counts as absent, as {@code null} does.
 */
final class JsonValue {
  private final JsonNode node;
  private final JsonPointer pointer;

  /** The line in which each value of the text begins. */
  private final Map<JsonPointer, Integer> lines;

  private final List<Violation> violations;

  private JsonValue(
      JsonNode node,
      JsonPointer pointer,
      Map<JsonPointer, Integer> lines,
      List<Violation> violations) {
    this.node = node;
    this.pointer = pointer;
    this.lines = lines;
    this.violations = violations;
  }

  /**
   * Parses one JSON value.
   *
   * @param violations to which everything that is reported of it is added
   * @throws JsonProcessingException with the line, when {@code text} is not JSON or an object has a
   *     key twice
   */
  static JsonValue parse(String text, List<Violation> violations) throws JsonProcessingException {
    return new JsonValue(Json.MAPPER.readTree(text), JsonPointer.empty(), lines(text), violations);
  }

  private static Map<JsonPointer, Integer> lines(String text) throws JsonProcessingException {
    Map<JsonPointer, Integer> lines = new HashMap<>();
    try (JsonParser parser = Json.MAPPER.createParser(text)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token != JsonToken.FIELD_NAME && !token.isStructEnd()) {
          lines.putIfAbsent(
              parser.getParsingContext().pathAsPointer(),
              parser.currentTokenLocation().getLineNr());
        }
      }
    } catch (JsonProcessingException e) {
      throw e;
    } catch (IOException e) {
      throw new UncheckedIOException("reading from memory", e);
    }
    return lines;
  }

  JsonPointer pointer() {
    return pointer;
  }

  boolean isPresent() {
    return !node.isMissingNode() && !node.isNull();
  }

  boolean isObject() {
    return node.isObject();
  }

  /** The member {@code name} of this object. */
  JsonValue get(String name) {
    return at(node.path(name), pointer.appendProperty(name));
  }

  /** The member {@code name}, which must be an object if it is present. */
  JsonValue object(String name) {
    JsonValue member = get(name);
    return member.is("an object", JsonNode::isObject)
        ? member
        : at(MissingNode.getInstance(), member.pointer);
  }

  /** The objects of the array {@code name}. */
  List<JsonValue> objects(String name) {
    return elements(name, "an object", JsonNode::isObject);
  }

  /** The strings of the array {@code name}, each with its place. */
  List<JsonValue> texts(String name) {
    return elements(name, "a string", JsonNode::isTextual);
  }

  private List<JsonValue> elements(String name, String type, Predicate<JsonNode> test) {
    JsonValue array = get(name);
    List<JsonValue> elements = new ArrayList<>();
    if (array.is("an array", JsonNode::isArray)) {
      for (int i = 0; i < array.node.size(); i++) {
        JsonValue element = at(array.node.get(i), array.pointer.appendIndex(i));
        if (element.is(type, test)) {
          elements.add(element);
        }
      }
    }
    return elements;
  }

  Optional<String> text(String name) {
    JsonValue member = get(name);
    return member.is("a string", JsonNode::isTextual)
        ? Optional.of(member.node.textValue())
        : Optional.empty();
  }

  /** The string {@code name}, which must be present and not empty. */
  Optional<String> requiredText(String name) {
    JsonValue member = get(name);
    if (!member.isPresent() || member.node.asText("-").isEmpty()) {
      error("missing '" + name + "'");
      return Optional.empty();
    }
    return text(name);
  }

  OptionalLong integer(String name) {
    JsonValue member = get(name);
    return member.is("an integer", JsonNode::canConvertToLong)
        ? OptionalLong.of(member.node.longValue())
        : OptionalLong.empty();
  }

  boolean isTrue(String name) {
    JsonValue member = get(name);
    return member.is("true or false", JsonNode::isBoolean) && member.node.booleanValue();
  }

  /** The string that this value is; for values of {@link #texts}. */
  String text() {
    return node.textValue();
  }

  void error(String problem) {
    violations.add(Violation.error(line(), pointer.toString(), problem));
  }

  void warn(String problem) {
    violations.add(Violation.warning(line(), pointer.toString(), problem));
  }

  /** The line of this value; of the nearest one above if it is absent. */
  private int line() {
    JsonPointer nearest = pointer;
    while (nearest != null && !lines.containsKey(nearest)) {
      nearest = nearest.head();
    }
    return nearest == null ? 1 : lines.get(nearest);
  }

  /** Warns of members that are not among {@code known}, which Ignition ignores. */
  void warnOfUnknown(Collection<String> known) {
    for (String name : unknown(known)) {
      get(name).warn(unknownKey(name, known));
    }
  }

  /** The names of members that are not among {@code known}. */
  List<String> unknown(Collection<String> known) {
    List<String> unknown = new ArrayList<>();
    node.fieldNames().forEachRemaining(unknown::add);
    unknown.removeAll(known);
    return unknown;
  }

  static String unknownKey(String name, Collection<String> known) {
    return "unknown key; "
        + NearMatch.of(name, known)
            .map(near -> "did you mean '" + near + "'?")
            .orElse("expected one of " + String.join(", ", known.stream().sorted().toList()));
  }

  private JsonValue at(JsonNode node, JsonPointer pointer) {
    return new JsonValue(node, pointer, lines, violations);
  }

  private boolean is(String type, Predicate<JsonNode> test) {
    if (isPresent() && !test.test(node)) {
      error("expected " + type);
    }
    return isPresent() && test.test(node);
  }
}
