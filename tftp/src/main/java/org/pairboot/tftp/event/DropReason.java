package org.pairboot.tftp.event;

/** Why requests got no answer at all. */
public enum DropReason {
  /** The settings deny the client's network access. */
  DENIED,
  /** The client's network asks for more than it proves to want: a flood, or forged addresses. */
  THROTTLED,
  /** Too many transfers that nobody has answered, in all. */
  OVERLOADED
}
