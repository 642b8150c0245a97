package org.pairboot.appliance.machine;

/**
 * A machine that asks for something, as far as its request and the plans identify it.
 *
 * @param key what the request tells, with what the plans add to it
 * @param planned the part of the key that the plans say belongs to one machine; empty unless the
 *     origin is {@link Origin#NAMED}
 * @param label for people: its name in the plans, unless that is the name of a group, else what
 *     identifies it
 */
public record Candidate(MachineKey key, MachineKey planned, String label, Origin origin) {

  /** Where the profile of a machine comes from. */
  public enum Origin {
    /** A machine of the plans that is selected by the identifiers of one machine. */
    NAMED,
    /** A machine of the plans that is a group, such as a subnet. */
    GROUP,
    /** No machine of the plans. */
    UNKNOWN
  }
}
