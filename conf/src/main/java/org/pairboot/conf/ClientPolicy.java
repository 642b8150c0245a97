package org.pairboot.conf;

import java.util.List;

/**
 * What TFTP clients may do.
 *
 * @param maxBlksize largest block agreed to, in bytes
 * @param maxWindowsize largest window agreed to, in blocks
 * @param mtuClamp whether blocks are limited to what fits one packet of the interface
 * @param rollover the block number that follows 65535, 0 or 1, where the client asks for none
 */
public record ClientPolicy(
    Access access, int maxBlksize, int maxWindowsize, boolean mtuClamp, int rollover) {

  /** Whether requests get an answer. */
  public enum Access {
    ALLOW,
    /** TFTP ignores them: not even an ERROR goes out. HTTP answers 403. */
    DENY;

    static Access read(SettingsReader reader, String prefix) {
      return reader.oneOf(prefix + "access", Access.class);
    }
  }

  /** What {@link #read} reads. */
  static final List<String> KEYS =
      List.of("access", "max-blksize", "max-windowsize", "mtu-clamp", "rollover");

  /**
   * @param prefix of the keys: {@code tftp.} or nothing
   */
  static ClientPolicy read(SettingsReader reader, String prefix) {
    return new ClientPolicy(
        Access.read(reader, prefix),
        reader.integer(prefix + "max-blksize", 8, 65464),
        reader.integer(prefix + "max-windowsize", 1, 65535),
        reader.bool(prefix + "mtu-clamp"),
        reader.integer(prefix + "rollover", 0, 1));
  }
}
