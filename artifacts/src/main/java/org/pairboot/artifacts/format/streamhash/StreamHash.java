package org.pairboot.artifacts.format.streamhash;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The digests that a file must have, chunk by chunk:
 *
 * <pre>
 * stream-hash sha256 2097152
 * 1e075c8d478ad21844e33e830a695ef03a4d2488b69ee275bd8947618bb1be1e
 * ...
 * </pre>
 *
 * Parsed like coreos-installer's {@code src/bin/rdcore/stream_hash.rs} does, with the same error
 * messages, because a user sees these on the console of the booting machine.
 *
 * @param chunkSize length in bytes of each chunk; the last one may be shorter
 * @param digests one per chunk, in lower-case hex. A sound file has 64 digits in each; the guest
 *     detects another number only when it compares
 */
public record StreamHash(int chunkSize, List<String> digests) {
  /** The chunk size that all producers use: 2 MiB. */
  public static final int DEFAULT_CHUNK_SIZE = 2 << 20;

  /** The largest chunk size that a guest accepts: 64 MiB. */
  public static final int MAX_CHUNK_SIZE = 64 << 20;

  private static final Pattern HEADER = Pattern.compile("stream-hash ([a-z0-9]+) ([0-9]+)\n");

  public StreamHash {
    digests = List.copyOf(digests);
  }

  /**
   * Parses the text of a stream-hash file.
   *
   * @throws MalformedException with coreos-installer's message, if that would refuse the file
   */
  public static StreamHash parse(byte[] file) throws MalformedException {
    if (file.length == 0) {
      throw new MalformedException("hash file is empty");
    }
    String text = decode(file);
    int lineEnd = text.indexOf('\n') + 1;
    Matcher header = HEADER.matcher(text.substring(0, lineEnd));
    if (!header.matches()) {
      throw new MalformedException("couldn't parse hash file header");
    }
    if (!header.group(1).equals("sha256")) {
      throw new MalformedException("unknown digest algorithm " + header.group(1));
    }
    int chunkSize = chunkSize(header.group(2));
    List<String> digests = new ArrayList<>();
    int start = lineEnd;
    while (start < text.length()) {
      int newline = text.indexOf('\n', start);
      int end = newline < 0 ? text.length() : newline;
      boolean carriageReturn = newline > start && text.charAt(newline - 1) == '\r';
      digests.add(digest(text.substring(start, carriageReturn ? end - 1 : end)));
      start = end + 1;
    }
    return new StreamHash(chunkSize, digests);
  }

  private static String decode(byte[] file) throws MalformedException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(file)).toString();
    } catch (CharacterCodingException e) {
      throw new MalformedException("couldn't read hash from hash file", e);
    }
  }

  private static int chunkSize(String digits) throws MalformedException {
    long size;
    try {
      size = Long.parseUnsignedLong(digits);
    } catch (NumberFormatException e) {
      throw new MalformedException("couldn't parse chunk size", e);
    }
    if (size == 0) {
      throw new MalformedException("chunk size cannot be zero");
    }
    if (size < 0 || size > MAX_CHUNK_SIZE) {
      throw new MalformedException(
          "chunk size "
              + Long.toUnsignedString(size)
              + " is greater than maximum "
              + MAX_CHUNK_SIZE);
    }
    return (int) size;
  }

  private static String digest(String line) throws MalformedException {
    try {
      return HexFormat.of().formatHex(HexFormat.of().parseHex(line));
    } catch (IllegalArgumentException e) {
      throw new MalformedException("couldn't decode hash: \"" + escape(line) + '"', e);
    }
  }

  /** Like Rust's debug format of a string, and safe on a terminal. */
  private static String escape(String line) {
    StringBuilder out = new StringBuilder();
    line.codePoints()
        .forEach(c -> {
          switch (c) {
            case '"', '\\' -> out.append('\\').appendCodePoint(c);
            case '\t' -> out.append("\\t");
            case '\r' -> out.append("\\r");
            case 0 -> out.append("\\0");
            default -> {
              if (Character.isISOControl(c)) {
                out.append("\\u{").append(Integer.toHexString(c)).append('}');
              } else {
                out.appendCodePoint(c);
              }
            }
          }
        });
    return out.toString();
  }

  /** The file in the form that producers write. */
  public byte[] format() {
    StringBuilder text = new StringBuilder("stream-hash sha256 ").append(chunkSize).append('\n');
    digests.forEach(digest -> text.append(digest).append('\n'));
    return text.toString().getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * The largest length that a matching file can have, in bytes. The actual length is within one
   * chunk of it.
   */
  public long maxLength() {
    return (long) chunkSize * digests.size();
  }

  /** A stream-hash file that a guest would refuse. The message is that of coreos-installer. */
  public static final class MalformedException extends Exception {
    private static final long serialVersionUID = 1;

    MalformedException(String message) {
      super(message);
    }

    MalformedException(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
