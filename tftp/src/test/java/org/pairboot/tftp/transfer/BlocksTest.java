package org.pairboot.tftp.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BlocksTest {
  @ParameterizedTest
  @CsvSource({
    "0,512,1,0",
    "1,512,1,1",
    "511,512,1,511",
    "512,512,2,0",
    "513,512,2,1",
    "4294967296,8,536870913,0",
    "10737418241,1428,7519201,641",
  })
  void endsAFileWithAShortBlock(long length, int blksize, long last, int sizeOfLast) {
    Blocks blocks = new Blocks(length, blksize);
    assertThat(blocks.last()).isEqualTo(last);
    assertThat(blocks.size(last)).isEqualTo(sizeOfLast);
    assertThat(blocks.position(last) + sizeOfLast).isEqualTo(length);
    assertThat(blocks.bytesThrough(last)).isEqualTo(length);
    assertThat(blocks.bytesThrough(0)).isZero();
  }
}
