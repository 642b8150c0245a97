package org.pairboot.tftp.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.pairboot.artifacts.content.BytesContent;
import org.pairboot.testing.Property;

class NetasciiReaderTest {

  private static String converted(String plain) {
    return plain.replace("\r", "\r\0").replace("\n", "\r\n");
  }

  private static String readInBlocks(String plain, int blksize) throws IOException {
    byte[] bytes = plain.getBytes(StandardCharsets.ISO_8859_1);
    try (NetasciiReader reader = new NetasciiReader(BytesContent.of(bytes).open())) {
      ByteBuffer all = ByteBuffer.allocate((int) reader.length());
      for (long at = 0; at < reader.length(); at += blksize) {
        int size = (int) Math.min(blksize, reader.length() - at);
        ByteBuffer block = ByteBuffer.allocate(size);
        assertThat(reader.read(at, block)).isEqualTo(size);
        all.put(block.flip());
      }
      return new String(all.array(), StandardCharsets.ISO_8859_1);
    }
  }

  @Test
  void readsTheConvertedTextInBlocksOfAnySize() {
    Property.tries(300)
        .hold(draw -> {
          String plain = draw.text("\r\n\0a", 0, 60);
          int blksize = draw.between(1, 20);
          assertThat(readInBlocks(plain, blksize)).isEqualTo(converted(plain));
        });
  }

  @Test
  void splitsLineEndsAcrossBlocks() throws IOException {
    assertThat(readInBlocks("a\nb\rc", 2)).isEqualTo("a\r\nb\r\0c");
  }

  @Test
  void convertsLongTextsAcrossChunks() throws IOException {
    StringBuilder plain = new StringBuilder();
    Random random = new Random(7);
    for (int i = 0; i < 50_000; i++) {
      plain.append("\r\nab".charAt(random.nextInt(4)));
    }
    String text = plain.toString();
    assertThat(readInBlocks(text, 512)).isEqualTo(converted(text));
    assertThat(readInBlocks(text, 1428)).isEqualTo(converted(text));
    assertThat(readInBlocks(text, 65464)).isEqualTo(converted(text));
  }

  @Test
  void keepsAnEmptyTextEmpty() throws IOException {
    assertThat(readInBlocks("", 8)).isEmpty();
  }

  @Test
  void refusesATooLongContent() {
    byte[] bytes = new byte[(int) NetasciiReader.MAX_LENGTH + 1];
    assertThatThrownBy(() -> new NetasciiReader(BytesContent.of(bytes).open()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
