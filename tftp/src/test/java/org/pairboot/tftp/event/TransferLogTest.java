package org.pairboot.tftp.event;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

class TransferLogTest {
  private static final InetSocketAddress PEER =
      new InetSocketAddress(InetAddress.ofLiteral("192.0.2.7"), 2070);

  private static TransferReport report(
      String name, TransferOutcome outcome, String detail, int blksize) {
    return new TransferReport(
        PEER,
        new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 69),
        name,
        "images",
        outcome,
        detail,
        30_000_000,
        Duration.ofMillis(1500),
        blksize,
        blksize == 0 ? 0 : 4,
        2,
        List.of());
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
  void what_every_boot_brings_is_no_news(String name, TransferOutcome outcome, Level level) {
    assertThat(TransferLog.level(report(name, outcome, "", 0))).isEqualTo(level);
  }

  /** Each forged request of a flood ends so. */
  @Test
  void clients_that_never_answer_do_not_fill_the_log() {
    ListAppender<ILoggingEvent> appender = new ListAppender<>();
    appender.start();
    Logger logger = (Logger) LoggerFactory.getLogger("silent");
    logger.setAdditive(false);
    logger.setLevel(ch.qos.logback.classic.Level.INFO);
    logger.addAppender(appender);
    TransferLog log = new TransferLog(logger);
    for (int i = 0; i < 10_000; i++) {
      log.finished(silent());
    }
    assertThat(appender.list).hasSize(LineQuota.LINES);
    assertThat(appender.list.getFirst().getMessage())
        .startsWith("TFTP 192.0.2.7 port 2070 x: timed-out");
    log.finished(report("x", TransferOutcome.TIMED_OUT, "", 0));
    assertThat(appender.list).hasSize(LineQuota.LINES + 1);
  }

  private static TransferReport silent() {
    return new TransferReport(
        PEER,
        PEER,
        "x",
        "images",
        TransferOutcome.TIMED_OUT,
        "",
        0,
        Duration.ZERO,
        512,
        1,
        2,
        List.of());
  }

  @Test
  void omitted_lines_are_counted_and_told_after_a_minute() {
    LineQuota quota = new LineQuota();
    long start = Long.MAX_VALUE - 1; // nanoTime may wrap
    for (int i = 0; i < LineQuota.LINES; i++) {
      assertThat(quota.tryTake(start)).isTrue();
    }
    assertThat(quota.takeOmitted()).isZero();
    assertThat(quota.tryTake(start + Duration.ofSeconds(59).toNanos())).isFalse();
    assertThat(quota.tryTake(start + Duration.ofSeconds(60).toNanos())).isTrue();
    assertThat(quota.takeOmitted()).isEqualTo(1);
    assertThat(quota.takeOmitted()).isZero();
  }

  @Test
  void one_line_says_who_got_what_and_how_fast() {
    assertThat(TransferLog.render(report("a/kernel", TransferOutcome.COMPLETED, "", 1468)))
        .isEqualTo(
            "TFTP 192.0.2.7 port 2070 a/kernel: completed, 30000000 bytes in 1.500 s, 20.0 MB/s, "
                + "blksize 1468, windowsize 4, 2 retransmits");
    assertThat(TransferLog.render(report("x", TransferOutcome.NOT_FOUND, "", 0)))
        .isEqualTo("TFTP 192.0.2.7 port 2070 x: not-found");
    assertThat(TransferLog.render(report("x", TransferOutcome.REFUSED, "busy", 0)))
        .isEqualTo("TFTP 192.0.2.7 port 2070 x: refused (busy)");
  }
}
