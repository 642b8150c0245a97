package org.pairboot.tftp.event;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pairboot.artifacts.text.ClientLogLimit.Limits;
import org.pairboot.tftp.event.TransferListener.DropReason;
import org.pairboot.tftp.event.TransferListener.Request;
import org.pairboot.tftp.event.TransferListener.Terms;
import org.pairboot.tftp.event.TransferReport.Outcome;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

class TransferLogTest {
  private static final InetSocketAddress PEER =
      new InetSocketAddress(InetAddress.ofLiteral("192.0.2.7"), 2070);

  private static Request request(String name) {
    InetSocketAddress local = new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 69);
    return new Request(PEER, local, name, List.of());
  }

  private static TransferReport report(String name, Outcome outcome, String detail, int blksize) {
    return new TransferReport(
        request(name),
        blksize == 0
            ? Optional.empty()
            : Optional.of(new Terms("images", 30_000_000, blksize, 4, List.of())),
        outcome,
        detail,
        30_000_000,
        true,
        Duration.ofMillis(1500),
        2);
  }

  @ParameterizedTest
  @CsvSource({
    "x,COMPLETED,INFO",
    "x,COMPLETED_UNCONFIRMED,INFO",
    "x,PROBE,DEBUG",
    "x,ABORTED,INFO",
    "x,TIMED_OUT,WARN",
    "x,REFUSED,INFO",
    "x,FAILED,ERROR",
    "x,NOT_FOUND,INFO",
    "pxelinux.cfg/01-52-54-00-12-34-56,NOT_FOUND,DEBUG",
    "pxelinux.cfg/C0A8,NOT_FOUND,DEBUG",
    "debian/pxelinux.cfg/C0A8,NOT_FOUND,DEBUG",
    "pxelinux.cfg/default,NOT_FOUND,INFO",
    "grub/grub.cfg-01-52-54-00-12-34-56,NOT_FOUND,DEBUG",
    "grub/grub.cfg,NOT_FOUND,INFO",
    "grub/x86_64-efi/command.lst,NOT_FOUND,DEBUG",
    "grub/x86_64-efi/net.mod,NOT_FOUND,INFO",
    "revocations_sbat.efi,NOT_FOUND,DEBUG",
    "revocations.efi,NOT_FOUND,DEBUG",
    "grubx64.efi,NOT_FOUND,INFO",
  })
  void logsExpectedMissesOfEveryBootAtDebugLevel(String name, Outcome outcome, Level level) {
    assertThat(TransferLog.level(report(name, outcome, "", 0))).isEqualTo(level);
  }

  /** Each forged request of a flood ends like this. */
  @Test
  void limitsLinesAboutClientsThatNeverAnswer() {
    ListAppender<ILoggingEvent> appender = new ListAppender<>();
    TransferLog log = new TransferLog(logger("silent", appender));
    for (int i = 0; i < 10_000; i++) {
      log.finished(silent());
    }
    assertThat(appender.list).hasSize(Limits.PER_MINUTE.perUnproven());
    assertThat(appender.list.getFirst().getMessage())
        .startsWith("TFTP 192.0.2.7 port 2070 x: timed-out");
    log.finished(report("x", Outcome.TIMED_OUT, "", 512));
    assertThat(appender.list).hasSize(Limits.PER_MINUTE.perUnproven() + 1);
  }

  private static Logger logger(String name, ListAppender<ILoggingEvent> appender) {
    appender.start();
    Logger logger = (Logger) LoggerFactory.getLogger(name);
    logger.setAdditive(false);
    logger.setLevel(ch.qos.logback.classic.Level.INFO);
    logger.addAppender(appender);
    return logger;
  }

  private static TransferReport silent() {
    return new TransferReport(
        request("x"),
        Optional.of(new Terms("images", 100, 512, 1, List.of())),
        Outcome.TIMED_OUT,
        "",
        0,
        false,
        Duration.ZERO,
        2);
  }

  @Test
  void logsAFloodAtOnceAndThenCountsIt() {
    ListAppender<ILoggingEvent> appender = new ListAppender<>();
    TransferLog log = new TransferLog(logger("flood", appender));
    InetAddress sender = PEER.getAddress();
    log.dropped(DropReason.THROTTLED, 1, sender);
    assertThat(appender.list)
        .extracting(ILoggingEvent::getMessage)
        .containsExactly(
            "TFTP ignored 1 request, the last from 192.0.2.7: its network exceeds the limits of"
                + " tftp.unproven (a flood, or forged addresses)");
    for (int i = 0; i < 1000; i++) {
      log.dropped(DropReason.THROTTLED, 100, sender);
    }
    assertThat(appender.list).hasSize(1);
    assertThat(TransferLog.render(DropReason.THROTTLED, 6000, sender))
        .startsWith("TFTP ignored 6000 requests");
  }

  @Test
  void logsEachReasonOfDroppedRequestsWithItsSetting() {
    ListAppender<ILoggingEvent> appender = new ListAppender<>();
    TransferLog log = new TransferLog(logger("reasons", appender));
    log.dropped(DropReason.DENIED, 3, PEER.getAddress());
    log.dropped(DropReason.OVERLOADED, 3, PEER.getAddress());
    assertThat(appender.list.get(0).getMessage()).contains("tftp.subnets");
    assertThat(appender.list.get(1).getMessage()).contains("tftp.unproven.max-transfers");
  }

  @Test
  void logsClientNameOutcomeAndSpeedInOneLine() {
    assertThat(TransferLog.render(report("a/kernel", Outcome.COMPLETED, "", 1468)))
        .isEqualTo(
            "TFTP 192.0.2.7 port 2070 a/kernel: completed, 30000000 bytes in 1.500 s, 20.0 MB/s, "
                + "blksize 1468, windowsize 4, 2 retransmits");
    assertThat(TransferLog.render(report("x", Outcome.NOT_FOUND, "", 0)))
        .isEqualTo("TFTP 192.0.2.7 port 2070 x: not-found");
    assertThat(TransferLog.render(report("x", Outcome.REFUSED, "busy", 0)))
        .isEqualTo("TFTP 192.0.2.7 port 2070 x: refused (busy)");
  }
}
