package org.pairboot.appliance.document.check;

import java.util.List;

/** The rules of one type of document. Implementations are stateless and thread-safe. */
@FunctionalInterface
public interface DocumentCheck {
  /** For documents that can be anything. */
  DocumentCheck NONE = (name, text) -> List.of();

  /**
   * What is wrong with a document, in the order of its lines.
   *
   * @param name the name that it is served under
   * @param text as a machine would get it
   */
  List<Finding> check(String name, String text);
}
