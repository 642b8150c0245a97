package org.pairboot.appliance.serve;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pairboot.appliance.boot.TestImages;
import org.pairboot.artifacts.store.ImageStore;
import org.pairboot.artifacts.store.LeftOut;
import org.pairboot.artifacts.store.image.ImageVersion;
import org.pairboot.artifacts.store.image.ImageVersion.Verification;
import org.slf4j.LoggerFactory;

/** What a server proves beside its work. Rounds are run by hand, and time passes by hand. */
class BackgroundProverTest {
  private static final Verification UNTRIED = new Verification.Unproven(Optional.empty());
  private static final Verification OLD = new Verification.ToProve(Optional.empty());
  private static final Verification FAILED = new Verification.Unproven(Optional.of("it is bad"));

  private final Logger logger = (Logger) LoggerFactory.getLogger(BackgroundProver.class);
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private final List<String> read = new ArrayList<>();
  private final Set<String> unreadable = new HashSet<>();
  private Verification result = new Verification.Verified();
  private long now;
  private int changes;

  @TempDir private Path directory;
  private ImageStore store;
  private BackgroundProver prover;

  @BeforeEach
  void open() throws Exception {
    lines.start();
    logger.addAppender(lines);
    store =
        ImageStore.open(directory, ImageStore.Options.defaults().whenChanged(changed -> changes++));
    prover = new BackgroundProver(store, this::prove, () -> now);
  }

  @AfterEach
  void stopListening() {
    logger.detachAppender(lines);
  }

  private Verification prove(ImageVersion image) throws IOException {
    read.add(image.ref().version());
    if (unreadable.contains(image.ref().version())) {
      throw new IOException("Input/output error");
    }
    return result;
  }

  private void publish(Verification verification, String... versions) throws Exception {
    for (String version : versions) {
      TestImages.publish(store, "fcos", version, "x86_64", true);
    }
    Map<ImageVersion, Verification> known = new LinkedHashMap<>();
    store.snapshot().all().forEach(image -> known.put(image, verification));
    store.record(known);
    changes = 0;
  }

  private List<String> served() {
    return store.snapshot().all().stream().map(image -> image.ref().version()).sorted().toList();
  }

  private List<String> lines() {
    return lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  private void pass(Duration time) {
    now += time.toNanos();
    prover.proveDue();
  }

  @Test
  void servesWhatItProves() throws Exception {
    publish(UNTRIED, "1", "2");
    assertThat(served()).isEmpty();
    prover.proveDue();
    assertThat(served()).containsExactly("1", "2");
    assertThat(store.snapshot().due()).isEmpty();
    assertThat(lines())
        .containsExactlyInAnyOrder(
            "proved fcos@1, which another tool put in; it is served from now on",
            "proved fcos@2, which another tool put in; it is served from now on");
    prover.proveDue();
    assertThat(read).hasSize(2);
  }

  @Test
  void withdrawsWhatFailsAndSaysSoOnce() throws Exception {
    publish(OLD, "1");
    assertThat(served()).containsExactly("1");
    result = FAILED;
    prover.proveDue();
    pass(Duration.ofHours(1));
    assertThat(served()).isEmpty();
    assertThat(read).containsExactly("1");
    assertThat(lines()).containsExactly("withdrew fcos@1: it is bad");
  }

  @Test
  void whatIsNoInitramfsFailsForGood() throws Exception {
    publish(UNTRIED, "1");
    prover = new BackgroundProver(store, BackgroundProver.proofIn(store), () -> now);
    prover.proveDue();
    pass(Duration.ofHours(1));
    assertThat(store.snapshot().due()).isEmpty();
    assertThat(store.snapshot().unproven())
        .singleElement()
        .extracting(LeftOut.Unproven::why)
        .asString()
        .startsWith("its pair does not match: initramfs.img: ");
    assertThat(lines())
        .singleElement()
        .asString()
        .startsWith("not serving fcos@1: its pair does not match: initramfs.img: ");
  }

  @Test
  void triesAgainAfterAMinuteWhatTheDiskRefused() throws Exception {
    publish(UNTRIED, "1", "2");
    unreadable.add("2");
    prover.proveDue();
    assertThat(served()).containsExactly("1");
    assertThat(lines())
        .contains(
            "could not prove fcos@2: Input/output error; trying again every minute (1 failure(s)"
                + " since the last such line)");
    unreadable.clear();
    pass(Duration.ofSeconds(59));
    assertThat(served()).containsExactly("1");
    pass(Duration.ofSeconds(1));
    assertThat(served()).containsExactly("1", "2");
  }

  @Test
  void aDiskThatFailsGetsOneLineAnHour() throws Exception {
    publish(UNTRIED, "1", "2", "3");
    unreadable.addAll(Set.of("1", "2", "3"));
    for (int minute = 0; minute < 60; minute++) {
      pass(Duration.ofMinutes(1));
    }
    assertThat(read).hasSize(180);
    assertThat(lines()).hasSize(1);
    pass(Duration.ofMinutes(1));
    assertThat(lines()).hasSize(2);
    assertThat(lines().getLast()).contains("(180 failure(s) since the last such line)");
  }

  @Test
  void notesManySmallImagesAtOnce() throws Exception {
    publish(UNTRIED, "1", "2", "3", "4", "5");
    prover.proveDue();
    assertThat(served()).hasSize(5);
    assertThat(changes).isEqualTo(1);
  }

  @Test
  void servesALargeImageBeforeItReadsTheNext() throws Exception {
    publish(UNTRIED, "1", "2");
    List<Integer> servedBefore = new ArrayList<>();
    prover =
        new BackgroundProver(
            store,
            image -> {
              servedBefore.add(served().size());
              now += Duration.ofSeconds(30).toNanos();
              return result;
            },
            () -> now);
    prover.proveDue();
    assertThat(servedBefore).containsExactly(0, 1);
    assertThat(changes).isEqualTo(2);
  }

  @Test
  void readsNothingOnceItIsClosed() throws Exception {
    publish(UNTRIED, "1");
    prover.close();
    prover.proveDue();
    assertThat(read).isEmpty();
  }
}
