package org.pairboot.appliance.doctor;

import java.util.Optional;
import org.pairboot.appliance.host.Program;

/** Who has the port of an {@link Endpoint}. */
sealed interface PortState {

  /** Nobody, and a server of this user could have it. */
  record Free() implements PortState {}

  /** No port is asked for in particular. */
  record AnyFree() implements PortState {}

  /**
   * A running server of this program.
   *
   * @param program empty where another user runs it
   */
  record Ours(Optional<Program> program) implements PortState {}

  /**
   * Another program.
   *
   * @param program empty where another user runs it
   */
  record Taken(Optional<Program> program) implements PortState {}

  /**
   * Nobody, but the system does not give it to this user.
   *
   * @param reason the system's words
   */
  record Refused(String reason) implements PortState {}
}
