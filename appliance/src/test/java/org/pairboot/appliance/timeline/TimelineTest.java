package org.pairboot.appliance.timeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pairboot.appliance.timeline.boot.Boot;
import org.pairboot.appliance.timeline.boot.Boot.State;
import org.pairboot.appliance.timeline.file.TimelineReader;
import org.pairboot.conf.EventSettings;
import org.pairboot.http.event.ResponseListener;
import org.pairboot.http.event.ResponseReport;
import org.pairboot.tftp.event.TransferListener;
import org.pairboot.tftp.event.TransferReport;

class TimelineTest {
  private static final EventSettings SETTINGS =
      new EventSettings(true, 16 << 20, Duration.ofDays(30));
  private static final String IMAGE = "images/demo/1/";

  @TempDir private Path directory;

  private List<Boot> boots() throws IOException {
    return new TimelineReader(directory).boots(10_000, _ -> true);
  }

  private static void tftp(Timeline timeline, int host, String name, String route) {
    TransferListener.Request request =
        new TransferListener.Request(
            address(host), new InetSocketAddress("10.0.0.1", 69), name, List.of());
    timeline
        .transfers()
        .finished(
            new TransferReport(
                request,
                Optional.of(new TransferListener.Terms(route, 1000, 512, 1, List.of())),
                TransferReport.Outcome.COMPLETED,
                "",
                1000,
                true,
                Duration.ofMillis(3),
                2));
  }

  private static void http(Timeline timeline, int host, String name) {
    ResponseListener.Request request =
        new ResponseListener.Request(
            address(host), new InetSocketAddress("10.0.0.1", 80), "GET", name, "");
    timeline
        .responses()
        .finished(
            new ResponseReport(
                request,
                "images",
                200,
                5000,
                5000,
                Duration.ofMillis(3),
                "",
                ResponseReport.Outcome.COMPLETED));
  }

  private static InetSocketAddress address(int host) {
    return new InetSocketAddress("10.0.%d.%d".formatted(1 + host / 250, 1 + host % 250), 2070);
  }

  @Test
  void whatHappenedIsReadFromTheFiles() throws IOException {
    try (Timeline timeline = Timeline.start(directory, SETTINGS)) {
      tftp(timeline, 0, "pxelinux.0", "loaders");
      tftp(timeline, 0, IMAGE + "kernel", "images");
      http(timeline, 0, IMAGE + "rootfs.img");
    }
    Boot boot = boots().getFirst();
    assertThat(boot.bytes()).isEqualTo(new Boot.Bytes(2000, 5000));
    assertThat(boot.retransmits()).isEqualTo(4);
    assertThat(boot.state()).isEqualTo(State.IN_PROGRESS);
    assertThat(new TimelineReader(directory).events(boot)).hasSize(3);
  }

  @Test
  void aBootContinuesAfterARestartOfTheServer() throws IOException {
    try (Timeline timeline = Timeline.start(directory, SETTINGS)) {
      tftp(timeline, 0, "pxelinux.0", "loaders");
    }
    try (Timeline timeline = Timeline.start(directory, SETTINGS)) {
      tftp(timeline, 0, IMAGE + "kernel", "images");
    }
    assertThat(boots()).hasSize(1);
    assertThat(boots().getFirst().bytes().tftp()).isEqualTo(2000);
    assertThat(new TimelineReader(directory).events(boots().getFirst())).hasSize(2);
  }

  @Test
  void othersSeeWhatHappenedWhileTheServerRuns() {
    try (Timeline timeline = Timeline.start(directory, SETTINGS)) {
      tftp(timeline, 0, "pxelinux.0", "loaders");
      await().until(() -> boots().size() == 1);
    }
  }

  @Test
  void aThousandMachinesAtOnceLoseNothing() throws Exception {
    int machines = 1000;
    try (Timeline timeline = Timeline.start(directory, SETTINGS)) {
      CountDownLatch done = new CountDownLatch(4);
      for (int thread = 0; thread < 4; thread++) {
        int first = thread;
        Thread.ofVirtual()
            .start(() -> {
              IntStream.range(0, machines)
                  .filter(host -> host % 4 == first)
                  .forEach(host -> {
                    tftp(timeline, host, "pxelinux.0", "loaders");
                    tftp(timeline, host, IMAGE + "kernel", "images");
                    http(timeline, host, IMAGE + "initramfs.img");
                  });
              done.countDown();
            });
      }
      done.await();
    }
    assertThat(boots())
        .hasSize(machines)
        .allMatch(boot -> boot.bytes().equals(new Boot.Bytes(2000, 5000)));
  }

  @Test
  void aDirectoryThatCannotBeWrittenStopsNothing() throws IOException {
    Files.writeString(directory.resolve("events"), "a file");
    try (Timeline timeline = Timeline.start(directory, SETTINGS)) {
      tftp(timeline, 0, "pxelinux.0", "loaders");
    }
    assertThat(directory.resolve("events")).hasContent("a file");
  }
}
