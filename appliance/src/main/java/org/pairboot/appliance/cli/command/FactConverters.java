package org.pairboot.appliance.cli.command;

import java.util.Arrays;
import java.util.Optional;
import org.pairboot.appliance.boot.BootPreview.Loader;
import org.pairboot.appliance.plan.Architecture;
import org.pairboot.appliance.plan.MacAddress;
import org.pairboot.conf.Mistake;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Read what is known of a machine from options. */
final class FactConverters {
  private FactConverters() {}

  /** {@code 52:54:00:12:34:56}. */
  static final class Mac implements ITypeConverter<MacAddress> {
    @Override
    public MacAddress convert(String text) {
      return found(MacAddress.parse(text), text, MacAddress.EXPECTED);
    }
  }

  /** {@code x86_64}. */
  static final class Processor implements ITypeConverter<Architecture> {
    @Override
    public Architecture convert(String text) {
      return found(Architecture.parse(text), text, Architecture.EXPECTED);
    }
  }

  /** {@code u-boot}. */
  static final class LoaderName implements ITypeConverter<Loader> {
    @Override
    public Loader convert(String text) {
      return found(
          Arrays.stream(Loader.values()).filter(each -> each.toString().equals(text)).findFirst(),
          text,
          String.join(", ", Arrays.stream(Loader.values()).map(Loader::toString).toList()));
    }
  }

  private static <T> T found(Optional<T> value, String text, String allowed) {
    return value.orElseThrow(
        () -> new TypeConversionException(Mistake.invalid("'" + text + "'", allowed)));
  }
}
