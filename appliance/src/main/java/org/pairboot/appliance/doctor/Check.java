package org.pairboot.appliance.doctor;

import java.io.IOException;
import java.util.List;

/** Looks at one thing. Changes nothing that a running server or its machines would see. */
interface Check {

  /** What it looks at, in a word or two. */
  String topic();

  /**
   * What it finds, in the order in which people want to read it.
   *
   * @throws IOException when the system does not say
   */
  List<Finding> run() throws IOException;
}
