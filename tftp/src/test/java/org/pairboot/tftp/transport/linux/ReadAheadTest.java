package org.pairboot.tftp.transport.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReadAheadTest {
  private static final long MAPPING = 1L << 40;

  private record Advice(long position, long length) {}

  private final Queue<Advice> given = new ConcurrentLinkedQueue<>();
  private final ReadAhead readAhead =
      new ReadAhead((address, length) -> given.add(new Advice(address - MAPPING, length)));

  @AfterEach
  void close() {
    readAhead.close();
  }

  private void assertGiven(Advice... advice) {
    await().until(() -> given.size() == advice.length);
    assertThat(given).containsExactly(advice);
  }

  @Test
  void requestsTheStartAtOnce() {
    readAhead.cursor(MAPPING, 10);
    assertGiven(new Advice(0, 10));
  }

  @Test
  void requestsPagesOnceAndInLargeSteps() {
    ReadAhead.Cursor cursor = readAhead.cursor(MAPPING, 100 * ReadAhead.STEP);
    for (long position = 0; position <= 2 * ReadAhead.STEP; position += ReadAhead.STEP / 4) {
      cursor.advance(position);
    }
    cursor.advance(0);
    assertGiven(
        new Advice(0, 8 * ReadAhead.STEP),
        new Advice(8 * ReadAhead.STEP, ReadAhead.STEP),
        new Advice(9 * ReadAhead.STEP, ReadAhead.STEP));
  }

  @Test
  void requestsNothingBeyondTheEnd() {
    long length = 10 * ReadAhead.STEP + 10;
    ReadAhead.Cursor cursor = readAhead.cursor(MAPPING, length);
    cursor.advance(9 * ReadAhead.STEP);
    cursor.advance(10 * ReadAhead.STEP);
    assertGiven(
        new Advice(0, 8 * ReadAhead.STEP), new Advice(8 * ReadAhead.STEP, 2 * ReadAhead.STEP + 10));
  }

  @Test
  void requestsNothingWithoutAMapping() {
    readAhead.cursor(0, 10).advance(5);
    readAhead.cursor(MAPPING, 1);
    assertGiven(new Advice(0, 1));
  }
}
