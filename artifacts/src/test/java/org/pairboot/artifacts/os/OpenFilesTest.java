package org.pairboot.artifacts.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class OpenFilesTest {
  private static final String HEAD =
      "Limit                     Soft Limit           Hard Limit           Units     \n"
          + "Max processes             127723               127723               processes \n";

  @Test
  void readsTheSoftLimitOfTheKernelsTable() {
    String line =
        "Max open files            1024                 524288               files     \n";
    assertThat(OpenFiles.parse(HEAD + line)).isEqualTo(new OpenFiles(1024));
  }

  @Test
  void knowsNoLimitWhereTheKernelHasNoneOrTellsNone() {
    String line =
        "Max open files            unlimited            unlimited            files     \n";
    assertThat(OpenFiles.parse(HEAD + line)).isEqualTo(new OpenFiles(Long.MAX_VALUE));
    assertThat(OpenFiles.parse(HEAD)).isEqualTo(new OpenFiles(Long.MAX_VALUE));
  }

  @Test
  void leavesTheSettingsAsTheyAreUnderUsualLimits() {
    for (long limit : new long[] {20_000, 524_288, Long.MAX_VALUE}) {
      OpenFiles files = new OpenFiles(limit);
      assertThat(files.ports(512, 2)).isEqualTo(512);
      assertThat(files.connections(8192, 2)).isEqualTo(8192);
    }
  }

  @Test
  void neverGivesClientsTheLastOfThem() {
    for (int limit = 256; limit < 40_000; limit++) {
      OpenFiles files = new OpenFiles(limit);
      int taken = 2 * files.ports(512, 2) + 2 * files.connections(8192, 2);
      assertThat(limit - taken).as("left of %s", limit).isGreaterThanOrEqualTo(192);
    }
  }

  @Test
  void dividesItsPortsAmongManyAddresses() {
    OpenFiles files = new OpenFiles(1024);
    assertThat(files.ports(512, 1)).isEqualTo(104);
    assertThat(files.ports(512, 2)).isEqualTo(104);
    assertThat(files.ports(512, 8)).isEqualTo(26);
  }

  @Test
  void refusesToServeWithTooFew() {
    assertThatCode(() -> new OpenFiles(256).check()).doesNotThrowAnyException();
    assertThatThrownBy(() -> new OpenFiles(255).check())
        .isInstanceOf(IOException.class)
        .hasMessage(
            "this process may have only 255 files open, and a server needs 256; raise the limit"
                + " with LimitNOFILE= in the unit, --ulimit nofile= of the container, or 'ulimit"
                + " -n'");
  }
}
