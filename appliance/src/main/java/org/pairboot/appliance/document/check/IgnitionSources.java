package org.pairboot.appliance.document.check;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where Ignition fetches something: its URL, digest and compression. */
final class IgnitionSources {
  private static final Set<String> SCHEMES =
      Set.of("data", "http", "https", "tftp", "s3", "gs", "arn", "oem");
  private static final Set<String> KEYS =
      Set.of("source", "compression", "httpHeaders", "verification");
  private static final Pattern SCHEME =
      Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*):.*", Pattern.DOTALL);
  private static final Pattern HASH =
      Pattern.compile("sha512-[0-9a-fA-F]{128}|sha256-[0-9a-fA-F]{64}");

  private IgnitionSources() {}

  /** {@code resource} has {@code source} and what belongs to it. */
  static void check(JsonValue resource) {
    resource.warnOfOthers(KEYS);
    resource
        .text("source")
        .filter(source -> !source.isEmpty())
        .flatMap(IgnitionSources::problem)
        .ifPresent(resource.get("source")::error);
    resource
        .text("compression")
        .filter(compression -> !compression.isEmpty() && !compression.equals("gzip"))
        .ifPresent(
            compression -> resource.get("compression").error("'" + compression + "' is not gzip"));
    JsonValue verification = resource.object("verification");
    verification
        .text("hash")
        .filter(hash -> !HASH.matcher(hash).matches())
        .ifPresent(hash ->
            verification
                .get("hash")
                .error("is neither sha512- with 128 nor sha256- with 64 hexadecimal digits"));
  }

  /** The configs that a config is merged with, or replaced by. */
  static void checkReferences(JsonValue references) {
    references.warnOfOthers(List.of("merge", "replace", "append"));
    references.objects("merge").forEach(IgnitionSources::checkReference);
    references.objects("append").forEach(IgnitionSources::checkReference);
    JsonValue replacement = references.object("replace");
    if (replacement.isPresent()) {
      check(replacement);
    }
  }

  private static void checkReference(JsonValue reference) {
    reference.requiredText("source");
    check(reference);
  }

  private static Optional<String> problem(String source) {
    Matcher matcher = SCHEME.matcher(source);
    if (!matcher.matches()) {
      return Optional.of("is no URL; a file's text is written data:,TEXT with percent escapes");
    }
    String scheme = matcher.group(1);
    if (!SCHEMES.contains(scheme)) {
      return Optional.of(
          "Ignition fetches nothing by "
              + scheme
              + ":, but by data, http, https, "
              + "tftp, s3, gs and arn");
    }
    return scheme.equals("data") ? DataUrl.problem(source) : Optional.empty();
  }
}
