package org.pairboot.appliance.plan;

import org.pairboot.artifacts.content.KernelArguments;
import org.pairboot.conf.SettingsReader;

/**
 * What a profile or machine does to kernel arguments.
 *
 * @param added after those that are there; words in braces stand for what a machine reports and for
 *     variables, see {@link MachineWords}
 * @param removed whole ones, or by the part before {@code =}
 */
public record ArgumentChange(KernelArguments added, KernelArguments removed) {
  public static final ArgumentChange NONE =
      new ArgumentChange(KernelArguments.NONE, KernelArguments.NONE);

  static final String ADD = "kernel-arguments.add";
  private static final String REMOVE = "kernel-arguments.remove";

  static ArgumentChange read(SettingsReader reader) {
    return new ArgumentChange(arguments(reader, ADD), arguments(reader, REMOVE));
  }

  private static KernelArguments arguments(SettingsReader reader, String key) {
    String text = reader.line(key);
    KernelArguments.mistake(text).ifPresent(mistake -> reader.reject(key, mistake));
    return KernelArguments.parse(text);
  }

  /** The arguments that are left of {@code given}, and those that are added. */
  public KernelArguments on(KernelArguments given) {
    return given.without(removed).plus(added);
  }
}
