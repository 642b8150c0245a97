package org.pairboot.artifacts.format.live;

import java.util.EnumMap;
import java.util.Map;
import org.pairboot.artifacts.format.initramfs.Member;

/**
 * A member, and how many of its entries have which role.
 *
 * @param counts roles that do not occur are left out
 */
public record MemberContents(Member member, Map<LiveRole, Long> counts) {
  public MemberContents {
    counts = counts.isEmpty() ? Map.of() : Map.copyOf(new EnumMap<>(counts));
  }

  /** Whether there is an entry with {@code role}. */
  public boolean has(LiveRole role) {
    return counts.containsKey(role);
  }

  /** Whether there is anything that must not stay in an initramfs. */
  public boolean hasPayload() {
    return counts.keySet().stream().anyMatch(LiveRole::belongsToRootfs);
  }
}
