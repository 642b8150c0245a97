package org.pairboot.conf;

import java.util.List;
import java.util.stream.Collectors;

/** The settings are invalid. The message has one line per mistake. */
public final class SettingsException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<Mistake> mistakes;

  public SettingsException(List<Mistake> mistakes) {
    super(mistakes.stream().map(Mistake::toString).collect(Collectors.joining("\n")));
    this.mistakes = List.copyOf(mistakes);
  }

  /** All mistakes, in the order of their places. */
  public List<Mistake> mistakes() {
    return mistakes;
  }
}
