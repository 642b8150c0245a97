package org.pairboot.appliance.doctor.report;

import java.io.IOException;
import java.util.List;

/** Checks one topic. Changes nothing that a running server or its machines would notice. */
public interface Check {
  /** What it checks, in a word or two. */
  String topic();

  /**
   * What it found, in the order in which people want to read it.
   *
   * @throws IOException when the system does not provide what the check needs
   */
  List<Finding> run() throws IOException;
}
