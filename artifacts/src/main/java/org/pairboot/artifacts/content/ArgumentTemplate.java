package org.pairboot.artifacts.content;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pairboot.artifacts.content.KernelArguments.Argument;

/**
 * Kernel arguments with words in braces, such as {@value #BASE_URL}, which stand for what is known
 * only when a machine asks. {@code ${word}} is none of them: it is for the machine's own system.
 *
 * @param text one line, with {@value #BASE_URL} in place of the URL of the image version without a
 *     trailing slash, {@value #ROOTFS_URL} in place of the URL of its root file system, and others
 *     that boot plans know
 */
public record ArgumentTemplate(String text) {
  public static final String BASE_URL = "{base_url}";
  public static final String ROOTFS_URL = "{rootfs_url}";

  private static final Pattern WORD =
      Pattern.compile("(?<![${])\\{([A-Za-z][A-Za-z0-9_.-]*)}(?!})");

  /** Whether there is a placeholder for a URL of the image. */
  public boolean wantsUrls() {
    return words().contains("base_url") || wantsRootfsUrl();
  }

  /** Whether there is a placeholder for the URL of the root file system. */
  public boolean wantsRootfsUrl() {
    return words().contains("rootfs_url");
  }

  /** The words in braces, without these. */
  public List<String> words() {
    return WORD.matcher(text).results().map(found -> found.group(1)).toList();
  }

  /**
   * The arguments with a value in place of each word. It stays within the argument, whatever is in
   * it.
   *
   * @param values by word; a word without a value stays as it is
   */
  public KernelArguments fill(Function<String, Optional<String>> values) {
    return new KernelArguments(
        KernelArguments.parse(text).all().stream()
            .map(argument -> fill(argument, values))
            .toList());
  }

  private static Argument fill(Argument argument, Function<String, Optional<String>> values) {
    String name = fill(argument.name(), values);
    Optional<String> value = argument.value().map(written -> fill(written, values));
    // With no word filled it stays as it was written, whatever its quotes look like.
    return name.equals(argument.name()) && value.equals(argument.value())
        ? argument
        : Argument.of(name, value);
  }

  private static String fill(String text, Function<String, Optional<String>> values) {
    return WORD.matcher(text)
        .replaceAll(
            found -> Matcher.quoteReplacement(values.apply(found.group(1)).orElse(found.group())));
  }
}
