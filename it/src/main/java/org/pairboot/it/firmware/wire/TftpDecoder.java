package org.pairboot.it.firmware.wire;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.pairboot.it.firmware.wire.Frame.TransportAddress;
import org.pairboot.it.firmware.wire.Traffic.Service;

/**
 * Follows TFTP reads. The client's address and port identify a read, whatever port the server
 * answers from.
 */
final class TftpDecoder {
  private static final int PORT = 69;
  private static final int RRQ = 1;
  private static final int DATA = 3;
  private static final int ERROR = 5;
  private static final int OACK = 6;
  private static final int HEADER = 4;

  private final Traffic traffic;
  private final Map<TransportAddress, CapturedTftpRead> reads = new HashMap<>();

  TftpDecoder(Traffic traffic) {
    this.traffic = traffic;
  }

  void onRequest(Frame frame) {
    CapturedTftpRead read = reads.get(frame.source());
    switch (opcode(frame)) {
      case RRQ -> {
        if (frame.target().port() == PORT) {
          request(frame, read);
        }
      }
      case ERROR -> {
        if (read != null) {
          traffic.change(() -> read.endWith("client: " + error(frame)));
        }
      }
      default -> {
        // An ACK, or not a TFTP packet.
      }
    }
  }

  private void request(Frame frame, CapturedTftpRead before) {
    List<String> words = List.of(frame.text().substring(2).split("\0", -1));
    List<String> options = new ArrayList<>();
    for (int i = 2; i + 1 < words.size(); i += 2) {
      options.add(words.get(i) + "=" + words.get(i + 1));
    }
    CapturedTftpRead read = new CapturedTftpRead(words.getFirst(), String.join(" ", options));
    if (before != null && before.isRepeatedBy(read)) {
      return;
    }
    reads.put(frame.source(), read);
    traffic.add(read);
  }

  void onAnswer(Frame frame) {
    CapturedTftpRead read = reads.get(frame.target());
    if (read == null) {
      return;
    }
    switch (opcode(frame)) {
      case DATA -> data(frame, read);
      case OACK -> traffic.change(() -> read.onOack(frame.text().substring(2).split("\0")));
      case ERROR -> traffic.change(() -> read.endWith(error(frame)));
      default -> {
        // A server sends nothing else.
      }
    }
  }

  /**
   * With UDP segmentation offload, tcpdump sees packets before they are cut. One frame may then
   * hold a whole window: packets of equal length, except the last one.
   */
  private void data(Frame frame, CapturedTftpRead read) {
    int block = Short.toUnsignedInt(frame.payload().getShort(2));
    int packet = HEADER + read.blksize();
    for (int left = frame.length(); left >= HEADER; left -= packet) {
      int number = block++ & 0xFFFF;
      int bytes = Math.min(left, packet) - HEADER;
      traffic.add(Service.TFTP, bytes);
      traffic.change(() -> read.onBlock(number, bytes));
    }
  }

  private static int opcode(Frame frame) {
    return frame.payload().limit() < HEADER ? 0 : frame.payload().getShort(0);
  }

  private static String error(Frame frame) {
    return "ERROR "
        + frame.payload().getShort(2)
        + " "
        + frame.text().substring(HEADER).split("\0", 2)[0];
  }
}
