package org.pairboot.tftp.transport;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.pairboot.conf.TftpSettings;
import org.pairboot.conf.TftpSettings.PortMode;
import org.pairboot.conf.TftpSettings.PortRange;

/** Which ports the pool of transfers has, and how many event loops they suffice for. */
public final class PoolPorts {
  /** Of the pool on each address where the settings name no ports. */
  private static final int DEFAULT_POOL = 4;

  private PoolPorts() {}

  /** The ports for {@code loops} event loops, which take them in turn; 0 stands for any port. */
  public static List<Integer> of(TftpSettings settings, int loops) {
    return settings
        .poolPorts()
        .map(range -> IntStream.rangeClosed(range.first(), range.last()).boxed().toList())
        .orElse(Collections.nCopies(Math.max(DEFAULT_POOL, 2 * loops), 0));
  }

  /** How many event loops can work side by side: each needs a port of the pool. */
  public static int usableLoops(TftpSettings settings, int wanted) {
    if (settings.portMode() == PortMode.SINGLE || settings.poolPorts().isEmpty()) {
      return wanted;
    }
    PortRange range = settings.poolPorts().get();
    return Math.min(wanted, range.last() - range.first() + 1);
  }
}
