package org.pairboot.conf;

import java.util.List;
import java.util.stream.Collectors;
import org.pairboot.conf.file.FileException;

/** The settings are invalid. The message has one line per mistake. */
public final class SettingsException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<Mistake> mistakes;

  public SettingsException(List<Mistake> mistakes) {
    super(mistakes.stream().map(Mistake::toString).collect(Collectors.joining("\n")));
    this.mistakes = List.copyOf(mistakes);
  }

  /** A file that cannot be used. */
  public static SettingsException of(FileException e) {
    return new SettingsException(e.problems().stream().map(Mistake::of).toList());
  }

  /** All mistakes, in the order of their places. */
  public List<Mistake> mistakes() {
    return mistakes;
  }
}
