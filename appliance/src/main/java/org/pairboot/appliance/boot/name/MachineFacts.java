package org.pairboot.appliance.boot.name;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pairboot.appliance.plan.MacAddress;
import org.pairboot.appliance.plan.MachineIdentity;
import org.pairboot.appliance.plan.MachineIdentity.Firmware;
import org.pairboot.artifacts.catalog.Architecture;
import org.pairboot.artifacts.catalog.RequestName;

/**
 * What a machine tells of itself within a name that it asks for, as {@code KEY=VALUE} texts.
 *
 * <p>Loaders write such names where a script has them do so. This program writes them into URLs of
 * documents, so that it has nothing to remember of a machine between one request and the next.
 *
 * @param profile the one that was chosen from a menu
 */
public record MachineFacts(MachineIdentity identity, Optional<String> profile) {
  static final MachineFacts NONE = new MachineFacts(MachineIdentity.UNKNOWN, Optional.empty());

  static final Pattern UUID_FORM = Pattern.compile("(?i)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  /** No comma, which divides initrds in scripts, and nothing that needs quotes anywhere. */
  private static final String SEPARATOR = "+";

  /** A name has to have something there. */
  private static final String NOTHING_KNOWN = "any";

  private static final int MAX_VALUE = 128;

  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._-]");
  private static final Pattern ESCAPED = Pattern.compile("~([0-9a-f]{2})");

  /** A key of this release or of another; what is in front of any other {@code =} is text. */
  private static final Pattern KEYED = Pattern.compile("[a-z]+=.*");

  public static MachineFacts of(MachineIdentity identity) {
    return new MachineFacts(identity, Optional.empty());
  }

  /** What a name of this program's own making says; see {@link #text}. */
  public static MachineFacts parse(String text) {
    return all(
        Arrays.stream(text.split(Pattern.quote(SEPARATOR))).map(MachineFacts::unescape).toList());
  }

  /** Reads the {@code KEY=VALUE} texts that a loader lists; what has no sense is ignored. */
  static MachineFacts ofList(String list) {
    return all(List.of(list.split(",")));
  }

  /**
   * Reads the {@code KEY=VALUE} segments of a name that a loader made, in which serial numbers and
   * asset tags may have slashes. HTTP keeps them escaped. TFTP has no escapes, so there a segment
   * without a key continues the text before it.
   */
  static MachineFacts ofSegments(String name) {
    List<String> facts = new ArrayList<>();
    for (String segment : name.split("/")) {
      boolean continues =
          !facts.isEmpty() && isFreeText(facts.getLast()) && !KEYED.matcher(segment).matches();
      if (continues) {
        facts.add(facts.removeLast() + "/" + segment);
      } else {
        facts.add(segment);
      }
    }
    facts.replaceAll(fact -> fact.replace(RequestName.ESCAPED_SLASH, "/"));
    return all(facts);
  }

  /** Whether there may be slashes in {@code fact}. */
  private static boolean isFreeText(String fact) {
    return fact.startsWith("serial=") || fact.startsWith("asset=");
  }

  private static MachineFacts all(List<String> facts) {
    MachineFacts all = NONE;
    for (String fact : facts) {
      all = all.or(fact(fact));
    }
    return new MachineFacts(all.identity().withoutGuess(), all.profile());
  }

  /** As a segment of a name; the address from which it asks is not in it. */
  public String text() {
    List<String> facts = new ArrayList<>();
    // What parse leaves out would not come back, and a token is for exactly this text.
    MachineIdentity sure = identity.withoutGuess();
    sure.mac().ifPresent(mac -> facts.add("mac=" + mac.text("-")));
    sure.uuid().ifPresent(uuid -> facts.add("uuid=" + uuid));
    sure.serial().ifPresent(serial -> facts.add("serial=" + escape(serial)));
    sure.assetTag().ifPresent(tag -> facts.add("asset=" + escape(tag)));
    sure.architecture().ifPresent(architecture -> facts.add("arch=" + architecture));
    sure.firmware().ifPresent(firmware -> facts.add("platform=" + platform(firmware)));
    profile.ifPresent(name -> facts.add("profile=" + name));
    return facts.isEmpty() ? NOTHING_KNOWN : String.join(SEPARATOR, facts);
  }

  private MachineFacts or(MachineFacts other) {
    return new MachineFacts(identity.or(other.identity), profile.or(other::profile));
  }

  private static MachineFacts fact(String text) {
    int equals = text.indexOf('=');
    String value = text.substring(equals + 1).strip();
    if (equals < 0 || !isValue(value)) {
      return NONE;
    }
    MachineIdentity nothing = MachineIdentity.UNKNOWN;
    return switch (text.substring(0, equals)) {
      case "mac" -> of(MacAddress.parse(value).map(nothing::withMac).orElse(nothing));
      case "uuid" ->
          UUID_FORM.matcher(value).matches()
              ? of(nothing.withUuid(UUID.fromString(value.toLowerCase(Locale.ROOT))))
              : NONE;
      case "serial" -> of(nothing.withSerial(value));
      case "asset" -> of(nothing.withAssetTag(value));
      case "arch" -> of(nothing.withPlatform(Architecture.parse(value), Optional.empty()));
      case "platform" -> of(nothing.withPlatform(Optional.empty(), firmware(value)));
      case "profile" -> new MachineFacts(nothing, Optional.of(value));
      default -> NONE;
    };
  }

  private static boolean isValue(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < ' ' || text.charAt(i) > '~') {
        return false;
      }
    }
    return !text.isEmpty() && text.length() <= MAX_VALUE;
  }

  /** iPXE says pcbios and efi, GRUB says pc and efi. */
  private static Optional<Firmware> firmware(String platform) {
    return switch (platform) {
      case "pcbios", "pc" -> Optional.of(Firmware.BIOS);
      case "efi" -> Optional.of(Firmware.UEFI);
      default -> Optional.empty();
    };
  }

  private static String platform(Firmware firmware) {
    return switch (firmware) {
      case BIOS -> "pc";
      case UEFI -> "efi";
    };
  }

  /** Percent signs would be taken off by one protocol and not by the other. */
  private static String escape(String value) {
    StringBuilder escaped = new StringBuilder();
    for (byte b : value.getBytes(StandardCharsets.UTF_8)) {
      String character = String.valueOf((char) (b & 0xff));
      boolean plain = PLAIN.matcher(character).matches();
      escaped.append(plain ? character : "~" + HexFormat.of().toHexDigits(b));
    }
    return escaped.toString();
  }

  private static String unescape(String value) {
    return ESCAPED
        .matcher(value)
        .replaceAll(match ->
            Matcher.quoteReplacement(
                String.valueOf((char) HexFormat.fromHexDigits(match.group(1)))));
  }
}
