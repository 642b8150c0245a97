package org.pairboot.http.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.pairboot.http.event.ResponseListener.Request;
import org.pairboot.http.event.ResponseReport.Outcome;
import org.slf4j.event.Level;

class ResponseLogTest {

  @Test
  void describesAResponseInOneLine() {
    assertThat(ResponseLog.line(report(Outcome.COMPLETED, 206, 4, 4, "2-5/10")))
        .isEqualTo(
            "HTTP 127.0.0.1 port 4000 a/x.efi: completed, 4 bytes in 1.500 s, 0.0 MB/s, GET 206,"
                + " range 2-5/10, agent curl/8");
    assertThat(ResponseLog.line(report(Outcome.ABORTED, 200, 3, 10, "")))
        .contains("a/x.efi: aborted, 3 of 10 bytes in ");
  }

  @Test
  void choosesTheLevel() {
    assertThat(ResponseLog.level(report(Outcome.COMPLETED, 200, 4, 4, ""))).isEqualTo(Level.INFO);
    assertThat(ResponseLog.level(report(Outcome.COMPLETED, 304, 0, 0, ""))).isEqualTo(Level.DEBUG);
    assertThat(ResponseLog.level(report(Outcome.NOT_FOUND, 404, 9, 9, ""))).isEqualTo(Level.DEBUG);
    assertThat(ResponseLog.level(report(Outcome.ABORTED, 200, 4, 9, ""))).isEqualTo(Level.DEBUG);
    assertThat(ResponseLog.level(report("images/a/1/rootfs.img", Outcome.ABORTED, 200, 4, 9, "")))
        .isEqualTo(Level.INFO);
    assertThat(ResponseLog.level(report("images/a/1/rootfs.img", Outcome.NOT_FOUND, 404, 9, 9, "")))
        .isEqualTo(Level.INFO);
    assertThat(ResponseLog.level(report(Outcome.PROBE, 200, 0, 0, ""))).isEqualTo(Level.DEBUG);
    assertThat(ResponseLog.level(report(Outcome.TIMED_OUT, 200, 4, 9, ""))).isEqualTo(Level.WARN);
    assertThat(ResponseLog.level(report(Outcome.REFUSED, 400, 9, 9, ""))).isEqualTo(Level.DEBUG);
    assertThat(ResponseLog.level(report(Outcome.FAILED, 500, 9, 9, ""))).isEqualTo(Level.WARN);
  }

  @Test
  void describesRejectedConnections() throws Exception {
    InetAddress client = InetAddress.ofLiteral("192.0.2.7");
    assertThat(ResponseLog.rejectionLine(1, client))
        .isEqualTo(
            "HTTP rejected a connection from 192.0.2.7, which has reached"
                + " http.max-connections-per-client");
    assertThat(ResponseLog.rejectionLine(9, client))
        .startsWith("HTTP rejected 9 connections, the latest from 192.0.2.7, which ");
  }

  private static ResponseReport report(
      Outcome outcome, int status, long sent, long planned, String range) {
    return report("a/x.efi", outcome, status, sent, planned, range);
  }

  private static ResponseReport report(
      String name, Outcome outcome, int status, long sent, long planned, String range) {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    return new ResponseReport(
        new Request(
            new InetSocketAddress(loopback, 4000),
            new InetSocketAddress(loopback, 80),
            "GET",
            name,
            "curl/8"),
        "images",
        status,
        sent,
        planned,
        Duration.ofMillis(1500),
        range,
        outcome);
  }
}
