package org.pairboot.artifacts.catalog;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * The name a client asked for, normalised the same way for both protocols.
 *
 * <p>Boot firmware spells names in odd ways: old PXE ROMs append 0xFF or stray control bytes,
 * Windows boot managers write {@code \Boot\BCD}, some write a drive letter, many double a slash.
 * All of that is repaired here and nowhere else. What cannot be repaired is rejected with a reason;
 * {@code ..} is rejected and not resolved, because no honest client needs it.
 */
public sealed interface RequestName {

  /** The longest name accepted, in characters; the longest segment is {@link #MAX_SEGMENT}. */
  int MAX_NAME = 480;

  int MAX_SEGMENT = 255;

  /** A slash within a segment of a name, such as one in a serial number. */
  String ESCAPED_SLASH = "%2F";

  /** The answer to bytes that are not text. */
  Refused NOT_UTF_8 = new Refused("name is not UTF-8");

  /** A usable name: segments joined by single slashes, no leading slash, possibly empty. */
  record Accepted(String name) implements RequestName {}

  /** A name that cannot be looked up. {@code reason} may be sent to the client. */
  record Refused(String reason) implements RequestName {}

  /** Normalises the file name of a TFTP request: the raw bytes before the first NUL. */
  static RequestName fromTftp(byte[] raw) {
    int end = raw.length;
    while (end > 0 && isStray(raw[end - 1])) {
      end--;
    }
    return normalise(ByteBuffer.wrap(raw, 0, end));
  }

  /**
   * Normalises the path of an HTTP request as it was on the request line, without the query.
   *
   * <p>Segments are divided before they are decoded (RFC 3986, section 2.4), so an escaped slash is
   * data and stays in the name as {@link #ESCAPED_SLASH}. An escaped backslash divides like one
   * that is not escaped: a client that writes {@code \Boot\BCD} may have to escape it.
   */
  static RequestName fromHttpPath(String rawPath) {
    return isNormal(rawPath) ? new Accepted(rawPath.substring(1)) : fromEncodedPath(rawPath);
  }

  /**
   * Whether {@code path} is a slash and a name in which nothing is to be repaired, as in nearly all
   * requests; not so for some that are, too.
   */
  private static boolean isNormal(String path) {
    if (path.length() < 2 || path.length() > MAX_SEGMENT || path.charAt(0) != '/') {
      return false;
    }
    char before = '/';
    for (int i = 1; i < path.length(); i++) {
      char c = path.charAt(i);
      boolean plain = c > ' ' && c < 0x7F && c != '%' && c != '\\' && c != ':';
      if (!plain || (before == '/' && (c == '/' || c == '.'))) {
        return false;
      }
      before = c;
    }
    return before != '/';
  }

  private static RequestName fromEncodedPath(String rawPath) {
    ByteBuffer raw;
    try {
      raw = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(rawPath));
    } catch (CharacterCodingException e) {
      return NOT_UTF_8;
    }
    ByteBuffer bytes = ByteBuffer.allocate(raw.remaining());
    while (raw.hasRemaining()) {
      byte b = raw.get();
      if (b != '%') {
        bytes.put(b);
      } else if (raw.remaining() >= 2
          && HexFormat.isHexDigit(raw.get(raw.position()))
          && HexFormat.isHexDigit(raw.get(raw.position() + 1))) {
        int high = HexFormat.fromHexDigit(raw.get());
        byte decoded = (byte) (high << 4 | HexFormat.fromHexDigit(raw.get()));
        if (decoded == '/') {
          bytes.put(ESCAPED_SLASH.getBytes(StandardCharsets.US_ASCII));
        } else {
          bytes.put(decoded);
        }
      } else {
        return new Refused("malformed percent escape in name");
      }
    }
    return normalise(bytes.flip());
  }

  private static boolean isStray(byte b) {
    return b == (byte) 0xFF || (b >= 0 && b < 0x20);
  }

  private static RequestName normalise(ByteBuffer bytes) {
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException e) {
      return NOT_UTF_8;
    }
    if (text.length() > MAX_NAME) {
      return new Refused("name is longer than " + MAX_NAME + " characters");
    }
    if (text.chars().anyMatch(Character::isISOControl)) {
      return new Refused("control character in name");
    }
    return fromSegments(withoutDrive(text.replace('\\', '/')));
  }

  private static String withoutDrive(String name) {
    boolean hasDrive =
        name.length() >= 2 && name.charAt(1) == ':' && Character.isLetter(name.charAt(0));
    return hasDrive ? name.substring(2) : name;
  }

  private static RequestName fromSegments(String name) {
    List<String> segments = new ArrayList<>();
    for (String segment : name.split("/")) {
      if (segment.isEmpty() || segment.equals(".")) {
        continue;
      }
      if (segment.equals("..")) {
        return new Refused("'..' in name");
      }
      if (segment.length() > MAX_SEGMENT) {
        return new Refused("segment of name is longer than " + MAX_SEGMENT + " characters");
      }
      segments.add(segment);
    }
    return new Accepted(String.join("/", segments));
  }
}
