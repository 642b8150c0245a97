package org.pairboot.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SelectionTest {
  private static final Selection WHOLE = new Selection.Whole();
  private static final Selection UNSATISFIABLE = new Selection.Unsatisfiable();

  @Test
  void parsesSingleRanges() {
    assertThat(of("bytes=0-99", 1000)).isEqualTo(new Selection.Part(0, 99));
    assertThat(of("bytes=999-999", 1000)).isEqualTo(new Selection.Part(999, 999));
    assertThat(of("bytes=990-2000", 1000)).isEqualTo(new Selection.Part(990, 999));
    assertThat(of("bytes=500-", 1000)).isEqualTo(new Selection.Part(500, 999));
    assertThat(of("bytes=-1", 1000)).isEqualTo(new Selection.Part(999, 999));
    assertThat(of("bytes=-5000", 1000)).isEqualTo(new Selection.Part(0, 999));
    assertThat(of("Bytes= 1-2 ", 1000)).isEqualTo(new Selection.Part(1, 2));
  }

  @Test
  void rejectsRangesOutsideTheContent() {
    assertThat(of("bytes=1000-", 1000)).isEqualTo(UNSATISFIABLE);
    assertThat(of("bytes=1000-1001", 1000)).isEqualTo(UNSATISFIABLE);
    assertThat(of("bytes=-0", 1000)).isEqualTo(UNSATISFIABLE);
    assertThat(of("bytes=0-", 0)).isEqualTo(UNSATISFIABLE);
    assertThat(of("bytes=99999999999999999999-", 1000)).isEqualTo(UNSATISFIABLE);
  }

  @Test
  void selectsAllForMalformedOrUnsupportedRanges() {
    for (String odd :
        List.of(
            "",
            "bytes",
            "bytes=",
            "bytes=-",
            "bytes=u-u",
            "bytes=1",
            "bytes=2-1",
            "bytes=0-1,4-5",
            "bytes=0-1,",
            "bytes=--1",
            "bytes=+1-2",
            "bytes=1-2-3",
            "lines=1-2",
            "bytes=0x1-2",
            "bytes=\u0661-\u0662",
            "none")) {
      assertThat(of(odd, 1000)).as(odd).isEqualTo(WHOLE);
    }
    assertThat(Selection.of(List.of("bytes=0-1", "bytes=0-1"), 1000)).isEqualTo(WHOLE);
    assertThat(of("bytes=-5", 0)).isEqualTo(WHOLE);
  }

  @Test
  void parsesPositionsBeyondAnInt() {
    long length = 5L << 40;
    assertThat(of("bytes=2147483648-2147483649", length))
        .isEqualTo(new Selection.Part(2147483648L, 2147483649L));
    assertThat(of("bytes=-4294967297", length))
        .isEqualTo(new Selection.Part(length - 4294967297L, length - 1));
    assertThat(of("bytes=5-99999999999999999999", length))
        .isEqualTo(new Selection.Part(5, length - 1));
    assertThat(of("bytes=-99999999999999999999", length))
        .isEqualTo(new Selection.Part(0, length - 1));
  }

  private static Selection of(String header, long length) {
    return Selection.of(List.of(header), length);
  }
}
