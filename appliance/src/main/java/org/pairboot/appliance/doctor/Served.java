package org.pairboot.appliance.doctor;

import java.util.List;

/**
 * A server that answers on this machine.
 *
 * @param who it is, for people
 * @param endpoints where it answers
 */
record Served(String who, List<Endpoint> endpoints) {

  Served {
    endpoints = List.copyOf(endpoints);
  }
}
