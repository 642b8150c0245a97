package org.pairboot.tftp.transport;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.pairboot.artifacts.os.OpenFiles;
import org.pairboot.tftp.TestSettings;

/** How many ports transfers have where a process may not have many files open. */
class PortNumbersTest {
  @Test
  void hasAllPortsUnderUsualLimits() {
    PortPool.Numbers numbers = numbers(524_288, 2, "pool-ports=auto");
    assertThat(numbers.total()).isEqualTo(512);
    assertThat(numbers.shortage()).isEmpty();
  }

  @Test
  void saysWhyThereAreFewer() {
    PortPool.Numbers numbers = numbers(1024, 2, "pool-ports=auto");
    assertThat(numbers.total()).isEqualTo(104);
    assertThat(numbers.shortage())
        .hasValue(
            "transfers have only 104 ports on each address instead of 512, because this process"
                + " may have only 1024 files open; LimitNOFILE= in a unit or 'ulimit -Hn' raises"
                + " it");
  }

  @Test
  void saysWhatItMeansThatTheyCanBeGuessed() {
    assertThat(numbers(1024, 8, "pool-ports=auto").shortage().orElseThrow())
        .startsWith("transfers have only 26 ports on each address instead of 512")
        .contains("1024 files open, and windows have at most 3 blocks;");
  }

  @Test
  void opensTheFirstOfARangeThatIsTooLarge() {
    PortPool.Numbers numbers = numbers(1024, 2, "pool-ports=50000-50511");
    assertThat(numbers.total()).isEqualTo(104);
    assertThat(numbers.known()).hasSize(104).startsWith(50_000).endsWith(50_103);
  }

  @Test
  void hasAPortForEachLoopWhateverTheLimit() {
    assertThat(numbers(256, 100, "pool-ports=50000-50002").known()).hasSize(3);
    assertThat(numbers(256, 100, "pool-ports=auto").total()).isEqualTo(8);
  }

  @Test
  void needsNoneInPortModeSingle() {
    PortPool.Numbers numbers = numbers(1024, 2, "port-mode=single");
    assertThat(numbers.total()).isZero();
    assertThat(numbers.shortage()).isEmpty();
  }

  private static PortPool.Numbers numbers(long limit, int addresses, String setting) {
    return PortPool.Numbers.of(TestSettings.create(setting), 4, addresses, new OpenFiles(limit));
  }
}
