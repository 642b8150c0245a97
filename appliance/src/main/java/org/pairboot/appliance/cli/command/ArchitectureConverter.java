package org.pairboot.appliance.cli.command;

import org.pairboot.artifacts.catalog.Architecture;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The value of {@code --arch}: {@code x86_64}, or another name of it such as {@code amd64}. */
final class ArchitectureConverter implements ITypeConverter<Architecture> {
  @Override
  public Architecture convert(String text) {
    return Architecture.parse(text)
        .orElseThrow(
            () -> new TypeConversionException("'" + text + "'; expected " + Architecture.EXPECTED));
  }
}
