package org.pairboot.conf;

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
    /** They are ignored: not even an ERROR goes out. */
    DENY
  }

  /**
   * @param prefix of the keys: {@code tftp.} or nothing
   */
  static ClientPolicy read(SettingsReader reader, String prefix) {
    return new ClientPolicy(
        reader.oneOf(prefix + "access", Access.class),
        reader.integer(prefix + "max-blksize", 8, 65464),
        reader.integer(prefix + "max-windowsize", 1, 65535),
        reader.bool(prefix + "mtu-clamp"),
        reader.integer(prefix + "rollover", 0, 1));
  }
}
