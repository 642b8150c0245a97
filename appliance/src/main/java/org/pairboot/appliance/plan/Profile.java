package org.pairboot.appliance.plan;

/** What to boot and how. */
public record Profile(String name, Action action) {
  /** The profile of machines that nothing selects. */
  public static final String DEFAULT = "default";
}
