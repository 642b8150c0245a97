package org.pairboot.conf;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Renders {@code reference.conf} as a Markdown page. The build generates it, so that defaults and
 * explanations are written only once.
 */
public final class ReferencePage {
  private static final String HEAD =
      """
      # Settings

      All settings with their defaults. The build generates this page from `reference.conf`.

      To change a setting, put it into `/etc/pairboot/pairboot.conf` (or the file given with `--config`) with the prefix
      `pairboot.`, or set it once on the command line: `--set tftp.listen=192.168.1.10:69`. `pairboot check-config` prints
      the effective value of each setting and where it came from.
      """;

  /** A value and its meaning, as in "# pool: transfers answer from ...". */
  private static final Pattern CHOICE = Pattern.compile("([a-z][a-z-]*):( +.*)");

  private final StringBuilder page = new StringBuilder(HEAD);

  private ReferencePage() {}

  /** Writes the page to the file named by the first argument. */
  public static void main(String[] arguments) throws IOException {
    Path file = Path.of(arguments[0]);
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.writeString(file, render());
  }

  static String render() {
    Config reference = ConfigFactory.parseResourcesAnySyntax("reference.conf");
    ReferencePage page = new ReferencePage();
    page.children("", reference.getObject("pairboot"));
    return page.page.toString();
  }

  private void children(String prefix, ConfigObject parent) {
    parent.entrySet().stream()
        .sorted(Comparator.comparingInt(child -> child.getValue().origin().lineNumber()))
        .forEach(child -> setting(prefix + child.getKey(), child));
  }

  private void setting(String key, Map.Entry<String, ConfigValue> entry) {
    ConfigValue value = entry.getValue();
    page.append(key.contains(".") ? "\n### `" : "\n## `").append(key).append("`\n");
    if (value instanceof ConfigObject object) {
      explanation(object.origin().comments());
      children(key + ".", object);
    } else {
      page.append("\nDefault: `").append(text(value)).append("`\n");
      explanation(value.origin().comments());
    }
  }

  private static String text(ConfigValue value) {
    boolean plain = value.valueType() == ConfigValueType.STRING && !value.unwrapped().equals("");
    return plain ? (String) value.unwrapped() : value.render(ConfigRenderOptions.concise());
  }

  private void explanation(List<String> comments) {
    if (!comments.isEmpty()) {
      page.append('\n');
    }
    boolean afterChoice = false;
    for (String comment : comments) {
      String line = comment.startsWith(" ") ? comment.substring(1) : comment;
      Matcher choice = CHOICE.matcher(line);
      if (choice.matches()) {
        line = "* `" + choice.group(1) + "`: " + choice.group(2).strip();
      } else if (afterChoice && line.startsWith("  ")) {
        line = "  " + line.strip();
      }
      afterChoice = choice.matches() || (afterChoice && line.startsWith("  "));
      // Four spaces start a code block, where Markdown has no special characters.
      page.append(line.startsWith("    ") ? line : line.replace("<", "\\<")).append('\n');
    }
  }
}
