package org.pairboot.it.firmware.wire;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pairboot.it.firmware.wire.Frame.TransportAddress;
import org.pairboot.it.firmware.wire.Traffic.Service;

/** Follows HTTP requests. Each begins a new TCP segment, with every client seen so far. */
final class HttpDecoder {
  private static final Pattern REQUEST = Pattern.compile("^(GET|HEAD) (\\S+) (HTTP/1\\.[01])\r\n");
  private static final Pattern RESPONSE = Pattern.compile("^HTTP/1\\.[01] (\\d{3})");
  private static final int PORT = 80;

  private final Traffic traffic;
  private final Map<TransportAddress, CapturedHttpRequest> reads = new HashMap<>();

  HttpDecoder(Traffic traffic) {
    this.traffic = traffic;
  }

  void onSegment(Frame frame) {
    if (frame.target().port() == PORT) {
      Matcher request = REQUEST.matcher(frame.text());
      if (request.find()) {
        CapturedHttpRequest read =
            new CapturedHttpRequest(request.group(1), request.group(2), request.group(3));
        reads.put(frame.source(), read);
        traffic.add(read);
      }
    } else {
      traffic.add(Service.HTTP, frame.length());
      CapturedHttpRequest read = reads.get(frame.target());
      if (read != null) {
        Matcher response = RESPONSE.matcher(frame.text());
        traffic.change(() -> {
          read.onBytes(frame.length());
          if (response.find()) {
            read.onStatus(Integer.parseInt(response.group(1)));
          }
        });
      }
    }
  }
}
