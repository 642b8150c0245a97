package org.pairboot.appliance.cli.command;

import org.pairboot.artifacts.fetch.download.Source;
import org.pairboot.artifacts.fetch.download.Source.InvalidSourceException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code FILE|URL}. */
final class SourceConverter implements ITypeConverter<Source> {
  @Override
  public Source convert(String text) {
    try {
      return Source.parse(text);
    } catch (InvalidSourceException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}
