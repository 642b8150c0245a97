package org.pairboot.appliance.document.check;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.pairboot.conf.NearMatch;

/**
 * One value of a JSON text, which may be absent, with its place. A value of the wrong type is
 * reported once, where it is asked for, and then counts as absent, as {@code null} does.
 */
record JsonValue(JsonTree tree, JsonPointer pointer, JsonNode node, List<Finding> findings) {

  static JsonValue root(JsonTree tree, List<Finding> findings) {
    return new JsonValue(tree, JsonPointer.empty(), tree.root(), findings);
  }

  boolean isPresent() {
    return !node.isMissingNode() && !node.isNull();
  }

  boolean isObject() {
    return node.isObject();
  }

  /** The member {@code name} of this object. */
  JsonValue get(String name) {
    return new JsonValue(tree, pointer.appendProperty(name), node.path(name), findings);
  }

  /** The member {@code name}, which must be an object if it is there. */
  JsonValue object(String name) {
    JsonValue member = get(name);
    return member.is("an object", JsonNode::isObject) ? member : member.absent();
  }

  /** The objects of the array {@code name}. */
  List<JsonValue> objects(String name) {
    return elements(name, "an object", JsonNode::isObject);
  }

  /** The texts of the array {@code name}, each with its place. */
  List<JsonValue> texts(String name) {
    return elements(name, "a text", JsonNode::isTextual);
  }

  private List<JsonValue> elements(String name, String type, Predicate<JsonNode> test) {
    JsonValue array = get(name);
    List<JsonValue> elements = new ArrayList<>();
    if (array.is("an array", JsonNode::isArray)) {
      for (int i = 0; i < array.node.size(); i++) {
        JsonValue element =
            new JsonValue(tree, array.pointer.appendIndex(i), array.node.get(i), findings);
        if (element.is(type, test)) {
          elements.add(element);
        }
      }
    }
    return elements;
  }

  Optional<String> text(String name) {
    JsonValue member = get(name);
    return member.is("a text", JsonNode::isTextual)
        ? Optional.of(member.node.textValue())
        : Optional.empty();
  }

  /** The text {@code name}, which has to be there and not empty. */
  Optional<String> requiredText(String name) {
    JsonValue member = get(name);
    if (!member.isPresent() || member.node.asText("-").isEmpty()) {
      error("has no '" + name + "'");
      return Optional.empty();
    }
    return text(name);
  }

  OptionalLong integer(String name) {
    JsonValue member = get(name);
    return member.is("a whole number", JsonNode::canConvertToLong)
        ? OptionalLong.of(member.node.longValue())
        : OptionalLong.empty();
  }

  boolean isTrue(String name) {
    JsonValue member = get(name);
    return member.is("true or false", JsonNode::isBoolean) && member.node.booleanValue();
  }

  /** The text that this value is; for values of {@link #texts}. */
  String text() {
    return node.textValue();
  }

  void error(String problem) {
    findings.add(Finding.error(tree.line(pointer), pointer.toString(), problem));
  }

  void warn(String problem) {
    findings.add(Finding.warning(tree.line(pointer), pointer.toString(), problem));
  }

  /** Warns of members that are not among {@code known}, and so are without effect. */
  void warnOfOthers(Collection<String> known) {
    for (String name : others(known)) {
      get(name).warn(unknown(name, known));
    }
  }

  /** The names of members that are not among {@code known}. */
  List<String> others(Collection<String> known) {
    List<String> others = new ArrayList<>();
    node.fieldNames().forEachRemaining(others::add);
    others.removeAll(known);
    return others;
  }

  static String unknown(String name, Collection<String> known) {
    return "is no key of Ignition's"
        + NearMatch.of(name, known)
            .map(near -> "; did you mean '" + near + "'?")
            .orElse(" here; there are " + String.join(", ", known.stream().sorted().toList()));
  }

  private JsonValue absent() {
    return new JsonValue(tree, pointer, MissingNode.getInstance(), findings);
  }

  private boolean is(String type, Predicate<JsonNode> test) {
    if (isPresent() && !test.test(node)) {
      error("is not " + type);
    }
    return isPresent() && test.test(node);
  }
}
