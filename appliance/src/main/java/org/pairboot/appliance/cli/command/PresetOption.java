package org.pairboot.appliance.cli.command;

import java.util.Iterator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pairboot.artifacts.format.preset.Preset;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The values of {@code --preset}. */
final class PresetOption implements ITypeConverter<Preset>, Iterable<String> {

  @Override
  public Preset convert(String term) {
    return Preset.of(term)
        .orElseThrow(() ->
            new TypeConversionException(
                "'"
                    + term
                    + "' is no known system; known are "
                    + terms().collect(Collectors.joining(", "))));
  }

  @Override
  public Iterator<String> iterator() {
    return terms().iterator();
  }

  private static Stream<String> terms() {
    return Stream.of(Preset.values()).map(Preset::term);
  }
}
