package org.pairboot.appliance.document.check;

import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What Ignition fetches: URLs, with their digest and compression. */
final class IgnitionSources {
  private static final Set<String> SCHEMES =
      Set.of("data", "http", "https", "tftp", "s3", "gs", "arn", "oem");
  private static final Set<String> KEYS =
      Set.of("source", "compression", "httpHeaders", "verification");

  private static final Pattern SCHEME =
      Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*):.*", Pattern.DOTALL);
  private static final Pattern HASH =
      Pattern.compile("sha512-[0-9a-fA-F]{128}|sha256-[0-9a-fA-F]{64}");

  private static final Pattern DATA_URL =
      Pattern.compile("data:(?<type>[^,]*),(?<data>.*)", Pattern.DOTALL);
  private static final Pattern MEDIA_TYPE =
      Pattern.compile("([^/;,\\s]+/[^/;,\\s]+)?(;[^=;,\\s]+=[^;,]+)*(;base64)?");
  private static final Pattern BAD_ESCAPE = Pattern.compile("%(?![0-9A-Fa-f]{2})");

  private IgnitionSources() {}

  /** Checks the {@code source} of {@code resource} and what belongs to it. */
  static void check(JsonValue resource) {
    resource.warnOfUnknown(KEYS);
    resource
        .text("source")
        .filter(source -> !source.isEmpty())
        .flatMap(IgnitionSources::problem)
        .ifPresent(resource.get("source")::error);
    resource
        .text("compression")
        .filter(compression -> !compression.isEmpty() && !compression.equals("gzip"))
        .ifPresent(compression ->
            resource
                .get("compression")
                .error("unknown compression '" + compression + "'; expected gzip"));
    JsonValue verification = resource.object("verification");
    verification
        .text("hash")
        .filter(hash -> !HASH.matcher(hash).matches())
        .ifPresent(hash ->
            verification
                .get("hash")
                .error(
                    "invalid hash; expected sha512- and 128, or sha256- and 64 hexadecimal"
                        + " digits"));
  }

  /** Checks the configs that a config is merged with or replaced by. */
  static void checkReferences(JsonValue references) {
    references.warnOfUnknown(List.of("merge", "replace", "append"));
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
      return Optional.of("not a URL; to embed a text, write data:,TEXT with percent escapes");
    }
    String scheme = matcher.group(1);
    if (!SCHEMES.contains(scheme)) {
      return Optional.of(
          "Ignition cannot fetch "
              + scheme
              + ": URLs; expected data, http, https, tftp, s3, gs or arn");
    }
    return scheme.equals("data") ? dataUrlProblem(source) : Optional.empty();
  }

  /**
   * What is wrong with a {@code data:} URL (RFC 2397) as Ignition decodes it; empty if nothing is.
   *
   * @param url begins with {@code data:}
   */
  static Optional<String> dataUrlProblem(String url) {
    Matcher matcher = DATA_URL.matcher(url);
    if (!matcher.matches()) {
      return Optional.of("data: URL without a comma before the data");
    }
    String type = matcher.group("type");
    String data = matcher.group("data");
    if (!MEDIA_TYPE.matcher(type).matches()) {
      return Optional.of("data: URL with a malformed media type '" + type + "'");
    }
    Matcher bad = BAD_ESCAPE.matcher(data);
    if (bad.find()) {
      return Optional.of(
          "data: URL with a malformed percent escape at character "
              + (matcher.start("data") + bad.start() + 1));
    }
    return type.endsWith(";base64") ? base64Problem(data) : Optional.empty();
  }

  private static Optional<String> base64Problem(String data) {
    String plain =
        data.replace("%2B", "+")
            .replace("%2b", "+")
            .replace("%2F", "/")
            .replace("%2f", "/")
            .replace("%3D", "=")
            .replace("%3d", "=");
    try {
      Base64.getDecoder().decode(plain);
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of("data: URL with malformed base64: " + e.getMessage());
    }
  }
}
