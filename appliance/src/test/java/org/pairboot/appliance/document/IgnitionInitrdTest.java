package org.pairboot.appliance.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class IgnitionInitrdTest {

  @Test
  void writesPlainNewcByteForByte() {
    String config = "{\"ignition\":{\"version\":\"3.4.0\"}}";

    String archive =
        new String(
            IgnitionInitrd.wrap(config.getBytes(StandardCharsets.UTF_8)),
            StandardCharsets.ISO_8859_1);

    String expected =
        "070701" // magic
            + "00000000" // inode
            + "000081A4" // mode: a regular file, 0644
            + "00000000" // uid
            + "00000000" // gid
            + "00000001" // links
            + "00000000" // mtime
            + "00000020" // size
            + "00000000".repeat(4) // devices
            + "0000000B" // length of the name with its NUL
            + "00000000" // checksum, not used
            + "config.ign\0"
            + "\0\0\0" // 110 + 11 = 121, to 124
            + config
            + "07070100000000000000000000000000000000000000010000000000000000"
            + "00000000".repeat(4)
            + "0000000B00000000TRAILER!!!\0\0\0\0";
    assertThat(archive).startsWith(expected).hasSize(512);
    assertThat(archive.substring(expected.length())).matches("\0*");
  }
}
