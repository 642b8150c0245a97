package org.pairboot.appliance.document;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pairboot.conf.NearMatch;

/**
 * Finds every tag of a template whose variable is not defined in any enclosing scope, including
 * tags in sections that would not be shown.
 */
final class MissingVariables {
  /** The value of the enclosing section; both names are valid. */
  private static final String CURRENT = ".";

  private static final String CURRENT_ALIAS = "this";

  /** JMustache's names for the position of an element in its list. */
  private static final List<String> POSITIONS = List.of("-first", "-last", "-index");

  private final Deque<Map<?, ?>> scopes = new ArrayDeque<>();
  private final List<Missing> missing = new ArrayList<>();

  private MissingVariables() {}

  /** A tag and what is wrong with it. */
  record Missing(TemplateTag tag, String problem) {}

  static List<Missing> in(List<TemplateTag> tags, Map<String, ?> variables) {
    MissingVariables search = new MissingVariables();
    search.scopes.push(variables);
    tags.forEach(search::visit);
    return search.missing;
  }

  private void visit(TemplateTag tag) {
    switch (tag.kind()) {
      case VARIABLE -> require(tag);
      case SECTION, INVERTED -> scopes.push(require(tag).map(this::scope).orElse(Map.of()));
      case END -> scopes.pop();
      case OTHER -> {}
    }
  }

  /** The names that a section about {@code value} defines. */
  private Map<?, ?> scope(Object value) {
    return switch (value) {
      case Map<?, ?> map -> map;
      case Collection<?> list -> common(list);
      default -> Map.of();
    };
  }

  /** The names that every element of a list defines. */
  private static Map<?, ?> common(Collection<?> list) {
    Map<Object, Object> common = null;
    for (Object element : list) {
      if (!(element instanceof Map<?, ?> map)) {
        return Map.of();
      }
      if (common == null) {
        common = new HashMap<>(map);
      } else {
        common.keySet().retainAll(map.keySet());
      }
    }
    return common == null ? Map.of() : common;
  }

  private Optional<Object> require(TemplateTag tag) {
    Optional<Object> value = find(tag.name());
    if (value.isEmpty()) {
      missing.add(new Missing(tag, problem(tag.name())));
    }
    return value;
  }

  private Optional<Object> find(String name) {
    boolean inSection = scopes.size() > 1;
    if (inSection
        && (name.equals(CURRENT) || name.equals(CURRENT_ALIAS) || POSITIONS.contains(name))) {
      return Optional.of("");
    }
    Optional<Object> whole = inScopes(name);
    if (whole.isPresent() || !name.contains(CURRENT)) {
      return whole;
    }
    String[] parts = name.split("\\.");
    Optional<Object> value = parts.length == 0 ? Optional.empty() : inScopes(parts[0]);
    for (int i = 1; i < parts.length; i++) {
      String part = parts[i];
      value =
          value.flatMap(v ->
              v instanceof Map<?, ?> map ? Optional.ofNullable(map.get(part)) : Optional.empty());
    }
    return value;
  }

  private Optional<Object> inScopes(String name) {
    return scopes.stream()
        .filter(scope -> scope.containsKey(name))
        .findFirst()
        .map(scope -> scope.get(name));
  }

  private String problem(String name) {
    List<String> known =
        scopes.stream()
            .flatMap(scope -> scope.keySet().stream())
            .map(String::valueOf)
            .distinct()
            .sorted()
            .toList();
    return "unknown variable; "
        + NearMatch.of(name, known)
            .map(near -> "did you mean " + near + "?")
            .orElseGet(() -> "expected one of " + String.join(", ", known));
  }
}
