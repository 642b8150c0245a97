package org.pairboot.appliance.start;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.pattern.ClassicConverter;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import org.pairboot.appliance.systemd.Journal;

/**
 * Where the log goes and in which format: to standard error, because standard output is for data.
 * In code instead of XML, whose parser would take a tenth of a second of every command. Logback
 * finds this class through {@code META-INF/services}.
 */
public final class LogSetup extends ContextAwareBase implements Configurator {
  /** The system property for another pattern; to be set before anything is logged. */
  public static final String PATTERN_PROPERTY = "pairboot.log.pattern";

  /** For the journal, which adds the time itself and needs the priority. */
  public static final String JOURNAL_PATTERN = "%priority%msg%n";

  static final String APPENDER = "STDERR";

  private static final String PATTERN = "%time %-5level %msg%n";
  private static final List<String> VERBOSE_LOGGERS =
      List.of("io.undertow", "org.xnio", "org.jboss");

  @Override
  public ExecutionStatus configure(LoggerContext context) {
    PatternLayout layout = new PatternLayout();
    layout.setContext(context);
    layout.getInstanceConverterMap().put("priority", Journal.PriorityPrefix::new);
    layout.getInstanceConverterMap().put("time", EventTime::new);
    layout.setPattern(System.getProperty(PATTERN_PROPERTY, PATTERN));
    layout.start();
    LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
    encoder.setContext(context);
    encoder.setLayout(layout);
    encoder.start();
    ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
    appender.setContext(context);
    appender.setName(APPENDER);
    appender.setTarget("System.err");
    appender.setEncoder(encoder);
    appender.start();
    Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.INFO);
    root.addAppender(appender);
    VERBOSE_LOGGERS.forEach(name -> context.getLogger(name).setLevel(Level.WARN));
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  /**
   * The word {@code %time} of patterns: when something happened, in the time of the place.
   * Logback's {@code %d} would do, but has java.time look for rules of time zones in every jar, at
   * the start.
   */
  private static final class EventTime extends ClassicConverter {
    private static final DateTimeFormatter FORMAT =
        DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSXXX", Locale.ROOT);

    @Override
    public String convert(ILoggingEvent event) {
      long millis = event.getTimeStamp();
      int offset = TimeZone.getDefault().getOffset(millis);
      return FORMAT.format(
          Instant.ofEpochMilli(millis).atOffset(ZoneOffset.ofTotalSeconds(offset / 1000)));
    }
  }
}
