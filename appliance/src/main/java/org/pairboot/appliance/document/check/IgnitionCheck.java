package org.pairboot.appliance.document.check;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Ignition configs of specs 2 and 3: well-formed, of a known version, without the mistakes that
 * stop a machine in its initramfs or are passed over in silence. It is no full validation, which
 * {@code ignition-validate} does.
 */
public final class IgnitionCheck implements DocumentCheck {
  private static final Set<String> SECTIONS_2 =
      Set.of("ignition", "networkd", "passwd", "storage", "systemd");
  private static final Set<String> SECTIONS_3 =
      Set.of("ignition", "kernelArguments", "passwd", "storage", "systemd");

  private static final Predicate<String> YAML_KEY =
      Pattern.compile("(variant|storage|passwd|systemd|ignition):.*").asMatchPredicate();

  @Override
  public List<Finding> check(String name, String text) {
    if (text.isBlank()) {
      return List.of(
          Finding.error(
              1, "", "is empty; the smallest config is {\"ignition\": {\"version\": \"3.4.0\"}}"));
    }
    JsonTree tree;
    try {
      tree = JsonTree.parse(text);
    } catch (JsonProcessingException e) {
      return List.of(malformed(text, e));
    }
    List<Finding> findings = new ArrayList<>();
    check(JsonValue.root(tree, findings));
    return findings;
  }

  private static void check(JsonValue config) {
    if (!config.isObject()) {
      config.error("an Ignition config is a JSON object");
    } else if (config.get("variant").isPresent() && !config.get("ignition").isPresent()) {
      config.error("is a Butane config; translate it with: butane --strict FILE");
    } else {
      IgnitionVersion.of(config).ifPresent(version -> check(config, version));
    }
  }

  private static void check(JsonValue config, IgnitionVersion version) {
    Set<String> known = version.major() == 2 ? SECTIONS_2 : SECTIONS_3;
    for (String name : config.others(known)) {
      config.get(name).error(JsonValue.unknown(name, known));
    }
    if (version.major() == 3 && version.minor() < 3) {
      JsonValue arguments = config.get("kernelArguments");
      if (arguments.isPresent()) {
        arguments.error("came with version 3.3.0; ignition.version says " + version);
      }
    }
    IgnitionSources.checkReferences(config.object("ignition").object("config"));
    IgnitionStorage.check(config.object("storage"), version);
    IgnitionUnits.check(config.object("systemd"));
    IgnitionPasswd.check(config.object("passwd"));
  }

  private static Finding malformed(String text, JsonProcessingException e) {
    JsonLocation location = e.getLocation();
    int line = location == null ? 1 : location.getLineNr();
    if (!text.stripLeading().startsWith("{") && text.lines().anyMatch(YAML_KEY)) {
      return Finding.error(
          1, "", "is YAML, as Butane reads it; translate it with: butane --strict FILE");
    }
    return Finding.error(line, "", "is no JSON: " + e.getOriginalMessage());
  }
}
